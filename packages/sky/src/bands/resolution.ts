import { coarselyAtMost, coarselyEqual, coarselyLess, remainder } from '../numbers.ts';
import { type BandList, isConflict, UNKNOWN } from './colours.ts';
import type { Manoeuvre as AnyManoeuvre } from './manoeuvre.ts';
import type { Situation as AnySituation } from './situation.ts';

/** What is asked of a manoeuvre and of a situation; handed on whole, since numbers as arguments cost garbage. */
type Manoeuvre = Pick<AnyManoeuvre, 'value' | 'modulus'>;
type Situation = Pick<AnySituation, 'time_s'>;

/** Whether an end lies on the lower (left) side of a value; in direction the nearer way round decides. */
function liesLeft(end: number, value: number, modulus: number): boolean {
  if (coarselyEqual(end, value)) return true;
  if (modulus === 0) return end < value;
  return coarselyLess(remainder(value - end, modulus), modulus / 2);
}

/** Whether an end lies on the upper (right) side of a value. */
function liesRight(end: number, value: number, modulus: number): boolean {
  if (coarselyEqual(end, value)) return true;
  if (modulus === 0) return end > value;
  return coarselyLess(remainder(end - value, modulus), modulus / 2);
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
    const { value, modulus } = manoeuvre;
    this.low = Number.NEGATIVE_INFINITY;
    let index = present;
    for (;;) {
      if (!liesLeft(bands.low[index] as number, value, modulus)) return;
      if (index > 0) index -= 1;
      else if (modulus > 0) index = bands.count - 1;
      else return;
      if (index === present) return;
      if (avoids(bands, index, corrective)) continue;
      if (bands.colour[index] === UNKNOWN) return;
      this.low = bands.high[index] as number;
      if (modulus > 0 && coarselyEqual(this.low, modulus)) this.low = 0;
      this.lowIndex = index;
      return;
    }
  }

  private findUp(bands: BandList, present: number, manoeuvre: Manoeuvre, corrective: number): void {
    const { value, modulus } = manoeuvre;
    this.up = Number.POSITIVE_INFINITY;
    let index = present;
    for (;;) {
      if (!liesRight(bands.high[index] as number, value, modulus)) return;
      if (index < bands.count - 1) index += 1;
      else if (modulus > 0) index = 0;
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
    { value, modulus }: Manoeuvre,
    corrective: number,
    shrinks: number,
  ): boolean {
    const { low } = this;
    const { raw } = this;
    if (!Number.isFinite(raw.low) || !Number.isFinite(low)) return false;
    if (!liesLeft(low, value, modulus)) return false;
    const recent = time_s - this.decided_s < this.timing.persistence_s;
    const worth = coarselyLess(remainder(raw.low - low, modulus), this.timing.gain);
    if (!recent && !(this.lowShrinks < shrinks) && !worth) return false;
    return this.reaches(bands, raw.lowIndex, low, modulus, corrective);
  }

  private keepsUp(
    { time_s }: Situation,
    bands: BandList,
    { value, modulus }: Manoeuvre,
    corrective: number,
    shrinks: number,
  ): boolean {
    const { up } = this;
    const { raw } = this;
    if (!Number.isFinite(raw.up) || !Number.isFinite(up)) return false;
    if (!liesRight(up, value, modulus)) return false;
    const recent = time_s - this.decided_s < this.timing.persistence_s;
    const worth = coarselyLess(remainder(up - raw.up, modulus), this.timing.gain);
    if (!recent && !(this.upShrinks < shrinks) && !worth) return false;
    return this.reaches(bands, raw.upIndex, up, modulus, corrective);
  }

  /** Whether only bands below the corrective region lie from where a search ended to a remembered value's band. */
  private reaches(bands: BandList, from: number, remembered: number, modulus: number, corrective: number): boolean {
    const target = bands.indexAt(remembered, modulus > 0);
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

  private prefer({ time_s }: Situation, { value, modulus }: Manoeuvre, shrinks: number): void {
    const { raw } = this;
    const { hysteresis_s, persistence_s, gain } = this.timing;
    const hasLow = Number.isFinite(raw.low);
    const hasUp = Number.isFinite(raw.up);
    if (!hasLow && !hasUp) {
      this.decided_s = Number.NaN;
      this.preferUp = false;
      return;
    }
    if (!hasLow || !hasUp) {
      if (this.preferUp !== hasUp) this.turn(hasUp, time_s, shrinks);
      return;
    }
    const upward = remainder(raw.up - value, modulus);
    const downward = remainder(value - raw.low, modulus);
    const natural = coarselyAtMost(upward, downward);
    if (!(hysteresis_s > 0 && time_s >= this.decided_s && gain > 0)) {
      this.preferUp = natural;
      this.decided_s = time_s;
      return;
    }
    if (time_s - this.decided_s < persistence_s || Math.abs(upward - downward) < gain) return;
    const other = this.preferUp ? this.lowShrinks : this.upShrinks;
    const own = this.preferUp ? this.upShrinks : this.lowShrinks;
    if (other > own) return;
    if (natural !== this.preferUp) this.turn(natural, time_s, shrinks);
  }

  /** Changes the preferred side; a remembered resolution that is no harder gives way to the present one. */
  private turn(up: boolean, time_s: number, shrinks: number): void {
    this.preferUp = up;
    this.decided_s = time_s;
    if (shrinks <= this.lowShrinks) this.low = this.raw.low;
    if (shrinks <= this.upShrinks) this.up = this.raw.up;
  }
}
