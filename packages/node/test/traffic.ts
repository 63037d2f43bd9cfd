import { readFileSync } from 'node:fs';
import { type Memorandum, parseMemorandum, TICK_MS, tickOf } from '@skyaccord/accord';
import { type Observation, readScenario, scenarioObservations } from '@skyaccord/wire';
import { encodeChunk } from '../src/feeds/chunk.ts';

const at = (name: string) => new URL(`../../../scenarios/${name}`, import.meta.url);

export const START_MS = Date.UTC(2025, 0, 1, 12);

export function octoberMemorandum(): { memorandum: Memorandum; text: string } {
  const text = readFileSync(at('october.memorandum.yaml'), 'utf8');
  return { memorandum: parseMemorandum(text).memorandum, text };
}

/** The October scenario's reports, as many seconds of them as a test needs. */
export function octoberObservations(seconds = Number.POSITIVE_INFINITY, start_ms = START_MS): Observation[] {
  const scenario = readScenario(readFileSync(at('october.yaml'), 'utf8'));
  return scenarioObservations(scenario, start_ms).filter(({ time_ms }) => time_ms <= start_ms + seconds * 1_000);
}

/** Observations by tick, encoded as the log holds them. */
export function ticksOf(observations: readonly Observation[]) {
  const ticks = new Map<number, Observation[]>();
  for (const observation of observations) {
    const tick = tickOf(observation.time_ms);
    const bucket = ticks.get(tick);
    if (bucket === undefined) ticks.set(tick, [observation]);
    else bucket.push(observation);
  }
  return [...ticks].map(([tick, inputs]) => ({
    tick,
    time_ms: tick * TICK_MS,
    inputs,
    observations: inputs.length,
    payload: encodeChunk(inputs).lines,
  }));
}
