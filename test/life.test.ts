import { type Alert, type Outcome, parseMemorandum, replay, Watch } from '@skyaccord/accord';
import { cos, destination, RAD_PER_DEG, sin } from '@skyaccord/sky';
import { createReader, M_PER_NM, type Observation } from '@skyaccord/wire';
import { expect, test } from 'vitest';
import { read } from './tree.ts';

const page = read('docs/life-of-a-track.md');
const place = new Float64Array(2);

/** The report on the page, as the reader of its format gives it. */
function report(): Observation {
  const json = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const reader = createReader('readsb-aircraft-json', { source: 'coast', name: 'coast' });
  const [observation, ...others] = [...reader.push(json).observations, ...reader.end().observations];
  if (observation === undefined || others.length > 0) throw new Error('the page shows one report');
  return observation;
}

/** An aircraft heard once a second; `turn_s` after its first report it flies 15° further right. */
function flight(first: Observation, turn_s: number): Observation[] {
  const reports: Observation[] = [];
  let at = first;
  for (let second = 0; second < 400; second++) {
    reports.push({ ...at, sequence: second, time_ms: first.time_ms + second * 1000 });
    const track_deg = ((first.track_deg ?? 0) + (second >= turn_s ? 15 : 0)) % 360;
    at = { ...at, ...along(at, track_deg, first.ground_speed_mps ?? 0), track_deg };
  }
  return reports;
}

function along(from: { latitude_deg: number; longitude_deg: number }, track_deg: number, distance_m: number) {
  const track = track_deg * RAD_PER_DEG;
  destination(from.latitude_deg, from.longitude_deg, distance_m * sin(track), distance_m * cos(track), place);
  return { latitude_deg: place[0] as number, longitude_deg: place[1] as number };
}

test('the story on the page is what the watch says', () => {
  const first = report();
  const ahead = along(first, first.track_deg ?? 0, 31 * M_PER_NM);
  const opposite = {
    ...first,
    ...ahead,
    address: '4ca1b2',
    callsign: 'MERI07',
    track_deg: (first.track_deg ?? 0) + 180,
  };
  const observations = [...flight(first, 75), ...flight({ ...opposite, source: 'ship' }, 75)];
  observations.sort((x, y) => x.time_ms - y.time_ms || (x.source < y.source ? -1 : 1));
  const { memorandum } = parseMemorandum(read('scenarios/october.memorandum.yaml'));
  const outcomes: Outcome[] = [...replay(new Watch({ memorandum }), observations)].flatMap((step) => [
    ...step.outcomes,
  ]);

  const identified = outcomes.find((outcome) => outcome.kind === 'track_started' && outcome.track === '3c6444');
  expect(identified).toMatchObject({ identity: { party: 'nc', crew: 'crewed' } });
  const raised = outcomes.find((outcome) => outcome.kind === 'alert_raised');
  const { findings, time_ms, advice, calls } = (raised as { alert: Alert }).alert;
  const entry_s = Math.floor(((findings[0]?.entry_ms ?? 0) - time_ms) / 1000);
  expect(page).toContain(`Entry is ${entry_s} s away`);
  expect(calls).toHaveLength(1);
  expect(advice.map(({ words }) => words)).toEqual([
    'Turn right 30°, track 121° true',
    'Turn right 30°, track 301° true',
  ]);
  expect(page).toContain('`Turn right 30°, track 121° true`');

  const opened = outcomes.find((outcome) => outcome.kind === 'case_opened');
  const opened_s = Math.floor(((opened?.time_ms ?? 0) - time_ms) / 1000);
  expect(page).toContain(`After ${opened_s} seconds it is likely`);
  const after = outcomes.slice(outcomes.indexOf(raised as Outcome));
  expect(after.map(({ kind }) => kind).filter((kind) => kind !== 'alert_updated')).toEqual([
    'alert_raised',
    'case_opened',
    'alert_cleared',
    'encounter_closed',
    'case_closed',
    'verdict',
    'verdict',
    'track_dropped',
    'track_dropped',
  ]);
});
