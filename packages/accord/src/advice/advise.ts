import { rotateVelocity, SITE_SIZE, type SweptGrid } from '@skyaccord/sky';
import type { AlertState } from '../alerts/standing.ts';
import { predictedRate_mps } from '../encounters/geometry.ts';
import { openLoss } from '../encounters/measure.ts';
import { type Pair, pairKey } from '../encounters/pair.ts';
import { clausesBetween } from '../memorandum/applies.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Advice } from '../outcome.ts';
import { COAST_S } from '../tracks/rules.ts';
import type { TrackTable } from '../tracks/table.ts';
import { altitudeOf, trackAngle_deg } from '../tracks/update.ts';
import { ADVICE_HORIZON_S, type Answer, chooseAdvice, type Own, pathOf, stillServes } from './choose.ts';
import { type Other, otherFor } from './traffic.ts';
import { adviceWords } from './words.ts';

/** What advice needs to see: all tracks, who is near whom, and the pairs being watched. Read only. */
export type Sky = {
  readonly table: TrackTable;
  readonly grid: SweptGrid;
  readonly memorandum: Memorandum;
  readonly pairs: ReadonlyMap<string, Pair>;
  /** Parties that this watch advises; null advises everyone who can be called. */
  readonly advised: ReadonlySet<string> | null;
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
    const one = adviseOne(sky, own, other, given(own), answerOf(sky, other, own, given(other)), now_ms);
    if (one !== null) advice.push(one);
  }
  return advice;
}

/** Where the other side goes if it does as advised; null when it is to go straight on, or nothing serves. */
function answerOf(sky: Sky, slot: number, seenFrom: number, advice: Advice | null): Answer | null {
  if (!advice?.safe || advice.manoeuvre === null) return null;
  rotateVelocity(sky.table.sites, slot * SITE_SIZE, seenFrom * SITE_SIZE, 1, 0, rotated);
  const path = pathOf(ownState(sky.table, slot, advice), advice.manoeuvre);
  return { path, east_e: rotated[0]!, east_n: rotated[1]! };
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
  answer: Answer | null,
  now_ms: number,
): Advice | null {
  const { table } = sky;
  const traffic = trafficAround(sky, own, other, now_ms);
  const subject = traffic.find((one) => one.slot === other);
  if (subject === undefined) return null;
  const state = ownState(table, own, before);
  if (before?.clear && before.manoeuvre !== null && stillServes(state, before.manoeuvre, traffic)) {
    return before;
  }
  const choice = chooseAdvice(state, subject, traffic, answer);
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
    const clauses = clausesBetween(sky.memorandum, table.words[own]!.identity, table.words[slot]!.identity);
    const since = clauses.map((_, k) =>
      pair ? (openLoss(pair.measured, k)?.from_ms ?? pair.reckoned_since_ms[k] ?? null) : null,
    );
    // The subject is what the alert is about: no label takes it out of the reckoning.
    const proximity = slot === subject ? null : (pair?.proximity ?? null);
    const other = otherFor(table, own, slot, clauses, proximity, since, now_ms, ADVICE_HORIZON_S);
    if (other !== null) traffic.push(other);
  }
  // The nearest first: most manoeuvres that fail, fail there. Ids settle ties, so the order is the same everywhere.
  return traffic.sort((x, y) => distance2(x) - distance2(y) || (x.id < y.id ? -1 : 1));
}

const distance2 = (other: Other): number => other.east_m * other.east_m + other.north_m * other.north_m;
