import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  FIELDS,
  type Identity,
  RUNGS,
  type Rung,
  reaches,
  type TrackState,
  type View,
  type What,
} from '@skyaccord/accord';
import { afterEach, expect, test, vi } from 'vitest';
import { type Canary, CanaryFeed, disguises, filesOf, numberDisguises } from '../../test/canary.ts';
import { dataDirectories } from '../../test/data_directory.ts';
import { eventually, json, reader, request, testNode } from '../../test/node.ts';
import type { RunningNode } from '../main.ts';
import type { GivenCommitment } from './binding.ts';
import type { ReceivedCommitment } from './commitments.ts';
import type { HeardAlert } from './heard_alerts.ts';
import type { HeardFlight } from './heard_flights.ts';
import { openIdentity } from './identity.ts';
import type { HeardThing } from './things.ts';

const dataDirectory = dataDirectories();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Kinds that go over the kept stream. */
const THINGS = ['plans', 'hazards', 'statements'] as const;
/** Kinds that go over the live stream; falling, so that what comes later is never shown higher than its rung. */
const KINDS = ['crewed_flights', 'uncrewed_flights', 'alerts'] as const;
const FALLING = [...RUNGS].reverse();
/** Cells of 500 m, told at once: an aircraft takes 2 s to cross one at 250 m/s. */
const choiceOf = (rung: Rung, what: What) => {
  const coarse = rung === 'volume_and_time' || rung === 'delayed_track';
  const late = rung === 'delayed_track' && what.endsWith('flights');
  return { rung, delay_s: late ? 0 : null, resolution_m: coarse ? 500 : null };
};

/** One of each kind for each rung, far from the others, and somebody without a name who comes near the first. */
function canariesOf(k: number): { readonly own: readonly Canary[]; readonly stranger: Canary } {
  const mark = 'QWZXJV'[k]!;
  const own = (kind: number, category: string): Canary => ({
    // Of a block from which the registration follows.
    address: `${['a2047', 'a3051'][kind]}${k}`,
    callsign: `${mark}${mark}CRY${kind}${k}`,
    registration: null,
    category,
    party: 'nc',
    latitude_deg: 45.123_457_31 + 1.5 * k,
    longitude_deg: -5.234_568_71 + 2 * kind + 0.011_137_93 * k,
    pressure_altitude_m: 3_017.3 + k,
    ground_speed_mps: 0,
    track_deg: 123.457,
  });
  const near = own(0, 'A3');
  return {
    own: [near, own(1, 'B6')],
    stranger: {
      ...near,
      address: `5eed0${k}`,
      callsign: `${mark}${mark}ODD${k}`,
      registration: null,
      party: null,
      latitude_deg: near.latitude_deg + 0.051_234_57,
      longitude_deg: near.longitude_deg + 0.001_234_57,
      ground_speed_mps: 150,
      track_deg: 180,
    },
  };
}

type Told = { readonly word: string; readonly from: Rung | null };

/**
 * A plan, an area and a statement for each rung. Each of their words with the rung from which on it may be told, null:
 * at none; their numbers may be told exactly from the live track on.
 */
function thingsOf(k: number) {
  const mark = 'QWZXJV'[k]!;
  const told: Told[] = [];
  const word = (name: string, from: Rung | null): string => {
    told.push({ word: `${mark}${mark}${name}${k}`, from });
    return told.at(-1)!.word;
  };
  const begin = Date.now() + 7_200_000;
  const [latitude_deg, longitude_deg] = [50.123_457_37 + 1.5 * k, 11.234_568_79 + 0.011_137_93 * k];
  const point = (at_deg: number, time: number) => ({ latitude_deg, longitude_deg: at_deg, altitude_m: 3_100, time });
  const bounds_deg = [longitude_deg + 9, latitude_deg, longitude_deg + 9.512_345_67, latitude_deg + 0.412_345_67];
  return {
    told,
    numbers: [latitude_deg, longitude_deg, ...bounds_deg],
    mission: {
      id: word('plan', 'identity'),
      party: 'nc',
      callsign: word('PC', 'identity'),
      unit: word('unit', 'identity'),
      aircraft: { crew: 'crewed', category: 'fixed_wing' },
      purpose: 'transport',
      route: [point(longitude_deg, begin), point(longitude_deg + 0.7, begin + 600_000)],
    },
    area: {
      id: word('area', null),
      name: word('Range', 'live_track'),
      owner: 'nc',
      bounds_deg,
      entry: 'closed',
      source: word('notice', 'identity'),
    },
    statement: {
      id: word('said', null),
      subject: 'assurance',
      predicate: 'will_notify',
      speaker: word('Minister', 'identity'),
      office: word('Office', 'identity'),
      speaks_for: 'nc',
      setting: 'written',
      about: { party: 'nc', thing: word('exercise', 'live_track') },
      as_of: Date.now() - 1_000,
      words: word('promise', 'live_track'),
      source: word('letter', 'identity'),
    },
  };
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await request(url, sent);
  if (answer.status >= 300) throw new Error(`${url} answers ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as T;
}

/** All that a node says: each GET route of its description, and what it says of things that there are not. */
async function everythingSaid(node: RunningNode): Promise<string> {
  const { paths } = await json<{ paths: Record<string, Record<string, unknown>> }>(`${node.url}/api/openapi.json`);
  const { tracks } = await json<{ tracks: TrackState[] }>(`${node.url}/api/v1/tracks`);
  const { cases } = await json<{ cases: { id: string }[] }>(`${node.url}/api/v1/cases`);
  const asked = Object.entries(paths)
    .filter(([route, { get }]) => get !== undefined && !route.endsWith('.pdf') && route !== '/api/v1/stream')
    .flatMap(([route]) => {
      if (route.includes('{track}')) return [...tracks.map(({ track }) => route.replace('{track}', track)), route];
      if (route.includes('{id}')) return [...cases.map(({ id }) => route.replace('{id}', id)), route];
      if (route === '/api/v1/picture') return [`${route}?at_ms=${Date.now()}`];
      if (route === '/api/v1/disclosure/preview') return THINGS.map((what) => `${route}?party=nc&what=${what}`);
      return [route === '/api/v1/commitments' ? `${route}?party=nc&limit=1000` : route];
    });
  const answers = await Promise.all(['/', '/health', '/metrics', ...asked].map((one) => request(`${node.url}${one}`)));
  return answers.map(({ headers, body }) => JSON.stringify(headers) + body).join('\n');
}

type Received = {
  readonly flights: readonly HeardFlight[];
  readonly alerts: readonly HeardAlert[];
  readonly things: readonly HeardThing[];
};
const received = (node: RunningNode) => json<Received>(`${node.url}/api/v1/disclosure/received`);

/** What a view may hold at its rung, by the tables: no field more, and none less that a flight of the feed has. */
function expectRung({ what, rung, fields, withheld, volume, track }: View, wanted: Rung): void {
  expect(rung).toBe(wanted);
  const names = Object.entries(FIELDS[what]).filter(([name]) => name !== 'name');
  expect(Object.keys(fields).sort()).toEqual(
    names.flatMap(([name, least]) => (reaches(rung, least) ? [name] : [])).sort(),
  );
  const kept = names.flatMap(([name, least]) => (reaches(rung, least) ? [] : [name]));
  expect(withheld.filter((name) => name !== 'name').sort()).toEqual(
    [
      ...kept,
      ...(reaches(rung, 'volume_and_time') ? [] : ['volume']),
      ...(reaches(rung, 'delayed_track') ? [] : ['track']),
    ].sort(),
  );
  const boxed = what === 'alerts' ? reaches(rung, 'volume_and_time') : rung === 'volume_and_time';
  expect(volume !== null).toBe(boxed);
  expect(track.length > 0).toBe(reaches(rung, 'delayed_track'));
}

/** What may be told of a plan, an area or a statement. */
function expectThing({ what, rung, fields, volume, track }: View, wanted: Rung): void {
  expect(rung).toBe(wanted);
  const names = Object.entries(FIELDS[what]).filter(([, least]) => reaches(rung, least));
  expect(Object.keys(fields).sort()).toEqual(names.map(([name]) => name).sort());
  if (!reaches(rung, 'volume_and_time')) expect(volume).toBe(null);
  if (!reaches(rung, 'delayed_track')) expect(track).toEqual([]);
}

/** Numbers of an aircraft as its own node tells them, that are long enough to be found again. */
const numbersOf = (state: TrackState): number[] =>
  [state.latitude_deg, state.longitude_deg, state.altitude_m].filter(
    (one): one is number => one !== null && String(one).replace(/\D/g, '').length >= 10,
  );

test('over the whole matrix the other node holds what each rung allows, in all it says and stores, and nothing else', async () => {
  const log: string[] = [];
  const silenced = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    log.push(String(text));
    return true;
  });
  const [nc_data, mu_data] = [dataDirectory(), dataDirectory()];
  const nc = openIdentity(nc_data, 'nc');
  const mu = openIdentity(mu_data, 'mu');
  const feed = new CanaryFeed();
  const one = await testNode({
    data: nc_data,
    feeds: [feed],
    link: { party: 'nc', listen: '127.0.0.1:0', peers: [{ card: mu.card, address: null, shows: {} }] },
  });
  closers.push(() => one.close());
  const address = `127.0.0.1:${one.link_port}`;
  const two = await testNode({
    data: mu_data,
    live: true,
    logLevel: 'trace',
    link: { party: 'mu', listen: null, peers: [{ card: nc.card, address, shows: {} }] },
  });
  closers.push(() => two.close());
  const stream = await reader(two.url);

  const told: { readonly canary: Canary; readonly rung: Rung; readonly words: string[]; readonly numbers: number[] }[] =
    [];
  const things: (ReturnType<typeof thingsOf> & { readonly rung: Rung })[] = [];
  let said = '';
  for (const [k, rung] of FALLING.entries()) {
    for (const what of [...KINDS, ...THINGS]) {
      const body = { to: 'mu', what, choice: choiceOf(rung, what), reason: `rung ${rung}` };
      await post(`${one.url}/api/v1/disclosure`, body);
    }
    const { own, stranger } = canariesOf(k);
    feed.fly([...own, stranger]);
    const { mission, area, statement, ...made } = thingsOf(k);
    await post(`${one.url}/api/v1/missions`, { mission });
    await post(`${one.url}/api/v1/hazards`, { area });
    await post(`${one.url}/api/v1/statements`, { statement });
    things.push({ mission, area, statement, ...made, rung });
    // The node that sees it all has its aircraft, and warns.
    const seen = await eventually(
      async () => ({
        tracks: (await json<{ tracks: TrackState[] }>(`${one.url}/api/v1/tracks`)).tracks,
        alerts: (await json<{ alerts: { a: { track: string }; b: { track: string } }[] }>(`${one.url}/api/v1/alerts`))
          .alerts,
      }),
      ({ tracks, alerts }) =>
        own.every((canary) => tracks.some(({ track }) => track === canary.address)) &&
        alerts.some(({ a, b }) => a.track === stranger.address || b.track === stranger.address),
      60_000,
    );
    // Whatever could be told is told by now: views are looked at five times a second, and told every 2 s at the rarest.
    const isWhole = ({ flights, alerts, things: other }: Received): boolean => {
      if (flights.length !== 2 * (k + 1) || alerts.length === 0 || other.length !== 3 * (k + 1)) return false;
      try {
        for (const { view } of [...flights, ...alerts]) expectRung(view, rung);
        for (const { view } of other) expectThing(view, rung);
        return true;
      } catch {
        return false;
      }
    };
    if (rung === 'nothing') {
      // All that was shown before is over, and time enough for something of the new ones to come, which must not.
      const none = (answer: Received): boolean => Object.values(answer).every((some) => some.length === 0);
      await eventually(() => received(two), none, 60_000);
      await new Promise((resolve) => setTimeout(resolve, 800));
      expect(none(await received(two))).toBe(true);
    } else {
      await eventually(() => received(two), isWhole, 60_000);
    }
    for (const canary of [...own, stranger]) {
      const state = seen.tracks.find(({ track }) => track === canary.address);
      const exact = [canary.latitude_deg, canary.longitude_deg];
      const detail = await json<{ identity: Identity }>(`${one.url}/api/v1/tracks/${canary.address}`);
      const { registration } = detail.identity;
      const words = [canary.address, canary.callsign, registration].filter((word) => word !== null);
      if (canary.party !== null) expect(words).toHaveLength(3);
      told.push({ canary, rung, words, numbers: [...exact, ...(state === undefined ? [] : numbersOf(state))] });
    }
    said += await everythingSaid(two);
  }

  // Whom it was shown by name, the other node can say; of whom it was not, nothing is anywhere.
  const shown = told.filter(({ rung, canary }) => rung === 'identity' && canary.party !== null);
  for (const { words } of shown) for (const word of words) expect([word, said.includes(word)]).toEqual([word, true]);

  // What may be told of plans, areas and statements at the highest rung was told.
  for (const { word, from } of things[0]!.told) {
    if (from !== null) expect([word, said.includes(word)]).toEqual([word, true]);
  }

  await checkRevealing(one, two, nc_data, told);

  await two.close();
  await one.close();
  silenced.mockRestore();
  const places = [
    { name: 'what its routes answer', bytes: Buffer.from(said) },
    { name: 'its stream', bytes: Buffer.from(JSON.stringify(stream.messages)) },
    { name: 'its log', bytes: Buffer.from(log.join('')) },
    ...filesOf(mu_data),
  ];
  expect(places.length).toBeGreaterThan(6);
  expect(stream.messages.length).toBeGreaterThan(5);
  expect(log.join('')).toMatch(/link/);
  const found: string[] = [];
  const look = (patterns: readonly Buffer[], what: string): void => {
    for (const { name, bytes } of places) {
      if (patterns.some((pattern) => bytes.includes(pattern))) found.push(`${what} in ${name}`);
    }
  };
  for (const { canary, rung, words, numbers } of told) {
    if (rung !== 'identity') for (const word of words) look(disguises(word), `${word} at ${rung}`);
    // Live, the place of an alert is that of both of its aircraft.
    if (reaches(rung, 'live_track')) continue;
    for (const value of numbers) look(numberDisguises(value), `${value} of ${canary.callsign} at ${rung}`);
  }
  for (const { told: words, numbers, rung } of things) {
    for (const { word, from } of words) {
      if (from === null || !reaches(rung, from)) look(disguises(word), `${word} at ${rung}`);
    }
    if (reaches(rung, 'live_track')) continue;
    for (const value of numbers) look(numberDisguises(value), `${value} of a thing at ${rung}`);
  }
  expect(found).toEqual([]);
  // The search finds what is there.
  look(disguises(shown[0]!.canary.callsign!), 'shown');
  look(numberDisguises(told.find(({ rung }) => rung === 'live_track')!.numbers.at(-1)!), 'shown');
  expect(found.filter((one) => one.startsWith('shown')).length).toBeGreaterThan(3);
}, 240_000);

type Commitments = { readonly given: GivenCommitment[]; readonly received: ReceivedCommitment[] };

/** A commitment that is revealed verifies; one whose opening was altered does not, and says so. */
async function checkRevealing(one: RunningNode, two: RunningNode, data: string, told: readonly unknown[]) {
  const list = (node: RunningNode, party: string) =>
    json<Commitments>(`${node.url}/api/v1/commitments?party=${party}&limit=1000`);
  const { given } = await list(one, 'mu');
  // Of every flight at each rung from existence on, and of alerts.
  expect(given.length).toBeGreaterThan(told.length);
  const { received: bound } = await list(two, 'nc');
  expect(bound.map(({ ref, commitment }) => [ref, commitment])).toEqual(
    given.map(({ ref, commitment }) => [ref, commitment]),
  );
  expect(bound.every(({ revealed }) => revealed === null)).toBe(true);

  const file = path.join(data, 'link', 'openings.jsonl');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  // Those of the identities are known anyhow: nothing new is let out by what is revealed here.
  const known = lines.filter((line) => line.includes('QQCRY'));
  const refOf = (line: string): string => (JSON.parse(line) as { ref: string }).ref;
  const [honest, altered] = [known[0]!, known[1]!];
  writeFileSync(file, lines.filter((line) => line !== altered).join('\n'));
  appendFileSync(file, `\n${altered.replace(/QQCRY(\d)0/, 'QQCRY$19')}\n`);
  for (const line of [honest, altered]) {
    const answer = await post<GivenCommitment>(`${one.url}/api/v1/commitments/reveal`, {
      party: 'mu',
      ref: refOf(line),
    });
    expect(answer.revealed_ms).not.toBe(null);
  }
  const after = await eventually(
    () => list(two, 'nc'),
    (answer) => answer.received.filter(({ revealed }) => revealed !== null).length === 2,
  );
  const revealedOf = (line: string) => after.received.find(({ ref }) => ref === refOf(line))!.revealed!;
  expect(revealedOf(honest)).toMatchObject({ holds: true, value: { fields: { callsign: /./ } } } as never);
  expect(revealedOf(altered).holds).toBe(false);
  const unknown = await request(`${one.url}/api/v1/commitments/reveal`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ party: 'mu', ref: '0123456789abcdef' }),
  });
  expect([unknown.status, unknown.body]).toEqual([404, expect.stringMatching(/commitment_unknown/)]);
}
