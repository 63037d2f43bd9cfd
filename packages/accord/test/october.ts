import { readFileSync } from 'node:fs';
import { type Observation, readScenario, SCENARIO_START_MS, scenarioObservations } from '@skyaccord/wire';
import { tickOf } from '../src/ordering.ts';

/** The text of a file among the scenarios. */
export function readScenarioFile(name: string): string {
  return readFileSync(new URL(`../../../scenarios/${name}`, import.meta.url), 'utf8');
}

/**
 * The scenario by ticks, with what real feeds add: doubled, late, misplaced and impossible reports, and a silent end.
 */
export function roughOctober(): [tick: number, observations: Observation[]][] {
  const all = scenarioObservations(readScenario(readScenarioFile('october.yaml')), SCENARIO_START_MS);
  const byTick = new Map<number, Observation[]>();
  const add = (tick: number, one: Observation): void => {
    const batch = byTick.get(tick);
    if (batch) batch.push(one);
    else byTick.set(tick, [one]);
  };
  all.forEach((one, i) => {
    const tick = tickOf(one.time_ms);
    // Some aircraft fall silent early, so that tracks are dropped and slots are used again.
    if (one.address === 'd4c033' && one.time_ms > SCENARIO_START_MS + 300_000) return;
    if (one.address === 'd4c905' && one.time_ms % 400_000 < 150_000) return;
    // A rate that is said only now and then is remembered for a while.
    add(tick, i % 11 === 0 ? one : { ...one, vertical_rate_mps: null });
    if (i % 97 === 0) add(tick, { ...one, source: 'again' });
    if (i % 101 === 0) add(tick + 15, { ...one, source: 'slow' });
    if (i % 103 === 0) add(tick, { ...one, source: 'zero', latitude_deg: 0, longitude_deg: 0 });
    if (i % 107 === 0) add(tick + 1, { ...one, source: 'wild', time_ms: one.time_ms + 90, latitude_deg: -45 });
  });
  return [...byTick].sort(([x], [y]) => x - y);
}
