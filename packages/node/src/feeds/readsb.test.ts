import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Observation } from '@skyaccord/wire';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { decodePayload } from '../watch/runner.ts';
import type { FeedStatus } from './feed.ts';
import { isFeedUrl, ReadsbFeed, type ReadsbOptions } from './readsb.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A receiver that answers as a test tells it, and a feed that polls it quickly. */
async function feed(answer: Answer, options: Partial<ReadsbOptions> = {}) {
  const server = createServer((request, response) => current(request, response));
  let current = answer;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data/aircraft.json`;
  const observations: Observation[] = [];
  const statuses: Omit<FeedStatus, 'refused'>[] = [];
  const readsb = new ReadsbFeed({ name: 'test', url, poll_ms: 5, ...options });
  readsb.start({
    chunk: ({ lines }) => observations.push(...decodePayload(lines)),
    status: (status) => statuses.push(status),
  });
  onTestFinished(async () => {
    await readsb.stop();
    server.closeAllConnections();
    server.close();
  });
  return {
    readsb,
    url,
    observations,
    statuses,
    last: () => statuses.at(-1)!,
    answers: (next: Answer) => {
      current = next;
    },
  };
}

const aircraft = (hex: string, lat: number, seen_pos = 0.2) => ({
  hex,
  type: 'adsb_icao',
  flight: 'NORD11  ',
  lat,
  lon: 5,
  alt_baro: 30_000,
  gs: 450,
  track: 90,
  seen_pos,
  seen: seen_pos,
});
const snapshot = (now: number, ...list: unknown[]): Answer => {
  return (_request, response) => response.end(JSON.stringify({ now, messages: 1, aircraft: list }));
};
const NOW_S = 1_750_000_000;
const until = (check: () => unknown) => vi.waitFor(() => expect(check()).toBeTruthy(), { timeout: 5_000, interval: 5 });

describe('readsb feed', () => {
  test('passes on what has changed, and not what a snapshot repeats', async () => {
    const { observations, last, answers } = await feed(snapshot(NOW_S, aircraft('4b1a2c', 47)));
    await until(() => last().state === 'live' && observations.length === 1);
    answers(snapshot(NOW_S + 1, aircraft('4b1a2c', 47, 1.2), aircraft('4b1a2d', 46)));
    await until(() => observations.length === 2);
    answers(snapshot(NOW_S + 2, aircraft('4b1a2c', 47.002), aircraft('4b1a2d', 46, 1.2)));
    await until(() => observations.length === 3);
    expect(observations.map(({ address, latitude_deg }) => [address, latitude_deg])).toEqual([
      ['4b1a2c', 47],
      ['4b1a2d', 46],
      ['4b1a2c', 47.002],
    ]);
    // What a snapshot repeats takes a number too, and how often it is asked for depends on the machine.
    const [first, second, third] = observations.map(({ sequence }) => sequence) as [number, number, number];
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
    expect(observations[0]).toMatchObject({ source: 'test', time_ms: NOW_S * 1000 - 200, callsign: 'NORD11' });
    expect(last()).toMatchObject({ observations: 3, complaints: 0, last_message_ms: (NOW_S + 2) * 1000 });
  });

  test('a snapshot that no longer changes is stale, however promptly it is served', async () => {
    let now_ms = 0;
    const { last, answers } = await feed(snapshot(NOW_S, aircraft('4b1a2c', 47)), { now: () => now_ms });
    await until(() => last().state === 'live');
    now_ms += 5_001;
    await until(() => last().state === 'stale');
    answers(snapshot(NOW_S + 6, aircraft('4b1a2c', 47.1)));
    await until(() => last().state === 'live');
  });

  test('a receiver that was never heard is stale after 5 s, with the reason', async () => {
    let now_ms = 0;
    const { last } = await feed((_request, response) => response.writeHead(503).end(), { now: () => now_ms });
    await until(() => last().complaints > 0);
    expect(last()).toMatchObject({ state: 'starting', last_message_ms: null });
    expect(last().last_complaint).toMatch(/answers 503$/);
    now_ms += 5_001;
    await until(() => last().state === 'stale');
  });

  test('a clock that goes backwards is complained about', async () => {
    const { last, answers } = await feed(snapshot(NOW_S, aircraft('4b1a2c', 47)));
    await until(() => last().state === 'live');
    answers(snapshot(NOW_S - 60, aircraft('4b1a2c', 47.1)));
    await until(() => last().complaints > 0);
    expect(last().last_complaint).toMatch(/^now /);
    expect(last().last_message_ms).toBe(NOW_S * 1000);
  });

  test('half an answer, no JSON and an answer without end are complained about; the feed goes on', async () => {
    const { last, answers, observations } = await feed((_request, response) =>
      response.end('{"now": 1750000000, "airc'),
    );
    await until(() => last().complaints > 0);
    answers((_request, response) => response.end('<html>login</html>'));
    const before = last().complaints;
    await until(() => last().complaints > before + 1);
    answers(snapshot(NOW_S, aircraft('4b1a2c', 47)));
    await until(() => observations.length === 1 && last().state === 'live');
  });

  test('an answer beyond the bound is given up', async () => {
    const { last } = await feed((_request, response) => response.end(`{"now":1,"x":"${'a'.repeat(5_000)}"}`), {
      max_bytes: 1_000,
    });
    await until(() => last().last_complaint?.includes('larger than 1000 bytes'));
  });

  test('a redirect is followed a few times, but to nothing other than http and https', async () => {
    const { last, answers, observations, url } = await feed((request, response) => {
      if (request.url?.endsWith('there')) snapshot(NOW_S, aircraft('4b1a2c', 47))(request, response);
      else response.writeHead(302, { location: '/there' }).end();
    });
    await until(() => observations.length === 1);
    answers((_request, response) => response.writeHead(302, { location: 'file:///etc/hostname' }).end());
    await until(() => last().last_complaint?.includes('redirects to file://, which is not followed'));
    answers((_request, response) => response.writeHead(302, { location: url.replace('//', '//a:b@') }).end());
    await until(() => last().last_complaint?.includes('redirects to http://, which is not followed'));
    answers((_request, response) => response.writeHead(302, { location: url }).end());
    await until(() => last().last_complaint?.includes('redirects more than 3 times'));
  });

  test('stops while it waits for an answer', async () => {
    const { readsb, last } = await feed(() => {});
    await new Promise((resolve) => setTimeout(resolve, 30));
    await readsb.stop();
    expect(last().state).toBe('stopped');
  });

  test('a URL with a password or another scheme is no feed', () => {
    expect(isFeedUrl(new URL('http://receiver.local/aircraft.json'))).toBe(true);
    for (const url of ['file:///x', 'ftp://host/x', 'http://user:secret@host/x', 'http://user@host/x']) {
      expect(isFeedUrl(new URL(url))).toBe(false);
    }
  });
});
