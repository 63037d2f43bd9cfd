import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CaseStep, CaseWork } from '@skyaccord/accord';
import { checkSignature, keyFromSeed, type PublicJwk, publicHalf, sign } from '@skyaccord/proof';
import { afterAll, expect, test, vi } from 'vitest';
import { eventually, json, request, testNode } from '../../test/node.ts';
import { encodeChunk } from '../feeds/chunk.ts';
import { openIdentity } from '../link/identity.ts';
import {
  exportCase,
  type FeedSink,
  type LiveFeed,
  packArchive,
  type RunningNode,
  unpackArchive,
  verifyCase,
} from '../main.ts';
import type { CaseSummary } from '../store/store.ts';

const PARTIES = ['nc', 'mu'] as const;
type Party = (typeof PARTIES)[number];
const KEYS = { nc: keyFromSeed(new Uint8Array(32).fill(3)), mu: keyFromSeed(new Uint8Array(32).fill(4)) };
const keyText = ({ kty, crv, x }: PublicJwk): string => `{kty: ${kty}, crv: ${crv}, x: ${x}}`;
const MEMORANDUM = `
skyaccord: memorandum/1
id: two
version: 1
languages: [en, fr]
title: {en: Of two, fr: À deux}
parties:
${PARTIES.map(
  (party) => `  - id: ${party}
    name: Party ${party}
    role: signatory
    keys: [${keyText(publicHalf(KEYS[party]))}]
    aircraft: [{callsign_prefix: ${party.toUpperCase()}}]`,
).join('\n')}
clauses:
  - id: SEP-1
    kind: separation_minimum
    words: {en: Stay apart., fr: Restez à distance.}
    applies: {classes: [crewed/crewed], between: different_parties}
    lateral: 500 m
    vertical: 1000 ft
    grace: 0 s
    warn_ahead: 20 s
`;
/** The clock of this process, and so of both nodes: it stands still but where the test sets it forward. */
let now_ms = Math.ceil(Date.now() / 1000) * 1000;
vi.spyOn(Date, 'now').mockImplementation(() => now_ms);
const BEGIN_MS = now_ms;

/** Two aircraft that pass each other at 500 m/s, 4 s after the beginning; both nodes hear both. */
class Passing implements LiveFeed {
  readonly name = 'passing';
  #sink: FeedSink | null = null;
  #sequence = 0;

  start(sink: FeedSink): void {
    this.#sink = sink;
    const none = { last_message_ms: now_ms, observations: 0, complaints: 0, last_complaint: null };
    sink.status({ name: this.name, state: 'live', ...none });
  }

  async stop(): Promise<void> {
    this.#sink = null;
  }

  tell(): void {
    const seen = (['nc', 'mu'] as const).map((party, i) => ({
      ...OBSERVED,
      source: this.name,
      sequence: this.#sequence++,
      time_ms: now_ms,
      address: ADDRESSES[party],
      callsign: `${party.toUpperCase()}1`,
      longitude_deg: -5 + ((i === 0 ? 1 : -1) * (((now_ms - BEGIN_MS) / 1000) * 250 - 1_000)) / 78_400,
      track_deg: i === 0 ? 90 : 270,
    }));
    this.#sink?.chunk(encodeChunk(seen));
  }
}
const ADDRESSES = { nc: 'a00001', mu: 'b00001' } as const;
const OBSERVED = {
  address_kind: 'icao',
  technology: 'adsb',
  registration: null,
  category: 'A3',
  latitude_deg: 45.3,
  pressure_altitude_m: 9_000,
  geometric_altitude_m: null,
  geometric_datum: 'unknown',
  on_ground: false,
  ground_speed_mps: 250,
  vertical_rate_mps: 0,
  resolution_advisory: null,
  position_accuracy_m: 10,
  altitude_accuracy_m: 10,
  velocity_accuracy_mps: 1,
  party: null,
} as const;

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-two-cases-'));
const nodes = new Map<Party, RunningNode>();
const feeds = { nc: new Passing(), mu: new Passing() };
afterAll(async () => {
  for (const node of nodes.values()) await node.close();
  rmSync(folder, { recursive: true, force: true });
});
const data = (party: Party) => path.join(folder, party);
const other = (party: Party): Party => (party === 'nc' ? 'mu' : 'nc');

async function start(party: Party): Promise<void> {
  const port = nodes.get(other(party))?.link_port ?? null;
  const address = port === null ? null : `127.0.0.1:${port}`;
  const alerts = { rung: 'identity', delay_s: null, resolution_m: null } as const;
  const card = openIdentity(data(other(party)), other(party)).card;
  const memorandum = path.join(folder, 'two.yaml');
  writeFileSync(memorandum, MEMORANDUM);
  const node = await testNode({
    data: data(party),
    memorandum,
    feeds: [feeds[party]],
    link: { party, listen: port === null ? '127.0.0.1:0' : null, peers: [{ card, address, shows: { alerts } }] },
  });
  nodes.set(party, node);
}

const at = (party: Party, route: string): string => `${nodes.get(party)!.url}/api/v1/${route}`;
async function post<T = CaseStep>(party: Party, route: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const answer = await request(at(party, route), { method: 'POST', headers, body: JSON.stringify(body) });
  if (answer.status !== 201) throw new Error(`${party} answers ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as T;
}
const workOf = async (party: Party, id: string) =>
  (await json<{ work: CaseWork }>(at(party, `cases/${encodeURIComponent(id)}/work`))).work;
/** The work on a case at a node, once it is as wanted. */
const worked = (party: Party, id: string, wanted: (work: CaseWork) => boolean) =>
  eventually(() => workOf(party, id), wanted, 30_000);

/** Sets the clock forward, and waits until both nodes have come to that instant. */
async function forward(by_ms: number): Promise<void> {
  now_ms += by_ms;
  for (const party of PARTIES) feeds[party].tell();
  for (const party of PARTIES) {
    await eventually(
      () => json<{ time_ms: number }>(at(party, 'status')),
      ({ time_ms }) => time_ms >= now_ms,
      30_000,
    );
  }
}

/** The case that the watch of each node closes, once the two have passed each other and it came to nothing more. */
async function closedCases(): Promise<Readonly<Record<Party, string>>> {
  while (now_ms < BEGIN_MS + 7_000) await forward(500);
  const found = new Map<Party, string>();
  while (found.size < PARTIES.length) {
    if (now_ms > BEGIN_MS + 300_000) throw new Error('no watch closed its case within five minutes');
    await forward(20_000);
    for (const party of PARTIES) {
      const { cases } = await json<{ cases: CaseSummary[] }>(at(party, 'cases'));
      const closed = cases.find(({ state }) => state === 'closed');
      if (closed !== undefined) found.set(party, closed.id);
    }
  }
  return { nc: found.get('nc')!, mu: found.get('mu')! };
}

test('one case on two nodes over mutual TLS: opened at both, told by both, signed by both, exported alike, released', async () => {
  for (const party of PARTIES) await start(party);
  const own = await closedCases();
  const both = async (wanted: (work: CaseWork) => boolean) => {
    const [nc, mu] = [await worked('nc', own.nc, wanted), await worked('mu', own.mu, wanted)];
    return { nc, mu };
  };
  // Each watch opened it by itself; by either name both nodes mean one case.
  for (const work of Object.values(await both(({ records }) => records.length === 2))) {
    expect(work.names).toEqual([...new Set([own.nc, own.mu])].sort());
    expect(work).toMatchObject({ state: 'alleged', parties: ['mu', 'nc'] });
  }

  const step = (party: Party, act: object) =>
    post(party, `cases/${encodeURIComponent(own[party])}/steps`, { step: act });
  const account = (text: string, h_cpa_m: number) => ({
    act: 'account',
    full: true,
    text,
    figures: { h_cpa_m },
    contents: ['account'],
  });
  await step('nc', account('We passed well clear.', 900));
  await step('mu', account('They came close.', 30));
  for (const { accounts, differences } of Object.values(await both((work) => work.accounts.length === 2))) {
    expect(accounts.map(({ party, text }) => `${party}: ${text}`).sort()).toEqual([
      'mu: They came close.',
      'nc: We passed well clear.',
    ]);
    // The figure on which they differ is pointed out, with who says what.
    const horizontal = differences.find(({ figure }) => figure === 'h_cpa_m');
    expect(horizontal?.differs).toBe(true);
    expect(horizontal?.said).toEqual(
      expect.arrayContaining([
        { party: 'nc', by: 'account', value: 900 },
        { party: 'mu', by: 'account', value: 30 },
      ]),
    );
  }
  // A file that is given comes over the link; one that is withheld is told of, and no more.
  for (const [name, shared] of [
    ['radio.txt', true],
    ['notes.txt', false],
  ] as const) {
    const file = { name, media_type: 'text/plain', data: Buffer.from(`${name}\n`.repeat(9_000)).toString('base64') };
    await post('nc', `cases/${encodeURIComponent(own.nc)}/attachments`, { ...file, shared });
  }
  const { work, files } = await eventually(
    () => json<{ work: CaseWork; files: Record<string, string> }>(at('mu', `cases/${encodeURIComponent(own.mu)}/work`)),
    (answer) => answer.work.attachments.length === 2 && Object.values(answer.files).includes('here'),
    30_000,
  );
  const [radio, notes] = ['radio.txt', 'notes.txt'].map((name) => work.attachments.find((one) => one.name === name)!);
  expect([files[radio!.sha256], files[notes!.sha256]]).toEqual(['here', 'withheld']);
  const fileAt = (sha256: string) => request(at('mu', `cases/${encodeURIComponent(own.mu)}/attachments/${sha256}`));
  expect((await fileAt(radio!.sha256)).body).toBe('radio.txt\n'.repeat(9_000));
  const withheld = await fileAt(notes!.sha256);
  expect([withheld.status, withheld.body]).toEqual([404, expect.stringContaining('is withheld by its party')]);

  await step('nc', { act: 'stance', stance: 'disputed', reason: 'It was not close.' });
  await step('mu', { act: 'stance', stance: 'agreed', reason: '' });
  await both(({ state, stances }) => state === 'disputed' && stances.length === 2);
  // Nothing of it can be told the public now, and whoever tries is told why.
  const early = await request(at('mu', `cases/${encodeURIComponent(own.mu)}/releases`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ state: 'published', plotted: true, words: TEXTS }),
  });
  expect([early.status, early.body]).toEqual([
    409,
    expect.stringContaining('The case is disputed, and the memorandum'),
  ]);
  await step('nc', { act: 'stance', stance: 'agreed', reason: 'We read our recording again.' });
  await both(({ state }) => state === 'agreed');

  for (const party of PARTIES) {
    await worked(party, own[party], ({ stances }) => stances.length === 3);
    const found = await json<Findings>(at(party, `cases/${encodeURIComponent(own[party])}/findings`));
    const { heads, sha256, findings } = found;
    const signature = sign(findings, KEYS[party], party, Date.now());
    await step(party, { act: 'signed_off', heads, sha256, signature });
  }
  const closed = await both(({ closed_ms }) => closed_ms !== null);
  expect(closed.nc.sign_offs).toEqual(closed.mu.sign_offs);

  // The text for the public: drafted at one node, seen and signed at both, and then in the folder of both.
  const named = await request(at('nc', `cases/${encodeURIComponent(own.nc)}/releases`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      state: 'published',
      plotted: true,
      words: { ...TEXTS, en: { ...TEXTS.en, title: 'NC 1' } },
    }),
  });
  expect([named.status, named.body]).toEqual([409, expect.stringContaining('it names NC1')]);
  const draft = { state: 'published', plotted: true, words: TEXTS };
  await post('nc', `cases/${encodeURIComponent(own.nc)}/releases`, draft);
  await both(({ releases }) => releases[0]?.state === 'waits');
  for (const party of PARTIES) {
    const { releases } = await workOf(party, own[party]);
    const { id, sha256, release } = releases[0]!;
    const forged = sign(release, KEYS[other(party)], party, Date.now());
    await expect(step(party, { act: 'release_signed', draft: id, sha256, signature: forged })).rejects.toThrow(/409/);
    const signature = sign(release, KEYS[party], party, Date.now());
    await step(party, { act: 'release_signed', draft: id, sha256, signature });
  }
  const { nc: ours, mu: theirs } = await both(({ releases }) => releases[0]?.state === 'released');
  expect(ours.releases).toEqual(theirs.releases);
  const out = PARTIES.map((party) => {
    const [file, ...more] = readdirSync(path.join(data(party), 'releases'));
    expect(more).toEqual([]);
    return readFileSync(path.join(data(party), 'releases', file!), 'utf8');
  });
  expect(out[0]).toBe(out[1]);
  const { release, signatures } = JSON.parse(out[0]!) as { release: object; signatures: string[] };
  const keys = PARTIES.map((party) => publicHalf(KEYS[party]));
  expect(signatures.map((one) => checkSignature(one, release, keys).ok)).toEqual([true, true]);

  // Each side takes its own file of the case, and checks it with nothing but the file and public keys.
  for (const party of PARTIES) await nodes.get(party)!.close();
  nodes.clear();
  const signedOff = PARTIES.map((party) => {
    const archive = unpackArchive(packArchive(exportCase(data(party), own[party])));
    const findings = verifyCase(archive, []);
    expect(findings.filter(({ says }) => says === 'fails')).toEqual([]);
    const said = findings.map(({ words }) => words).join('\n');
    expect(said).toContain('signed off by every party');
    const forged = archive.work!.map((one) => (one.act === 'account' ? { ...one, text: 'We saw nothing.' } : one));
    const words = verifyCase({ ...archive, work: forged }, []).map((one) => `${one.says} ${one.words}`);
    expect(words).toContainEqual(expect.stringContaining('fails The part work was altered'));
    return said.match(/signed off the findings with SHA-256 [0-9a-f]{64}/g);
  });
  expect(signedOff[0]).toHaveLength(2);
  expect(signedOff[0]).toEqual(signedOff[1]);
});

type Findings = { readonly heads: object; readonly sha256: string; readonly findings: unknown };
const wordsIn = (title: string) => ({ title, summary: 'Both agree on it.', paragraphs: [], facts: [] });
const TEXTS = { en: wordsIn('Two aircraft passed each other'), fr: wordsIn('Deux aéronefs se sont croisés') };
