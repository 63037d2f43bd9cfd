import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { listLine } from './list.ts';
import { sendMessage } from './send.ts';

const T0 = Date.UTC(2030, 9, 5, 6, 0, 0);
const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

/** A node that answers what it is told to, and keeps what was posted. */
async function node(answers: Record<string, unknown>): Promise<{ url: string; posted: unknown[] }> {
  const posted: unknown[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const piece of request) text += String(piece);
    if (text !== '') posted.push({ body: JSON.parse(text), authorization: request.headers.authorization ?? null });
    response.end(
      JSON.stringify(answers[`${request.method} ${request.url}`] ?? { error: { message: 'No.', remedy: 'Ask.' } }),
    );
  };
  const server = createServer((request, response) => void answer(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, posted };
}

function written(): string[] {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(...String(text).split('\n').slice(0, -1));
    return true;
  });
  return lines;
}

test('list says how the line is and what waits, and exits with 1 when something is overdue', async () => {
  const observed = { state: 'missed', missed_in_a_row: 1, next_test_ms: T0 };
  const overdue = { kind: 'overdue', since_ms: T0, clause: 'LINE-1', message: 'nc mu 1', words: { en: 'Call.' } };
  const message = {
    ...{ name: 'nc mu 1', text: { en: 'FLASH nc → mu 1: Test call.' }, closed: null },
    ...{ sent_ms: T0, due_ms: T0 + 60_000, delivered_ms: T0, read_ms: null },
  };
  const { url } = await node({
    'GET /api/v1/line': {
      lines: [{ clause: { id: 'LINE-1', line: 'ground line' }, observed }],
      watches: [{ party: 'nc', officer: 'Day', from_ms: T0 }],
      standing: [overdue],
    },
    'GET /api/v1/line/messages?open=true': { messages: [message] },
  });
  const lines = written();
  await listLine({ node: url, all: false, json: false });
  expect(lines).toEqual([
    'LINE-1 ground line: missed, 1 test call missed; next test call due 2030-10-05T06:00:00Z',
    'watch of nc: Day since 2030-10-05T06:00:00Z',
    'overdue: nc mu 1, 2030-10-05T06:00:00Z; Call.',
    'nc mu 1, 2030-10-05T06:00:00Z: delivered, to be acknowledged by 2030-10-05T06:01:00Z',
    '  FLASH nc → mu 1: Test call.',
  ]);
  expect(process.exitCode).toBe(1);
});

test('send reads fields by their kinds, and what it cannot read it does not send', async () => {
  const { url, posted } = await node({ 'POST /api/v1/line/messages': { name: 'nc mu 1', read_back: 'A / B' } });
  const lines = written();
  const hazard = { node: url, to: 'mu', kind: 'hazard_notice', precedence: 'priority', json: false } as const;
  const field = ['hazard=balloon', 'where=N', 'from=2030-10-05T06:00Z', 'until=2030-10-05T07:00Z'];
  await sendMessage({ ...hazard, field, words: 'Mind it.' });
  expect(lines).toEqual(['nc mu 1 is sent, to be read back: A / B']);
  const fields = { hazard: 'balloon', where: 'N', from: T0, until: T0 + 3_600_000 };
  const body = { to: 'mu', kind: 'hazard_notice', precedence: 'priority', fields, words: { en: 'Mind it.' } };
  expect(posted).toEqual([{ body, authorization: null }]);
  await expect(sendMessage({ ...hazard, field: ['loud=1'] })).rejects.toThrow(/hazard_notice has no such field/);
  await expect(sendMessage({ ...hazard, field: ['from=soon'] })).rejects.toThrow(/soon cannot be read/);
  await expect(sendMessage({ ...hazard, field: ['hazard'] })).rejects.toThrow(/there is no name/);
  await expect(sendMessage({ ...hazard, node: 'nowhere' })).rejects.toThrow(/not an address/);
  await expect(sendMessage({ ...hazard, tokenFile: '/nowhere/token' })).rejects.toThrow(/nowhere.token/);
  expect(posted).toHaveLength(1);
});
