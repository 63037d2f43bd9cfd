import {
  ADVICE_PARAMETERS,
  type AdviceMemory,
  type FlownCommand,
  type Pass,
  type Sense,
  type SweptGrid,
} from '@skyaccord/sky';
import type { Advisories } from '../alerts/advisories.ts';
import type { AlertState } from '../alerts/standing.ts';
import { PairGeometry } from '../encounters/geometry.ts';
import type { Proximity } from '../encounters/kind.ts';
import { openLoss } from '../encounters/measure.ts';
import { type Pair, pairKey } from '../encounters/pair.ts';
import { clausesBetween } from '../memorandum/applies.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Advice, AdviceBands, Identity, Manoeuvre } from '../outcome.ts';
import { COAST_S } from '../tracks/rules.ts';
import type { TrackTable } from '../tracks/table.ts';
import { bandsFor } from './bands.ts';
import { type Advisers, advisersFor, type Decision, decide } from './decide.ts';
import { type Episode, type Episodes, followPlan, giveIn, isDue } from './episodes.ts';
import type { Linked } from './linked.ts';
import { manoeuvresOf, sameManoeuvres } from './manoeuvres.ts';
import { type Own, ownState } from './own.ts';
import { backOnPlan, isOffPlan, isPredictedOnPlan, isReturnClear } from './returning.ts';
import { type Categories, ownShare } from './right_of_way.ts';
import { type Keeping, keepingOf, mayComeNear, type Terms } from './targets.ts';
import { type Other, otherFor, withRoom } from './traffic.ts';
import { ADVISORY_WORDS, adviceWords } from './words.ts';

/** What advice needs to see: all tracks, who is near whom, and the pairs being watched. */
export type Sky = {
  readonly table: TrackTable;
  readonly grid: SweptGrid;
  readonly memorandum: Memorandum;
  /** The longest warning time of the memorandum. */
  readonly ahead_s: number;
  readonly pairs: ReadonlyMap<string, Pair>;
  /** Parties that this watch advises; null advises everyone who can be called. */
  readonly advised: ReadonlySet<string> | null;
  /** Whose crews have a resolution advisory to follow. */
  readonly advisories: Pick<Advisories, 'has'>;
  /** What other nodes say that they advise. */
  readonly linked: Pick<Linked, 'of'>;
  /** Of which categories an aircraft may be, for the right of way. */
  readonly categoriesOf: (identity: Identity) => Categories;
  /** What stands advised; the only thing here that advice changes. */
  readonly episodes: Episodes;
};

let near = new Int32Array(256);

/**
 * Advice for both sides of an alert, as far as this watch advises them: what the adviser of `@skyaccord/sky` decides
 * against all known traffic, with what it remembers of each of them.
 */
export function adviseBoth(sky: Sky, pair: Pair, alert: AlertState, now_ms: number): Advice[] {
  const advice: Advice[] = [];
  for (const [own, other] of [
    [pair.slot_a, pair.slot_b],
    [pair.slot_b, pair.slot_a],
  ] as const) {
    if (!isAdvised(sky, own)) continue;
    const { id } = sky.table.words[own]!;
    const before = alert.advice.find((one) => one.for === id) ?? null;
    if (followsAdvisory(sky, own)) {
      sky.episodes.end(id, sky.table.words[other]!.id, now_ms);
      advice.push(before?.resolution_advisory ? before : withdrawn(sky, own, other, now_ms));
      continue;
    }
    const one = stillStands(sky, own, other, before, alert, now_ms) ? before : adviseOne(sky, own, other, now_ms);
    if (one !== null) advice.push(one);
  }
  return advice;
}

/** What an aircraft of an alert could do against all known traffic; null where no clause binds the two. */
export function bandsOf(sky: Sky, own: number, other: number, now_ms: number): AdviceBands | null {
  const traffic = trafficAround(sky, own, other, now_ms);
  return traffic.some((one) => one.slot === other) ? bandsFor(ownState(sky.table, own), traffic) : null;
}

/**
 * Does an aircraft of this pair fly what it was advised, so that going back to what it did before would lead into the
 * other? Then the alert stands, though present courses are clear.
 */
export function isHeldOff(sky: Sky, pair: Pair, now_ms: number): boolean {
  return isAway(sky, pair.slot_a, pair.slot_b, now_ms) || isAway(sky, pair.slot_b, pair.slot_a, now_ms);
}

function isAway(sky: Sky, own: number, slot: number, now_ms: number): boolean {
  const episode = sky.episodes.of(sky.table.words[own]!.id);
  if (episode === null || !episode.memory.standing) return false;
  const state = ownState(sky.table, own);
  followPlan(episode, state);
  if (!isOffPlan(episode, state)) return false;
  const other = otherAs(sky, own, slot, null, now_ms);
  if (other === null) return false;
  if (isPredictedOnPlan(episode, state, other, sky.ahead_s)) return true;
  const theirs = sky.episodes.of(other.id);
  if (theirs !== null) {
    const back = backOnPlan(other, theirs, ownState(sky.table, slot));
    if (isPredictedOnPlan(episode, state, back, sky.ahead_s)) return true;
  }
  const { adviser, lookahead_s } = advisersFor(sky.ahead_s);
  return !isReturnClear(adviser.flown, episode, state, keepingOf(other, UNSAID, lookahead_s).target);
}

const UNSAID: Terms = { own_share: 0.5, answer: null, advised_elsewhere: false, elsewhere: null };

/** Somebody else may advise it: not this watch, but it can be called. */
const isAdvisedElsewhere = (sky: Sky, slot: number): boolean =>
  !isAdvised(sky, slot) && !followsAdvisory(sky, slot) && sky.table.words[slot]!.address_kind !== 'track_number';

const followsAdvisory = (sky: Sky, slot: number): boolean => sky.advisories.has(sky.table.words[slot]!.id);

const geometry = new PairGeometry();

/** What stands in the place of advice for a crew that has a resolution advisory: its own system knows better. */
function withdrawn(sky: Sky, own: number, other: number, now_ms: number): Advice {
  geometry.set(sky.table, own, other, now_ms);
  const { identity, id } = sky.table.words[own]!;
  return {
    for: id,
    party: identity.party,
    manoeuvres: [],
    clear: false,
    safe: false,
    keeps: [],
    h_cpa_m: geometry.h_cpa_m,
    v_cpa_m: !Number.isNaN(geometry.v_cpa_m) ? geometry.v_cpa_m : null,
    words: ADVISORY_WORDS,
    resolution_advisory: true,
  };
}

/** A contact without identity cannot be called, so it cannot be advised. */
function isAdvised(sky: Sky, slot: number): boolean {
  const words = sky.table.words[slot]!;
  if (sky.advised !== null) return words.identity.party !== null && sky.advised.has(words.identity.party);
  return words.address_kind !== 'track_number';
}

/** Is what this alert told last still what stands, and not due to be decided or told anew? */
function stillStands(
  sky: Sky,
  own: number,
  other: number,
  before: Advice | null,
  alert: AlertState,
  now_ms: number,
): boolean {
  const { words } = sky.table;
  const episode = sky.episodes.of(words[own]!.id);
  if (before === null || before.resolution_advisory || episode === null) return false;
  if (isDue(episode, now_ms) || now_ms - alert.advised_ms >= episode.wait_ms) return false;
  if (!episode.others.includes(words[other]!.id)) return false;
  const manoeuvres = manoeuvresOf(episode.memory, episode.level_m, ownState(sky.table, own));
  return sameManoeuvres(before.manoeuvres, manoeuvres);
}

function adviseOne(sky: Sky, own: number, other: number, now_ms: number): Advice | null {
  const { words } = sky.table;
  const state = ownState(sky.table, own);
  const advisers = advisersFor(sky.ahead_s);
  const traffic = trafficAround(sky, own, other, now_ms).filter(
    (one) => one.slot === other || mayComeNear(state, one, advisers.lookahead_s),
  );
  if (!traffic.some((one) => one.slot === other)) return null;
  const { id, identity } = words[own]!;
  const episode = sky.episodes.open(id, words[other]!.id);
  const keepings = traffic.map((one) =>
    keepingOf(one, termsOf(sky, own, state, one, episode.others.includes(one.id), now_ms), advisers.lookahead_s),
  );
  const asked = askedOf(episode.memory);
  const said = isAdvised(sky, other) ? null : sky.linked.of(words[other]!.id, now_ms);
  if (said !== null && id > words[other]!.id) giveIn(episode, senseOf(said.manoeuvres));
  const decision = decide(advisers, episode, state, keepings, now_ms);
  if (askedOf(episode.memory) !== asked) sky.episodes.changed(id);
  const subject = keepings.find((one) => one.other.slot === other)!;
  return told(advisers, decision, episode, state, subject, id, identity.party);
}

const askedOf = ({ track_rad, speed_mps, vertical_mps }: AdviceMemory): string =>
  `${track_rad} ${speed_mps} ${vertical_mps}`;

const pass: Pass = { h_m: 0, v_m: 0, t_s: 0 };

/** A decision as it is told under one alert. */
function told(
  { adviser: { flown } }: Advisers,
  { aircraft, command, delay_s, loss: known }: Decision,
  { level_m, cost }: Episode,
  own: Own,
  subject: Keeping,
  id: string,
  party: string | null,
): Advice {
  const loss = known ?? flown.fly(aircraft, command, delay_s);
  const { keeps } = flown;
  flown.writePass(subject.target, pass);
  const kept = keptClauses(flown, subject);
  const manoeuvres = manoeuvresOf(command, level_m, own);
  const chosen = { manoeuvres, safe: keeps !== 'none', h_cpa_m: pass.h_m, loss };
  return {
    for: id,
    party,
    manoeuvres,
    clear: keeps === 'all' && subject.other.constraints.every((one) => one.leave_by_s === null),
    safe: chosen.safe,
    keeps: kept,
    h_cpa_m: pass.h_m,
    v_cpa_m: !Number.isNaN(pass.v_m) ? pass.v_m : null,
    ...(manoeuvres.length === 0 ? {} : { cost }),
    words: adviceWords(chosen, lostClauses(subject.other, kept), own.up_mps),
  };
}

/** Clauses of the pair that are not lost already and of which a loss is improbable. */
function keptClauses(flown: FlownCommand, { other, target, clauses }: Keeping): string[] {
  return other.constraints
    .filter(({ clause, leave_by_s }) => {
      if (leave_by_s !== null) return false;
      return clauses.every((one, k) => one !== clause || flown.lossOf(target, k) < ADVICE_PARAMETERS.kept_probability);
    })
    .map((one) => one.clause);
}

/** Clauses of the alert that are not lost yet and that the manoeuvre may lose. */
const lostClauses = (other: Other, keeps: readonly string[]): string[] =>
  other.constraints.filter((one) => one.leave_by_s === null && !keeps.includes(one.clause)).map((one) => one.clause);

/** @param alerted an alert of the two stands, so that a right of way holds and whoever advises the other does so now */
function termsOf(sky: Sky, own: number, state: Own, other: Other, alerted: boolean, now_ms: number): Terms {
  const { words } = sky.table;
  const own_share = alerted ? ownShare(sky, state, words[own]!.identity, other, words[other.slot]!.identity) : 0.5;
  const terms = { ...UNSAID, own_share };
  const episode = sky.episodes.of(other.id);
  if (isAdvised(sky, other.slot)) return { ...terms, answer: episode === null ? null : answerOf(episode.memory) };
  const said = sky.linked.of(other.id, now_ms);
  if (said !== null) return { ...terms, answer: senseOf(said.manoeuvres), elsewhere: { said: said.manoeuvres } };
  const advised_elsewhere = alerted && isAdvisedElsewhere(sky, other.slot);
  return { ...terms, advised_elsewhere, elsewhere: advised_elsewhere ? { said: null } : null };
}

/** To which side what stands leads; null: nothing stands. */
function answerOf({ standing, track_rad, vertical_mps, turn_sense, climb_sense }: AdviceMemory): Sense | null {
  if (!standing) return null;
  return {
    turn: Number.isNaN(track_rad) ? 0 : sign(turn_sense),
    climb: Number.isNaN(vertical_mps) ? 0 : sign(climb_sense),
  };
}

function senseOf(manoeuvres: readonly Manoeuvre[]): Sense {
  const turn = manoeuvres.find((one) => one.kind === 'turn');
  const vertical = manoeuvres.find((one) => one.kind === 'vertical');
  return { turn: sign(turn?.by_deg ?? 0), climb: sign(vertical?.by_m ?? 0) };
}

const sign = (x: number): -1 | 0 | 1 => (x > 0 ? 1 : x < 0 ? -1 : 0);

/** Every known aircraft whose swept box meets ours, and the subject of the alert, as constraints on our path. */
function trafficAround(sky: Sky, own: number, subject: number, now_ms: number): Other[] {
  const { table, grid } = sky;
  if (near.length < table.words.length) near = new Int32Array(table.words.length * 2);
  const count = grid.candidates(own, near);
  const slots = [...near.subarray(0, count)];
  if (!slots.includes(subject)) slots.push(subject);
  const traffic: Other[] = [];
  for (const slot of slots) {
    if (now_ms - table.seen_ms[slot]! > COAST_S * 1000) continue;
    const pair = sky.pairs.get(pairKey(table.words[own]!.id, table.words[slot]!.id)) ?? null;
    if (pair?.undecided) continue;
    // The subject is what the alert is about: no label takes it out of the reckoning.
    const other = otherAs(sky, own, slot, slot === subject ? null : (pair?.proximity ?? null), now_ms);
    if (other !== null) traffic.push(other);
  }
  // The nearest first: most manoeuvres that fail, fail there. Ids settle ties, so the order is the same everywhere.
  return traffic.sort((x, y) => distance2(x) - distance2(y) || (x.id < y.id ? -1 : 1));
}

function otherAs(sky: Sky, own: number, slot: number, proximity: Proximity | null, now_ms: number): Other | null {
  const { words } = sky.table;
  const pair = sky.pairs.get(pairKey(words[own]!.id, words[slot]!.id)) ?? null;
  const clauses = clausesBetween(sky.memorandum, words[own]!.identity, words[slot]!.identity);
  const since = clauses.map((_, k) =>
    pair ? (openLoss(pair.measured, k)?.from_ms ?? pair.reckoned_since_ms[k] ?? null) : null,
  );
  const other = otherFor(sky.table, own, slot, clauses, proximity, since, now_ms);
  return other !== null && followsAdvisory(sky, slot) ? withRoom(other) : other;
}

const distance2 = (other: Other): number => other.east_m * other.east_m + other.north_m * other.north_m;
