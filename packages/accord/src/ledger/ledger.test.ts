import { readFileSync } from 'node:fs';
import { readScenario, SCENARIO_START_MS, scenarioObservations } from '@skyaccord/wire';
import { describe, expect, it } from 'vitest';
import { missionOf, T0 } from '../../test/missions.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import type { Offer } from '../missions/ways_out.ts';
import type { Outcome } from '../outcome.ts';
import { replay } from '../replay.ts';
import { Watch } from '../watch.ts';
import type { LedgerEntry } from './entry.ts';
import { Ledger } from './ledger.ts';
import { LEDGER_COLUMNS, ledgerCsv } from './table.ts';
import { GROUPINGS, totalOf, totalsBy } from './totals.ts';

const file = (name: string): string => readFileSync(new URL(`../../../../scenarios/${name}`, import.meta.url), 'utf8');
const { memorandum } = parseMemorandum(file('october.memorandum.yaml'));
const heard = scenarioObservations(readScenario(file('october.yaml')), SCENARIO_START_MS);
const outcomes: Outcome[] = [...replay(new Watch({ memorandum }), heard)].flatMap((step) => step.outcomes);
const ledger = new Ledger();
for (const outcome of outcomes) ledger.told(outcome);

const offer = (more: Partial<Offer>): Offer => ({
  id: 'm1-1',
  kind: 'delay',
  mission: missionOf(
    [
      [47, 8, 3000, 0],
      [47, 9, 3000, 600],
    ],
    { id: 'm1' },
  ),
  delay_s: 142,
  level_m: 0,
  extra_m: 0,
  air_s: 0,
  cost: 2.4,
  clauses: ['SEP-1'],
  says: '',
  revision: 'r1',
  until_ms: T0,
  ...more,
});

describe('the ledger', () => {
  it('reconciles to the single advices of the October scenario exactly, and so does every total', () => {
    // The last advice with a cost to each aircraft under each alert, straight from what the watch said.
    const last = new Map<string, { delay_s: number; extra_m: number; clause: string }>();
    for (const outcome of outcomes) {
      if (outcome.kind !== 'alert_raised' && outcome.kind !== 'alert_updated') continue;
      for (const { for: track, cost } of outcome.alert.advice) {
        if (cost === undefined) continue;
        const clause = outcome.alert.findings[0]?.clause ?? '';
        last.set(`${outcome.alert.id} ${track}`, { delay_s: cost.delay_s, extra_m: cost.extra_m, clause });
      }
    }
    const entries = ledger.entries();
    expect(last.size).toBeGreaterThan(5);
    expect(entries).toHaveLength(last.size);
    expect(entries.map(({ delay_s, extra_m }) => [delay_s, extra_m])).toEqual(
      [...last.values()].map(({ delay_s, extra_m }) => [delay_s, extra_m]),
    );
    const all = totalOf(null, entries);
    expect(all.extra_m).toBe([...last.values()].reduce((sum, one) => sum + one.extra_m, 0));
    for (const by of GROUPINGS) {
      const totals = totalsBy(entries, by);
      expect(totals.flatMap((total) => total.entries).toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
      for (const total of totals) {
        const behind = total.entries.map((id) => entries.find((one) => one.id === id) as LedgerEntry);
        expect(total.delay_s).toBe(behind.reduce((sum, one) => sum + one.delay_s, 0));
        expect(total.extra_m).toBe(behind.reduce((sum, one) => sum + one.extra_m, 0));
        expect(total.count).toBe(behind.length);
        expect(Object.values(total.by_measure).reduce((a, b) => a + b)).toBe(behind.length);
      }
    }
    const byClause = new Map<string, number>();
    for (const { clause } of last.values()) byClause.set(clause, (byClause.get(clause) ?? 0) + 1);
    expect(totalsBy(entries, 'clause').map(({ of, count }) => [of, count])).toEqual([...byClause].toSorted());
  });

  it('says of advice that it was needed where the minima were lost all the same, and is not sure where they were kept', () => {
    const lost = new Set(
      outcomes.flatMap((one) =>
        one.kind === 'encounter_closed' && one.encounter.losses.length > 0
          ? [`${one.encounter.a} ${one.encounter.b}`]
          : [],
      ),
    );
    const entries = ledger.entries();
    for (const entry of entries) {
      const alert = outcomes.find((one) => one.kind === 'alert_raised' && `alert ${one.alert.id}` === entry.source);
      if (alert?.kind !== 'alert_raised') throw new Error(entry.source);
      const pairs = [`${alert.alert.a.track} ${alert.alert.b.track}`, `${alert.alert.b.track} ${alert.alert.a.track}`];
      if (entry.needed === 'yes') expect(pairs.some((pair) => lost.has(pair))).toBe(true);
    }
    expect(entries.some(({ needed }) => needed === 'yes')).toBe(true);
  });

  it('holds what missions took, and counts those that flew as planned, changed, and not at all', () => {
    const own = new Ledger();
    for (const mission of ['m1', 'm2', 'm3', 'm4']) own.missionFiled(mission);
    const about = { mission: 'm1', party: 'nc', other_party: 'mu' };
    own.missionTook(offer({}), about, T0);
    own.missionTook(
      offer({ id: 'm2-cancel', kind: 'cancel', mission: null, delay_s: 0 }),
      { ...about, mission: 'm2' },
      T0,
    );
    own.missionTook(offer({ kind: 'as_filed', delay_s: 0 }), { ...about, mission: 'm3' }, T0);
    own.missionEnded('m1', true);
    own.missionEnded('m3', true);
    expect(own.counts()).toEqual({ filed: 4, planned: 1, flown_as_planned: 1, flown_changed: 1, cancelled: 1 });
    expect(own.entries().map(({ measure, delay_s, clause, basis }) => [measure, delay_s, clause, basis])).toEqual([
      ['delay', 142, 'SEP-1', 'taken'],
      ['cancel', 0, 'SEP-1', 'taken'],
    ]);
    own.missionNeeded('m1', 'no');
    expect(own.entries()[0]?.needed).toBe('no');
  });

  it('sums by the week that begins on Monday, UTC', () => {
    const own = new Ledger();
    const report = {
      party: 'nc',
      other_party: 'mu',
      clause: 'SEP-1',
      measure: 'delay',
      mission: null,
      track: null,
      source: 'desk',
      delay_s: 60,
      extra_m: 0,
    } as const;
    own.reported('1', { ...report, time_ms: Date.parse('2030-10-13T23:59:59.999Z') });
    own.reported('2', { ...report, time_ms: Date.parse('2030-10-14T00:00:00Z') });
    own.reported('3', { ...report, time_ms: Date.parse('2030-10-20T12:00:00Z') });
    expect(totalsBy(own.entries(), 'week').map(({ of, count, delay_s }) => [of, count, delay_s])).toEqual([
      ['2030-10-07', 1, 60],
      ['2030-10-14', 2, 120],
    ]);
  });

  it('is written as CSV that no spreadsheet runs', () => {
    const own = new Ledger();
    own.reported('1', {
      party: null,
      other_party: null,
      clause: 'A"B',
      measure: 'delay',
      mission: null,
      track: null,
      source: '=cmd()',
      delay_s: -3,
      extra_m: 0.5,
      time_ms: T0,
    });
    const [header, row, end] = ledgerCsv(own.entries()).split('\r\n');
    expect(header).toBe(LEDGER_COLUMNS.join(','));
    expect(row).toBe(`report 1,2030-10-15T06:00:00.000Z,reported,'=cmd(),,,,,"A""B",delay,-3,0.5,0,0,0,unknown,0`);
    expect(end).toBe('');
  });
});
