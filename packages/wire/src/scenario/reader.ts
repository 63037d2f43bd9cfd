import { MOST_DOCUMENT_LENGTH } from '../document/open.ts';
import type { Reader, Reading } from '../reader.ts';
import { scenarioCalls } from './call.ts';
import { scenarioObservations } from './observe.ts';
import { readScenario, ScenarioError } from './parse.ts';

/** When a scenario begins unless someone says otherwise: a fixed instant, so that every run gives the same bytes. */
export const SCENARIO_START_MS = 1_735_732_800_000; // 2025-01-01T12:00:00Z

/**
 * A reader of scenarios: collects the text, and hands out all reports of the traffic at its end. A scenario that is
 * refused gives no reports and one complaint for each problem.
 */
export function createScenarioReader(options: { start_ms?: number } = {}): Reader {
  const pieces: string[] = [];
  let length = 0;
  return {
    format: 'skyaccord-scenario',
    suppressed: 0,
    push(text: string): Reading {
      // What comes after the bound is not kept; its length alone makes the document too long.
      if (length <= MOST_DOCUMENT_LENGTH) pieces.push(text.slice(0, MOST_DOCUMENT_LENGTH + 1));
      length += text.length;
      return { observations: [], complaints: [], heartbeats_ms: [] };
    },
    end(): Reading {
      try {
        const scenario = readScenario(pieces.join(''));
        const start_ms = options.start_ms ?? SCENARIO_START_MS;
        const observations = scenarioObservations(scenario, start_ms);
        return { observations, complaints: [], heartbeats_ms: [], calls: scenarioCalls(scenario.calls, start_ms) };
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        const complaints = error.problems.map(({ path, line, value, reason, remedy }) => {
          return { place: { line }, field: path === '' ? null : path, value, reason, remedy };
        });
        return { observations: [], complaints, heartbeats_ms: [] };
      }
    },
  };
}
