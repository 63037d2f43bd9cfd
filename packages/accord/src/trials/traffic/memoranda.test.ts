import { readScenario, SCENARIO_START_MS, scenarioObservations } from '@skyaccord/wire';
import { describe, expect, it } from 'vitest';
import { readScenarioFile } from '../../../test/october.ts';
import { parseMemorandum } from '../../memorandum/parse.ts';
import type { Alert, Outcome } from '../../outcome.ts';
import { replay } from '../../replay.ts';
import { Watch } from '../../watch.ts';
import type { Cost, MemorandumCost } from './cost.ts';
import { readDraft } from './draft.ts';
import { checkDrafts, tryMemoranda } from './memoranda.ts';

const text = readScenarioFile('october.memorandum.yaml');
const draft = (id: string, set: string) =>
  parseMemorandum(readDraft(`{skyaccord: draft/1, id: ${id}, of: october, set: [${set}]}`).apply(text)).memorandum;
const october = parseMemorandum(text).memorandum;
const memoranda = [
  october,
  draft('wide', '{clause: SEP-1, lateral: 5 NM, grace: 20 s}'),
  draft('narrow', '{clause: SEP-1, vertical: 1000 ft}, {clause: SEP-3, warn_ahead: 1 min}'),
];

const observations = scenarioObservations(readScenario(readScenarioFile('october.yaml')), SCENARIO_START_MS)
  .filter((one) => one.time_ms <= SCENARIO_START_MS + 200_000)
  .sort((x, y) => x.time_ms - y.time_ms);

/** All said under each memorandum, and what it cost. */
function tried(): { costs: MemorandumCost[]; said: Outcome[][] } {
  const said = memoranda.map((): Outcome[] => []);
  const run = tryMemoranda(memoranda, observations, [], undefined, (i, outcomes) => said[i]!.push(...outcomes));
  let step = run.next();
  while (!step.done) step = run.next();
  return { costs: step.value, said };
}

const { costs, said } = tried();

/** The advices that count, found anew from what was said. */
function asksIn(outcomes: readonly Outcome[]) {
  const warned = (alert: Alert): boolean => alert.level !== 'advisory';
  const asks: {
    alert: string;
    track: string;
    party: string | null;
    clause: string;
    delay_s: number;
    extra_m: number;
  }[] = [];
  const asked = new Map<string, string[]>();
  for (const outcome of outcomes) {
    if (outcome.kind === 'alert_cleared') for (const list of asked.values()) remove(list, outcome.alert);
    if (outcome.kind !== 'alert_raised' && outcome.kind !== 'alert_updated') continue;
    const { alert } = outcome;
    for (const one of warned(alert) ? alert.advice : []) {
      const by = asked.get(one.for) ?? [];
      asked.set(one.for, by);
      if (by.includes(alert.id) || one.resolution_advisory || (one.safe && !one.cost)) continue;
      const clause = alert.findings[0]!.clause;
      const { delay_s = 0, extra_m = 0 } = one.cost ?? {};
      if (by.length === 0) asks.push({ alert: alert.id, track: one.for, party: one.party, clause, delay_s, extra_m });
      by.push(alert.id);
    }
  }
  return asks;
}

function remove(list: string[], one: string): void {
  const at = list.indexOf(one);
  if (at >= 0) list.splice(at, 1);
}

const sum = (rows: readonly Cost[], key: keyof Cost): number => rows.reduce((all, row) => all + row[key], 0);

describe('a trial of memoranda', () => {
  it('says under each draft what a replay under it alone says, to the byte, without bands, which nobody reads', () => {
    for (const [i, memorandum] of memoranda.entries()) {
      const alone = [...replay(new Watch({ memorandum, bands: false }), observations)].flatMap((step) => step.outcomes);
      expect(JSON.stringify(said[i]) === JSON.stringify(alone), memorandum.id).toBe(true);
    }
    expect(new Set(said.map((one) => JSON.stringify(one))).size).toBe(3);
  });

  it('sums exactly: clauses, parties and the single advices come to the totals', () => {
    for (const { total, by_clause, by_party, asks } of costs) {
      expect(asks.length).toBeGreaterThan(0);
      for (const key of Object.keys(total) as (keyof Cost)[]) expect(sum(by_clause, key)).toBeCloseTo(total[key], 9);
      for (const key of ['asked', 'unsafe', 'delay_s', 'sooner_s', 'extra_m'] as const) {
        expect(sum(by_party, key)).toBeCloseTo(total[key], 9);
      }
      const whole = (values: readonly number[]): number => values.reduce((all, one) => all + Math.round(one * 1000), 0);
      expect(whole(asks.map((one) => one.delay_s))).toBe(Math.round(total.delay_s * 1000));
      expect(whole(asks.map((one) => one.extra_m))).toBe(Math.round(total.extra_m * 1000));
      expect(asks.length).toBe(total.asked);
    }
  });

  it('counts the first advice of each warning, found anew from what was said', () => {
    for (const [i, { asks, total }] of costs.entries()) {
      const anew = asksIn(said[i]!);
      expect(asks.map(({ alert, track, party, clause }) => ({ alert, track, party, clause }))).toEqual(
        anew.map(({ alert, track, party, clause }) => ({ alert, track, party, clause })),
      );
      const late_s = anew.reduce((all, one) => all + Math.max(0, one.delay_s), 0);
      expect(total.delay_s).toBeCloseTo(late_s, 1);
      expect(total.extra_m).toBeCloseTo(
        anew.reduce((all, one) => all + one.extra_m, 0),
        1,
      );
      const raised = said[i]!.filter((one) => one.kind === 'alert_raised').length;
      const breaches = said[i]!.flatMap((one) => (one.kind === 'encounter_closed' ? one.encounter.breaches : []));
      expect(total).toMatchObject({ alerts: raised, breaches: breaches.length });
    }
  });

  it('tells a wider minimum by what it costs', () => {
    const [now, wide, narrow] = costs as [MemorandumCost, MemorandumCost, MemorandumCost];
    expect(wide.total.delay_s).toBeGreaterThan(now.total.delay_s);
    expect(wide.total.breaches).toBeGreaterThan(now.total.breaches);
    expect(narrow.total.alerts).toBeLessThan(now.total.alerts);
  });

  it('is refused without a draft, with too many, and with one that says the same twice', () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ ...october, version: i + 1 }));
    expect(() => checkDrafts([])).toThrow(/drafts: 0 .*name 1 to 12/);
    expect(() => checkDrafts(many)).toThrow(/drafts: 20 .*name 1 to 12/);
    expect(() => checkDrafts([october, { ...october }])).toThrow(/october version 1.*name each draft once/);
    expect(() => checkDrafts(many.slice(0, 12))).not.toThrow();
  });
});
