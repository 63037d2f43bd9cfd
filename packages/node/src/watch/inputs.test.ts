import { readFileSync } from 'node:fs';
import { entryOf, type Outcome, parseMemorandum, replay, Watch } from '@skyaccord/accord';
import { readScenario, SCENARIO_START_MS, scenarioCalls, scenarioObservations } from '@skyaccord/wire';
import { expect, test } from 'vitest';
import { Timeline } from '../feeds/timeline.ts';
import { countObservations, decodeInputs, encodeEntry } from './inputs.ts';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const { memorandum } = parseMemorandum(read('examples/memoranda/wildfire-rings.yaml'));
const scenario = readScenario(read('scenarios/wildfire.yaml'));
/** The first five minutes are enough: two rings are crossed, with calls and without. */
const observations = scenarioObservations(scenario, SCENARIO_START_MS).slice(0, 1_500);
const logged = scenarioCalls(scenario.calls, SCENARIO_START_MS).map((call) => entryOf(memorandum, call));

test('a scenario with calls says through the log of a node what it says in a replay', () => {
  const timeline = new Timeline(observations, logged);
  const watch = new Watch({ memorandum });
  const said: Outcome[] = [];
  let taken = 0;
  while (!timeline.done) {
    for (const { tick, payload, observations: count } of timeline.take(Number.MAX_SAFE_INTEGER)) {
      const inputs = decodeInputs(payload);
      expect([inputs.observations.length, countObservations(payload!)]).toEqual([count, count]);
      said.push(...watch.advance(tick, inputs.observations, [], inputs.logged));
      taken += inputs.logged.length;
    }
  }
  said.push(...watch.finish());
  expect(taken).toBe(logged.length);
  expect(said).toEqual(
    [...replay(new Watch({ memorandum }), observations, logged)].flatMap((step) => [...step.outcomes]),
  );
});

test('what was said after the last observation, or before the first, is heard all the same', () => {
  const [first] = logged;
  const at = (time_ms: number) => ({ ...first!, at: { earliest_ms: time_ms, latest_ms: time_ms } });
  const few = observations.slice(0, 5);
  const timeline = new Timeline(few, [at(few[4]!.time_ms + 60_000), at(few[0]!.time_ms - 60_000)]);
  const inputs = timeline
    .take(Number.MAX_SAFE_INTEGER)
    .map(({ tick, payload }) => ({ tick, ...decodeInputs(payload) }));
  expect(inputs[0]!.logged).toEqual([at(few[0]!.time_ms - 60_000)]);
  expect(inputs.at(-1)).toMatchObject({ observations: [], logged: [at(few[4]!.time_ms + 60_000)] });
  expect([timeline.to_ms, timeline.done, timeline.next_tick]).toEqual([few[4]!.time_ms + 60_000, true, null]);
});

test('an observation that speaks of entries is an observation', () => {
  const tricky = { ...observations[0]!, callsign: '{"logged":' };
  const timeline = new Timeline([tricky]);
  const [input] = timeline.take(Number.MAX_SAFE_INTEGER);
  expect(decodeInputs(input!.payload)).toMatchObject({ observations: [tricky], logged: [] });
  expect(decodeInputs(encodeEntry(logged[0]!))).toMatchObject({ observations: [], logged: [logged[0]] });
  expect(countObservations(encodeEntry(logged[0]!))).toBe(0);
});
