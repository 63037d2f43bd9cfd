import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testNode } from '../test/node.ts';
import { asPage, peopleIn, send, sessionFor, somebody } from '../test/people.ts';
import type { RunningNode } from './main.ts';

let folder: string;
let node: RunningNode;
let secret: string;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-party-'));
  const data = path.join(folder, 'data');
  const people = peopleIn(data, Date.now, 'mu');
  secret = sessionFor(people, somebody(people, 'bo', ['mission_planner', 'safety_manager']));
  people.close();
  node = await testNode({ data, people: 'sign_in', live: true, party: 'mu' });
});
afterAll(async () => {
  await node.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('nobody answers or files in the name of another party', async () => {
  const from_ms = Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000;
  const at = (minutes: number) => new Date(from_ms + minutes * 60_000).toISOString();
  const mission = (party: string) => ({
    skyaccord: 'mission/1',
    id: `survey-${party}`,
    party,
    aircraft: { category: 'fixed_wing', crew: 'crewed' },
    purpose: 'survey',
    priority: 0,
    route: [
      { latitude_deg: 34.5, longitude_deg: 34.7, altitude_m: 3_000, time: at(0) },
      { latitude_deg: 34.6, longitude_deg: 34.8, altitude_m: 3_000, time: at(3) },
    ],
    costs: { ground_minute: 1, air_minute: 2, track_mile: 0.25, level: 1, cancel: 600 },
  });
  const post = (route: string, body: unknown) =>
    send(`${node.url}/api/v1/${route}`, 'POST', body, asPage(node.url, secret));
  const codeOf = ({ body }: { body: string }) =>
    (JSON.parse(body) as { error?: { code: string } }).error?.code ?? 'done';
  const answer = (party: string) => ({
    question: 'q-1',
    by: { party, role: 'safety_manager' },
    speaker: 'Bo',
    answer: 'complied',
    because: 'seen',
  });
  expect(codeOf(await post('questions/answers', answer('nc')))).toBe('party_refused');
  expect(codeOf(await post('questions/answers', answer('mu')))).toBe('question_not_found');
  const other = await post('missions', { mission: mission('nc') });
  expect([codeOf(other), other.status]).toEqual(['party_refused', 403]);
  const own = await post('missions', { mission: mission('mu') });
  expect([own.status, codeOf(own)]).toEqual([201, 'done']);
});
