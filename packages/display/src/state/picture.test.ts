import type { Outcome } from '@skyaccord/accord';
import { beforeEach, describe, expect, test } from 'vitest';
import { alertAt, COLUMNS, IDENTITIES, MEMORANDUM, rowOf, START_MS, statusAt, tracksAt } from '../../test/sample.ts';
import { CASE, CASE_SUMMARY } from '../../test/sampleCase.ts';
import type { Hello, Row, Tick } from '../api/types.ts';
import { Picture } from './picture.ts';

const HELLO: Hello = {
  type: 'hello',
  status: statusAt(START_MS, 4),
  memorandum: MEMORANDUM,
  columns: COLUMNS,
  identities: IDENTITIES,
  rows: tracksAt(START_MS, 0).map(rowOf),
  trails: { '4ca001': [[START_MS - 10_000, 38.9, 2.2, 9144]] },
  alerts: [],
  cases: [CASE_SUMMARY],
  notices: [],
  flags: {},
  fused: {},
};
const at = { tick: 1, time_ms: START_MS + 1000 };

function tick(outcomes: Outcome[], rows: Row[] = []): Tick {
  return { type: 'tick', ...at, rows, outcomes };
}

let picture: Picture;
beforeEach(() => {
  picture = Picture.fromHello(HELLO);
});

describe('hello', () => {
  test('is the whole picture: rows joined with identities', () => {
    expect(picture.tracks.size).toBe(4);
    expect(picture.tracks.get('4ca001')).toEqual(tracksAt(START_MS, 0)[0]);
    expect(picture.tracks.get('~99f001')).toMatchObject({ party: null, altitude_m: null, altitude_datum: null });
    expect(picture.casesByTime()).toEqual([CASE_SUMMARY]);
    expect(picture.time_ms).toBe(START_MS);
  });

  test('columns may come in any order, with more of them', () => {
    const columns = ['later', ...COLUMNS.toReversed()];
    const rows = tracksAt(START_MS, 0).map((track) => [7, ...rowOf(track).toReversed()]);
    expect(Picture.fromHello({ ...HELLO, columns, rows }).tracks).toEqual(picture.tracks);
  });

  test('a column that is missing is named', () => {
    const columns = COLUMNS.filter((name) => name !== 'seen_ms');
    expect(() => Picture.fromHello({ ...HELLO, columns })).toThrow("no column 'seen_ms'");
  });
});

describe('tick', () => {
  test('rows move tracks and lengthen their trails, a point every four seconds, 64 at most', () => {
    for (let second = 1; second <= 400; second += 1) {
      const time_ms = START_MS + second * 1000;
      picture.apply({ type: 'tick', tick: second * 10, time_ms, rows: tracksAt(time_ms, 0).map(rowOf), outcomes: [] });
    }
    expect(picture.tracks.get('4ca001')?.seen_ms).toBe(START_MS + 400_000);
    const trail = picture.trails.get('4ca001') ?? [];
    expect(trail).toHaveLength(64);
    expect(trail[63]?.[0]).toBe(START_MS + 400_000);
    expect((trail[1]?.[0] ?? 0) - (trail[0]?.[0] ?? 0)).toBe(4000);
  });

  test('a track that starts has its identity from its first row on', () => {
    const started = { ...tracksAt(START_MS, 1)[4], track: 'new001' } as Parameters<typeof rowOf>[0];
    const identity = { ...IDENTITIES['4ca001'], callsign: 'ALD90' } as Hello['identities'][string];
    picture.apply(tick([{ ...at, kind: 'track_started', track: 'new001', identity }], [rowOf(started)]));
    expect(picture.tracks.get('new001')).toMatchObject({ callsign: 'ALD90', party: 'aldren', crew: 'crewed' });
  });

  test('a new identity reaches the track without a new row', () => {
    const identity = { ...IDENTITIES['4ca001'], callsign: 'ALD99', party: null } as Hello['identities'][string];
    picture.apply(tick([{ ...at, kind: 'track_identified', track: '4ca001', identity }]));
    expect(picture.tracks.get('4ca001')).toMatchObject({ callsign: 'ALD99', party: null, seen_ms: START_MS });
  });

  test('a dropped track goes with all that was known of it, even if a row of it comes in the same message', () => {
    const row = rowOf(tracksAt(START_MS, 0)[0] as Parameters<typeof rowOf>[0]);
    const last_seen_ms = START_MS;
    picture.apply(tick([{ ...at, kind: 'track_dropped', track: '4ca001', last_seen_ms, reason: 'silent' }], [row]));
    expect(picture.tracks.has('4ca001')).toBe(false);
    expect(picture.trails.has('4ca001')).toBe(false);
    expect(picture.identities.has('4ca001')).toBe(false);
  });

  test('a message without rows, as a slow reader gets it, still brings its outcomes', () => {
    const change = picture.apply({
      type: 'tick',
      ...at,
      outcomes: [{ ...at, kind: 'alert_raised', alert: alertAt(START_MS) }],
    });
    expect(change.alerts).toHaveLength(1);
    expect(picture.time_ms).toBe(at.time_ms);
  });
});

describe('one aircraft heard under two addresses', () => {
  const evidence = {
    comparisons: 23,
    over_s: 41,
    distance_m: 60,
    delay_s: 2.1,
    height_m: null,
    relative_speed_mps: 0.2,
  };
  const fused: Outcome = { ...at, kind: 'tracks_fused', track: '4ca001', other: '~99f001', evidence };
  const parted: Outcome = {
    ...at,
    kind: 'tracks_parted',
    track: '4ca001',
    other: '~99f001',
    reason: 'apart',
    evidence,
  };
  const otherRow = () => rowOf(tracksAt(START_MS, 0)[3] as Parameters<typeof rowOf>[0]);

  test('is one symbol from the moment it is known, whatever rows still come of the other', () => {
    picture.apply(tick([fused], [otherRow()]));
    expect(picture.tracks.has('~99f001')).toBe(false);
    expect(picture.tracks.has('4ca001')).toBe(true);
    expect(picture.shownAs('~99f001')).toBe('4ca001');
    expect(picture.shownAs('4ca001')).toBe('4ca001');
    expect(picture.fusedWith('4ca001')).toEqual(['~99f001']);
  });

  test('is two again once they differ', () => {
    picture.apply(tick([fused]));
    picture.apply(tick([parted], [otherRow()]));
    expect(picture.tracks.get('~99f001')).toEqual(tracksAt(START_MS, 0)[3]);
    expect(picture.fusedWith('4ca001')).toEqual([]);
    expect(picture.shownAs('~99f001')).toBe('~99f001');
  });

  test('is known from the first picture on', () => {
    const first = Picture.fromHello({ ...HELLO, fused: { '4ca001': ['~99f001'] } });
    expect(first.tracks.has('~99f001')).toBe(false);
    first.apply(tick([parted], [otherRow()]));
    expect(first.tracks.has('~99f001')).toBe(true);
  });

  test('is never hidden behind a track that is no more', () => {
    picture.apply(tick([fused]));
    const dropped: Outcome = { ...at, kind: 'track_dropped', track: '4ca001', last_seen_ms: 0, reason: 'silent' };
    picture.apply(tick([dropped]));
    picture.apply(tick([], [otherRow()]));
    expect(picture.tracks.has('~99f001')).toBe(true);
  });

  test('or three, one held to be the other in a chain, goes by the name of the last', () => {
    picture.apply(tick([fused, { ...fused, track: '4cb002', other: '4ca001' }]));
    expect(picture.shownAs('~99f001')).toBe('4cb002');
    expect(picture.fusedWith('4cb002')).toEqual(['4ca001', '~99f001']);
    // A circle would hide every one of them: the outcome that would close it changes nothing.
    picture.apply(tick([{ ...fused, track: '~99f001', other: '4cb002' }]));
    expect(picture.tracks.has('4cb002')).toBe(true);
    expect(picture.shownAs('4cb002')).toBe('4cb002');
  });
});

describe('flags', () => {
  const flag = { flag: 'noise', since_ms: START_MS, detail: 'positions scatter by 900 m' } as const;

  test('are put on, said anew and taken off', () => {
    picture.apply(tick([{ ...at, kind: 'track_flagged', track: '4ca001', flag }]));
    picture.apply(
      tick([
        { ...at, kind: 'track_flagged', track: '4ca001', flag: { ...flag, detail: 'by 1,200 m' } },
        { ...at, kind: 'track_flagged', track: '4ca001', flag: { ...flag, flag: 'frozen' } },
      ]),
    );
    expect(picture.flags.get('4ca001')?.map((one) => [one.flag, one.detail])).toEqual([
      ['noise', 'by 1,200 m'],
      ['frozen', 'positions scatter by 900 m'],
    ]);
    picture.apply(tick([{ ...at, kind: 'track_unflagged', track: '4ca001', flag: 'noise' }]));
    expect(picture.flags.get('4ca001')?.map((one) => one.flag)).toEqual(['frozen']);
    picture.apply(tick([{ ...at, kind: 'track_unflagged', track: '4ca001', flag: 'frozen' }]));
    expect(picture.flags.has('4ca001')).toBe(false);
  });

  test('come with the first picture', () => {
    expect(Picture.fromHello({ ...HELLO, flags: { '4cb002': [flag] } }).flags.get('4cb002')).toEqual([flag]);
  });
});

test('of notices the newest fifty are kept, each is news, and those before this page come with the first picture', () => {
  const identity = IDENTITIES['4cb003'] as Hello['identities'][string];
  const notice = (area: string) => ({
    ...at,
    kind: 'permission_notice' as const,
    track: '4cb003',
    identity,
    clause: 'PERM-1',
    area,
    latitude_deg: 39,
    longitude_deg: 2,
    says: 'Only Aldren operates here.',
  });
  for (let index = 0; index < 60; index += 1) {
    expect(picture.apply(tick([notice(`area ${index}`)])).notices.map(({ area }) => area)).toEqual([`area ${index}`]);
  }
  expect(picture.notices).toHaveLength(50);
  expect(picture.notices[0]?.area).toBe('area 59');
  const later = Picture.fromHello({ ...HELLO, notices: [notice('newer'), notice('older')] });
  expect(later.notices.map(({ area }) => area)).toEqual(['newer', 'older']);
  expect(later.apply(tick([notice('newest')])).notices).toHaveLength(1);
  expect(later.notices.map(({ area }) => area)).toEqual(['newest', 'newer', 'older']);
});

describe('alerts', () => {
  const raised: Outcome = { ...at, kind: 'alert_raised', alert: alertAt(START_MS) };

  test('raised and escalated are news; an update at the same or a lower level is not', () => {
    expect(picture.apply(tick([raised])).alerts.map(({ news }) => news)).toEqual(['raised']);
    const update = (level: 'advisory' | 'warning' | 'breach'): Outcome => ({
      ...at,
      kind: 'alert_updated',
      alert: { ...alertAt(START_MS), level },
    });
    expect(picture.apply(tick([update('warning')])).alerts).toEqual([]);
    expect(picture.apply(tick([update('breach')])).alerts.map(({ news }) => news)).toEqual(['escalated']);
    expect(picture.apply(tick([update('advisory')])).alerts).toEqual([]);
  });

  test('a cleared one is gone', () => {
    picture.apply(tick([raised]));
    const change = picture.apply(tick([{ ...at, kind: 'alert_cleared', alert: 'alert-1', reason: 'clear' }]));
    expect(change).toMatchObject({ cleared: ['alert-1'], alertsChanged: true });
    expect(picture.alertsByUrgency()).toEqual([]);
  });

  test('come in the order of the watch: by level, then by the time the minima are lost', () => {
    const alert = alertAt(START_MS);
    const make = (id: string, level: 'advisory' | 'warning' | 'breach', later_ms: number) => ({
      ...alert,
      id,
      level,
      findings: alert.findings.map((finding) => ({ ...finding, entry_ms: (finding.entry_ms ?? 0) + later_ms })),
    });
    const alerts = [
      make('d', 'advisory', -9000),
      make('c', 'warning', 5000),
      make('b', 'warning', 0),
      make('a', 'breach', 9000),
    ];
    picture.apply(tick(alerts.map((one) => ({ ...at, kind: 'alert_raised', alert: one }))));
    expect(picture.alertsByUrgency().map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('cases', () => {
  test('one that opens stands at the top, and is written when it closes', () => {
    picture.apply(tick([{ ...at, kind: 'alert_raised', alert: alertAt(START_MS) }]));
    expect(picture.apply(tick([{ ...at, kind: 'case_opened', case: 'case-8', alert: 'alert-1' }])).casesChanged).toBe(
      true,
    );
    const opened = picture.casesByTime();
    expect(opened.map(({ id, state }) => [id, state])).toEqual([
      ['case-8', 'open'],
      ['case-7', 'closed'],
    ]);
    expect(opened[0]).toMatchObject({
      a_callsign: 'ALD14',
      b_callsign: 'BOR77',
      clause: 'separation',
      level: 'warning',
    });

    picture.apply(tick([{ ...at, kind: 'case_closed', case: { ...CASE, id: 'case-8', opened_ms: at.time_ms } }]));
    expect(picture.casesByTime()[0]).toMatchObject({
      id: 'case-8',
      state: 'closed',
      breaches: 1,
      h_cpa_m: 1334,
      level: 'breach',
    });
  });
});

test('of cases, the newest 500 are kept', () => {
  for (let index = 0; index < 510; index += 1) {
    const file = { ...CASE, id: `new-${index}`, opened_ms: at.time_ms + index };
    picture.apply(tick([{ ...at, kind: 'case_closed', case: file }]));
  }
  expect(picture.casesByTime()).toHaveLength(500);
  expect(picture.casesByTime().at(-1)?.id).toBe('new-10');
});

test('a breach that came to light only afterwards is a case without an alert', () => {
  const file = { ...CASE, id: 'case-9', opened_ms: at.time_ms };
  picture.apply(
    tick([
      { ...at, kind: 'case_opened', case: 'case-9', alert: null },
      { ...at, kind: 'case_closed', case: file },
    ]),
  );
  expect(picture.casesByTime()[0]).toMatchObject({ id: 'case-9', state: 'closed' });
});

test('a picture of the past is taken as it is', () => {
  const answer = { time_ms: START_MS, tracks: tracksAt(START_MS, 0), alerts: [alertAt(START_MS)], trails: {} };
  const past = Picture.fromAnswer(answer);
  expect(past.tracks.get('4cb002')?.callsign).toBe('BOR77');
  expect(past.alertsByUrgency()).toHaveLength(1);
  expect(past.time_ms).toBe(START_MS);
});
