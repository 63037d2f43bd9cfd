import type { Observation } from '@skyaccord/wire';
import type { FusionEvidence } from '../outcome.ts';
import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';
import { MAX_TRACKS } from '../tracks/rules.ts';
import type { TrackTable } from '../tracks/table.ts';
import { judgeAccuracy } from './accuracy.ts';
import { rangeOf, seenApart, stillOpening, wasOne } from './apart.ts';
import type { FusionChange } from './change.ts';
import { Comparison } from './compare.ts';
import { ANONYMOUS, type Family, familyOf, isDevicePair, rankOf } from './family.ts';
import { conflict, groupOf, leaderOf } from './groups.ts';
import { Heights } from './heights.ts';
import { Kept } from './kept.ts';
import {
  distance_m,
  evidenceOf,
  isAlike,
  type Likeness,
  lastTime,
  movesApart,
  note,
  startLikeness,
} from './likeness.ts';
import { Partners } from './partners.ts';
import { CHOOSE_S, CLEARLY, HOLD_S, MOVED_M, PART_COMPARISONS, PART_DEVICE_S, PART_S } from './rules.ts';

/** A report this far behind what other addresses told of its aircraft is still taken in. */
const BEHIND_MS = 5000;

/** So many standard errors make a relative motion likely, and sure. */
const LIKELY = 3;
const SURE = 5;

const NOTHING: readonly Likeness[] = [];
const c = new Comparison();

/**
 * Which tracks are one aircraft. Every address keeps a track of its own; those of one aircraft form a group, of which
 * the leader is seen and the others lie beneath it. Two tracks can only be one when the later of them began where the
 * other one was; once they were seen apart they are two aircraft. A group parts as soon as its positions do.
 */
export class Fusion {
  readonly #kept = new Kept();
  readonly #heights = new Heights();
  readonly #partners = new Partners();
  readonly #likenesses = new Map<number, Likeness[]>();
  #family = new Uint8Array(0);
  /** Slot of the leader; -1 for a track that is its own. */
  #leader = new Int32Array(0);
  #hidden = 0;
  #capacity = 0;
  #changes: FusionChange[] = [];

  /** The slot of the aircraft that a track belongs to: itself, or the leader it lies beneath. */
  leaderOf(slot: number): number {
    const leader = slot < this.#capacity ? this.#leader[slot]! : -1;
    return leader < 0 ? slot : leader;
  }

  /** How many tracks lie beneath others. */
  get hidden(): number {
    return this.#hidden;
  }

  isHidden(slot: number): boolean {
    return slot < this.#capacity && this.#leader[slot]! >= 0;
  }

  /** Slots beneath a leader, in order. */
  beneath(slot: number): number[] {
    return this.#group(slot).filter((one) => one !== slot);
  }

  /**
   * May the two be one aircraft, as far as anyone can tell? Then they are not warned of against each other: while it is
   * not decided, for a short time or until there is more to go by; and, when an echo became two, while they only move
   * apart from where they were one. Asking changes nothing: what is decided does not depend on who looks.
   *
   * @param range_m between the two now
   */
  maybeOne(table: TrackTable, x: number, y: number, range_m: number, now_ms: number): boolean {
    for (const one of this.#of(x)) {
      if (one.a !== y && one.b !== y) continue;
      if (one.fused_since_ms !== null) return true;
      if (one.split_ms !== null) return stillOpening(one, range_m, now_ms);
      if (one.parted) return wasOne(one, range_m, now_ms);
      if (movesApart(one, LIKELY) || seenApart(table, x, y, range_m, now_ms)) return false;
      const until_ms = one.since_ms + HOLD_S * 1000;
      return now_ms <= until_ms || (!one.device && Math.min(table.seen_ms[x]!, table.seen_ms[y]!) <= until_ms);
    }
    return false;
  }

  /** The likeness by which a track lies in its group, as evidence, and since when; null for none. */
  evidence(slot: number): { evidence: FusionEvidence; since_ms: number } | null {
    const fused = this.#of(slot).filter((one) => one.fused_since_ms !== null);
    if (fused.length === 0) return null;
    const best = fused.reduce((x, y) => (y.comparisons > x.comparisons ? y : x));
    return { evidence: evidenceOf(best, best.b === slot), since_ms: best.fused_since_ms! };
  }

  /** Height that is added to an address's GNSS heights; null where none was found. */
  heightCorrection_m(address: string): number | null {
    return this.#heights.geometric_m(address);
  }

  /** The observation with its heights brought to the datum of the aircraft's better source. */
  corrected(o: Observation): Observation {
    return this.#heights.corrected(o);
  }

  /** Changes since last asked, in the order they came about. */
  take(): readonly FusionChange[] {
    const changes = this.#changes;
    if (changes.length > 0) this.#changes = [];
    return changes;
  }

  /**
   * The slot that a report's own address leads, when other addresses have moved the aircraft on past its time: the
   * report is news all the same. -1 otherwise.
   */
  fedAhead(table: TrackTable, o: Observation): number {
    if (this.#hidden === 0) return -1;
    const slot = table.slotOf.get(o.address) ?? -1;
    if (slot < 0 || this.isHidden(slot) || this.#of(slot).length === 0) return -1;
    const own_ms = this.#kept.data[this.#kept.last(slot)]!;
    const behind_ms = table.seen_ms[slot]! - o.time_ms;
    return o.time_ms > own_ms && behind_ms >= 0 && behind_ms <= BEHIND_MS ? slot : -1;
  }

  /** Takes in a report that moved the track of its address. `o` is as the source gave it. */
  observe(table: TrackTable, slot: number, o: Observation, started: boolean, now_ms: number): void {
    if (slot >= this.#capacity) this.#grow(Math.max(slot + 1, table.words.length));
    const words = table.words[slot]!;
    if (started) {
      this.#family[slot] = familyOf(words);
    } else if (this.#family[slot] === ANONYMOUS) this.#family[slot] = familyOf(words);
    this.#partners.place(table, slot);
    // Where it led others they may have carried it on since it was heard itself.
    if (this.#leader[slot]! >= 0) this.#partners.place(table, this.#leader[slot]!);
    if (started) this.#begin(table, slot, now_ms);
    const likenesses = this.#of(slot);
    if (likenesses.length === 0) return;
    this.#kept.note(slot, o, table);
    // Judging may end a likeness, and so change the list.
    for (const one of [...likenesses]) this.#compare(table, one, slot, now_ms);
    for (const one of [...this.#of(slot)]) this.#release(table, one, now_ms);
  }

  /** Ends a likeness that the report just taken in rules out, before as much is compared as would decide it. */
  #release(table: TrackTable, one: Likeness, now_ms: number): void {
    if (one.fused_since_ms !== null || (one.parted && one.split_ms === null)) return;
    const range_m = rangeOf(table, one.a, one.b, now_ms);
    if (one.split_ms !== null) {
      if (stillOpening(one, range_m, now_ms)) one.split_range_m = Math.max(one.split_range_m, range_m);
      else this.#forget(one);
    } else if (!movesApart(one, LIKELY) && seenApart(table, one.a, one.b, range_m, now_ms)) this.#forget(one);
  }

  /** A track is dropped: what lay beneath it, or above it, goes on without it. */
  closed(table: TrackTable, slot: number): void {
    if (slot >= this.#capacity) return;
    this.#partners.remove(slot);
    const likenesses = [...this.#of(slot)];
    const group = this.#group(slot);
    const evidence = new Map(group.map((one) => [one, this.evidence(one)?.evidence ?? null]));
    for (const one of likenesses) this.#forget(one);
    this.#setLeader(slot, -1);
    this.#regroup(
      table,
      group.filter((one) => one !== slot),
      'silent',
      (one) => evidence.get(one) ?? null,
    );
    this.#kept.closed(slot);
    this.#heights.closed(table.words[slot]!.id);
  }

  save(pack: Pack = toBase64): SavedFusion {
    const likenesses = this.#all();
    return {
      family: [...this.#family],
      leader: [...this.#leader],
      likenesses: structuredClone(likenesses).map((one) => ({
        ...one,
        a_ms: finite(one.a_ms),
        b_ms: finite(one.b_ms),
        window: pack(Float64Array.from(one.window)),
      })),
      kept: this.#kept.save(pack),
      heights: this.#heights.save(),
    };
  }

  static restore(table: TrackTable, saved: SavedFusion, unpack: Unpack = fromBase64): Fusion {
    const fusion = new Fusion();
    fusion.#grow(saved.family.length);
    fusion.#family.set(saved.family);
    fusion.#leader.set(saved.leader);
    fusion.#hidden = saved.leader.filter((leader) => leader >= 0).length;
    for (const one of structuredClone(saved.likenesses) as SavedLikeness[]) {
      fusion.#keep({
        ...one,
        a_ms: one.a_ms ?? Number.NEGATIVE_INFINITY,
        b_ms: one.b_ms ?? Number.NEGATIVE_INFINITY,
        window: [...unpack(one.window)],
      });
    }
    fusion.#kept.restore(saved.kept, unpack);
    fusion.#heights.restore(saved.heights);
    for (const slot of table.slotOf.values()) fusion.#partners.place(table, slot);
    return fusion;
  }

  #setLeader(slot: number, leader: number): void {
    if (this.#leader[slot]! >= 0) this.#hidden -= 1;
    if (leader >= 0) this.#hidden += 1;
    this.#leader[slot] = leader;
  }

  #of(slot: number): readonly Likeness[] {
    return this.#likenesses.get(slot) ?? NOTHING;
  }

  #group(slot: number): number[] {
    return groupOf(slot, (one) => this.#of(one));
  }

  #all(): Likeness[] {
    const all: Likeness[] = [];
    for (const [slot, list] of this.#likenesses) for (const one of list) if (one.a === slot) all.push(one);
    return all.sort((x, y) => x.a - y.a || x.b - y.b);
  }

  #keep(one: Likeness): void {
    for (const slot of [one.a, one.b]) {
      const list = this.#likenesses.get(slot);
      if (list) list.push(one);
      else this.#likenesses.set(slot, [one]);
    }
  }

  #forget(one: Likeness): void {
    for (const slot of [one.a, one.b]) {
      const left = this.#of(slot).filter((other) => other !== one);
      if (left.length > 0) this.#likenesses.set(slot, left);
      else this.#likenesses.delete(slot);
    }
  }

  #grow(least: number): void {
    const capacity = Math.max(64, least, Math.min(MAX_TRACKS, this.#capacity * 2));
    const family = new Uint8Array(capacity);
    family.set(this.#family);
    this.#family = family;
    const leader = new Int32Array(capacity).fill(-1);
    leader.set(this.#leader);
    this.#leader = leader;
    this.#partners.grow(capacity);
    this.#kept.grow(capacity);
    this.#capacity = capacity;
  }

  /** A track has begun: the others that it began on top of may be the same aircraft. */
  #begin(table: TrackTable, slot: number, now_ms: number): void {
    const partners = this.#partners.of(table, this.#family, slot, now_ms);
    for (const other of partners) {
      if (this.#of(other).length === 0) this.#kept.noteTrack(other, table);
      const device = isDevicePair(this.#family[slot] as Family, this.#family[other] as Family);
      this.#keep(startLikeness(other, slot, device, now_ms));
    }
    if (partners.length > 0) this.#kept.clear(slot);
  }

  #compare(table: TrackTable, one: Likeness, moved: number, now_ms: number): void {
    if (one.split_ms !== null) return;
    const moved_is_a = one.a === moved;
    const other = moved_is_a ? one.b : one.a;
    const done_ms = moved_is_a ? one.b_ms : one.a_ms;
    for (const row of [this.#kept.before(other), this.#kept.last(other)]) {
      const time_ms = this.#kept.data[row]!;
      if (!(time_ms > done_ms)) continue;
      const turns = this.#family[moved] !== ANONYMOUS;
      if (!c.set(table, this.#kept, moved, row, moved_is_a, one.device, turns)) continue;
      if (moved_is_a) one.b_ms = time_ms;
      else one.a_ms = time_ms;
      note(one, c);
      if (one.fused_since_ms === null) this.#decide(table, one, now_ms);
      else this.#check(table, one, now_ms);
      if (!this.#of(moved).includes(one)) return;
    }
  }

  /** Undecided: apart for good, one aircraft, or not yet to be told. */
  #decide(table: TrackTable, one: Likeness, now_ms: number): void {
    const apart = one.far_count >= 2 || one.apart_count >= 3 || (movesApart(one, SURE) && !one.parted);
    if (apart && !one.parted) {
      const echoes = this.#family[one.a] === ANONYMOUS && this.#family[one.b] === ANONYMOUS;
      if (echoes) one.split_ms = now_ms;
      else this.#forget(one);
      return;
    }
    if (!isAlike(one) || !this.#hasMoved(one)) return;
    const x = this.#group(one.a);
    const y = this.#group(one.b);
    if (x.includes(one.b)) {
      one.fused_since_ms = now_ms;
      return;
    }
    if (conflict(x, y, table, this.#family) || !this.#isClear(one, now_ms)) return;
    one.fused_since_ms = now_ms;
    this.#regroup(table, [...x, ...y], 'apart', (slot) => evidenceOf(one, one.b === slot));
  }

  /** Two devices on the ground, or hanging in the air, are near each other whether or not in one aircraft. */
  #hasMoved(one: Likeness): boolean {
    if (!one.device) return true;
    return one.moved_m >= MOVED_M;
  }

  /** No other track may be as good a double; where two are, that of a ground station is the nearer one's in the end. */
  #isClear(one: Likeness, now_ms: number): boolean {
    const mine_m = distance_m(one);
    const waited = now_ms - one.since_ms >= CHOOSE_S * 1000;
    for (const slot of [one.a, one.b]) {
      for (const other of this.#of(slot)) {
        if (other === one || other.fused_since_ms !== null || other.split_ms !== null || other.apart_since_ms !== null)
          continue;
        const rival = other.a === slot ? other.b : other.a;
        if (!this.#excludes(rival, slot === one.a ? one.b : one.a)) continue;
        if (other.window.length === 0) {
          if (!waited) return false;
          continue;
        }
        const needed = one.device || !waited ? CLEARLY : 1;
        if (distance_m(other) < mine_m * needed) return false;
      }
    }
    return true;
  }

  /** Can at most one of the two be the double? Several doubles of ground stations may be one aircraft's. */
  #excludes(x: number, y: number): boolean {
    return this.#family[x] === this.#family[y] && this.#family[x] !== ANONYMOUS;
  }

  /** Held for one: still so? */
  #check(table: TrackTable, one: Likeness, now_ms: number): void {
    const part_ms = (one.device ? PART_DEVICE_S : PART_S) * 1000;
    const apart =
      one.apart_since_ms !== null &&
      one.apart_count >= PART_COMPARISONS &&
      lastTime(one) - one.apart_since_ms >= part_ms;
    const far = one.far_count >= 3;
    const moved = movesApart(one, SURE);
    if (apart || far || moved) {
      const evidence = new Map([one.a, one.b].map((slot) => [slot, evidenceOf(one, one.b === slot)]));
      const group = this.#group(one.a);
      const fresh = startLikeness(one.a, one.b, one.device, now_ms);
      Object.assign(one, { ...fresh, a_ms: one.a_ms, b_ms: one.b_ms, parted: true, known: one.comparisons });
      this.#regroup(table, group, moved ? 'motion' : 'apart', (slot) => evidence.get(slot) ?? evidence.get(one.b)!);
      return;
    }
    this.#changes.push(...judgeAccuracy(table, this.#kept, one));
    const height = this.#heights.judge(table, one, this.#lesser(table, one));
    if (height === null) return;
    const { slot, detail } = height;
    if (detail === null) this.#changes.push({ kind: 'unflag', slot, flag: 'height_bias' });
    else this.#changes.push({ kind: 'flag', slot, flag: 'height_bias', detail });
  }

  /** The slot of the two whose address says less of who it is. */
  #lesser(table: TrackTable, one: Likeness): number {
    const rank = rankOf(this.#family[one.a] as Family) - rankOf(this.#family[one.b] as Family);
    if (rank !== 0) return rank > 0 ? one.b : one.a;
    return table.first_ms[one.a]! <= table.first_ms[one.b]! ? one.b : one.a;
  }

  /** Finds the groups among `slots` anew, and says what changed. */
  #regroup(
    table: TrackTable,
    slots: readonly number[],
    reason: 'apart' | 'motion' | 'silent',
    evidenceFor: (slot: number) => FusionEvidence | null,
  ): void {
    for (const slot of slots) {
      const leader = leaderOf(this.#group(slot), table, this.#family);
      const before = this.#leader[slot]!;
      const after = leader === slot ? -1 : leader;
      if (before === after) continue;
      this.#setLeader(slot, after);
      const evidence = evidenceFor(slot) ?? this.evidence(slot)?.evidence;
      if (!evidence) continue;
      if (after >= 0) this.#changes.push({ kind: 'fused', leader: after, other: slot, evidence });
      else this.#changes.push({ kind: 'parted', leader: before, other: slot, reason, evidence });
    }
  }
}

const finite = (time_ms: number): number | null => (time_ms === Number.NEGATIVE_INFINITY ? null : time_ms);

type SavedLikeness = Omit<Likeness, 'a_ms' | 'b_ms' | 'window'> & {
  a_ms: number | null;
  b_ms: number | null;
  window: string;
};
export type SavedFusion = {
  readonly family: readonly number[];
  readonly leader: readonly number[];
  readonly likenesses: readonly SavedLikeness[];
  readonly kept: readonly (readonly [slot: number, numbers: string])[];
  readonly heights: readonly (readonly [address: string, pressure_m: number | null, geometric_m: number | null])[];
};
