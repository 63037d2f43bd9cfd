import { PairAlerting, type SavedAlertMemory, standardConfiguration } from '@skyaccord/sky';
import { type PairGeometry, predictedRate_mps } from '../encounters/geometry.ts';
import type { Pair } from '../encounters/pair.ts';
import type { AlertLevel, Memorandum, SeparationClause } from '../memorandum/memorandum.ts';
import type { ClauseFinding } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { byUrgency, rankOf } from './findings.ts';

/** What is remembered of a pair's alerts under a configuration that a clause names. JSON-safe. */
export type Floor = {
  readonly clause: string;
  readonly updated_ms: number;
  readonly level: AlertLevel | null;
  readonly memory: SavedAlertMemory;
};

/** The reference looks once a second; M of N counts looks, so that no more of them are counted here. */
const UPDATE_MS = 900;

const made = new Map<string, PairAlerting>();

function alertingOf(name: string): PairAlerting {
  let alerting = made.get(name);
  if (alerting === undefined) {
    alerting = new PairAlerting(standardConfiguration(name));
    made.set(name, alerting);
  }
  return alerting;
}

/**
 * Levels that the clauses of a pair ask for at least, by the alerting configuration that each names, with what is to be
 * remembered. Its preventive and corrective alerts are an advisory here, its warning a warning: only that asks for a
 * person at once.
 */
export function floorsOf(
  floors: readonly Floor[],
  pair: Pair,
  g: PairGeometry,
  table: TrackTable,
  now_ms: number,
): readonly Floor[] {
  if (!pair.clauses.some((clause) => clause.alerts_at_least !== undefined)) return NONE;
  const next: Floor[] = [];
  for (const { id, alerts_at_least } of pair.clauses) {
    if (alerts_at_least === undefined) continue;
    const before = floors.find((one) => one.clause === id);
    if (before !== undefined && now_ms - before.updated_ms < UPDATE_MS) {
      next.push(before);
      continue;
    }
    const { slot_a, slot_b } = pair;
    const own_mps = [g.b_east_mps - g.east_mps, g.b_north_mps - g.north_mps, predictedRate_mps(table, slot_a)] as const;
    const other_mps = [g.b_east_mps, g.b_north_mps, predictedRate_mps(table, slot_b)] as const;
    const { east_m, north_m, up_m } = g;
    const state = { time_s: now_ms / 1000, east_m, north_m, up_m, own_mps, other_mps };
    const { region, saved } = alertingOf(alerts_at_least).update(state, before?.memory ?? []);
    const level = region === null ? null : region === 'NEAR' ? 'warning' : 'advisory';
    next.push({ clause: id, updated_ms: now_ms, level, memory: saved });
  }
  return next;
}

const NONE: readonly Floor[] = [];

/** Raises findings to the levels asked for at least; a clause that predicts nothing itself is found for its floor. */
export function raiseToFloors(
  findings: readonly ClauseFinding[],
  floors: readonly Floor[],
  pair: Pair,
  memorandum: Memorandum,
): readonly ClauseFinding[] {
  if (floors.every(({ level }) => level === null)) return findings;
  const raised = [...findings];
  for (const { clause, level } of floors) {
    if (level === null) continue;
    const at = raised.findIndex((one) => one.clause === clause);
    if (at >= 0) {
      const found = raised[at]!;
      if (rankOf(found.level) < rankOf(level)) raised[at] = { ...found, level };
      continue;
    }
    const asked = pair.clauses.find(({ id }) => id === clause);
    if (asked !== undefined) raised.push(foundFor(asked, level, memorandum));
  }
  return raised.sort(byUrgency);
}

const foundFor = (clause: SeparationClause, level: AlertLevel, { id, version }: Memorandum): ClauseFinding => ({
  clause: clause.id,
  memorandum: id,
  version,
  level,
  lateral_minimum_m: clause.lateral_m,
  vertical_minimum_m: clause.vertical_m,
  grace_s: clause.grace_s,
  entry_ms: null,
  exit_ms: null,
  inside_since_ms: null,
  breach_ms: null,
});

/** The highest of the levels asked for at least. */
export function highestFloor(floors: readonly Floor[]): AlertLevel | null {
  let highest: AlertLevel | null = null;
  for (const { level } of floors)
    if (level !== null && (highest === null || rankOf(level) > rankOf(highest))) highest = level;
  return highest;
}

/** How far off two have to be looked for because of the configurations that clauses name. */
export const floorReach = (clause: SeparationClause): PairAlerting['reach'] | null =>
  clause.alerts_at_least === undefined ? null : alertingOf(clause.alerts_at_least).reach;
