import { readFileSync } from 'node:fs';
import {
  type Observation,
  readScenario,
  SCENARIO_START_MS,
  scenarioCalls,
  scenarioObservations,
} from '@skyaccord/wire';
import type { LogEntry } from '../src/judged.ts';
import { entryOf } from '../src/judging/entry.ts';
import type { Memorandum } from '../src/memorandum/memorandum.ts';
import { parseMemorandum } from '../src/memorandum/parse.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** A scenario of ours with the memorandum that it is written for. */
export type Scene = {
  readonly memorandum: Memorandum;
  readonly observations: Observation[];
  readonly logged: LogEntry[];
};

/** `examples/memoranda/EXAMPLE.yaml` over `scenarios/SCENARIO.yaml`, from the fixed instant on. */
export function scene(example: string, scenario: string): Scene {
  const { memorandum } = parseMemorandum(read(`examples/memoranda/${example}.yaml`));
  const written = readScenario(read(`scenarios/${scenario}.yaml`));
  return {
    memorandum,
    observations: scenarioObservations(written, SCENARIO_START_MS),
    logged: scenarioCalls(written.calls, SCENARIO_START_MS).map((call) => entryOf(memorandum, call)),
  };
}
