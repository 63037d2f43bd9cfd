import { readFileSync } from 'node:fs';
import { readScenario, SCENARIO_START_MS, scenarioObservations } from '@skyaccord/wire';
import { describe, expect, it } from 'vitest';
import { ofKind } from '../test/traffic.ts';
import { parseMemorandum } from './memorandum/parse.ts';
import type { Alert, Encounter, Outcome } from './outcome.ts';
import { replay } from './replay.ts';
import { Watch } from './watch.ts';

/** What the October scenario promises, watched under its memorandum from beginning to end. */

const read = (name: string): string => readFileSync(new URL(`../../../scenarios/${name}`, import.meta.url), 'utf8');
const { memorandum } = parseMemorandum(read('october.memorandum.yaml'));
const observations = scenarioObservations(readScenario(read('october.yaml')), SCENARIO_START_MS);
const outcomes: Outcome[] = [...replay(new Watch({ memorandum }), observations)].flatMap((step) => step.outcomes);

const addressOf = (callsign: string): string => observations.find((one) => one.callsign === callsign)!.address;
const isPair = (a: string, b: string, x: string, y: string): boolean => {
  const wanted = [addressOf(x), addressOf(y)];
  return wanted.includes(a) && wanted.includes(b);
};

const raised = ofKind(outcomes, 'alert_raised').map((one) => one.alert);
const told = [...raised, ...ofKind(outcomes, 'alert_updated').map((one) => one.alert)];
const closed = ofKind(outcomes, 'encounter_closed').map((one) => one.encounter);

const alertsOf = (x: string, y: string): Alert[] => raised.filter((one) => isPair(one.a.track, one.b.track, x, y));
function encounterOf(x: string, y: string): Encounter {
  const found = closed.filter((one) => isPair(one.a, one.b, x, y));
  expect(found, `${x} and ${y}`).toHaveLength(1);
  return found[0]!;
}

/** Everything that is to alert, and the clause that the first alert cites. */
const CONFLICTS = [
  ['NORD11', 'MERI12', 'SEP-1'],
  ['NORD51', 'MERI52', 'SEP-1'],
  ['NORD61', 'PLX610', 'SEP-1'],
  ['NORD41', 'MERI42', 'SEP-1'],
  ['NORD21', 'MERI22', 'SEP-1'],
  ['NORD31', 'MERI32', 'SEP-1'],
  ['NORD71', 'MERI72', 'SEP-2'],
] as const;

describe('the October scenario', () => {
  it('alerts for each conflict once, at least 30 s before the closest, with clause and advice', () => {
    for (const [x, y, clause] of CONFLICTS) {
      const alerts = alertsOf(x, y);
      expect(alerts, `${x} and ${y}`).toHaveLength(1);
      const [alert] = alerts as [Alert];
      expect(encounterOf(x, y).t_cpa_ms - alert.time_ms, `${x} and ${y}`).toBeGreaterThanOrEqual(30_000);
      expect(alert.findings[0]?.clause).toBe(clause);
      expect(alert.advice.map((one) => one.for).sort()).toEqual([addressOf(x), addressOf(y)].sort());
      for (const one of alert.advice) {
        expect(one.clear, `${x} and ${y}: ${one.words}`).toBe(true);
        expect(one.manoeuvres, `${x} and ${y}: ${one.words}`).not.toEqual([]);
        expect(one.keeps).toContain(clause);
      }
    }
  });

  it('alerts for nothing else', () => {
    const others = raised.filter((one) => !CONFLICTS.some(([x, y]) => isPair(one.a.track, one.b.track, x, y)));
    expect(others.map((one) => one.id)).toEqual([]);
  });

  it('says the first of it within 25 s', () => {
    expect(raised[0]!.time_ms - SCENARIO_START_MS).toBeLessThanOrEqual(25_000);
    expect(alertsOf('NORD11', 'MERI12')[0]).toBe(raised[0]);
  });

  it('179 s is a loss and no breach', () => {
    const encounter = encounterOf('NORD21', 'MERI22');
    expect(encounter.losses).toHaveLength(1);
    expect(encounter.losses[0]!.duration_s).toBeCloseTo(179, 1);
    expect(encounter.breaches).toEqual([]);
    expect(encounter.alerted).not.toBe('breach');
  });

  it('181 s is a breach of SEP-1', () => {
    const encounter = encounterOf('NORD31', 'MERI32');
    expect(encounter.breaches).toMatchObject([{ clause: 'SEP-1', version: 1, grace_s: 180 }]);
    expect(encounter.breaches[0]!.duration_s).toBeCloseTo(181, 1);
    expect(encounter.alerted).toBe('breach');
  });

  it('shadowing the drone is a breach of SEP-2, and of nothing else', () => {
    const encounter = encounterOf('NORD71', 'MERI72');
    expect(encounter.class).toBe('crewed/uncrewed');
    expect(encounter.breaches.map((one) => one.clause)).toEqual(['SEP-2']);
    expect(encounter.breaches[0]!.duration_s).toBeGreaterThan(360);
  });

  it('measures the near ones as they were flown', () => {
    const flown = { NORD11: 0.4, NORD61: 0.32, NORD41: 0.3 };
    for (const [x, y] of CONFLICTS) {
      const expected_nm = flown[x as keyof typeof flown];
      if (expected_nm === undefined) continue;
      const { h_cpa_m, v_cpa_m } = encounterOf(x, y);
      expect(Math.abs(h_cpa_m / 1852 - expected_nm), x).toBeLessThan(0.02);
      expect(v_cpa_m).toBeLessThan(1);
    }
  });

  it('never alerts for the formation, and knows it for one', () => {
    expect(alertsOf('NORD91', 'SALT92')).toEqual([]);
    expect(encounterOf('NORD91', 'SALT92')).toMatchObject({ kind: 'formation', alerted: null, breaches: [] });
  });

  it('never alerts for the ghost, nor makes an encounter of it', () => {
    const tracks = ofKind(outcomes, 'track_started').map((one) => one.track);
    expect(tracks).toContain('~2b0082');
    expect(closed.filter((one) => [one.a, one.b].includes('~2b0082'))).toEqual([]);
  });

  it('an aircraft heard by two sources is one track', () => {
    const address = addressOf('NORD81');
    const sources = new Set(observations.filter((one) => one.address === address).map((one) => one.source));
    expect(sources.size).toBe(2);
    expect(ofKind(outcomes, 'track_started').filter((one) => one.track === address)).toHaveLength(1);
    expect(closed.filter((one) => one.a === address || one.b === address)).toEqual([]);
  });

  it('keeps the aircraft without transponder as a track, unidentified, to the end', () => {
    const [started] = ofKind(outcomes, 'track_started').filter((one) => one.track === 'T417');
    expect(started?.identity).toMatchObject({ party: null, crew: 'unknown', technology: 'radar' });
    const [dropped] = ofKind(outcomes, 'track_dropped').filter((one) => one.track === 'T417');
    expect(dropped?.reason).toBe('run_over');
  });

  it('names clause, version, minima and measured values in every alert it tells', () => {
    const clauses = new Map(memorandum.clauses.map((clause) => [clause.id, clause]));
    expect(told.length).toBeGreaterThan(100);
    for (const alert of told) {
      expect(alert.findings.length).toBeGreaterThan(0);
      for (const finding of alert.findings) {
        const clause = clauses.get(finding.clause);
        expect(clause).toMatchObject({
          kind: 'separation_minimum',
          lateral_m: finding.lateral_minimum_m,
          vertical_m: finding.vertical_minimum_m,
          grace_s: finding.grace_s,
        });
        expect([finding.memorandum, finding.version]).toEqual([memorandum.id, memorandum.version]);
      }
      expect(alert.range_m).toBeGreaterThan(0);
      expect(alert.vertical_m).not.toBeNull();
      expect(Number.isFinite(alert.cpa.h_cpa_m)).toBe(true);
      expect(alert.calls).toHaveLength(1);
    }
  });

  it('asks a crew for more as a conflict nears, never for less, and never turns it the other way', () => {
    for (const [x, y] of CONFLICTS) {
      for (const track of [addressOf(x), addressOf(y)]) {
        const given = told
          .filter((one) => isPair(one.a.track, one.b.track, x, y))
          .sort((p, q) => p.time_ms - q.time_ms)
          .flatMap((one) => one.advice.filter((advice) => advice.for === track && advice.clear));
        const turns = given.flatMap(({ manoeuvres }) => manoeuvres.filter((one) => one.kind === 'turn'));
        const said = `${track}: ${given.map((one) => one.words).join(', ')}`;
        expect(new Set(turns.map((turn) => Math.sign(turn.by_deg))).size, said).toBeLessThanOrEqual(1);
        for (let i = 1; i < turns.length; i++) {
          const more_deg = ((turns[i]!.to_track_deg - turns[i - 1]!.to_track_deg + 540) % 360) - 180;
          expect(more_deg * Math.sign(turns[i]!.by_deg), said).toBeGreaterThanOrEqual(-0.5);
        }
      }
    }
  });
});
