import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StandingMission } from '@skyaccord/accord';
import { afterAll, expect, test } from 'vitest';
import { eventually, json, request, testNode } from '../../test/node.ts';
import { type RunningNode, verifyJournal } from '../main.ts';
import type { FilingShown } from '../missions/filed.ts';
import { openIdentity } from './identity.ts';
import { writeLinks } from './links_file.ts';

const MEMORANDUM = `
skyaccord: memorandum/1
id: three
version: 1
languages: [en]
title: {en: Of three}
parties:
  - {id: nc, name: Compact, role: signatory}
  - {id: mu, name: Union, role: signatory}
  - {id: sm, name: Southern Members, role: signatory}
clauses:
  - id: SEP-1
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed], between: different_parties}
    lateral: 3 NM
    vertical: 3000 ft
    grace: 3 min
    warn_ahead: 2 min
  - id: SHARE-1
    kind: disclosure_duty
    words: {en: Each side tells the others of its plans.}
    shares: [{what: plans, level: volume_and_time}]
`;
type Party = 'nc' | 'mu' | 'sm';
type Missions = { missions: StandingMission[]; filings: FilingShown[] };

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-three-'));
const nodes = new Map<Party, RunningNode>();
afterAll(async () => {
  for (const node of nodes.values()) await node.close();
  rmSync(folder, { recursive: true, force: true });
});
const data = (party: Party) => path.join(folder, party);
const card = (party: Party) => openIdentity(data(party), party).card;

/** Where each listens. */
const ports = new Map<Party, number>();
const fileOf = (party: Party): string => path.join(folder, `${party}.json`);

/** Writes with whom a node is linked; the one that was started later connects. */
function links(own: Party, others: readonly Party[]): void {
  const peers = others.map((other) => {
    const port = [...ports.keys()].indexOf(other) < [...ports.keys(), own].indexOf(own) ? ports.get(other) : undefined;
    return { card: card(other), address: port === undefined ? null : `127.0.0.1:${port}`, shows: {} };
  });
  writeLinks(fileOf(own), { party: own, listen: '127.0.0.1:0', peers });
}
async function start(own: Party): Promise<void> {
  const memorandum = path.join(folder, 'm.yaml');
  nodes.set(own, await testNode({ data: data(own), memorandum, live: true, feeds: [], link: fileOf(own) }));
  ports.set(own, nodes.get(own)?.link_port as number);
}
const stop = async (party: Party) => {
  await nodes.get(party)?.close();
  nodes.delete(party);
};
const url = (party: Party): string => nodes.get(party)?.url ?? '';
const missions = (party: Party) => json<Missions>(`${url(party)}/api/v1/missions`);
const begin = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 7_200_000;

async function file(party: Party, id: string, latitude_deg: number): Promise<number> {
  const point = (longitude_deg: number, time: number) => ({ latitude_deg, longitude_deg, altitude_m: 3_000, time });
  const mission = {
    id,
    party,
    aircraft: { crew: 'crewed', category: 'fixed_wing' },
    purpose: 'transport',
    route: [point(20, begin), point(21, begin + 600_000)],
  };
  const answer = await fetch(`${url(party)}/api/v1/missions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url(party), 'x-skyaccord': 'test' },
    body: JSON.stringify({ mission }),
  });
  return answer.status;
}
const until = (party: Party, id: string, state: string) =>
  eventually(
    async () => (await missions(party)).filings.find(({ mission }) => mission === id)?.state,
    (found) => found === state,
    30_000,
  );

type LinkOf = { party: string };
const linkOf = async (own: Party, other: Party): Promise<LinkOf | undefined> =>
  (await json<{ links: LinkOf[] }>(`${url(own)}/api/v1/links`)).links.find(({ party }) => party === other);
const reasons = async () =>
  (JSON.parse((await request(`${url('nc')}/health`)).body) as { reasons: string[] }).reasons.join('; ');
/** How many missions of another party a node holds. */
const held = (own: Party, other: Party, wanted: number) =>
  eventually(
    async () => (await missions(own)).missions.filter(({ mission }) => mission.party === other).length,
    (count) => count === wanted,
    30_000,
  );

test('a third node joins two that run, files with both, and leaves: the others work on, all journals are whole', async () => {
  writeFileSync(path.join(folder, 'm.yaml'), MEMORANDUM);
  links('nc', []);
  await start('nc');
  links('mu', ['nc']);
  await start('mu');
  // Neither file of the two that run knew of the others.
  links('nc', ['mu']);
  expect(await file('nc', 'n1', 10)).toBe(201);
  await until('nc', 'n1', 'confirmed');
  links('sm', ['nc', 'mu']);
  await start('sm');
  links('nc', ['mu', 'sm']);
  links('mu', ['nc', 'sm']);
  await held('sm', 'nc', 1);
  await until('nc', 'n1', 'confirmed');
  // What nc has filed is in its way as well; elsewhere it needs a receipt of both.
  expect(await file('sm', 's1', 10)).toBe(409);
  expect(await file('sm', 's2', 14)).toBe(201);
  await until('sm', 's2', 'confirmed');
  expect(await file('mu', 'm1', 14)).toBe(409);
  // Taken out by one and in again while all run: what it had filed goes, and comes back.
  links('mu', ['nc']);
  await held('mu', 'sm', 0);
  links('mu', ['nc', 'sm']);
  await held('mu', 'sm', 1);
  await until('sm', 's2', 'confirmed');
  // It leaves. The others take it out of their files, and what it had filed stands in nobody's way any more.
  await stop('sm');
  links('nc', ['mu']);
  links('mu', ['nc']);
  await Promise.all([held('nc', 'sm', 0), held('mu', 'sm', 0)]);
  expect(await file('mu', 'm2', 14)).toBe(201);
  await until('mu', 'm2', 'confirmed');
  expect(await file('nc', 'n2', 14)).toBe(409);
  expect(await linkOf('nc', 'sm')).toBe(undefined);
  // A start finds it gone from the first answer on, and so does the one after that.
  for (const id of ['m3', 'm4']) {
    await stop('mu');
    await start('mu');
    expect(await file('mu', id, 14)).toBe(201);
  }
  await stop('mu');
  // What cannot be taken up changes nothing, and the node says so until the file is right.
  const right = readFileSync(fileOf('nc'), 'utf8');
  writeFileSync(fileOf('nc'), '{"party": "nc", "peers": ');
  await eventually(reasons, (text) => /changed file of links is not taken up: .*nc\.json/.test(text));
  expect((await linkOf('nc', 'mu'))?.party).toBe('mu');
  writeFileSync(fileOf('nc'), right.replace('"party": "nc"', '"party": "mu"'));
  await eventually(reasons, (text) => /party is mu/.test(text));
  writeFileSync(fileOf('nc'), right);
  await eventually(reasons, (text) => !/file of links/.test(text));
  await stop('nc');
  for (const party of ['nc', 'mu', 'sm'] as const) expect(verifyJournal(data(party))).toMatchObject({ ok: true });
});
