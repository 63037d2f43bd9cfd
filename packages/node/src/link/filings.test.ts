import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type HazardArea,
  type LogEntry,
  type Offer,
  type Outcome,
  parseMemorandum,
  type SaidStatement,
  type StandingMission,
  Watch,
} from '@skyaccord/accord';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CutLine } from '../../test/cut_line.ts';
import { eventually, json, testNode } from '../../test/node.ts';
import { type RunningNode, verifyJournal } from '../main.ts';
import type { FilingShown } from '../missions/filed.ts';
import { openIdentity } from './identity.ts';

const MEMORANDUM = `
skyaccord: memorandum/1
id: missions
version: 1
languages: [en]
title: {en: Missions}
parties:
  - {id: nc, name: Compact, role: signatory}
  - {id: mu, name: Union, role: signatory}
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
    words: {en: Each side tells the other of its plans and hazards.}
    shares:
      - {what: plans, level: volume_and_time}
      - {what: hazards, level: live_track}
`;
type Side = 'nc' | 'mu';
type Missions = { missions: StandingMission[]; filings: FilingShown[] };

const hour = 3_600_000;
const begin = Math.ceil(Date.now() / hour) * hour + 2 * hour;
const line = new CutLine();
const nodes = {} as Record<Side, RunningNode>;
const folders = {} as Record<Side, string>;
const start = {} as Record<Side, () => Promise<void>>;

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-filings-'));
beforeAll(async () => {
  const memorandum = path.join(folder, 'm.yaml');
  writeFileSync(memorandum, MEMORANDUM);
  [folders.nc, folders.mu] = [path.join(folder, 'nc'), path.join(folder, 'mu')];
  const cards = { nc: openIdentity(folders.nc, 'nc').card, mu: openIdentity(folders.mu, 'mu').card };
  const at = await line.listen();
  const shows = { statements: { rung: 'identity', delay_s: null, resolution_m: null } } as const;
  for (const [own, other, listen, address] of [
    ['nc', 'mu', '127.0.0.1:0', null],
    ['mu', 'nc', null, `127.0.0.1:${at}`],
  ] as const) {
    start[own] = async () => {
      const link = { party: own, listen, peers: [{ card: cards[other], address, shows }] };
      nodes[own] = await testNode({ data: folders[own], memorandum, live: true, feeds: [], link });
      if (own === 'nc') line.leadTo(nodes.nc.link_port as number);
    };
    await start[own]();
  }
  await linked();
});
afterAll(async () => {
  for (const node of Object.values(nodes)) await node.close();
  line.close();
  rmSync(folder, { recursive: true, force: true });
});

const phase = async (side: Side): Promise<string> =>
  (await json<{ links: { phase: string }[] }>(`${nodes[side].url}/api/v1/links`)).links[0]?.phase ?? '';
const linked = () =>
  eventually(
    async () => `${await phase('nc')} ${await phase('mu')}`,
    (both) => both === 'up up',
    30_000,
  );

async function send<T = { error?: { code: string; message: string } }>(side: Side, route: string, body: unknown) {
  const { url } = nodes[side];
  const answer = await fetch(`${url}/api/v1/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, 'x-skyaccord': 'test' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as T };
}
const missions = (side: Side) => json<Missions>(`${nodes[side].url}/api/v1/missions`);
const mission = (id: string, party: Side, latitude_deg: number, more: object = {}) => ({
  id,
  party,
  callsign: `${party.toUpperCase()}CANARY`,
  aircraft: { crew: 'crewed', category: 'fixed_wing' },
  purpose: 'transport',
  route: [
    { latitude_deg, longitude_deg: party === 'nc' ? 20.012_345 : 20.054_321, altitude_m: 3000, time: begin },
    { latitude_deg, longitude_deg: 21, altitude_m: 3000, time: begin + 600_000 },
  ],
  flexibility: { lowest_m: 1000, highest_m: 9000 },
  ...more,
});
/** How the missions of both nodes stand, once nothing is under way. */
const settled = (wanted: (states: Record<Side, FilingShown[]>) => boolean) =>
  eventually(async () => ({ nc: (await missions('nc')).filings, mu: (await missions('mu')).filings }), wanted, 30_000);
const stateOf = (states: readonly FilingShown[], id: string) => states.find((one) => one.mission === id)?.state;

describe('two parties file missions at their own nodes', () => {
  it('for one slot at once: exactly one is accepted at both, the other gives way, with its reason and ways out', async () => {
    // At once: neither can have heard of the other one.
    line.cut();
    await eventually(
      async () => [await phase('nc'), await phase('mu')],
      (both) => !both.includes('up'),
    );
    const answers = await Promise.all([
      send('nc', 'missions', { mission: mission('n1', 'nc', 10) }),
      send('mu', 'missions', { mission: mission('m1', 'mu', 10) }),
    ]);
    line.heal();
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const states = await settled(({ nc, mu }) => {
      const both = [stateOf(nc, 'n1'), stateOf(mu, 'm1')];
      return both.includes('confirmed') && both.includes('yields');
    });
    const [winner, loser] =
      stateOf(states.nc, 'n1') === 'confirmed' ? (['nc', 'mu'] as const) : (['mu', 'nc'] as const);
    const id = loser === 'nc' ? 'n1' : 'm1';
    const [given] = states[loser].filter((one) => one.mission === id);
    expect(given).toMatchObject({ to: expect.stringMatching(new RegExp(`^${winner}:[0-9a-f]{16}$`)) });
    const { notices } = await json<{ notices: { mission: string; clause: string; says: string }[] }>(
      `${nodes[loser].url}/api/v1/missions/notices`,
    );
    expect(notices.find((one) => one.mission === id && /gives way/.test(one.says))).toMatchObject({ clause: 'SEP-1' });
    // It may not fly as it is.
    expect((await send(loser, 'missions/state', { mission: id, to: 'activated' })).body.error).toMatchObject({
      code: 'mission_state',
      message: expect.stringMatching(/gives way to .* take a way out first/),
    });
    const { offers } = (await send<{ offers: Offer[] }>(loser, 'missions/options', { mission: mission(id, loser, 10) }))
      .body;
    const [best] = offers.filter(({ kind }) => kind !== 'cancel');
    expect((await send(loser, 'missions/offers', { mission: id, offer: best?.id })).status).toBe(200);
    await settled(({ nc, mu }) => stateOf(nc, 'n1') === 'confirmed' && stateOf(mu, 'm1') === 'confirmed');
  });

  it('and a further one is refused at once by what the other disclosed, which is a volume and no more', async () => {
    expect((await send('mu', 'missions', { mission: mission('m2', 'mu', 12) })).status).toBe(201);
    await settled(({ mu }) => stateOf(mu, 'm2') === 'confirmed');
    const answer = await send('nc', 'missions', { mission: mission('n2', 'nc', 12) });
    expect(answer.body.error?.code).toBe('mission_refused');
    const held = (await missions('nc')).missions.find(({ mission: one }) => one.party === 'mu');
    expect(held?.mission).toMatchObject({ route: null, callsign: null, unit: null });
    expect(answer.body.error?.message).toMatch(/mission mu:[0-9a-f]{16}/);
    // What the other node holds is the other's to change.
    const moved = await send('nc', 'missions/state', { mission: held?.mission.id, to: 'ended' });
    expect(moved.body.error?.code).toBe('mission_refused');
    const forTheOther = await send('nc', 'missions', { mission: mission('x', 'mu', 60) });
    expect(forTheOther.body.error?.message).toMatch(/mu files and changes its missions at its own node/);
  });

  it('with the link cut both are unconfirmed; healed, one stands and the other gives way; never both confirmed', async () => {
    line.cut();
    await eventually(
      async () => [await phase('nc'), await phase('mu')],
      (both) => !both.includes('up'),
    );
    await Promise.all([
      send('nc', 'missions', { mission: mission('n3', 'nc', 20) }),
      send('mu', 'missions', { mission: mission('m3', 'mu', 20, { priority: 7 }) }),
    ]);
    const apart = await settled(
      ({ nc, mu }) => stateOf(nc, 'n3') === 'unconfirmed' && stateOf(mu, 'm3') === 'unconfirmed',
    );
    expect(apart.nc.find((one) => one.mission === 'n3')).toMatchObject({ waits_for: ['mu'] });
    line.heal();
    // The greater priority goes first, whoever filed sooner.
    await settled(({ nc, mu }) => stateOf(nc, 'n3') === 'yields' && stateOf(mu, 'm3') === 'confirmed');
  });

  it('a mission that is ended makes way for the one that gave way to it', async () => {
    expect((await send('mu', 'missions/state', { mission: 'm3', to: 'ended' })).status).toBe(200);
    await settled(({ nc }) => stateOf(nc, 'n3') === 'confirmed');
  });

  it('a mission that leaves its plan warns the other party whom it may touch', async () => {
    // n3 has the slot; a mission of the other party near by, in other cells, is told when n3 leaves its own.
    await send('mu', 'missions', { mission: mission('m4', 'mu', 20.6) });
    await settled(({ mu }) => stateOf(mu, 'm4') === 'confirmed');
    await send('nc', 'missions/state', { mission: 'n3', to: 'activated' });
    await send('nc', 'missions/state', { mission: 'n3', to: 'nonconforming' });
    const seen = await eventually(
      async () => (await missions('mu')).missions,
      (all) => all.some(({ mission: one, state }) => one.party === 'nc' && state === 'nonconforming'),
    );
    expect(seen.filter(({ mission: one }) => one.party === 'nc').every(({ mission: one }) => one.route === null)).toBe(
      true,
    );
  });

  it('the node logs by itself what it shared and had to share, and the duty is judged from that alone', async () => {
    const logged = async () => {
      const { calls } = await json<{ calls: { entry: LogEntry }[] }>(`${nodes.nc.url}/api/v1/calls?limit=1000`);
      return calls.map(({ entry }) => entry);
    };
    const has = (entries: readonly LogEntry[], says: string, about: string): boolean =>
      entries.some((one) => one.says === says && one.about === about);
    await eventually(logged, (entries) => has(entries, 'shared', 'plans n3'));
    line.cut();
    await eventually(
      async () => [await phase('nc'), await phase('mu')],
      (both) => !both.includes('up'),
    );
    expect((await send('nc', 'missions', { mission: mission('n6', 'nc', 40) })).status).toBe(201);
    const apart = await eventually(logged, (entries) => has(entries, 'to_share', 'plans n6'));
    expect(judged(apart)).toMatchObject({ 'plans n3': 'complied', 'plans n6': 'breached' });
    line.heal();
    const healed = await eventually(logged, (entries) => has(entries, 'shared', 'plans n6'), 30_000);
    expect(judged(healed)).toMatchObject({ 'plans n3': 'complied', 'plans n6': 'complied' });
    // No person wrote any of it, and it is said once.
    expect(healed.filter(({ says, about }) => says === 'to_share' && about === 'plans n6')).toHaveLength(1);
    expect(healed.filter(({ says, clause }) => says === 'log_opened' && clause === 'SHARE-1')).toHaveLength(1);
  });

  it('hazard areas and statements of a party reach the other as the duty and its choice say', async () => {
    const circle = { latitude_deg: 30, longitude_deg: 20.5, radius_m: 30_000 };
    const area = { id: 'balloons', name: 'Balloons', owner: 'nc', circle, entry: 'closed', source: 'notice 7' };
    await send('mu', 'missions', { mission: mission('m5', 'mu', 30) });
    expect((await send('nc', 'hazards', { area })).status).toBe(201);
    const areas = await eventually(
      async () => (await json<{ areas: HazardArea[] }>(`${nodes.mu.url}/api/v1/hazards`)).areas,
      (all) => all.length > 0,
    );
    expect(areas[0]).toMatchObject({
      id: expect.stringMatching(/^nc:/),
      name: 'Balloons',
      owner: 'nc',
      entry: 'closed',
    });
    const { notices } = await json<{ notices: { mission: string; says: string }[] }>(
      `${nodes.mu.url}/api/v1/missions/notices`,
    );
    expect(notices.find((one) => one.mission === 'm5')?.says).toMatch(/Closed to it: Balloons/);
    const statement = {
      id: 'n-1',
      subject: 'assurance',
      predicate: 'will_notify',
      speaker: 'Minister N',
      speaks_for: 'nc',
      setting: 'written',
      about: { party: 'nc', thing: 'exercises' },
      as_of: Date.now() - 1_000,
      words: 'We will tell you.',
      source: 'letter',
    };
    expect((await send('nc', 'statements', { statement })).status).toBe(201);
    const said = await eventually(
      async () =>
        (await json<{ statements: { statement: SaidStatement }[] }>(`${nodes.mu.url}/api/v1/statements`)).statements,
      (all) => all.length > 0,
    );
    expect(said[0]?.statement).toMatchObject({ speaker: 'Minister N', speaks_for: 'nc', words: 'We will tell you.' });
    expect(said[0]?.statement.source).toMatch(/^shown by nc over the link/);
    expect((await send('nc', 'hazards/ended', { area: 'balloons' })).status).toBe(204);
    await eventually(
      async () => (await json<{ areas: HazardArea[] }>(`${nodes.mu.url}/api/v1/hazards`)).areas,
      (all) => all.length === 0,
    );
  });

  it('after a restart of either node all stands as before, and neither has stored what was not disclosed', async () => {
    const plain = async () =>
      Promise.all(
        (['nc', 'mu'] as const).map(async (side) => {
          const { missions: all, filings } = await missions(side);
          return { all: all.map(({ mission: { id }, state }) => `${id} ${state}`).sort(), filings };
        }),
      );
    const before = await plain();
    for (const side of ['mu', 'nc'] as const) {
      await nodes[side].close();
      await start[side]();
    }
    await linked();
    await eventually(plain, (after) => JSON.stringify(after) === JSON.stringify(before), 20_000).catch(async () =>
      expect(await plain()).toEqual(before),
    );
    for (const side of ['nc', 'mu'] as const) await nodes[side].close();
    for (const [side, secret] of [
      ['mu', /NCCANARY|"n1"|20\.012345/],
      ['nc', /MUCANARY|"m1"|20\.054321/],
    ] as const) {
      const foreign = written(folders[side]);
      expect(foreign).not.toMatch(secret);
      const verdict = await verifyJournal(folders[side]);
      expect(verdict).toMatchObject({ ok: true });
    }
  });
});

/** What a watch that hears a log says of each thing that was to be shared, when its time is over. */
function judged(entries: readonly LogEntry[]): Record<string, string> {
  const watch = new Watch({ memorandum: parseMemorandum(MEMORANDUM).memorandum, advise: [] });
  const outcomes: Outcome[] = [];
  for (const entry of [...entries].sort((one, other) => one.at.latest_ms - other.at.latest_ms)) {
    const tick = Math.max(watch.tick + 1, Math.floor(entry.at.latest_ms / 100));
    outcomes.push(...watch.advance(tick, [], [], [entry]));
  }
  outcomes.push(...watch.advance(watch.tick + 3_000, []));
  const said = outcomes.flatMap((one) => (one.kind === 'verdict' ? [[one.about ?? '', one.answer] as const] : []));
  return Object.fromEntries(said);
}

/** Everything that a node has written, as text. */
const written = (folder: string): string =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, 'latin1'))
    .join('\n');
