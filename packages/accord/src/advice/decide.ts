import {
  ADVICE_PARAMETERS,
  type AdviceChoice,
  type AdviceMemory,
  Adviser,
  type Command,
  createMemory,
  DEG_PER_RAD,
  type OwnAircraft,
  RAD_PER_DEG,
  type Situation,
  SituationError,
  wrap180,
} from '@skyaccord/sky';
import { type Episode, followPlan, isDue, NO_COST, type Plan } from './episodes.ts';
import { isOfUse } from './harm.ts';
import { levelFor, levellingAt, roomsOf } from './levels.ts';
import type { Own } from './own.ts';
import { performanceOf } from './performance.ts';
import type { Keeping } from './targets.ts';

/** Paths are sampled no more finely and no more coarsely than this, s. */
const FINEST_S = 2;
const COARSEST_S = 8;
/** Pieces of time that the adviser looks ahead, and how far beyond the longest warning time it is to look, s. */
const PIECES = 48;
const BEYOND_S = 12;
/** What is to be left in time is left so many pieces before the end of it. */
const LAST_PIECES = 4;
/** Speeds are told in whole steps of 5 kt. */
const SPEED_STEP_MPS = 2.572222;

/** Room to work in, for all aircraft of a watch: it remembers nothing. */
export type Advisers = { readonly adviser: Adviser; readonly lookahead_s: number };

/**
 * What differs from encounters of minutes with crews that act: minima are some five times as wide as well clear, so a
 * kilometre of way weighs that much less; a change of speed takes longer than crews like; of two sides alike it is the
 * right one (ICAO Annex 2, 3.2.2.2); and crews are told early and may act late, so nothing is taken back that was told.
 */
const WATCH = {
  per_extra_km: 0.02,
  per_speed: 0.1,
  per_left: 0.05,
  speeds_everywhere: false,
  reversal: 2,
  weaker: 0.5,
} as const;

const made = new Map<number, Advisers>();

/** @param ahead_s the longest warning time of the memorandum; the further ahead, the coarser the samples */
export function advisersFor(ahead_s: number): Advisers {
  const sample_s = Math.max(FINEST_S, Math.min(COARSEST_S, Math.ceil((ahead_s + BEYOND_S) / PIECES)));
  let advisers = made.get(sample_s);
  if (advisers === undefined) {
    const parameters = { ...ADVICE_PARAMETERS, ...WATCH, sample_s };
    advisers = {
      adviser: new Adviser(parameters),
      lookahead_s: (PIECES - LAST_PIECES) * sample_s,
    };
    made.set(sample_s, advisers);
  }
  return advisers;
}

/** What stands advised to an aircraft. */
export type Decision = {
  /** What the adviser knows of it; it levels off where it is told to. */
  readonly aircraft: OwnAircraft;
  readonly command: Command;
  readonly delay_s: number;
  /** Probability of any loss while flying it, where the adviser has just flown it and nothing since. */
  readonly loss?: number;
};

/**
 * What was decided is looked at again after so long, unless something happens that may decide otherwise: what keeps
 * everything; what does not; and what keeps not even the narrowest minima, where trying all again soon finds nothing
 * new.
 */
const CLEAR_MS = 5900;
const DECIDE_MS = 2900;
const RETRY_MS = 14_900;
const WAIT_MS = { all: CLEAR_MS, narrowest: DECIDE_MS, none: RETRY_MS } as const;
/** While it keeps what it kept it is not held against all else sooner than this. */
const WEIGH_MS = { all: Infinity, narrowest: 2 * RETRY_MS, none: 2 * RETRY_MS } as const;
const RANK = { none: 0, narrowest: 1, all: 2 } as const;
/** What keeps nothing is as it was while it does so much harm more or less at most, in losses. */
const SAME_HARM = 0.1;

/**
 * What an aircraft is advised: decided anew where that is due, and remembered in its episode.
 *
 * @param keepings all known traffic that it is to keep clear of
 */
export function decide(
  { adviser }: Advisers,
  episode: Episode,
  own: Own,
  keepings: readonly Keeping[],
  now_ms: number,
): Decision {
  followPlan(episode, own);
  const { memory, plan } = episode;
  const aircraft = aircraftOf(own, plan);
  const targets = keepings.map((one) => one.target);
  const time_s = now_ms / 1000;
  const { flown } = adviser;
  flown.set(aircraft, targets);
  const due = isDue(episode, now_ms);
  if (due && now_ms - episode.weighed_ms < WEIGH_MS[episode.keeps]) {
    // What was told stands while it keeps what it kept; trying all else each time changes minds, and costs most.
    const standing = standingOf(episode, aircraft, own, time_s);
    const loss = flown.fly(standing.aircraft, standing.command, standing.delay_s);
    if (serves(episode, flown.keeps, flown.harm)) {
      episode.decided_ms = now_ms;
      if (flown.keeps === 'all') {
        episode.keeps = 'all';
        episode.wait_ms = CLEAR_MS;
      }
      return { ...standing, loss };
    }
  }
  if (due) {
    const before = memory.standing ? memory.vertical_mps : Number.NaN;
    const choice = choose(adviser, { time_s, own: aircraft, targets, called: true }, memory);
    if (choice === null) {
      standDown(episode);
      episode.decided_ms = now_ms;
      episode.keeps = 'none';
      return standingOf(episode, aircraft, own, time_s);
    }
    const { cost, keeps } = choice;
    const stays = Math.sign(memory.vertical_mps) === Math.sign(before);
    const kept_m = stays ? episode.level_m : Number.NaN;
    const delay_s = delayOf(memory, time_s);
    episode.level_m = levelFor(flown, aircraft, commandOf(memory), own.altitude_m, kept_m, delay_s, cost.until_s);
    episode.decided_ms = now_ms;
    episode.weighed_ms = now_ms;
    episode.keeps = keeps;
    episode.wait_ms = WAIT_MS[keeps];
    const levelling = levellingAt(aircraft, own.altitude_m, episode.level_m);
    const doubted = memory.standing ? keepings.filter((one) => isDoubted(one, keeps)) : [];
    const told = {
      command: commandOf(memory),
      levelling,
      delays_s: [delayOf(memory, time_s, ADVICE_PARAMETERS.least_delay_s), delay_s],
      keeps_all: keeps === 'all',
    };
    if (!doubted.every((one) => isOfUse(flown, aircraft, told, one, own.altitude_m))) {
      standDown(episode);
      return { aircraft, command: commandOf(memory), delay_s };
    }
    episode.cost = {
      turn_deg: cost.turn_rad * DEG_PER_RAD,
      height_m: Number.isNaN(episode.level_m) ? 0 : episode.level_m - plan.altitude_m,
      speed_mps: cost.speed_mps,
      extra_m: cost.extra_m,
      delay_s: cost.delay_s,
    };
    const standing = standingOf(episode, aircraft, own, time_s);
    const loss = flown.fly(standing.aircraft, standing.command, standing.delay_s);
    episode.harm = flown.harm;
    return { ...standing, loss };
  }
  return standingOf(episode, aircraft, own, time_s);
}

/**
 * Null where a number of the situation cannot be used: then nothing is advised here, rather than something that rests
 * on it, and warnings and advice for all others go on.
 */
function choose(adviser: Adviser, situation: Situation, memory: AdviceMemory): AdviceChoice | null {
  try {
    return adviser.decide(situation, memory);
  } catch (error) {
    if (error instanceof SituationError) return null;
    throw error;
  }
}

/**
 * Does what stands still serve? It keeps at least what it kept; or it kept nothing, and the harm that it does is what
 * it was, so that whatever failed beside it then would fail now.
 */
function serves(episode: Episode, keeps: Episode['keeps'], harm: number): boolean {
  if (episode.keeps !== 'none') return RANK[keeps] >= RANK[episode.keeps];
  return keeps === 'all' || (keeps === 'none' && Math.abs(harm - episode.harm) <= SAME_HARM);
}

/** Is what is chosen to be flown once more together with what another node advises the other side, or may? */
const isDoubted = ({ elsewhere }: Keeping, keeps: Episode['keeps']): boolean =>
  elsewhere !== null && (keeps !== 'all' || elsewhere.said !== null);

/** What stands, as it is flown from here. */
const standingOf = ({ memory, level_m }: Episode, aircraft: OwnAircraft, own: Own, time_s: number): Decision => ({
  aircraft: levellingAt(aircraft, own.altitude_m, level_m),
  command: commandOf(memory),
  delay_s: delayOf(memory, time_s),
});

/** Nothing is asked for: what little it would gain, errors of what is seen could turn into harm. */
function standDown(episode: Episode): void {
  const { alerted_s, attentive_s } = episode.memory;
  Object.assign(episode.memory, createMemory(), { alerted_s, attentive_s });
  episode.level_m = Number.NaN;
  episode.wait_ms = DECIDE_MS;
  episode.cost = NO_COST;
}

/** What stands; the plan where nothing does. */
const commandOf = ({ track_rad, speed_mps, vertical_mps }: AdviceMemory): Command => ({
  track_rad,
  speed_mps,
  vertical_mps,
});

/** How long the crew may still take to act: at most, or as `from_s` says. */
const delayOf = (
  { alerted_s, attentive_s }: AdviceMemory,
  time_s: number,
  from_s: number = ADVICE_PARAMETERS.most_delay_s,
): number => (attentive_s >= time_s ? 0 : Math.max(0, from_s - (time_s - alerted_s)));

/** An aircraft as the adviser sees it. */
export function aircraftOf(own: Own, plan: Plan): OwnAircraft {
  const performance = performanceOf(own.crew, plan.speed_mps);
  const onPlan = Math.abs(wrap180(plan.track_deg - own.track_deg)) <= 1;
  return {
    vx_mps: own.east_mps,
    vy_mps: own.north_mps,
    vz_mps: own.up_mps,
    plan: {
      track_rad: plan.track_deg * RAD_PER_DEG,
      speed_mps: plan.speed_mps,
      vertical_mps: plan.vertical_mps,
      turn_radps: onPlan ? own.turn_rate_degps * RAD_PER_DEG : 0,
    },
    performance: {
      turn_radps: performance.turn_rate_degps * RAD_PER_DEG,
      accel_mps2: performance.accel_mps2,
      vertical_mps2: performance.vertical_accel_mps2,
      vertical_mps: performance.vertical_rate_mps,
      least_speed_mps: Math.ceil(performance.min_speed_mps / SPEED_STEP_MPS) * SPEED_STEP_MPS,
      most_speed_mps: Math.floor(performance.max_speed_mps / SPEED_STEP_MPS) * SPEED_STEP_MPS,
    },
    ...roomsOf(own.altitude_m),
  };
}
