/** What runs in Node and in a browser, and must come to the same hashes in both. Bundled by determinism.browser.test.ts. */
import { parseMemorandum, tickOf, Watch } from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from '@skyaccord/sky';
import { type Observation, readScenario, SCENARIO_START_MS, scenarioObservations } from '@skyaccord/wire';
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

/** Outcomes of one run, as their hash: canonical JSON, one a line, SHA-256. */
export type RunHash = { readonly observations: number; readonly outcomes: number; readonly hash: string };

/** A scenario from its text to its outcomes. */
export function scenarioHash(memorandum: string, scenario: string): RunHash {
  return runHash(memorandum, scenarioObservations(readScenario(scenario), SCENARIO_START_MS));
}

/** Recorded observations, in order of time, through the watch. */
export function runHash(memorandum: string, observations: readonly Observation[]): RunHash {
  const watch = new Watch({ memorandum: parseMemorandum(memorandum).memorandum });
  const lines: string[] = [];
  for (let i = 0; i < observations.length; ) {
    const tick = tickOf((observations[i] as Observation).time_ms);
    const first = i;
    while (i < observations.length && tickOf((observations[i] as Observation).time_ms) === tick) i += 1;
    for (const outcome of watch.advance(tick, observations.slice(first, i))) lines.push(canonicalJson(outcome));
  }
  for (const outcome of watch.finish()) lines.push(canonicalJson(outcome));
  return { observations: observations.length, outcomes: lines.length, hash: sha256Hex(lines.join('\n')) };
}
