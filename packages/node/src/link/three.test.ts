import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StandingMission } from '@skyaccord/accord';
import { afterAll, expect, test } from 'vitest';
import { eventually, json, testNode } from '../../test/node.ts';
import { type RunningNode, verifyJournal } from '../main.ts';
import type { FilingShown } from '../missions/filed.ts';
import { openIdentity } from './identity.ts';

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

/** Each connects to those that were started before it. */
async function start(own: Party, others: readonly Party[]): Promise<void> {
  const peers = others.map((other) => {
    const port = nodes.get(other)?.link_port ?? null;
    return { card: card(other), address: port === null ? null : `127.0.0.1:${port}`, shows: {} };
  });
  const link = { party: own, listen: '127.0.0.1:0', peers };
  const memorandum = path.join(folder, 'm.yaml');
  nodes.set(own, await testNode({ data: data(own), memorandum, live: true, feeds: [], link }));
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

test('a third node joins, files with both, and leaves: the others work on, and every journal stays whole', async () => {
  writeFileSync(path.join(folder, 'm.yaml'), MEMORANDUM);
  await start('nc', ['mu']);
  await start('mu', ['nc']);
  expect(await file('nc', 'n1', 10)).toBe(201);
  await until('nc', 'n1', 'confirmed');
  // The third one joins: each of the others takes its card in, and it is told of what stands.
  await Promise.all([stop('mu'), stop('nc')]);
  await start('nc', ['mu', 'sm']);
  await start('mu', ['nc', 'sm']);
  await start('sm', ['nc', 'mu']);
  await eventually(
    async () => (await missions('sm')).missions.filter(({ mission }) => mission.party === 'nc').length,
    (count) => count === 1,
    30_000,
  );
  await until('nc', 'n1', 'confirmed');
  // What nc has filed is in its way as well; elsewhere it needs a receipt of both.
  expect(await file('sm', 's1', 10)).toBe(409);
  expect(await file('sm', 's2', 14)).toBe(201);
  await until('sm', 's2', 'confirmed');
  expect(await file('mu', 'm1', 14)).toBe(409);
  // It leaves. The others take it out of their files, and what it had filed stands in nobody's way any more.
  await Promise.all([stop('sm'), stop('mu'), stop('nc')]);
  await start('nc', ['mu']);
  await start('mu', ['nc']);
  expect(await file('mu', 'm2', 14)).toBe(201);
  await until('mu', 'm2', 'confirmed');
  expect(await file('nc', 'n2', 14)).toBe(409);
  await Promise.all([stop('nc'), stop('mu')]);
  for (const party of ['nc', 'mu', 'sm'] as const) expect(verifyJournal(data(party))).toMatchObject({ ok: true });
}, 180_000);
