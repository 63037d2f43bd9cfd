import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Alert, TrackState } from '@skyaccord/accord';
import { afterEach, expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { eventually, json, testNode } from '../../test/node.ts';
import { type OwnAircraft, OwnFeed } from '../../test/own_feed.ts';
import type { HeardWarning } from './advising.ts';
import { checkLinks, type LinkConfig } from './config.ts';
import { openIdentity } from './identity.ts';
import type { LinkStatus } from './link_options.ts';

const dataDirectory = dataDirectories();
const closers: (() => Promise<void>)[] = [];
// Before the folders go, which were asked for earlier.
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const nord = { address: 'e0a001', callsign: 'NORDCANARY', party: 'nc', east_m: -30_000, east_mps: 220 } as const;
const meri = { address: 'e0b002', callsign: 'MERI2', party: 'mu', east_m: 30_000, east_mps: -220 } as const;

/** Two nodes, each fed its own aircraft alone, that fly towards each other; what each shows the other is the test's. */
type Given = { readonly memorandum?: string; readonly nc_hears?: readonly OwnAircraft[] };
type Shows = 'identity' | 'live_track' | 'nothing';
async function pair(nc_shows: Shows, mu_shows: Shows, { memorandum, nc_hears = [] }: Given = {}) {
  const rules = memorandum === undefined ? {} : { memorandum };
  const [nc_data, mu_data] = [dataDirectory(), dataDirectory()];
  const nc = openIdentity(nc_data, 'nc');
  const mu = openIdentity(mu_data, 'mu');
  const show = (rung: Shows) => ({ crewed_flights: { rung, delay_s: null, resolution_m: null } });
  const one = await testNode({
    ...rules,
    data: nc_data,
    feeds: [new OwnFeed([nord, ...nc_hears])],
    link: { party: 'nc', listen: '127.0.0.1:0', peers: [{ card: mu.card, address: null, shows: show(nc_shows) }] },
  });
  closers.push(() => one.close());
  const two = await testNode({
    ...rules,
    data: mu_data,
    feeds: [new OwnFeed([meri])],
    link: {
      party: 'mu',
      listen: null,
      peers: [{ card: nc.card, address: `127.0.0.1:${one.link_port}`, shows: show(mu_shows) }],
    },
  });
  closers.push(() => two.close());
  return { one, two, mu_data };
}

const tracks = async (url: string): Promise<TrackState[]> =>
  (await json<{ tracks: TrackState[] }>(`${url}/api/v1/tracks`)).tracks;
const alerts = async (url: string): Promise<Alert[]> =>
  (await json<{ alerts: Alert[] }>(`${url}/api/v1/alerts`)).alerts;
const links = async (url: string): Promise<LinkStatus[]> =>
  (await json<{ links: LinkStatus[] }>(`${url}/api/v1/links`)).links;

test("two nodes see each other's aircraft and both warn; a lost link shows within 3 s, and warnings stand", async () => {
  const { one, two } = await pair('identity', 'identity');
  for (const [node, address, party] of [
    [one, 'e0b002', 'mu'],
    [two, 'e0a001', 'nc'],
  ] as const) {
    const seen = await eventually(
      () => tracks(node.url),
      (all) => all.some(({ track }) => track === address),
    );
    expect(seen.find(({ track }) => track === address)).toMatchObject({ party });
  }
  const [first, second] = await Promise.all(
    [one, two].map(({ url }) =>
      eventually(
        () => alerts(url),
        (all) => all.length > 0,
        60_000,
      ),
    ),
  );
  expect(first?.[0]).toMatchObject({ a: { track: 'e0a001' }, b: { track: 'e0b002' } });
  // Long before they meet, on either side, however busy the machine; docs/cell.md has what was measured.
  expect(Math.abs(first![0]!.raised_ms - second![0]!.raised_ms)).toBeLessThan(15_000);
  // The other node goes without a word.
  await two.close();
  const begun_ms = performance.now();
  await eventually(
    () => links(one.url),
    ([link]) => link?.phase !== 'up',
  );
  expect(performance.now() - begun_ms).toBeLessThan(3_000);
  const health = JSON.parse(await (await fetch(`${one.url}/health`)).text()) as { reasons: string[] };
  expect(health.reasons.join()).toMatch(/link with mu is down/);
  expect((await alerts(one.url)).length).toBeGreaterThan(0);
});

/** Everything that a node has written, as text. */
const written = (folder: string): string =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, 'latin1'))
    .join('\n');

test('who is not shown by name is named in nothing that the other node stores or says; at nothing nothing is said', async () => {
  const { one, two, mu_data } = await pair('live_track', 'nothing');
  const seen = await eventually(
    () => tracks(two.url),
    (all) => all.some(({ party }) => party === 'nc'),
  );
  expect(seen.find(({ party }) => party === 'nc')).toMatchObject({ callsign: null, party: 'nc' });
  expect(JSON.stringify(seen)).not.toMatch(/NORDCANARY|e0a001/);
  // What both are bound to is in the journal; what it is, is not.
  await eventually(
    () => json<{ received: unknown[] }>(`${two.url}/api/v1/commitments?party=nc`),
    ({ received }) => received.length > 0,
  );
  await eventually(
    () => tracks(two.url),
    (all) => all.some(({ party }) => party === 'mu'),
  );
  // The other way round nothing is shown: not even that it exists.
  expect((await tracks(one.url)).map(({ party }) => party)).toEqual(['nc']);
  expect((await links(one.url))[0]).toMatchObject({ phase: 'up' });
  expect(await json(`${one.url}/api/v1/commitments?party=mu`)).toMatchObject({ received: [] });
  // Of the journals heads are told, and countersigned.
  const { heads } = await eventually(
    () => json<{ heads: { countersigned: unknown; fault: unknown }[] }>(`${one.url}/api/v1/journal/heads`),
    (told) => told.heads.some(({ countersigned }) => countersigned !== null),
  );
  expect(heads).toMatchObject([{ party: 'mu', fault: null, refused: null }]);
  await two.close();
  const text = written(mu_data);
  expect(text).toMatch(/commitment/);
  expect(text).toMatch(/MERI2/);
  expect(text).not.toMatch(/NORDCANARY|e0a001/i);
});

const OBLIGED = `
  - id: SAFE-1
    kind: disclosure_duty
    words:
      en: Each side warns the other of a clash that the other cannot see.
      fr: Chacun avertit l'autre d'un conflit que celui-ci ne peut voir.
    shares:
      - {what: alerts, level: existence, delay: 5 s}
`;

test('a party that meets what it is not shown is warned by the other node, in bands, under the clause', async () => {
  const october = fileURLToPath(new URL('../../../../scenarios/october.memorandum.yaml', import.meta.url));
  const memorandum = path.join(dataDirectory(), 'memorandum.yaml');
  writeFileSync(memorandum, `${readFileSync(october, 'utf8').trimEnd()}${OBLIGED}`);
  // The Compact hears the Union's aircraft by its transponder, and shows the Union nothing.
  const { two, mu_data } = await pair('nothing', 'nothing', { memorandum, nc_hears: [{ ...meri, party: null }] });
  const { warnings } = await eventually(
    () => json<{ warnings: HeardWarning[] }>(`${two.url}/api/v1/links`),
    (answer) => answer.warnings.length > 0,
    60_000,
  );
  expect(warnings[0]).toMatchObject({ from: 'nc', for: 'e0b002', warning: { clause: 'SAFE-1' } });
  expect(await alerts(two.url)).toEqual([]);
  await two.close();
  expect(written(mu_data)).not.toMatch(/NORDCANARY|e0a001/i);
});

test.each<[string, (config: LinkConfig) => LinkConfig, RegExp]>([
  ['of a party that the memorandum does not have', (config) => ({ ...config, party: 'zz' }), /party is zz/],
  ['with itself', (config) => ({ ...config, party: 'mu' }), /with itself/],
  ['that nobody would open', (config) => ({ ...config, listen: null }), /one of the two must connect/],
])('a link %s is refused, with the field', (_what, change, reason) => {
  const card = openIdentity(dataDirectory(), 'mu').card;
  const config = { party: 'nc', listen: '127.0.0.1:0', peers: [{ card, address: null, shows: {} }] };
  expect(() => checkLinks(config, ['nc', 'mu'])).not.toThrow();
  expect(() => checkLinks(change(config), ['nc', 'mu'])).toThrow(reason);
});
