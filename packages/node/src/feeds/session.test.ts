import type { Observation } from '@skyaccord/wire';
import { describe, expect, test } from 'vitest';
import { FakeTimers } from '../../test/fake_timers.ts';
import { decodeInputs } from '../watch/inputs.ts';
import { completeFeed, type FeedInput } from './config.ts';
import type { ConnectionEvents } from './connections/connection.ts';
import type { FeedHealth, FeedProblemKind } from './feed.ts';
import { FeedSession } from './session.ts';

const encoder = new TextEncoder();

/** A session over a connection that the test holds the other end of. */
function session(input: Partial<FeedInput> = {}) {
  const config = completeFeed(
    { name: 'north', connection: 'tcp', address: 'tcp://receiver:30003', format: 'readsb-json-lines', ...input },
    ['nc'],
  );
  const timers = new FakeTimers();
  const observations: Observation[] = [];
  const statuses: FeedHealth[] = [];
  const attempts: { at_ms: number; events: ConnectionEvents; paused: boolean; closed: boolean }[] = [];
  let full = false;
  const one = new FeedSession(
    config,
    {
      chunk: ({ lines }) => {
        if (!full) observations.push(...decodeInputs(lines).observations);
        return !full;
      },
      status: (status) => statuses.push(status),
    },
    (_config, events) => {
      const attempt = { at_ms: timers.steady(), events, paused: false, closed: false };
      attempts.push(attempt);
      return {
        pause: () => {
          attempt.paused = true;
        },
        resume: () => {
          attempt.paused = false;
        },
        close: () => {
          attempt.closed = true;
        },
      };
    },
    timers,
  );
  one.start();
  const connection = () => attempts.at(-1)!;
  const send = (text: string) => connection().events.bytes(encoder.encode(text));
  return {
    one,
    timers,
    observations,
    attempts,
    connection,
    send,
    statuses,
    last: () => statuses.at(-1)!,
    problems: () => statuses.at(-1)!.problems.map(({ problem }) => problem),
    opened: () => connection().events.opened(),
    fill: (now: boolean) => {
      full = now;
    },
    /** Reports of so many aircraft every 100 ms, each as old as told. */
    traffic: (ms: number, aircraft: number, age_ms = 200, begin = 0) =>
      timers.pass(ms, () => {
        const now = (timers.wall() - age_ms) / 1000;
        let text = '';
        for (let k = 0; k < aircraft; k++) text += line((0x400000 + begin + k).toString(16), now);
        send(text);
      }),
    /** How long until a problem stands, ms. */
    until: (problem: FeedProblemKind, step: () => void) => {
      const begun_ms = timers.steady();
      while (!statuses.at(-1)!.problems.some((one) => one.problem === problem)) {
        if (timers.steady() - begun_ms > 60_000) throw new Error(`no ${problem} within a minute`);
        step();
      }
      return timers.steady() - begun_ms;
    },
  };
}

const line = (hex: string, now: number) => {
  const lon = 5 + (now % 100) * 0.001;
  return `${JSON.stringify({ now, hex, lat: 47, lon, alt_baro: 30_000, gs: 400, track: 90, seen_pos: 0 })}\n`;
};

describe('a feed', () => {
  test('is starting, connecting, live, stale, and live again', () => {
    const feed = session();
    feed.timers.pass(200);
    expect(feed.last().state).toBe('connecting');
    feed.opened();
    feed.traffic(300, 2);
    feed.timers.pass(300);
    expect(feed.last().state).toBe('live');
    feed.timers.pass(5_300);
    expect(feed.last()).toMatchObject({ state: 'stale', problems: [{ problem: 'stalled' }] });
    feed.traffic(300, 2);
    expect(feed.last()).toMatchObject({ state: 'live', problems: [] });
    feed.one.stop();
    expect(feed.last().state).toBe('stopped');
    expect(feed.connection().closed).toBe(true);
  });

  test('measures its rate, its bytes, its aircraft and its delay', () => {
    const feed = session();
    feed.opened();
    feed.traffic(12_000, 5, 300);
    feed.timers.pass(1_000);
    expect(feed.last().rate_per_s).toBeGreaterThan(44);
    expect(feed.last().rate_per_s).toBeLessThanOrEqual(51);
    expect(feed.last().bytes_per_s).toBeGreaterThan(4_000);
    expect(feed.last()).toMatchObject({
      aircraft: 5,
      clock_offset_ms: 300,
      clock_spread_ms: 0,
      shed: 0,
      complaints: 0,
    });
    expect(feed.last().observations).toBe(feed.observations.length);
    expect(feed.last().last_message_ms).toBeGreaterThan(feed.timers.wall() - 2_200);
  });

  test('is tried again after 1, 2, 4 and then every 5 s, and soon again once it was well', () => {
    const feed = session();
    let refused = 0;
    feed.timers.pass(18_000, () => {
      for (; refused < feed.attempts.length; refused++) feed.attempts[refused]!.events.closed('refused');
    });
    const waits = feed.attempts.map(({ at_ms }, k) => at_ms - (feed.attempts[k - 1]?.at_ms ?? 0));
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, 5_000, 5_000]);
    feed.timers.pass(5_000);
    feed.opened();
    feed.traffic(500, 1);
    const lost_ms = feed.timers.steady();
    feed.connection().events.closed('reset');
    feed.timers.pass(1_500);
    expect(feed.connection().at_ms - lost_ms).toBeLessThanOrEqual(1_000);
  });

  test('says while it waits why, and is stale when that takes longer than its silence', () => {
    const feed = session();
    feed.connection().events.closed('connect ECONNREFUSED');
    feed.timers.pass(300);
    expect(feed.last()).toMatchObject({ state: 'backing_off', complaints: 1, last_complaint: 'connect ECONNREFUSED' });
    feed.timers.pass(600);
    feed.timers.pass(6_000, () => {
      if (feed.last().state === 'connecting') feed.connection().events.closed('connect ECONNREFUSED');
    });
    expect(feed.last().state).toBe('stale');
    expect(feed.last().problems[0]?.text).toMatch(/^nothing has come yet for \d s; connect ECONNREFUSED$/);
  });

  test('gives a connection up over which nothing new comes, and ignores what it says afterwards', () => {
    const feed = session();
    feed.opened();
    feed.traffic(500, 1);
    const dead = feed.connection();
    feed.timers.pass(70_000);
    expect(dead.closed).toBe(true);
    expect(feed.attempts.length).toBeGreaterThan(1);
    const before = feed.observations.length;
    dead.events.bytes(encoder.encode(line('abcdef', feed.timers.wall() / 1000)));
    feed.timers.pass(100);
    expect(feed.observations.length).toBe(before);
  });

  test('half a line at a lost connection is complained about, and never joined to the next one', () => {
    const feed = session();
    feed.opened();
    feed.send('{"now": 17, "he');
    feed.connection().events.closed('reset');
    feed.timers.pass(1_500);
    feed.opened();
    feed.traffic(200, 1);
    feed.timers.pass(1_100);
    expect(feed.observations.length).toBe(2);
    expect(feed.last().complaints).toBe(2);
    expect(
      feed
        .last()
        .samples.map(({ text }) => text)
        .join(' '),
    ).toContain('cut short');
  });

  test('whatever a line says of its source and its party, it has the name of the feed and no party', () => {
    const feed = session({ format: 'skyaccord-observations' });
    feed.opened();
    feed.send('{"skyaccord":"observations/1"}\n');
    feed.send(`${JSON.stringify(forged(feed.timers.wall()))}\n`);
    feed.timers.pass(100);
    expect(feed.observations).toMatchObject([{ source: 'north', sequence: 0, party: null, address: 'abc123' }]);
  });

  test('only an authenticated feed stamps what it brings with its party', () => {
    for (const [trust, stamp] of [
      ['authenticated', 'nc'],
      ['declared', null],
    ] as const) {
      const feed = session({ party: 'nc', trust, address: 'tcp://127.0.0.1:1' });
      feed.opened();
      feed.traffic(100, 1);
      feed.timers.pass(100);
      expect(feed.observations.map(({ party }) => party)).toEqual([stamp]);
    }
  });
});

const forged = (time_ms: number) => ({
  source: 'another',
  sequence: 77,
  time_ms,
  address: 'abc123',
  address_kind: 'icao',
  technology: 'adsb',
  callsign: null,
  registration: null,
  category: null,
  latitude_deg: 1,
  longitude_deg: 2,
  pressure_altitude_m: null,
  geometric_altitude_m: null,
  geometric_datum: 'unknown',
  on_ground: null,
  ground_speed_mps: null,
  track_deg: null,
  vertical_rate_mps: null,
  resolution_advisory: null,
  position_accuracy_m: null,
  altitude_accuracy_m: null,
  velocity_accuracy_mps: null,
  party: 'nc',
});

describe('what is wrong with a feed is told within 5 s, and that it is over', () => {
  test('silence', () => {
    const feed = session();
    feed.opened();
    feed.traffic(5_000, 3);
    const took_ms = feed.until('stalled', () => feed.timers.pass(100));
    expect(took_ms).toBeGreaterThan(4_800);
    expect(took_ms).toBeLessThanOrEqual(5_400);
  });

  test('a connection that drips a byte now and then is silence, too', () => {
    const feed = session();
    feed.opened();
    feed.until('stalled', () => feed.timers.pass(500, (at_ms) => at_ms % 500 === 0 && feed.send('{')));
    expect(feed.last().state).toBe('stale');
  });

  test('a flood of repetitions: shed, while the other aircraft of the feed are kept', () => {
    const feed = session({ max_rate_per_s: 100 });
    feed.opened();
    feed.traffic(5_000, 3);
    const flood = () => {
      const now = feed.timers.wall() / 1000;
      feed.send(line('ffffff', now).repeat(500));
      feed.traffic(100, 3);
    };
    expect(feed.until('flood', flood)).toBeLessThanOrEqual(5_000);
    for (let k = 0; k < 100; k++) flood();
    const { shed, observations, rate_per_s } = feed.last();
    expect(shed).toBeGreaterThan(30_000);
    expect(observations).toBe(feed.observations.length);
    expect(rate_per_s).toBeLessThanOrEqual(110);
    const late = feed.observations.filter(({ time_ms }) => time_ms > feed.timers.wall() - 5_000);
    for (const address of ['400000', '400001', '400002']) {
      expect(late.filter((one) => one.address === address).length).toBeGreaterThanOrEqual(4);
    }
    feed.traffic(7_000, 3);
    expect(feed.problems()).toEqual([]);
  });

  test('more bytes than are read: the sender has to wait, and is let on', () => {
    const feed = session();
    feed.opened();
    const flood = encoder.encode(`${'x'.repeat(999_999)}\n`);
    for (let k = 0; k < 20; k++) feed.connection().events.bytes(flood);
    expect(feed.connection().paused).toBe(true);
    feed.timers.pass(1_500);
    expect(feed.connection().paused).toBe(false);
    expect(feed.problems()).toContain('flood');
  });

  test.each([
    ['back by 8 s', 8_200],
    ['ahead by 30 s', -30_000],
  ])('a clock that leaps %s; over when it is right again', (_name, age_ms) => {
    const feed = session();
    feed.opened();
    feed.traffic(15_000, 3);
    expect(feed.until('time_jump', () => feed.traffic(100, 3, age_ms))).toBeLessThanOrEqual(5_000);
    expect(feed.last().problems[0]?.text).toMatch(/its clock leapt: reports were 0\.2 s old when they came, now -?\d/);
    feed.traffic(3_000, 3, age_ms);
    feed.traffic(6_000, 3);
    expect(feed.problems()).toEqual([]);
  });

  test('a clock that has been ahead from the first, or is long past', () => {
    for (const [age_ms, words] of [
      [-10_000, /10\.0 s ahead of the node's clock/],
      [45_000, /45\.0 s old when they come/],
    ] as const) {
      const feed = session();
      feed.opened();
      expect(feed.until('time_jump', () => feed.traffic(100, 3, age_ms))).toBeLessThanOrEqual(5_000);
      expect(feed.last().problems[0]?.text).toMatch(words);
    }
  });

  test('noise between good lines, with the last samples in print', () => {
    const feed = session();
    feed.opened();
    feed.traffic(5_000, 3);
    const noisy = () => {
      feed.send('\u0000\u001b[31m\u202eMSG not json\n'.repeat(2));
      feed.traffic(100, 3);
    };
    expect(feed.until('noise', noisy)).toBeLessThanOrEqual(5_000);
    const { samples, complaints } = feed.last();
    expect(samples).toHaveLength(5);
    expect(complaints).toBeGreaterThan(5);
    for (const { text } of samples) expect(text).toMatch(/^[\x20-\x7e]{10,200}$/);
    feed.traffic(6_000, 3);
    expect(feed.problems()).toEqual([]);
  });

  test('noise without a single line end', () => {
    const feed = session();
    feed.opened();
    const junk = Uint8Array.from({ length: 6_000 }, (_, k) => ((k * 7919) % 255) | 128);
    expect(feed.until('noise', () => feed.timers.pass(100, () => feed.connection().events.bytes(junk)))).toBeLessThan(
      5_000,
    );
  });

  test('noise whose format cannot be told', () => {
    const feed = session({ format: 'auto' });
    feed.opened();
    const junk = Uint8Array.from({ length: 30_000 }, (_, k) => ((k * 7919) % 255) | 128);
    expect(feed.until('noise', () => feed.timers.pass(100, () => feed.connection().events.bytes(junk)))).toBeLessThan(
      5_000,
    );
    expect(feed.last().last_complaint).toMatch(/^the format is not known/);
    expect(feed.last().format).toBeNull();
  });

  test('a node that cannot keep up: what it does not take is counted as shed, not as passed on', () => {
    const feed = session();
    feed.opened();
    feed.traffic(2_000, 3);
    feed.fill(true);
    feed.traffic(2_000, 3);
    feed.fill(false);
    feed.traffic(1_000, 3);
    feed.timers.pass(1_000);
    expect(feed.problems()).toContain('flood');
    expect(feed.last().observations).toBe(feed.observations.length);
    expect(feed.last().shed + feed.last().observations).toBe(150);
  });
});

test('a clock that is wrong is corrected only where that is set, by the least delay, never into the future', () => {
  for (const correct_clock of [false, true]) {
    const feed = session({ correct_clock });
    feed.opened();
    feed.traffic(10_000, 3, 7_000);
    const { clock_offset_ms, clock_correction_ms } = feed.last();
    expect(clock_offset_ms).toBe(7_000);
    expect(clock_correction_ms).toBe(correct_clock ? 7_000 : 0);
    feed.timers.pass(100);
    const last = feed.observations.at(-1)!;
    expect(feed.timers.wall() - last.time_ms).toBe(correct_clock ? 100 : 7_100);
  }
});

test('samples of what cannot be read are of the last minute, however much there was before', () => {
  const feed = session();
  feed.opened();
  feed.send('junk\n'.repeat(3_000));
  feed.traffic(61_000, 1);
  feed.send('other junk\n');
  feed.traffic(1_500, 1);
  expect(
    feed
      .last()
      .samples.map(({ text }) => text)
      .join(' '),
  ).toContain('other junk');
  expect(feed.last().complaints).toBeGreaterThanOrEqual(3_001);
});

test('reports of a line port that carry only their age are that much older than their receipt', () => {
  const feed = session({ format: 'auto' });
  feed.opened();
  const report = { hex: '4b1a2c', type: 'adsb_icao', lat: 47, lon: 5, alt_baro: 30_000, seen_pos: 1.5, seen: 0.3 };
  feed.send(`${JSON.stringify(report)}\n`.repeat(3));
  const received_ms = feed.timers.wall();
  feed.timers.pass(1_200);
  expect(feed.observations.map(({ time_ms }) => time_ms)).toEqual([1, 2, 3].map(() => received_ms - 1_500));
});

test('the format is told from what comes, in pieces of any size', () => {
  for (const size of [1, 7, 100_000]) {
    const feed = session({ format: 'auto' });
    feed.opened();
    let text = '';
    for (let k = 0; k < 20; k++) text += line((0x400000 + k).toString(16), feed.timers.wall() / 1000);
    const bytes = encoder.encode(text);
    for (let from = 0; from < bytes.length; from += size) {
      feed.connection().events.bytes(bytes.subarray(from, from + size));
    }
    feed.timers.pass(1_200);
    expect([feed.last().format, feed.observations.length]).toEqual(['readsb-json-lines', 20]);
  }
});
