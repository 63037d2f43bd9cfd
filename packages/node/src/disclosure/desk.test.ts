import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MatrixCell, ShowingStep, View } from '@skyaccord/accord';
import { afterEach, expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { eventually, json, request, testNode } from '../../test/node.ts';
import { OwnFeed } from '../../test/own_feed.ts';
import { openIdentity } from '../link/identity.ts';

const dataDirectory = dataDirectories();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const OBLIGED = `
  - id: SHARE-1
    kind: disclosure_duty
    words:
      en: Each side shows the other where it flies.
      fr: Chacun montre à l'autre où il vole.
    shares:
      - {what: crewed_flights, level: volume_and_time, resolution: 5 NM}
`;
type Answer = { parties: { party: string; linked: boolean; cells: MatrixCell[] }[]; history: ShowingStep[] };

/** A node whose peer never calls, under October with a duty to show. */
async function start(data: string) {
  const october = fileURLToPath(new URL('../../../../scenarios/october.memorandum.yaml', import.meta.url));
  const memorandum = path.join(data, 'memorandum.yaml');
  writeFileSync(memorandum, `${readFileSync(october, 'utf8').trimEnd()}${OBLIGED}`);
  const { card } = openIdentity(path.join(data, 'other'), 'mu');
  const aircraft = { address: 'e0a001', callsign: 'NORD9', party: 'nc', east_m: 0, east_mps: 200 };
  const node = await testNode({
    data,
    memorandum,
    feeds: [new OwnFeed([aircraft])],
    link: { party: 'nc', listen: '127.0.0.1:0', peers: [{ card, address: null, shows: {} }] },
  });
  closers.push(() => node.close());
  const ask = async (body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await request(`${node.url}/api/v1/disclosure`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: answer.body };
  };
  const cell = async () => {
    const { parties, history } = await json<Answer>(`${node.url}/api/v1/disclosure`);
    const row = parties.find(({ party }) => party === 'mu')!;
    return { ...row.cells.find(({ what }) => what === 'crewed_flights')!, linked: row.linked, history };
  };
  const preview = (more: string) =>
    json<{ things: { name: string; view: View | null }[] }>(
      `${node.url}/api/v1/disclosure/preview?party=mu&what=crewed_flights${more}`,
    );
  return { node, ask, cell, preview };
}

test('what is shown is stated over the API, never below a duty, kept over a restart, and seen as the other would', async () => {
  const data = dataDirectory();
  const first = await start(data);
  expect(await first.cell()).toMatchObject({
    linked: true,
    floor: 'volume_and_time',
    duties: [{ clause: 'SHARE-1' }],
    choice: null,
    shown: { rung: 'volume_and_time', resolution_m: 9_260, clauses: ['SHARE-1'] },
  });
  const choice = { rung: 'identity', delay_s: null, resolution_m: null };
  const body = { to: 'mu', what: 'crewed_flights', choice, reason: 'joint rescue' };

  const { things } = await eventually(
    () => first.preview(''),
    (answer) => answer.things.length === 1,
  );
  expect(things[0]).toMatchObject({ name: 'NORD9', view: { rung: 'volume_and_time' } });
  expect(things[0]!.view!.fields).toEqual({});
  expect((await first.preview('&rung=identity')).things[0]!.view!.fields).toMatchObject({ callsign: 'NORD9' });

  const refused = await first.ask({ ...body, choice: { ...choice, rung: 'existence' } });
  expect([refused.status, refused.text]).toEqual([409, expect.stringMatching(/choice\.rung .*SHARE-1/)]);
  const late = await first.ask({ ...body, effective_ms: 1_000 });
  expect([late.status, late.text]).toEqual([409, expect.stringMatching(/effective_ms/)]);
  const stranger = await first.ask({ ...body, to: 'zz' });
  expect([stranger.status, stranger.text]).toEqual([404, expect.stringMatching(/link_unknown/)]);
  expect((await first.cell()).history).toEqual([]);

  expect((await first.ask(body)).status).toBe(201);
  const later_ms = Date.now() + 3_600_000;
  expect((await first.ask({ ...body, choice: null, effective_ms: later_ms })).status).toBe(201);
  const stands = { choice, stated: { by: 'Demo', reason: 'joint rescue' }, shown: { rung: 'identity' } };
  expect(await first.cell()).toMatchObject({ ...stands, coming: [{ effective_ms: later_ms, choice: null }] });
  await first.node.close();

  const second = await start(data);
  expect(await second.cell()).toMatchObject({ ...stands, history: [{ choice: null }, { choice }] });
});
