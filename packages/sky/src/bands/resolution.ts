import { coarselyAtMostAt, coarselyEqualAt, coarselyLessAt, writeRemainder } from '../numbers.ts';
import { type BandList, isConflict, UNKNOWN } from './colours.ts';
import type { Manoeuvre as AnyManoeuvre } from './manoeuvre.ts';
import { TURN } from './rate_samples.ts';
import type { Situation as AnySituation } from './situation.ts';

/** What is asked of a manoeuvre and of a situation; handed on whole, since numbers as arguments cost garbage. */
type Manoeuvre = Pick<AnyManoeuvre, 'value' | 'modulus'>;
type Situation = Pick<AnySituation, 'time_s'>;

/** Two numbers to compare. */
const pair = new Float64Array(2);

/** Whether the end in `pair` lies on the lower (left) side of a value; in direction the nearer way round decides. */
function liesLeft({ value, modulus }: Manoeuvre): boolean {
  const end = pair[0] as number;
  pair[1] = value;
  if (coarselyEqualAt(pair, 0, pair, 1)) return true;
  if (modulus === 0) return end < value;
  pair[0] = value - end;
  return isUnderHalfTurn();
}

/** Whether the end in `pair` lies on the upper (right) side of a value. */
function liesRight({ value, modulus }: Manoeuvre): boolean {
  const end = pair[0] as number;
  pair[1] = value;
  if (coarselyEqualAt(pair, 0, pair, 1)) return true;
  if (modulus === 0) return end > value;
  pair[0] = end - value;
  return isUnderHalfTurn();
}

/** Whether the turn in `pair`, made positive, is less than half of a whole one. */
function isUnderHalfTurn(): boolean {
  pair[1] = TURN / 2;
  writeRemainder(pair, 0, TURN);
  return coarselyLessAt(pair, 0, pair, 1);
}

/** Bands that a search for a resolution passes over; it ends where values are unknown. */
function avoids(bands: BandList, index: number, corrective: number): boolean {
  const colour = bands.colour[index] as number;
  return isConflict(colour) && colour >= corrective;
}

/** Values out of conflict nearest to the present one, and the bands where the searches ended (-1: none). */
class RawResolution {
  low = Number.NaN;
  up = Number.NaN;
  lowIndex = -1;
  upIndex = -1;

  find(bands: BandList, manoeuvre: Manoeuvre, corrective: number): void {
    this.low = Number.NaN;
    this.up = Number.NaN;
    this.lowIndex = -1;
    this.upIndex = -1;
    bands.sought[0] = manoeuvre.value;
    const present = bands.indexOfSought(manoeuvre.modulus > 0);
    if (present < 0 || !avoids(bands, present, corrective)) return;
    this.findLow(bands, present, manoeuvre, corrective);
    this.findUp(bands, present, manoeuvre, corrective);
  }

  private findLow(bands: BandList, present: number, manoeuvre: Manoeuvre, corrective: number): void {
    const wraps = manoeuvre.modulus > 0;
    this.low = Number.NEGATIVE_INFINITY;
    let index = present;
    for (;;) {
      pair[0] = bands.low[index] as number;
      if (!liesLeft(manoeuvre)) return;
      if (index > 0) index -= 1;
      else if (wraps) index = bands.count - 1;
      else return;
      if (index === present) return;
      if (avoids(bands, index, corrective)) continue;
      if (bands.colour[index] === UNKNOWN) return;
      pair[1] = TURN;
      this.low = wraps && coarselyEqualAt(bands.high, index, pair, 1) ? 0 : (bands.high[index] as number);
      this.lowIndex = index;
      return;
    }
  }

  private findUp(bands: BandList, present: number, manoeuvre: Manoeuvre, corrective: number): void {
    const wraps = manoeuvre.modulus > 0;
    this.up = Number.POSITIVE_INFINITY;
    let index = present;
    for (;;) {
      pair[0] = bands.high[index] as number;
      if (!liesRight(manoeuvre)) return;
      if (index < bands.count - 1) index += 1;
      else if (wraps) index = 0;
      else return;
      if (index === present) return;
      if (avoids(bands, index, corrective)) continue;
      if (bands.colour[index] === UNKNOWN) return;
      this.up = bands.low[index] as number;
      this.upIndex = index;
      return;
    }
  }
}

/** How resolutions and the preferred side follow each other in time. */
export interface ResolutionTiming {
  readonly hysteresis_s: number;
  readonly persistence_s: number;
  /** A new resolution is taken when it is worth this much: m, m/s or rad. */
  readonly gain: number;
}

/** Resolutions and preferred side as they stand, with their memory. */
export class ResolutionMemory {
  low = Number.NaN;
  up = Number.NaN;
  preferUp = false;
  private lowShrinks = -1;
  private upShrinks = -1;
  private decided_s = Number.NaN;
  private readonly timing: ResolutionTiming;
  private readonly raw = new RawResolution();

  constructor(timing: ResolutionTiming) {
    this.timing = timing;
  }

  reset(): void {
    this.low = Number.NaN;
    this.up = Number.NaN;
    this.preferUp = false;
    this.lowShrinks = -1;
    this.upShrinks = -1;
    this.decided_s = Number.NaN;
  }

  update(situation: Situation, bands: BandList, manoeuvre: Manoeuvre, corrective: number, shrinks: number): void {
    const { raw } = this;
    const { time_s } = situation;
    const { hysteresis_s, gain } = this.timing;
    raw.find(bands, manoeuvre, corrective);
    if (!(hysteresis_s > 0 && time_s > this.decided_s && gain > 0)) {
      this.low = raw.low;
      this.up = raw.up;
      this.lowShrinks = shrinks;
      this.upShrinks = shrinks;
      this.decided_s = Number.NaN;
    } else {
      if (!this.keepsLow(situation, bands, manoeuvre, corrective, shrinks)) {
        this.low = raw.low;
        this.lowShrinks = shrinks;
      }
      if (!this.keepsUp(situation, bands, manoeuvre, corrective, shrinks)) {
        this.up = raw.up;
        this.upShrinks = shrinks;
      }
    }
    this.prefer(situation, manoeuvre, shrinks);
  }

  private keepsLow(
    { time_s }: Situation,
    bands: BandList,
    manoeuvre: Manoeuvre,
    corrective: number,
    shrinks: number,
  ): boolean {
    const { low, raw } = this;
    if (!Number.isFinite(raw.low) || !Number.isFinite(low)) return false;
    pair[0] = low;
    if (!liesLeft(manoeuvre)) return false;
    const recent = time_s - this.decided_s < this.timing.persistence_s;
    pair[0] = raw.low - low;
    if (!recent && !(this.lowShrinks < shrinks) && !this.isSmallGain(manoeuvre)) return false;
    bands.sought[0] = low;
    return this.reaches(bands, raw.lowIndex, manoeuvre, corrective);
  }

  private keepsUp(
    { time_s }: Situation,
    bands: BandList,
    manoeuvre: Manoeuvre,
    corrective: number,
    shrinks: number,
  ): boolean {
    const { up, raw } = this;
    if (!Number.isFinite(raw.up) || !Number.isFinite(up)) return false;
    pair[0] = up;
    if (!liesRight(manoeuvre)) return false;
    const recent = time_s - this.decided_s < this.timing.persistence_s;
    pair[0] = up - raw.up;
    if (!recent && !(this.upShrinks < shrinks) && !this.isSmallGain(manoeuvre)) return false;
    bands.sought[0] = up;
    return this.reaches(bands, raw.upIndex, manoeuvre, corrective);
  }

  /** Whether what a resolution would gain, in `pair`, is too little to change it. */
  private isSmallGain({ modulus }: Manoeuvre): boolean {
    if (modulus > 0) writeRemainder(pair, 0, TURN);
    pair[1] = this.timing.gain;
    return coarselyLessAt(pair, 0, pair, 1);
  }

  /** Whether only bands below the corrective region lie from where a search ended to the band of the value sought. */
  private reaches(bands: BandList, from: number, { modulus }: Manoeuvre, corrective: number): boolean {
    const target = bands.indexOfSought(modulus > 0);
    if (target < 0 || from < 0) return false;
    let index = from;
    for (;;) {
      if (avoids(bands, index, corrective) || bands.colour[index] === UNKNOWN) return false;
      if (index === target) return true;
      index += this.preferUp ? 1 : -1;
      if (index < 0 || index >= bands.count) {
        if (modulus === 0) return false;
        index = index < 0 ? bands.count - 1 : 0;
      }
      if (index === from) return false;
    }
  }

  private prefer(situation: Situation, { value, modulus }: Manoeuvre, shrinks: number): void {
    const { raw } = this;
    const { time_s } = situation;
    const { hysteresis_s, persistence_s, gain } = this.timing;
    const hasLow = Number.isFinite(raw.low);
    const hasUp = Number.isFinite(raw.up);
    if (!hasLow && !hasUp) {
      this.decided_s = Number.NaN;
      this.preferUp = false;
      return;
    }
    if (!hasLow || !hasUp) {
      if (this.preferUp !== hasUp) this.turn(hasUp, situation, shrinks);
      return;
    }
    pair[0] = raw.up - value;
    pair[1] = value - raw.low;
    if (modulus > 0) {
      writeRemainder(pair, 0, TURN);
      writeRemainder(pair, 1, TURN);
    }
    const upward = pair[0] as number;
    const downward = pair[1] as number;
    const natural = coarselyAtMostAt(pair, 0, pair, 1);
    if (!(hysteresis_s > 0 && time_s >= this.decided_s && gain > 0)) {
      this.preferUp = natural;
      this.decided_s = time_s;
      return;
    }
    if (time_s - this.decided_s < persistence_s || Math.abs(upward - downward) < gain) return;
    const other = this.preferUp ? this.lowShrinks : this.upShrinks;
    const own = this.preferUp ? this.upShrinks : this.lowShrinks;
    if (other > own) return;
    if (natural !== this.preferUp) this.turn(natural, situation, shrinks);
  }

  /** Changes the preferred side; a remembered resolution that is no harder gives way to the present one. */
  private turn(up: boolean, { time_s }: Situation, shrinks: number): void {
    this.preferUp = up;
    this.decided_s = time_s;
    if (shrinks <= this.lowShrinks) this.low = this.raw.low;
    if (shrinks <= this.upShrinks) this.up = this.raw.up;
  }
}
