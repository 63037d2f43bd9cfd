import type { Observation } from '@skyaccord/wire';
import type { TrackFlag, TrackFlagKind } from '../outcome.ts';
import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';
import { MAX_TRACKS } from '../tracks/rules.ts';
import type { TrackTable } from '../tracks/table.ts';
import type { Applied } from '../tracks/update.ts';
import { Alike } from './alike.ts';
import { checkRestamps, checkTiming } from './clocks.ts';
import { type FlagChange, Flags, type SavedFlags } from './flags.ts';
import { type Gone, LastHeard } from './gone.ts';
import { checkAloft, checkDatum, checkLeaps, leap } from './heights.ts';
import { BEHIND, EXACT, JUMP_MS, JUMPED, LATENESS, LATITUDE, LONGITUDE, Memory, ROUGH, TIME_MS } from './memory.ts';
import { checkFrozen, checkPath, path } from './paths.ts';
import { Replays } from './replays.ts';
import { JUMP_WITHIN_S, JUMPS, LATE_REPORTS, LATE_S, RESTAMPS, USUAL_ACCURACY_M } from './rules.ts';
import { checkBends, checkFix, checkRest } from './scatter.ts';
import { keepHeights, keepReport, readStep, step } from './step.ts';
import { type Jump, Together } from './together.ts';
import { distance, feet, knots, seconds } from './words.ts';

/** A mean over about so many reports. */
const LATENESS_REPORTS = 16;

/**
 * What is heard, held against itself: each report against the last ones of its track, jumps against other jumps, and
 * everything against what was said before. It changes no track: it says which are not to be believed as they stand.
 */
export class Integrity {
  readonly #memory = new Memory();
  readonly #flags = new Flags();
  readonly #replays = new Replays();
  readonly #together = new Together();
  readonly #alike = new Alike();
  readonly #heard = new LastHeard();
  /** ICAO address by slot: no other address is sure to be of one aircraft the next time. */
  readonly #addresses: (string | null)[] = [];
  #capacity = 0;

  /** The earliest time at which a flag may end without input; Infinity when none will. */
  get due_ms(): number {
    return this.#flags.due_ms;
  }

  flagsOf(slot: number): readonly TrackFlag[] {
    return slot < this.#capacity ? this.#flags.of(slot) : [];
  }

  /** Raises a flag for a reason that was found elsewhere; it stands until {@link unflag}. */
  flag(slot: number, kind: TrackFlagKind, detail: string, now_ms: number): void {
    this.#makeRoom(slot);
    this.#flags.raise(slot, kind, now_ms, () => detail, false);
  }

  unflag(slot: number, kind: TrackFlagKind): void {
    if (slot < this.#capacity) this.#flags.end(slot, kind);
  }

  /** Ends flags whose reason was not seen for a while. */
  expire(now_ms: number): void {
    this.#flags.expire(now_ms);
  }

  /** What was raised and ended since last asked, in order. */
  take(): readonly FlagChange[] {
    return this.#flags.take();
  }

  /** A track is dropped; call it while the slot is still its own. */
  closed(slot: number): void {
    if (slot >= this.#capacity) return;
    const address = this.#addresses[slot] ?? null;
    const e = slot * EXACT;
    const { exact, rough } = this.#memory;
    if (address !== null && !Number.isNaN(exact[e + TIME_MS]!)) {
      const [east, north] = [rough[slot * ROUGH]!, rough[slot * ROUGH + 1]!];
      const speed_mps = Math.sqrt(east * east + north * north);
      this.#heard.note({
        address,
        time_ms: exact[e + TIME_MS]!,
        latitude_deg: exact[e + LATITUDE]!,
        longitude_deg: exact[e + LONGITUDE]!,
        speed_mps: Number.isNaN(speed_mps) ? 0 : speed_mps,
      });
    }
    this.#addresses[slot] = null;
    this.#flags.drop(slot);
    this.#together.closed(slot);
    this.#alike.closed(slot);
  }

  /**
   * Looks at one report after it was applied, or set aside.
   *
   * @param o as the source gave it
   * @param applied what applying it did
   * @param now_ms time of the tick
   */
  inspect(table: TrackTable, slot: number, o: Observation, applied: Applied, now_ms: number): void {
    if (slot < 0) return;
    this.#makeRoom(slot);
    if (applied.started) this.#open(table, slot, o, now_ms);
    readStep(this.#memory, slot, o, USUAL_ACCURACY_M);
    // A repeated position is judged like any other: it is what clocks and frozen sources are known by.
    const repeated = applied.aside === 'duplicate' && step.same && step.dt_s > 0;
    if (applied.aside !== null && !repeated) {
      this.#inspectAside(table, slot, o, applied, now_ms);
      return;
    }
    if (applied.started) {
      keepReport(this.#memory, slot, o);
      keepHeights(this.#memory, slot, o, o.time_ms);
      return;
    }
    // Taken in though it came late: it is older than what it would be compared with.
    if (!(step.dt_s > 0)) return;
    this.#inspectMotion(slot, o, now_ms);
    this.#inspectClock(slot, o, now_ms);
    this.#inspectHeights(table, slot, o, o.time_ms, now_ms);
    this.#inspectNoise(slot, o, now_ms);
    const alike = this.#alike.check(this.#memory, slot, o);
    if (alike >= 0) {
      const says = () =>
        'flies in one place with another aircraft, at quite another height, as under GNSS interference';
      for (const one of [slot, alike]) this.#flags.raise(one, 'spoofing_suspected', now_ms, says);
    }
    const replayed_s = this.#replays.check(this.#memory, slot, o);
    if (replayed_s > 0) {
      const says = () => `its reports repeat what was reported ${seconds(replayed_s)} before, digit for digit`;
      this.#flags.raise(slot, 'replayed', now_ms, says);
    }
    if (this.#flags.stands(slot, 'duplicate_identity')) this.#sayDouble(table, o, now_ms);
    keepReport(this.#memory, slot, o);
    keepHeights(this.#memory, slot, o, o.time_ms);
  }

  #open(table: TrackTable, slot: number, o: Observation, now_ms: number): void {
    this.#memory.clear(slot);
    const { id, address_kind } = table.words[slot]!;
    this.#addresses[slot] = address_kind === 'icao' && id === o.address ? id : null;
    this.#sayDouble(table, o, now_ms);
    if (this.#addresses[slot] === null) return;
    const { time_ms, latitude_deg, longitude_deg } = o;
    const here = { address: id, time_ms, latitude_deg, longitude_deg, speed_mps: o.ground_speed_mps ?? 0 };
    const back = this.#heard.back(here);
    if (back === null) return;
    if (back.odd === 'same') {
      const says = () => `back at the very position where it was heard ${seconds(back.after_s)} before, as if it stood`;
      this.#flags.raise(slot, 'frozen', now_ms, says);
      return;
    }
    const says = () => `back ${distance(back.distance_m)} from where it was heard ${seconds(back.after_s)} before`;
    this.#flags.raise(slot, 'implausible_jump', now_ms, says);
    this.#noteJump(slot, o, now_ms);
  }

  /** One address followed in several places: all of its tracks say so. */
  #sayDouble(table: TrackTable, o: Observation, now_ms: number): void {
    const slots = table.doubles.tracksOf(o.address);
    if (slots === null || slots.length < 2) return;
    const says = () => `address ${o.address} is heard in ${slots.length} places at once`;
    for (const one of slots) {
      this.#makeRoom(one);
      this.#flags.raise(one, 'duplicate_identity', now_ms, says);
    }
  }

  #inspectAside(table: TrackTable, slot: number, o: Observation, applied: Applied, now_ms: number): void {
    const { exact, rough } = this.#memory;
    const e = slot * EXACT;
    const r = slot * ROUGH;
    if (applied.aside === 'implausible_jump') {
      const near = o.time_ms - exact[e + JUMP_MS]! <= JUMP_WITHIN_S * 1000;
      rough[r + JUMPED] = near ? rough[r + JUMPED]! + 1 : 1;
      exact[e + JUMP_MS] = o.time_ms;
      if (rough[r + JUMPED]! < JUMPS) return;
      const away_m = Math.sqrt(step.east_m * step.east_m + step.north_m * step.north_m);
      const says = () => `said to be ${distance(away_m)} away ${seconds(Math.abs(step.dt_s))} after its last position`;
      this.#flags.raise(slot, 'implausible_jump', now_ms, says);
      this.#noteJump(slot, o, now_ms);
    } else if (applied.aside === 'late' && o.time_ms >= table.seen_ms[slot]!) {
      // The time of now on an older place: it was found on the path that the track had flown.
      rough[r + BEHIND] = rough[r + BEHIND]! + 1;
      if (rough[r + BEHIND]! < LATE_REPORTS) return;
      const says = () => `a source (${o.source}) reports where it was, with the time of now`;
      this.#flags.raise(slot, 'clock_fault', now_ms, says);
    } else if (applied.aside === 'duplicate') this.#inspectLeaps(slot, o, now_ms, now_ms);
  }

  #noteJump(slot: number, o: Observation, now_ms: number): void {
    for (const one of this.#together.note(slot, o.time_ms, o.latitude_deg, o.longitude_deg)) {
      const says = () => 'several aircraft jumped to one place, as under GNSS interference';
      this.#flags.raise(one, 'spoofing_suspected', now_ms, says);
    }
  }

  #inspectMotion(slot: number, o: Observation, now_ms: number): void {
    const stood_s = checkFrozen(this.#memory, slot, o.time_ms);
    if (stood_s > 0) {
      const says = () => `stood still for ${seconds(stood_s)} while its speed says ${knots(step.least_mps)}`;
      this.#flags.raise(slot, 'frozen', now_ms, says);
    }
    const verdict = checkPath(this.#memory, slot, o.time_ms);
    if (stood_s > 0 || (verdict !== 'elsewhere' && verdict !== 'factor')) return;
    const ways = `${distance(path.flown_m)} by its positions, ${distance(path.said_m)} by its speed`;
    if (verdict === 'factor') {
      this.#flags.raise(slot, 'clock_fault', now_ms, () => `its times contradict its motion: ${ways}`);
    } else {
      const says = () => `its speed leads ${distance(path.apart_m)} from where its positions go: ${ways}`;
      this.#flags.raise(slot, 'spoofing_suspected', now_ms, says);
    }
  }

  #inspectClock(slot: number, o: Observation, now_ms: number): void {
    const { rough } = this.#memory;
    const r = slot * ROUGH;
    rough[r + BEHIND] = Math.max(0, rough[r + BEHIND]! - 1 / LATENESS_REPORTS);
    if (checkRestamps(this.#memory, slot) >= RESTAMPS) {
      const says = () => 'old positions are given as new ones, with a new time, again and again';
      this.#flags.raise(slot, 'clock_fault', now_ms, says);
    }
    const timing_s = checkTiming(this.#memory, slot);
    if (timing_s > 0) {
      const says = () => `times between its reports are off by ${seconds(timing_s)} on average`;
      this.#flags.raise(slot, 'clock_fault', now_ms, says);
    }
    const late_s = (now_ms - o.time_ms) / 1000;
    rough[r + LATENESS] = rough[r + LATENESS]! + (late_s - rough[r + LATENESS]!) / LATENESS_REPORTS;
    const lateness_s = rough[r + LATENESS]!;
    if (lateness_s < LATE_S) return;
    this.#flags.raise(
      slot,
      'clock_fault',
      now_ms,
      () => `its reports come ${seconds(lateness_s)} after their own time`,
    );
  }

  #inspectHeights(table: TrackTable, slot: number, o: Observation, given_ms: number, now_ms: number): void {
    this.#inspectLeaps(slot, o, given_ms, now_ms);
    const off_m = checkDatum(this.#memory, slot, o);
    if (off_m !== 0) {
      const says = () => `its GNSS height came ${feet(Math.abs(off_m))} away from its pressure height at once`;
      this.#flags.raise(slot, 'spoofing_suspected', now_ms, says);
    }
    if (!checkAloft(this.#memory, slot, o, table.words[slot]!.category)) return;
    const says = () =>
      `${knots(o.ground_speed_mps!)} over ground at ${feet(o.pressure_altitude_m!)}: too slow for wings to stay up`;
    this.#flags.raise(slot, 'spoofing_suspected', now_ms, says);
  }

  #inspectLeaps(slot: number, o: Observation, given_ms: number, now_ms: number): void {
    if (checkLeaps(this.#memory, slot, o, given_ms)) {
      const says = () => `its height leaps: ${feet(leap.before_m)}, then ${feet(leap.before_m + leap.by_m)}`;
      this.#flags.raise(slot, 'noise', now_ms, says);
    }
    keepHeights(this.#memory, slot, o, given_ms);
  }

  #inspectNoise(slot: number, o: Observation, now_ms: number): void {
    if (checkRest(this.#memory, slot, o)) {
      const says = () => `stands still, but its positions lie more than ${distance(2 * step.accuracy_m)} apart`;
      this.#flags.raise(slot, 'noise', now_ms, says);
    }
    if (checkBends(this.#memory, slot)) {
      const says = () => `its positions zigzag beyond their accuracy, ${distance(step.accuracy_m)}, and any turn`;
      this.#flags.raise(slot, 'noise', now_ms, says);
    }
    const good_m = checkFix(this.#memory, slot, o);
    if (good_m === 0) return;
    const says = () =>
      `its stated accuracy fell from ${distance(good_m)} to ${distance(o.position_accuracy_m!)}, as under interference`;
    this.#flags.raise(slot, 'spoofing_suspected', now_ms, says);
  }

  #makeRoom(slot: number): void {
    if (slot < this.#capacity) return;
    this.#capacity = Math.min(MAX_TRACKS, Math.max(64, this.#capacity * 2, slot + 1));
    this.#memory.grow(this.#capacity);
    this.#flags.grow(this.#capacity);
  }

  /** The state of live slots, to be saved when all changes are taken. */
  save(slots: readonly number[], pack: Pack = toBase64): SavedIntegrity {
    return {
      tracks: slots
        .filter((slot) => slot < this.#capacity)
        .map((slot) => ({ slot, address: this.#addresses[slot] ?? null, memory: this.#memory.save(slot, pack) })),
      flags: this.#flags.save(),
      replays: this.#replays.save(pack),
      together: this.#together.save(),
      alike: this.#alike.save(pack),
      heard: this.#heard.save(),
    };
  }

  static restore(saved: SavedIntegrity, unpack: Unpack = fromBase64): Integrity {
    const integrity = new Integrity();
    for (const { slot, address, memory } of saved.tracks) {
      integrity.#makeRoom(slot);
      integrity.#memory.restore(slot, memory, unpack);
      integrity.#addresses[slot] = address;
    }
    for (const { slot } of saved.flags.standing) integrity.#makeRoom(slot);
    integrity.#flags.restore(saved.flags);
    integrity.#replays.restore(saved.replays, unpack);
    integrity.#together.restore(saved.together);
    integrity.#alike.restore(saved.alike, unpack);
    integrity.#heard.restore(saved.heard);
    return integrity;
  }
}

export type SavedIntegrity = {
  readonly tracks: readonly { readonly slot: number; readonly address: string | null; readonly memory: string }[];
  readonly flags: SavedFlags;
  readonly replays: string;
  readonly together: readonly Jump[];
  readonly alike: string;
  readonly heard: readonly Gone[];
};
