import type { Identity, Outcome, TrackState } from '@skyaccord/accord';
import { describe, expect, test } from 'vitest';
import type { WatchResult } from '../watch/protocol.ts';
import { PACKED_WIDTH, packRow } from '../watch/rows.ts';
import { eventsOf, keepEvent, MAX_EVENTS, type TrackEvent } from './events.ts';
import { Picture } from './picture.ts';

const identity: Identity = {
  callsign: 'NORD11',
  category: null,
  technology: 'adsb',
  party: null,
  crew: 'unknown',
  evidence: [],
} as unknown as Identity;
const evidence = {
  comparisons: 23,
  over_s: 41,
  distance_m: 60,
  delay_s: 2.1,
  height_m: null,
  relative_speed_mps: 0.4,
};

function state(track: string, latitude_deg: number): TrackState {
  return {
    track,
    seen_ms: 1_000,
    latitude_deg,
    longitude_deg: 5,
    altitude_m: null,
    altitude_datum: null,
    ground_speed_mps: 50,
    track_deg: 0,
    vertical_rate_mps: 0,
    accuracy_m: 30,
    on_ground: false,
  } as TrackState;
}

/** What the watch's thread would send for a tick. */
function result(tick: number, rows: readonly [index: number, TrackState][], started: WatchResult['started'] = []) {
  const packed = new Float64Array(rows.length * PACKED_WIDTH);
  for (const [at, [index, one]] of rows.entries()) packRow(packed, at * PACKED_WIDTH, index, tick * 100, one);
  const counts = { tracks: 0, alerts: 0, encounters: 0, observations: 0 };
  return { entry: tick, tick, outputs: [], rows: packed, started, order: null, counts } as unknown as WatchResult;
}

const at = (tick: number) => ({ tick, time_ms: tick * 100 });
const start = (tick: number, track: string): Outcome => ({ ...at(tick), kind: 'track_started', track, identity });
const fuse = (tick: number): Outcome => ({ ...at(tick), kind: 'tracks_fused', track: 'aa', other: '~bb', evidence });
const part = (tick: number): Outcome => ({
  ...at(tick),
  kind: 'tracks_parted',
  track: 'aa',
  other: '~bb',
  reason: 'motion',
  evidence,
});
const shown = (picture: Picture) =>
  picture
    .tracks()
    .map(({ track }) => track)
    .sort();
const both = [
  { index: 0, track: 'aa' },
  { index: 1, track: '~bb' },
];

function fused(): Picture {
  const picture = new Picture();
  const rows: [number, TrackState][] = [
    [0, state('aa', 47)],
    [1, state('~bb', 47.001)],
  ];
  picture.apply(result(10, rows, both), [start(10, 'aa'), start(10, '~bb')]);
  picture.apply(result(20, [[0, state('aa', 47.1)]]), [fuse(20)]);
  return picture;
}

describe('two tracks of one aircraft', () => {
  test('are one in tracks, rows and at that time; the other can still be asked for', () => {
    const picture = fused();
    expect(shown(picture)).toEqual(['aa']);
    expect(picture.rows().map(([track]) => track)).toEqual(['aa']);
    expect(picture.fused()).toEqual({ aa: ['~bb'] });
    expect(picture.track('~bb')).toMatchObject({ fused_into: 'aa', track: { latitude_deg: 47.001 } });
    expect(picture.at(1_500).tracks).toHaveLength(2);
    expect(picture.at(2_000).tracks.map(({ track }) => track)).toEqual(['aa']);
  });

  test('are two again once they part, in the same picture and in the past', () => {
    const picture = fused();
    picture.apply(result(30, [[1, state('~bb', 48)]]), [part(30)]);
    expect(shown(picture)).toEqual(['aa', '~bb']);
    expect(picture.fused()).toEqual({});
    expect(picture.at(2_500).tracks.map(({ track }) => track)).toEqual(['aa']);
    expect(picture.at(3_000).tracks).toHaveLength(2);
    expect(picture.track('aa')!.events.map(({ kind, other }) => [kind, other])).toEqual([
      ['track_started', null],
      ['tracks_fused', '~bb'],
      ['tracks_parted', '~bb'],
    ]);
    expect(picture.track('~bb')!.events.at(-1)!.says).toBe(
      'two aircraft after all (motion): 23 comparisons over 41 s, 60 m apart, 2.1 s later, no common height, ' +
        '0.8 kt of relative speed',
    );
  });

  test('from their beginning: the other has no row and no number until they part', () => {
    const picture = new Picture();
    const outcomes = [start(10, 'aa'), start(10, '~bb'), fuse(10)];
    picture.apply(result(10, [[0, state('aa', 47)]], [{ index: 0, track: 'aa' }]), outcomes);
    expect(shown(picture)).toEqual(['aa']);
    expect(picture.fused()).toEqual({ aa: ['~bb'] });
    picture.apply(result(20, [[7, state('~bb', 48)]], [{ index: 7, track: '~bb' }]), [part(20)]);
    expect(shown(picture)).toEqual(['aa', '~bb']);
    expect(picture.identities()['~bb']).toEqual(identity);
  });

  test('are taken up so after a restart', () => {
    const picture = new Picture();
    const track = { identity, flags: [], fused_into: null, fused_since_ms: null };
    const tracks = [
      { ...track, index: 0, track: 'aa', state: state('aa', 47) },
      { ...track, index: -1, track: '~bb', state: null, fused_into: 'aa', fused_since_ms: 900 },
    ];
    const counts = { tracks: 1, alerts: 0, encounters: 0, observations: 0 };
    picture.restore({ tick: 20, tracks, alerts: [], counts }, 2_000, 0);
    expect([shown(picture), picture.fused()]).toEqual([['aa'], { aa: ['~bb'] }]);
    picture.apply(result(30, [[1, state('~bb', 48)]], [{ index: 1, track: '~bb' }]), [part(30)]);
    expect(shown(picture)).toEqual(['aa', '~bb']);
  });
});

test('flags are kept by track until they end, one of a kind', () => {
  const picture = fused();
  const flag = (tick: number, kind: 'noise' | 'frozen', detail: string): Outcome => ({
    ...at(tick),
    kind: 'track_flagged',
    track: 'aa',
    flag: { flag: kind, since_ms: tick * 100, detail },
  });
  const outcomes = [flag(21, 'noise', 'x'), flag(22, 'frozen', 'y'), flag(23, 'noise', 'z')];
  picture.apply(result(23, []), outcomes);
  expect(picture.flags()).toEqual({
    aa: [
      { flag: 'frozen', since_ms: 2_200, detail: 'y' },
      { flag: 'noise', since_ms: 2_300, detail: 'z' },
    ],
  });
  picture.apply(result(24, []), [{ ...at(24), kind: 'track_unflagged', track: 'aa', flag: 'frozen' }]);
  expect(picture.flags().aa?.map(({ flag }) => flag)).toEqual(['noise']);
});

test('the events of a track are bounded; what is set aside again and again is one that counts on', () => {
  const events: TrackEvent[] = [];
  const event = (kind: string, says: string, time_ms: number) => ({ time_ms, kind, other: null, says });
  for (let k = 0; k < 3; k++) keepEvent(events, event('observations_set_aside', `${k} set aside from x: late`, k));
  keepEvent(events, event('observations_set_aside', '1 set aside from x: duplicate', 9));
  expect(events.map(({ time_ms }) => time_ms)).toEqual([2, 9]);
  for (let k = 0; k < 80; k++) keepEvent(events, event('track_flagged', `${k}`, k));
  expect(events).toHaveLength(MAX_EVENTS);
  expect(events.at(-1)!.says).toBe('79');
});

test('what is said of a track is in the units that people read', () => {
  const alert = (range_m: number) => ({ level: 'warning', findings: [{ clause: 'SEP-1' }], range_m, a: {}, b: {} });
  const raised = (range_m: number) =>
    eventsOf({ ...at(1), kind: 'alert_raised', alert: alert(range_m) } as unknown as Outcome)[0]?.event.says;
  expect([raised(150), raised(3_000)]).toEqual(['warning by SEP-1, 150 m apart', 'warning by SEP-1, 1.6 NM apart']);
  const far = { ...evidence, distance_m: 1_852, height_m: -47.2, relative_speed_mps: 10.3 };
  expect(eventsOf({ ...fuse(2), evidence: far } as Outcome)[0]?.event.says).toBe(
    'one aircraft: 23 comparisons over 41 s, 1.0 NM apart, 2.1 s later, 155 ft in height, 20 kt of relative speed',
  );
});

test('permission notices are kept for ten minutes, the newest fifty, and go with the run', () => {
  const picture = new Picture();
  const notice = (tick: number) => ({ ...at(tick), kind: 'permission_notice', track: 'aa', clause: 'P' }) as Outcome;
  for (let tick = 1; tick <= 60; tick++) picture.apply(result(tick, []), [notice(tick)]);
  const kept = picture.notices(6_000);
  expect(kept.map(({ tick }) => tick)).toEqual(Array.from({ length: 50 }, (_, k) => 60 - k));
  expect(picture.notices(6_000 + 600_000).map(({ tick }) => tick)).toEqual([60]);
  expect(picture.notices(6_001 + 600_000)).toEqual([]);
  picture.clear();
  expect(picture.notices(6_000)).toEqual([]);
});
