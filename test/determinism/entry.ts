/**
 * What runs in Node and in a browser, and must come to the same hashes in both. Bundled by determinism.browser.test.ts.
 */
import { parseMemorandum, replay, Watch } from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from '@skyaccord/sky';
import {
  createReader,
  encodeObservation,
  type Observation,
  readScenario,
  SCENARIO_START_MS,
  scenarioObservations,
  type TextFormat,
} from '@skyaccord/wire';
import { makeArguments } from './arguments.ts';

const COUNT = 300_000;

/** One hash for each elementary function over 300,000 arguments. */
export function mathHashes(): Record<string, string> {
  const x = makeArguments(COUNT, 20_151_020);
  const y = makeArguments(COUNT, 19_720_525);
  const unary = { sin, cos, tan, asin, acos, atan, exp, log };
  const binary = { atan2, hypot, pow };
  return Object.fromEntries([
    ...Object.entries(unary).map(([name, f]) => [name, hashOf(x.map((value) => f(value)))]),
    ...Object.entries(binary).map(([name, f]) => [name, hashOf(x.map((value, i) => f(value, y[i] as number)))]),
  ]);
}

function hashOf(values: Float64Array): string {
  // Every NaN is one value to a program, but the bits of a NaN are the engine's own business.
  const bits = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) bits.setFloat64(8 * i, Number.isNaN(value) ? Number.NaN : value);
  return sha256Hex(new Uint8Array(bits.buffer));
}

/** One run: what was read, and what the watch said of it, each as the SHA-256 of its lines. */
export type RunHash = {
  readonly observations: number;
  readonly observations_hash: string;
  readonly outcomes: number;
  readonly outcomes_hash: string;
};

/** A scenario from its text to its outcomes. */
export function scenarioHash(memorandum: string, scenario: string): RunHash {
  return runHash(memorandum, scenarioObservations(readScenario(scenario), SCENARIO_START_MS));
}

/** A recording from its text to its outcomes. */
export function recordingHash(memorandum: string, format: TextFormat, text: string): RunHash {
  const reader = createReader(format, { source: 'recording', name: 'recording' });
  const observations = [...reader.push(text).observations, ...reader.end().observations];
  observations.sort((x, y) => x.time_ms - y.time_ms || x.sequence - y.sequence);
  return runHash(memorandum, observations);
}

function runHash(memorandum: string, observations: readonly Observation[]): RunHash {
  const watch = new Watch({ memorandum: parseMemorandum(memorandum).memorandum });
  const outcomes: string[] = [];
  for (const step of replay(watch, observations)) outcomes.push(...step.outcomes.map(canonicalJson));
  return {
    observations: observations.length,
    observations_hash: sha256Hex(observations.map(encodeObservation).join('\n')),
    outcomes: outcomes.length,
    outcomes_hash: sha256Hex(outcomes.join('\n')),
  };
}
