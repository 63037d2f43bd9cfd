import { type Path, rotateVelocity, SITE_SIZE, type SweptGrid } from '@skyaccord/sky';
import type { Advisories } from '../alerts/advisories.ts';
import type { AlertState } from '../alerts/standing.ts';
import { PairGeometry, predictedRate_mps } from '../encounters/geometry.ts';
import type { Proximity } from '../encounters/kind.ts';
import { openLoss } from '../encounters/measure.ts';
import { type Pair, pairKey } from '../encounters/pair.ts';
import { clausesBetween } from '../memorandum/applies.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Advice, AdviceBands } from '../outcome.ts';
import { COAST_S } from '../tracks/rules.ts';
import type { TrackTable } from '../tracks/table.ts';
import { altitudeOf, trackAngle_deg } from '../tracks/update.ts';
import { bandsFor } from './bands.ts';
import { ADVICE_HORIZON_S, chooseAdvice, goesWith, guessAnswers, type Own, pathOf, stillServes } from './choose.ts';
import { costOf } from './cost.ts';
import type { Answer } from './joint.ts';
import type { Linked, LinkedAdvice } from './linked.ts';
import { type Other, otherFor, withRoom } from './traffic.ts';
import { ADVISORY_WORDS, adviceWords } from './words.ts';

/** What advice needs to see: all tracks, who is near whom, and the pairs being watched. Read only. */
export type Sky = {
  readonly table: TrackTable;
  readonly grid: SweptGrid;
  readonly memorandum: Memorandum;
  readonly pairs: ReadonlyMap<string, Pair>;
  /** Parties that this watch advises; null advises everyone who can be called. */
  readonly advised: ReadonlySet<string> | null;
  /** Whose crews have a resolution advisory to follow. */
  readonly advisories: Pick<Advisories, 'has'>;
  /** What other nodes say that they advise. */
  readonly linked: Pick<Linked, 'of'>;
};

let near = new Int32Array(256);
const rotated = new Float64Array(2);

/**
 * Advice for both sides of an alert, as far as this watch advises them. What was advised before stands while it still
 * serves; new advice is checked against the other side flying its own as well as going straight on.
 */
export function adviseBoth(sky: Sky, pair: Pair, alert: AlertState, now_ms: number): Advice[] {
  const advice: Advice[] = [];
  const given = (slot: number): Advice | null => {
    const { id } = sky.table.words[slot]!;
    return advice.find((one) => one.for === id) ?? alert.advice.find((one) => one.for === id) ?? null;
  };
  for (const [own, other] of [
    [pair.slot_a, pair.slot_b],
    [pair.slot_b, pair.slot_a],
  ] as const) {
    if (!isAdvised(sky, own)) continue;
    if (followsAdvisory(sky, own)) {
      const before = given(own);
      advice.push(before?.resolution_advisory ? before : withdrawn(sky, own, other, now_ms));
      continue;
    }
    const told = isAdvised(sky, other) ? null : sky.linked.of(sky.table.words[other]!.id, now_ms);
    const one = adviseOne(sky, own, other, earlier(given(own)), given(other) ?? told, told !== null, now_ms);
    if (one !== null) advice.push(one);
  }
  return advice;
}

/** What an aircraft of an alert could do against all known traffic; null where no clause binds the two. */
export function bandsOf(sky: Sky, own: number, other: number, now_ms: number): AdviceBands | null {
  const traffic = trafficAround(sky, own, other, now_ms);
  return traffic.some((one) => one.slot === other) ? bandsFor(ownState(sky.table, own, null), traffic) : null;
}

/** Where the other side goes if it does as advised; nowhere else when it is to go straight on. */
function answerOf(sky: Sky, slot: number, seenFrom: number, { manoeuvre }: LinkedAdvice): Answer[] {
  if (manoeuvre === null) return [];
  return [answerFor(sky, slot, seenFrom, pathOf(ownState(sky.table, slot, null), manoeuvre))];
}

function answerFor(sky: Sky, slot: number, seenFrom: number, path: Path): Answer {
  rotateVelocity(sky.table.sites, slot * SITE_SIZE, seenFrom * SITE_SIZE, 1, 0, rotated);
  return { path, east_e: rotated[0]!, east_n: rotated[1]! };
}

/** What the other side may be advised by somebody else, who does not say. */
function guessesOf(sky: Sky, slot: number, seenFrom: number, now_ms: number): Answer[] {
  const us = otherAs(sky, slot, seenFrom, null, now_ms);
  if (us === null) return [];
  return guessAnswers(ownState(sky.table, slot, null), us).map((path) => answerFor(sky, slot, seenFrom, path));
}

/** Somebody else may advise it: not this watch, but it can be called. */
const isAdvisedElsewhere = (sky: Sky, slot: number): boolean =>
  !isAdvised(sky, slot) && !followsAdvisory(sky, slot) && sky.table.words[slot]!.address_kind !== 'track_number';

/** What a crew may still be doing as advised: nothing, where its own system has spoken since. */
const earlier = (advice: Advice | null): Advice | null => (advice?.resolution_advisory ? null : advice);

const followsAdvisory = (sky: Sky, slot: number): boolean => sky.advisories.has(sky.table.words[slot]!.id);

const geometry = new PairGeometry();

/** What stands in the place of advice for a crew that has a resolution advisory: its own system knows better. */
function withdrawn(sky: Sky, own: number, other: number, now_ms: number): Advice {
  geometry.set(sky.table, own, other, now_ms);
  const { identity, id } = sky.table.words[own]!;
  return {
    for: id,
    party: identity.party,
    manoeuvre: null,
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

function adviseOne(
  sky: Sky,
  own: number,
  other: number,
  before: Advice | null,
  answer: LinkedAdvice | null,
  linked: boolean,
  now_ms: number,
): Advice | null {
  const { table } = sky;
  const traffic = trafficAround(sky, own, other, now_ms);
  const subject = traffic.find((one) => one.slot === other);
  if (subject === undefined) return null;
  const state = ownState(table, own, before);
  const elsewhere = isAdvisedElsewhere(sky, other);
  const alone = answer === null && elsewhere;
  const answers = answer !== null ? answerOf(sky, other, own, answer) : alone ? guessesOf(sky, other, own, now_ms) : [];
  // Two nodes may advise at once, before they hear of each other: the one whose aircraft's name comes later gives in.
  const yields = linked && table.words[own]!.id > table.words[other]!.id;
  if (before?.clear && before.manoeuvre !== null && stillServes(state, before.manoeuvre, traffic)) {
    if (!yields || goesWith(answers, subject)) return before;
  }
  const choice = chooseAdvice(state, subject, traffic, answers, alone, elsewhere);
  // Between two answers that keep no minima, changing one's mind helps nobody.
  if (before !== null && !before.safe && !choice.safe) return before;
  const { identity, id } = table.words[own]!;
  return {
    for: id,
    party: identity.party,
    manoeuvre: choice.manoeuvre,
    clear: choice.clear,
    safe: choice.safe,
    keeps: choice.keeps,
    h_cpa_m: choice.h_cpa_m,
    v_cpa_m: choice.v_cpa_m,
    ...(choice.manoeuvre === null ? {} : { cost: costOf(choice.manoeuvre, state.ground_speed_mps, choice.t_cpa_s) }),
    words: adviceWords(choice, lostClauses(subject, choice.keeps), state.up_mps),
  };
}

/** Clauses of the alert that are not lost yet and that the manoeuvre does not keep. */
const lostClauses = (subject: Other, keeps: readonly string[]): string[] =>
  subject.constraints.filter((one) => one.leave_by_s === null && !keeps.includes(one.clause)).map((one) => one.clause);

function ownState(table: TrackTable, own: number, before: Advice | null): Own {
  const east_mps = table.east_mps[own]!;
  const north_mps = table.north_mps[own]!;
  return {
    east_mps,
    north_mps,
    up_mps: predictedRate_mps(table, own),
    track_deg: trackAngle_deg(table, own),
    ground_speed_mps: Math.sqrt(east_mps * east_mps + north_mps * north_mps),
    altitude_m: altitudeOf(table, own),
    crew: table.words[own]!.identity.crew,
    before: before?.manoeuvre ?? null,
  };
}

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
  const other = otherFor(sky.table, own, slot, clauses, proximity, since, now_ms, ADVICE_HORIZON_S);
  return other !== null && followsAdvisory(sky, slot) ? withRoom(other) : other;
}

const distance2 = (other: Other): number => other.east_m * other.east_m + other.north_m * other.north_m;
