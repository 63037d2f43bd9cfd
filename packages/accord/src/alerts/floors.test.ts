import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, ofKind, play, reportsOf } from '../../test/traffic.ts';
import type { SeparationClause } from '../memorandum/memorandum.ts';
import type { Alert, Outcome } from '../outcome.ts';
import { Watch } from '../watch.ts';
import { raiseToFloors } from './floors.ts';

/** Minima so narrow that they ask for nothing here. */
const narrow = (more: string) => `
  - id: NARROW
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed, crewed/uncrewed, uncrewed/uncrewed], between: different_parties}
    lateral: 0.1 NM
    vertical: 100 ft
    grace: 0 s
    warn_ahead: 20 s${more}`;
const own: Flight = { address: 'd1a001', east_m: 0, north_m: -9000, altitude_m: 2000, track_deg: 0, speed_mps: 100 };
/** Passes half a mile abeam at the same height. */
const ahead: Flight = { ...own, address: 'd2b001', east_m: 900, north_m: 9000, track_deg: 180 };

const told = (outcomes: readonly Outcome[]): Alert[] =>
  [...ofKind(outcomes, 'alert_raised'), ...ofKind(outcomes, 'alert_updated')].map((one) => one.alert);

function alertsUnder(more: string): Alert[] {
  const watch = new Watch({ memorandum: memorandumWith(narrow(more)) });
  return told(play(watch, [...reportsOf(own, every(0, 110)), ...reportsOf(ahead, every(0.5, 110))]));
}

describe('a clause that asks for alerts at least as a reference gives', () => {
  it('is warned of where its own minima ask for nothing', () => {
    expect(alertsUnder('').filter(({ level }) => level !== 'advisory')).toEqual([]);
    const alerts = alertsUnder('\n    alerts_at_least: DO_365B_no_SUM');
    const levels = alerts.map(({ level }) => level);
    expect(levels[0]).toBe('advisory');
    expect(levels).toContain('warning');
    const warned = alerts.find(({ level }) => level === 'warning')!;
    // At most 25 s, and the 35 s of modified tau, before the closest.
    expect((warned.cpa.t_cpa_ms - warned.time_ms) / 1000).toBeGreaterThan(40);
    expect(warned.findings[0]).toMatchObject({ clause: 'NARROW', level: 'warning' });
  });

  it('raises what is found, and never lowers it', () => {
    const clause = { id: 'C', lateral_m: 100, vertical_m: 50, grace_s: 0, alerts_at_least: 'DO_365B_no_SUM' };
    const pair = { clauses: [clause as unknown as SeparationClause] } as never;
    const memorandum = { id: 'm', version: 3 } as never;
    const floor = (level: 'advisory' | 'warning' | null) => [{ clause: 'C', updated_ms: 0, level, memory: [] }];
    expect(raiseToFloors([], floor(null), pair, memorandum)).toEqual([]);
    const [found] = raiseToFloors([], floor('advisory'), pair, memorandum);
    expect(found).toMatchObject({ clause: 'C', version: 3, level: 'advisory', entry_ms: null, breach_ms: null });
    expect(raiseToFloors([found!], floor('warning'), pair, memorandum)[0]!.level).toBe('warning');
    const breach = { ...found!, level: 'breach' as const };
    expect(raiseToFloors([breach], floor('warning'), pair, memorandum)).toEqual([breach]);
  });
});
