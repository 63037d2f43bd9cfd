import { readFileSync } from 'node:fs';
import { readScenario, SCENARIO_START_MS, scenarioObservations } from '@skyaccord/wire';
import { expect, test } from 'vitest';
import { ofKind } from '../../test/traffic.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import { replay } from '../replay.ts';
import { Watch } from '../watch.ts';

const read = (name: string): string => readFileSync(new URL(`../../../../scenarios/${name}`, import.meta.url), 'utf8');

test('in October one aircraft flies where its party has no permission, and one notice says so', () => {
  const watch = new Watch({ memorandum: parseMemorandum(read('october.memorandum.yaml')).memorandum });
  const observations = scenarioObservations(readScenario(read('october.yaml')), SCENARIO_START_MS);
  const outcomes = [...replay(watch, observations)].flatMap((step) => step.outcomes);
  const notices = ofKind(outcomes, 'permission_notice');
  expect(notices.map((one) => [one.identity.callsign, one.clause, one.area])).toEqual([
    ['MERI72', 'PERM-1', 'Saltmere Bank'],
  ]);
  const [notice] = notices;
  // It crosses 45.05 N about 193 s after the start, and is certainly inside once it is farther in than its 95 % radius.
  expect((notice!.time_ms - SCENARIO_START_MS) / 1000).toBeGreaterThan(190);
  expect((notice!.time_ms - SCENARIO_START_MS) / 1000).toBeLessThan(200);
  expect(notice!.identity).toMatchObject({ party: 'mu', confidence: 'high', contested: false });
  expect(notice!.says).toContain('Clause PERM-1 of october, version 1: “Over the Saltmere Bank');
});
