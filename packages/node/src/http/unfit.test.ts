import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, request, testNode } from '../../test/node.ts';
import type { RunningNode } from '../main.ts';

let node: RunningNode;
let folder: string;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-unfit-'));
  node = await testNode({ data: path.join(folder, 'data') });
});
afterAll(async () => {
  await node.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const declare = (body: string) =>
  request(`${node.url}/api/v1/line/declarations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

test.each([
  ['half of a surrogate pair', '{"state":"open","words":"half \\ud800"}', 'body.words'],
  ['a number beyond a double', '{"state":"open","words":1e999}', 'body.words'],
  ['a great depth', `{"state":"open","words":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'body.words'],
])('a body with %s is refused, and the journal goes on', async (_name, body, field) => {
  const refused = await declare(body);
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.body)).toMatchObject({
    error: { code: 'bad_request', field: expect.stringContaining(field) },
  });
  // Answered once it is durable, which nothing would be behind a record that cannot be written.
  expect((await declare('{"state":"open","words":"all is well"}')).status).toBe(201);
  expect(await json(`${node.url}/health`)).toMatchObject({ status: 'ok' });
});
