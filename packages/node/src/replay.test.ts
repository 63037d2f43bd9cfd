import fs from 'node:fs';
import path from 'node:path';
import { type Outcome, replay, Watch } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import { encodeObservation } from '@skyaccord/wire';
import { describe, expect, test, vi } from 'vitest';

import { dataDirectories } from '../test/data_directory.ts';
import { eventually, json, type Message, reader, request, testNode } from '../test/node.ts';
import { octoberMemorandum, octoberObservations } from '../test/traffic.ts';
import { MIN_SPEED } from './clock/playback.ts';

/** As long as the polls below may take, however busy the machine. */
vi.setConfig({ testTimeout: 90_000 });

const newFolder = dataDirectories();
const observations = octoberObservations(200);
const { memorandum } = octoberMemorandum();

function recording(): string {
  const file = path.join(newFolder(), 'october.jsonl');
  fs.writeFileSync(file, `${['{"skyaccord":"observations/1"}', ...observations.map(encodeObservation)].join('\n')}\n`);
  return file;
}

const expected = () => [...replay(new Watch({ memorandum }), observations)].flatMap(({ outcomes }) => outcomes);
const lines = (outcomes: readonly unknown[]) => outcomes.map((outcome) => canonicalJson(outcome));

type Playback = { finished: boolean; time_ms: number; to_ms: number; from_ms: number };

describe('a replay', () => {
  test.each([100, 1_000])(
    'at speed %i says the very bytes that the command line says, to the journal and to readers',
    async (speed) => {
      // All but still until the reader is there, however long that takes: then it hears everything.
      const node = await testNode({ data: newFolder(), replay: [recording()], speed: MIN_SPEED });
      const stream = await reader(node.url);
      const hello = await stream.find(({ type }) => type === 'hello');
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ speed });
      const { status } = await request(`${node.url}/api/v1/playback`, { method: 'POST', headers, body });
      expect(status).toBe(200);
      const ask = () => json<Playback>(`${node.url}/api/v1/playback`);
      const { from_ms, to_ms } = await eventually(ask, ({ finished }) => finished, 30_000);
      expect([from_ms, to_ms]).toEqual([observations[0]!.time_ms, observations.at(-1)!.time_ms]);
      const wanted = lines(expected());
      const journalled = async () => {
        const { outcomes } = await json<{ outcomes: { outcome: Outcome }[] }>(`${node.url}/api/v1/outcomes?limit=5000`);
        return lines(outcomes.map(({ outcome }) => outcome));
      };
      await eventually(journalled, ({ length }) => length >= wanted.length);
      expect(await journalled()).toEqual(wanted);
      const told = async () =>
        stream.messages.filter(({ type }) => type === 'tick').flatMap(({ outcomes }) => outcomes as Outcome[]);
      // What was said before the reader came, at the first instant of the recording, is in its first picture.
      const before = Object.keys(hello.identities as object).length;
      const heard = lines(await eventually(told, ({ length }) => length >= wanted.length - before));
      expect(heard).toEqual(wanted.slice(-heard.length));
      expect(heard.length).toBeGreaterThan(wanted.length * 0.9);
      await node.close();
    },
  );

  test('after its end the picture can still be looked back on, and the cases are closed', async () => {
    const node = await testNode({ data: newFolder(), replay: [recording()], speed: 1_000 });
    await eventually(
      () => json<Playback>(`${node.url}/api/v1/playback`),
      ({ finished }) => finished,
      30_000,
    );
    const status = await eventually(
      () => json<{ tracks: number; open_cases: number; mode: string }>(`${node.url}/api/v1/status`),
      ({ tracks }) => tracks === 0,
    );
    expect(status).toMatchObject({ mode: 'replay', open_cases: 0 });
    const { cases } = await json<{ cases: { state: string }[] }>(`${node.url}/api/v1/cases`);
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.every(({ state }) => state === 'closed')).toBe(true);
    const middle_ms = (observations[0]!.time_ms + observations.at(-1)!.time_ms) / 2;
    const { tracks } = await json<{ tracks: unknown[] }>(`${node.url}/api/v1/picture?at_ms=${Math.round(middle_ms)}`);
    expect(tracks.length).toBeGreaterThan(10);
    await node.close();
  });

  test('cut off and started again it begins as a new run; the cases that were open are interrupted', async () => {
    const data = newFolder();
    const first = await testNode({ data, replay: [recording()], speed: 20 });
    const cases = (url: string) => json<{ cases: { id: string; state: string }[] }>(`${url}/api/v1/cases`);
    const open = await eventually(
      () => cases(first.url),
      ({ cases }) => cases.length > 0,
      20_000,
    );
    await first.close();
    const second = await testNode({ data, replay: [recording()], speed: 0.1 });
    expect((await cases(second.url)).cases).toMatchObject([{ id: open.cases[0]!.id, state: 'interrupted' }]);
    const stream = await reader(second.url);
    const hello = (await stream.find(({ type }) => type === 'hello')) as Message & {
      cases: unknown[];
      alerts: unknown[];
    };
    expect(hello.cases).toHaveLength(1);
    expect(hello.alerts).toEqual([]);
    await second.close();
  });
});
