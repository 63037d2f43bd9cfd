import { DelaySpans } from '@skyaccord/sky';
import { checkMission, type Finding, leadTimes, type MissionSky, obstaclesFor, placedClosures } from './check.ts';
import { forbids } from './closures.ts';
import { growthOf } from './flight.ts';
import { levelsInFlight, slowed } from './in_flight.ts';
import { delayed, type Mission, spanOf } from './mission.ts';
import type { Recheck } from './recheck.ts';
import { costOf, detours, levelVariants, type Variant } from './variants.ts';

/** Delays are whole seconds. */
const STEP_S = 1;
/** Delays that are looked for first, s. */
const SHORT_S = 240;
/** How long an offer stands, if the sky does not change before, ms. */
const OFFER_LASTS_MS = 600_000;
/** Offers looked for beside cancelling, where nothing else is asked. */
const WANTED = 3;
/** A delay that the exact check does not confirm is followed by so many later ones. */
const MOST_TRIES = 8;

/** slower: a phase of the flight is delayed in the air. */
export type WayKind = 'as_filed' | 'delay' | 'slower' | 'level' | 'reroute' | 'mix' | 'cancel';

/** One way out, with what it costs its party. */
export type Offer = {
  readonly id: string;
  readonly kind: WayKind;
  /** As it would be flown; null: cancelled. */
  readonly mission: Mission | null;
  readonly delay_s: number;
  readonly level_m: number;
  readonly extra_m: number;
  readonly air_s: number;
  readonly cost: number;
  /** The clauses for whose sake; of cancelling those that nothing else keeps. */
  readonly clauses: readonly string[];
  readonly says: string;
  /** The state of the sky it rests on, and until when it stands. */
  readonly revision: string;
  readonly until_ms: number;
};

export type WaysOut = {
  /** The mission as filed: what is in its way. */
  readonly findings: readonly Finding[];
  /** Cheapest first; cancelling is always among them. */
  readonly offers: readonly Offer[];
  /** Why nothing but cancelling is offered; null where something is. */
  readonly none: string | null;
};

/**
 * The cheapest ways for a mission to keep clear of everything known, by the costs that its party set: as filed, later,
 * at another level, by another way, or two of these. For each variant the delays that lead into something are worked
 * out in closed form, and the least that is left is taken; a variant whose own cost is above the offers already found
 * is not looked at. Each offer was looked through again by `recheck`, which knows nothing of how it was made.
 */
export function waysOut(
  mission: Mission,
  sky: MissionSky,
  recheck: Recheck,
  { wanted = WANTED, airborne = false }: { readonly wanted?: number; readonly airborne?: boolean } = {},
): WaysOut {
  const findings = checkMission(mission, sky);
  const refused = findings.filter(({ severity }) => severity === 'refused');
  const clauses = [...new Set(refused.flatMap(({ clause }) => clause ?? []))];
  const rejected: string[] = [];
  const found = cheapest(
    airborne ? grounded(mission) : mission,
    variantsOf(mission, sky, refused, airborne),
    sky,
    recheck,
    wanted,
    rejected,
  );
  const until_ms = sky.now_ms + OFFER_LASTS_MS;
  const offers = found.map((one, k): Offer => {
    const { level_m, extra_m, air_s, delay_s, cost } = one;
    const kind = kindOf(one);
    const change = { delay_s, level_m, extra_m, air_s, cost };
    const says = saysOf(kind, one);
    const id = `${mission.id}-${k + 1}`;
    return { id, kind, mission: one.mission, ...change, clauses, says, revision: sky.revision, until_ms };
  });
  const cancel: Offer = {
    id: `${mission.id}-cancel`,
    kind: 'cancel',
    mission: null,
    delay_s: 0,
    level_m: 0,
    extra_m: 0,
    air_s: 0,
    cost: mission.costs.cancel,
    clauses,
    says: airborne ? 'Break off the mission.' : 'Cancel the mission.',
    revision: sky.revision,
    until_ms,
  };
  const sorted = [...offers, cancel].sort((a, b) => a.cost - b.cost);
  return { findings, offers: sorted, none: offers.length > 0 ? null : whyNone(mission, refused, rejected) };
}

type Found = Variant & { readonly delay_s: number; readonly cost: number };

/**
 * The cheapest variants, each with its least delay. A first round looks for short delays only: what it finds bounds
 * what the second must look at.
 */
function cheapest(
  mission: Mission,
  variants: readonly Variant[],
  sky: MissionSky,
  recheck: Recheck,
  wanted: number,
  rejected: string[],
): readonly Found[] {
  const found: Found[] = [];
  const settled = new Set<Variant>();
  for (const most_s of [SHORT_S, mission.flexibility.latest_delay_s]) {
    for (const variant of variants) {
      const base = costOf(mission.costs, { ...variant, delay_s: 0 });
      const bound = found.length < wanted ? Number.POSITIVE_INFINITY : (found[wanted - 1]?.cost ?? 0);
      if (base >= bound) break;
      const latest_s = Math.min(most_s, latestUseful(mission, base, bound));
      const delay_s = settled.has(variant) ? null : leastDelay(variant.mission, sky, latest_s);
      if (delay_s === null) continue;
      settled.add(variant);
      const flown = delayed(variant.mission, 1000 * delay_s);
      found.push({ ...variant, mission: flown, delay_s, cost: costOf(mission.costs, { ...variant, delay_s }) });
      found.sort((a, b) => a.cost - b.cost || a.delay_s - b.delay_s);
    }
  }
  const kept: Found[] = [];
  for (const one of found) {
    if (kept.length === wanted) break;
    const objection = recheck.objection(one.mission, sky);
    if (objection === null) kept.push(one);
    else rejected.push(objection);
  }
  return kept;
}

/** The mission as filed, and all others that its flexibility allows, the cheapest first. */
function variantsOf(
  mission: Mission,
  sky: MissionSky,
  refused: readonly Finding[],
  airborne: boolean,
): readonly Variant[] {
  const asFiled = { mission, level_m: 0, aside_m: 0, extra_m: 0, air_s: 0 };
  if (refused.length === 0) return [asFiled];
  const inAir = refused.filter(({ kind }) => kind !== 'lead_time');
  const from_ms = inAir.reduce((least, one) => Math.min(least, one.from_ms), Number.POSITIVE_INFINITY);
  const until_ms = inAir.reduce((most, one) => Math.max(most, one.until_ms), Number.NEGATIVE_INFINITY);
  const first = inAir[0];
  const around = inAir.length === 0 ? [] : detours(mission, from_ms, until_ms, roomOf(mission, sky));
  // Where several things are in the way, getting round the first may be enough with a delay.
  const aroundFirst =
    first === undefined || inAir.length === 1
      ? []
      : detours(mission, first.from_ms, first.until_ms, roomOf(mission, sky));
  // What is in the air already turns and climbs from where it is: its first point stays.
  const levels = airborne ? levelsInFlight(mission) : levelVariants(mission);
  const slower = airborne && first !== undefined ? slowed(mission, first.from_ms) : [];
  const variants = [asFiled, ...levels, ...around, ...aroundFirst, ...slower];
  const cost = (variant: Variant): number => costOf(mission.costs, { ...variant, delay_s: 0 });
  return variants
    .map((variant) => ({ variant, base: cost(variant) }))
    .sort((a, b) => a.base - b.base)
    .map(({ variant }) => variant);
}

/** In the air nobody waits on the ground. */
const grounded = (mission: Mission): Mission => ({
  ...mission,
  flexibility: { ...mission.flexibility, latest_delay_s: 0 },
});

/** The room to the side that the widest minimum asks for. */
function roomOf(mission: Mission, sky: MissionSky): number {
  const widest_m = sky.memorandum.clauses.reduce(
    (most, clause) => (clause.kind === 'separation_minimum' ? Math.max(most, clause.lateral_m) : most),
    2_000,
  );
  return 1.1 * (widest_m + growthOf(mission).lateral_m);
}

/** A delay beyond which the variant would cost more than what is offered already, s. */
function latestUseful({ flexibility, costs }: Mission, base: number, bound: number): number {
  if (!Number.isFinite(bound) || costs.ground_minute === 0) return flexibility.latest_delay_s;
  return Math.min(flexibility.latest_delay_s, Math.ceil((60 * (bound - base)) / costs.ground_minute));
}

/**
 * The least delay, in whole seconds, with which nothing refuses the mission; null where there is none up to the latest.
 */
function leastDelay(mission: Mission, sky: MissionSky, latest_s: number): number | null {
  const spans = new DelaySpans();
  sky.traffic.addDelays(mission, latest_s, spans);
  const slack_ms = 1000 * mission.uncertainty.time_s;
  for (const { closure, stays } of placedClosures(mission, sky)) {
    if (!forbids(closure.effect)) continue;
    for (const [from_ms, until_ms] of stays) {
      for (const [open_ms, close_ms] of closure.windows) {
        const from_s = open_ms === null ? -1 : Math.max(-1, (open_ms - slack_ms - until_ms) / 1000);
        const until_s =
          close_ms === null ? latest_s + 2 : Math.min(latest_s + 2, (close_ms + slack_ms - from_ms) / 1000);
        spans.push(from_s, until_s);
      }
    }
  }
  const [begin_ms] = spanOf(mission);
  for (const { due_ms, finding } of leadTimes(mission, sky.memorandum)) {
    if (finding !== null) spans.push(-1, Math.max(0, (due_ms - begin_ms) / 1000));
  }
  spans.settle();
  const free = (delay_s: number): boolean => {
    const later = delayed(mission, 1000 * delay_s);
    return sky.traffic.conflicts(later).length === 0 && !refuses(later, sky);
  };
  let delay_s = spans.earliestFree(0, latest_s, STEP_S);
  for (let tries = 0; delay_s !== null && tries < MOST_TRIES; tries += 1) {
    if (!free(delay_s)) {
      delay_s = spans.earliestFree(delay_s + STEP_S, latest_s, STEP_S);
      continue;
    }
    // The spans are a centimetre wider than the minima, and areas ten metres: a second less may do.
    while (delay_s > 0 && free(delay_s - STEP_S)) delay_s -= STEP_S;
    return delay_s;
  }
  return null;
}

/** Whether anything but traffic refuses a mission. */
function refuses(mission: Mission, sky: MissionSky): boolean {
  return (
    obstaclesFor(mission, sky).some(({ closure }) => forbids(closure.effect)) ||
    leadTimes(mission, sky.memorandum).some(({ finding }) => finding !== null)
  );
}

function kindOf({ delay_s, level_m, extra_m, air_s }: Found): WayKind {
  const changes = [delay_s > 0, level_m !== 0, extra_m !== 0, extra_m === 0 && air_s !== 0];
  const count = changes.filter(Boolean).length;
  if (count > 1) return 'mix';
  if (count === 0) return 'as_filed';
  const kinds = ['delay', 'level', 'reroute', 'slower'] as const;
  return kinds[changes.indexOf(true)] ?? 'mix';
}

function saysOf(kind: WayKind, { delay_s, level_m, aside_m, extra_m, air_s }: Found): string {
  if (kind === 'as_filed') return 'Fly as filed.';
  const parts: string[] = [];
  if (delay_s > 0) parts.push(`leave ${Math.floor(delay_s / 60)} min ${delay_s % 60} s later`);
  if (level_m !== 0) {
    const feet = Math.round(Math.abs(level_m) / 0.3048);
    parts.push(`fly ${thousands(feet)} ft ${level_m > 0 ? 'higher' : 'lower'}`);
  }
  if (extra_m === 0 && air_s > 0) parts.push(`fly slower, ${Math.round(air_s / 6) / 10} min in all`);
  else if (extra_m !== 0) {
    const side = `${(Math.abs(aside_m) / 1852).toFixed(1)} NM to the ${aside_m > 0 ? 'right' : 'left'}`;
    parts.push(`go round ${side}, ${(extra_m / 1852).toFixed(1)} NM and ${Math.round(air_s / 6) / 10} min more`);
  }
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function whyNone(mission: Mission, refused: readonly Finding[], rejected: readonly string[]): string {
  const { latest_delay_s, lowest_m, highest_m, longest_detour_m } = mission.flexibility;
  const levels = lowest_m === null && highest_m === null ? 'no other level' : 'the levels it could fly';
  const [delay_min, detour_nm] = [Math.round(latest_delay_s / 60), Math.round(longest_detour_m / 1852)];
  const tried = `a delay of up to ${delay_min} min, ${levels} and ${detour_nm} NM more of way`;
  const why = refused[0]?.says ?? `It was refused on being looked through again: ${rejected[0] ?? 'unknown'}.`;
  return `No safe option: within ${tried} something is always in the way. First: ${why}`;
}

const thousands = (feet: number): string => String(feet).replace(/\B(?=(\d{3})+$)/g, ',');
