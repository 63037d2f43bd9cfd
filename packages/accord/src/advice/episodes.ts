import { type AdviceMemory, createMemory, DEG_PER_RAD, type Sense, wrap180, wrap360 } from '@skyaccord/sky';
import type { AdviceCost } from '../outcome.ts';
import type { Own } from './own.ts';

/** A crew that was called is attentive for so long afterwards, and then acts at once. */
const ATTENTIVE_S = 120;
/** Further off than this from what is advised and from the plan, an aircraft does something of its own. */
const OWN_TURN_DEG = 10;
const OWN_CLIMB_MPS = 1.5;
const OWN_SPEED_MPS = 5;

/** What an aircraft would do if nobody advised it, as far as anyone can see: what it did before it was. */
export type Plan = { track_deg: number; speed_mps: number; vertical_mps: number; altitude_m: number };

export const NO_COST: AdviceCost = { turn_deg: 0, height_m: 0, speed_mps: 0, extra_m: 0, delay_s: 0 };

/** What a manoeuvre keeps: all minima, each aircraft's narrowest ones, or not even those. */
export type Keeps = 'all' | 'narrowest' | 'none';

/** From the first alert of an aircraft to the end of the last one: what stands advised, and what it was to do. */
export type Episode = {
  readonly memory: AdviceMemory;
  readonly plan: Plan;
  /** Altitude to which the vertical manoeuvre that stands leads, m; NaN: none stands. */
  level_m: number;
  /** The other aircraft of the alerts that stand, in id order. */
  others: readonly string[];
  /** When what stands was last decided, or found to keep what it kept, ms; NaN: it is to be decided anew. */
  decided_ms: number;
  /** When it was last held against all else, ms, and what it kept then. */
  weighed_ms: number;
  keeps: Keeps;
  /** What harm it did then, in losses. */
  harm: number;
  /** For how long that stands, unless something happens that may decide otherwise, ms. */
  wait_ms: number;
  cost: AdviceCost;
};

/** What is remembered of every aircraft that is advised, from look to look. */
export class Episodes {
  readonly #episodes = new Map<string, Episode>();
  #news = new Set<string>();

  /** Begins or goes on: an alert of `track` with `other` stands. */
  open(track: string, other: string): Episode {
    let episode = this.#episodes.get(track);
    if (episode === undefined) {
      const plan = { track_deg: 0, speed_mps: 0, vertical_mps: 0, altitude_m: Number.NaN };
      episode = {
        memory: createMemory(),
        plan,
        level_m: Number.NaN,
        others: [],
        decided_ms: Number.NaN,
        weighed_ms: Number.NaN,
        keeps: 'none',
        harm: 0,
        wait_ms: 0,
        cost: NO_COST,
      };
      this.#episodes.set(track, episode);
    }
    if (!episode.others.includes(other)) {
      episode.others = [...episode.others, other].sort();
      episode.decided_ms = Number.NaN;
      episode.weighed_ms = Number.NaN;
    }
    return episode;
  }

  /** Of an aircraft with an alert that stands; null for any other. */
  of(track: string): Episode | null {
    const episode = this.#episodes.get(track);
    return episode !== undefined && episode.others.length > 0 ? episode : null;
  }

  /** The alert of `track` with `other` is over; after the last one nothing stands advised. */
  end(track: string, other: string, now_ms: number): void {
    const episode = this.#episodes.get(track);
    if (episode === undefined || !episode.others.includes(other)) return;
    episode.others = episode.others.filter((one) => one !== other);
    if (episode.others.length > 0) return;
    Object.assign(episode.memory, createMemory());
    episode.memory.attentive_s = now_ms / 1000 + ATTENTIVE_S;
    episode.level_m = Number.NaN;
    this.#forget(now_ms / 1000);
  }

  /** Something is known of `track`, or of an alert of it, that may decide otherwise. */
  reconsider(track: string): void {
    const episode = this.#episodes.get(track);
    if (episode === undefined) return;
    episode.decided_ms = Number.NaN;
    episode.weighed_ms = Number.NaN;
  }

  /** Something else stands advised than before: whoever advises about its alerts looks again. */
  changed(track: string): void {
    this.#news.add(track);
  }

  /** Aircraft that were advised something else since last asked. */
  takeNews(): ReadonlySet<string> {
    const news = this.#news;
    if (news.size > 0) this.#news = new Set();
    return news;
  }

  closed(track: string): void {
    this.#episodes.delete(track);
  }

  #forget(now_s: number): void {
    for (const [track, { others, memory }] of this.#episodes) {
      if (others.length === 0 && !(memory.attentive_s >= now_s)) this.#episodes.delete(track);
    }
  }

  save(): SavedEpisodes {
    return [...this.#episodes].map(([track, { memory, plan, level_m, others, decided_ms, weighed_ms, ...rest }]) => ({
      track,
      others,
      standing: memory.standing,
      numbers: NUMBERS.map((name) => known(memory[name])),
      plan: [plan.track_deg, plan.speed_mps, plan.vertical_mps, known(plan.altitude_m)] as const,
      level_m: known(level_m),
      decided_ms: known(decided_ms),
      weighed_ms: known(weighed_ms),
      ...rest,
    }));
  }

  restore(saved: SavedEpisodes): void {
    for (const { track, others, standing, numbers, plan, level_m, decided_ms, weighed_ms, ...rest } of saved) {
      const memory = createMemory();
      memory.standing = standing;
      for (const [i, name] of NUMBERS.entries()) memory[name] = numbers[i] ?? Number.NaN;
      const [track_deg, speed_mps, vertical_mps, altitude_m] = plan;
      this.#episodes.set(track, {
        memory,
        plan: { track_deg, speed_mps, vertical_mps, altitude_m: altitude_m ?? Number.NaN },
        level_m: level_m ?? Number.NaN,
        others,
        decided_ms: decided_ms ?? Number.NaN,
        weighed_ms: weighed_ms ?? Number.NaN,
        ...rest,
      });
    }
  }
}

export type SavedEpisodes = readonly {
  readonly track: string;
  readonly others: readonly string[];
  readonly standing: boolean;
  readonly numbers: readonly (number | null)[];
  readonly plan: readonly [track_deg: number, speed_mps: number, vertical_mps: number, altitude_m: number | null];
  readonly level_m: number | null;
  readonly decided_ms: number | null;
  readonly weighed_ms: number | null;
  readonly keeps: Keeps;
  readonly harm: number;
  readonly wait_ms: number;
  readonly cost: AdviceCost;
}[];

const NUMBERS = [
  'alerted_s',
  'attentive_s',
  'track_rad',
  'speed_mps',
  'vertical_mps',
  'turn_sense',
  'climb_sense',
  'clear_s',
] as const;

const known = (x: number): number | null => (!Number.isNaN(x) ? x : null);

/**
 * Brings the plan up to date. Along an axis where something stands advised, what an aircraft does between its plan and
 * that is the advice being flown, and its plan stays; what it does beside it is its own doing, its plan from now on.
 */
export function followPlan({ memory, plan }: Episode, own: Own): void {
  const to_deg = wrap180(memory.track_rad * DEG_PER_RAD - plan.track_deg);
  const by_deg = wrap180(own.track_deg - plan.track_deg);
  if (Number.isNaN(to_deg) || !isBetween(by_deg, to_deg, OWN_TURN_DEG)) {
    // Told in whole degrees, and tried as told.
    plan.track_deg = Math.round(wrap360(own.track_deg)) % 360;
  }
  const climbing = memory.vertical_mps - plan.vertical_mps;
  if (Number.isNaN(climbing) || !isBetween(own.up_mps - plan.vertical_mps, climbing, OWN_CLIMB_MPS)) {
    plan.vertical_mps = own.up_mps;
    plan.altitude_m = own.altitude_m;
  }
  const faster = memory.speed_mps - plan.speed_mps;
  if (Number.isNaN(faster) || !isBetween(own.ground_speed_mps - plan.speed_mps, faster, OWN_SPEED_MPS)) {
    plan.speed_mps = own.ground_speed_mps;
  }
}

/** Is `by` on the way from 0 to `to`, with so much of slack at either end? */
const isBetween = (by: number, to: number, slack: number): boolean =>
  by >= Math.min(0, to) - slack && by <= Math.max(0, to) + slack;

/** Is it to be decided anew what stands? */
export const isDue = ({ decided_ms, wait_ms }: Episode, now_ms: number): boolean => !(now_ms - decided_ms < wait_ms);

/**
 * Two nodes may advise at once, before they hear of each other: the one whose aircraft's name comes later gives in
 * where what stands does not go with what it hears. What it takes up then is no change of mind.
 */
export function giveIn(episode: Episode, heard: Sense): void {
  const { memory } = episode;
  const against = heard.turn !== 0 && !Number.isNaN(memory.track_rad) && memory.turn_sense === -heard.turn;
  const along = heard.climb !== 0 && !Number.isNaN(memory.vertical_mps) && memory.climb_sense === heard.climb;
  if (!memory.standing || (!against && !along)) return;
  const { alerted_s, attentive_s } = memory;
  Object.assign(memory, createMemory(), { alerted_s, attentive_s });
  episode.decided_ms = Number.NaN;
  episode.weighed_ms = Number.NaN;
}
