import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Offer, StandingMission } from '@skyaccord/accord';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningNode, startNode, verifyJournal } from '../main.ts';

const MEMORANDUM = `
skyaccord: memorandum/1
id: missions
version: 1
languages: [en]
title: {en: Missions}
parties:
  - {id: nc, name: Compact, role: signatory}
  - {id: mu, name: Union, role: signatory}
  - {id: os, name: Coast, role: host}
clauses:
  - id: SEP-1
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed], between: different_parties}
    lateral: 3 NM
    vertical: 3000 ft
    grace: 3 min
    warn_ahead: 2 min
`;
let folder: string;
let node: RunningNode;
const start = async (): Promise<void> => {
  const options = { port: 0, data: join(folder, 'data'), memorandum: join(folder, 'm.yaml') };
  node = await startNode({ ...options, logLevel: 'silent', signals: false });
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyaccord-missions-'));
  await writeFile(join(folder, 'm.yaml'), MEMORANDUM);
  await start();
  // A busy machine takes its time over the first records: until then changes are answered with change_waits.
  for (let k = 0; (await send('statements', { statement: warmUp(`warm-${k}`) })).status !== 201; k += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
});
afterAll(async () => {
  await node.close();
  await rm(folder, { recursive: true });
});

type Answer = {
  status: number;
  body: Record<string, unknown> & { error?: { code: string; field: string; message: string } };
};
async function send(path: string, body?: object): Promise<Answer> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(`${node.url}/api/v1/${path}`, body === undefined ? {} : init);
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
}
const hour = 3_600_000;
let begin = 0;
const mission = (id: string, party: string, more: object = {}) => ({
  id,
  party,
  aircraft: { crew: 'crewed', category: 'fixed_wing' },
  purpose: 'transport',
  route: [
    { latitude_deg: 10, longitude_deg: 20, altitude_m: 3000, time: begin },
    { latitude_deg: 10, longitude_deg: 21, altitude_m: 3000, time: begin + 600_000 },
  ],
  flexibility: { lowest_m: 1000, highest_m: 9000 },
  ...more,
});

function warmUp(id: string): object {
  const about = { party: 'os', thing: 'warm-up' };
  const who = { speaker: 'Nobody', setting: 'written', words: 'Ready.', source: 'test' };
  return { id, subject: 'readiness', predicate: 'announced', ...who, about, as_of: 1 };
}

describe('missions over the API', () => {
  it('are filed, and the second of two for one slot is refused, with ways out of which one is taken', async () => {
    const { body: status } = await send('status');
    begin = Math.ceil((status.time_ms as number) / hour) * hour + hour;
    expect((await send('missions', { mission: mission('first', 'nc') })).status).toBe(201);
    const second = mission('second', 'mu');
    expect((await send('missions/check', { mission: second })).body.findings).toMatchObject([
      { kind: 'mission', mission: 'first', clause: 'SEP-1', severity: 'refused', least_m: null },
    ]);
    expect((await send('missions', { mission: second })).body.error?.code).toBe('mission_refused');
    // Filed where nothing is in its way, then wanted an hour sooner.
    const later = mission('second', 'mu', {
      route: second.route.map((one) => ({ ...one, time: one.time + 4 * hour })),
    });
    expect((await send('missions', { mission: later })).status).toBe(201);
    const { offers } = (await send('missions/options', { mission: second })).body as unknown as { offers: Offer[] };
    expect(offers.length).toBeGreaterThan(2);
    const [best] = offers;
    const taken = await send('missions/offers', { mission: 'second', offer: best?.id });
    expect([taken.status, taken.body.version]).toEqual([200, 2]);
    expect((await send('missions/offers', { mission: 'second', offer: best?.id })).body.error?.code).toBe('offer_gone');
    expect((await send('missions/state', { mission: 'first', to: 'contingent' })).body.error?.code).toBe(
      'mission_state',
    );
    expect((await send('missions/state', { mission: 'nobody', to: 'ended' })).body.error?.code).toBe(
      'mission_not_found',
    );
    expect((await send('missions/state', { mission: 'first', to: 'activated' })).body.state).toBe('activated');
  });

  it('of two that are filed at the same instant one is accepted, never both', async () => {
    const route = mission('x', 'nc').route.map((one) => ({ ...one, latitude_deg: 15 }));
    const answers = await Promise.all(
      ['nc', 'mu', 'nc', 'mu'].map((party, k) => send('missions', { mission: mission(`race-${k}`, party, { route }) })),
    );
    // Two of one party may share the slot: this clause binds different parties.
    const accepted = answers
      .filter(({ status }) => status === 201)
      .map(({ body }) => (body as unknown as StandingMission).mission.party);
    expect(new Set(accepted).size).toBe(1);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.error?.code)).toEqual([
      'mission_refused',
      'mission_refused',
    ]);
  });

  it('are told of a pop-up area at once; statements stand beside one another; the ledger can be taken away', async () => {
    const circle = { latitude_deg: 10, longitude_deg: 20.5, radius_m: 5000 };
    expect((await send('hazards', { area: { id: 'pop', name: 'Fire', source: 'desk', circle } })).status).toBe(201);
    const { notices } = (await send('missions/notices')).body as { notices: { mission: string; says: string }[] };
    expect(notices.map((one) => one.mission)).toContain('first');
    expect(notices.find((one) => one.mission === 'first')?.says).toContain('Closed to it: Fire (notice pop)');
    expect((await send('hazards/ended', { area: 'pop' })).status).toBe(204);
    expect((await send('hazards/ended', { area: 'pop' })).body.error?.code).toBe('mission_not_found');
    const { body: status } = await send('status');
    const statement = {
      id: 's1',
      subject: 'permission',
      predicate: 'granted',
      speaker: 'Minister',
      setting: 'written',
      about: { party: 'mu' },
      as_of: status.time_ms,
      words: 'Granted.',
      source: 'note',
    };
    expect((await send('statements', { statement })).status).toBe(201);
    expect((await send('statements', { statement })).body.error?.code).toBe('statement_known');
    await send('statements', { statement: { ...statement, id: 's2', predicate: 'denied' } });
    const { statements, contradictions } = (await send('statements?party=mu')).body as {
      statements: { statement: { id: string }; contradicted_by: string[] }[];
      contradictions: { why: string }[];
    };
    expect(statements.map((one) => [one.statement.id, one.contradicted_by])).toEqual([
      ['s1', ['s2']],
      ['s2', ['s1']],
    ]);
    expect(contradictions[0]?.why).toBe('granted against denied');

    const report = {
      measure: 'delay',
      source: 'desk',
      party: 'nc',
      other_party: 'mu',
      clause: 'SEP-1',
      mission: null,
      track: null,
      delay_s: 600,
      extra_m: 0,
    };
    expect((await send('ledger/reports', report)).status).toBe(201);
    const { entries, counts } = (await send('ledger?by=party')).body as unknown as {
      entries: { id: string; delay_s: number; party: string }[];
      counts: { filed: number; flown_changed: number };
    };
    expect(counts).toMatchObject({ flown_changed: 1 });
    expect(entries.some((one) => one.delay_s === 600 && one.party === 'nc')).toBe(true);
    const csv = await (await fetch(`${node.url}/api/v1/ledger/table`)).text();
    expect(csv.split('\r\n')).toHaveLength(entries.length + 2);
    const parquet = await (await fetch(`${node.url}/api/v1/ledger/table?format=parquet`)).arrayBuffer();
    expect(Number(parquetMetadata(parquet).num_rows)).toBe(entries.length);
    const rows = await parquetReadObjects({ file: parquet });
    expect(rows.map((row) => [row.id, row.delay_s])).toEqual(entries.map((one) => [one.id, one.delay_s]));
  });

  it.each([
    ['missions', { mission: { id: 'x' } }, 'mission_invalid', 'party'],
    ['missions/check', { mission: null }, 'mission_invalid', null],
    ['missions/options', { mission: 12 }, 'mission_invalid', null],
    ['missions/read', { format: 'xml', text: '' }, 'bad_request', 'body.format'],
    ['missions/state', { mission: 'second', to: 'lost' }, 'bad_request', 'body.to'],
    ['hazards', { area: { id: 'h', name: 'n', source: 's' } }, 'hazard_invalid', null],
    ['statements', { statement: { id: 's9' } }, 'statement_invalid', 'subject'],
    ['ledger/reports', { measure: 'rest' }, 'bad_request', null],
  ])('%s refuses what cannot be: %j', async (path, body, code, field) => {
    const { status, body: answer } = await send(path, body);
    expect([status, answer.error?.code]).toEqual([400, code]);
    if (field !== null) expect(answer.error?.field).toBe(field);
  });

  it('read files without changing anything', async () => {
    const text = [
      'id,party,purpose,aircraft.crew,latitude_deg,longitude_deg,altitude_m,time',
      `f1,nc,survey,crewed,10,20,3000,${begin}`,
      `f1,,,,10,21,3000,${begin + 600_000}`,
      `f2,nc,survey,crewed,99,20,3000,${begin}`,
      `f2,,,,10,21,3000,${begin}`,
    ].join('\n');
    const { missions, problems } = (await send('missions/read', { format: 'csv', text })).body as unknown as {
      missions: { id: string }[];
      problems: { place: string }[];
    };
    expect(missions.map(({ id }) => id)).toEqual(['f1']);
    expect(problems[0]?.place).toBe('row 4 route[0].latitude_deg');
    const kml =
      '<kml><Placemark id="a"><Polygon><outerBoundaryIs><LinearRing><coordinates>8,47 9,47 9,48</coordinates>' +
      '</LinearRing></outerBoundaryIs></Polygon></Placemark></kml>';
    const { areas } = (await send('hazards/read', { format: 'kml', text: kml, source: 'file' })).body as {
      areas: { id: string }[];
    };
    expect(areas.map(({ id }) => id)).toEqual(['a']);
    expect((await send('statements/quotes')).status).toBe(200);
  });

  it('stand again after a restart, as the journal has them', async () => {
    const before = (await send('missions')).body.missions;
    const said = (await send('statements')).body.statements;
    await node.close();
    expect(verifyJournal(join(folder, 'data'))).toMatchObject({ ok: true });
    await start();
    expect((await send('missions')).body.missions).toEqual(before);
    expect((await send('statements')).body.statements).toEqual(said);
    expect((await send('ledger')).body.counts).toMatchObject({ flown_changed: 1 });
  });
});
