import { afterEach, expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { eventually, json, reader, request, testNode } from '../../test/node.ts';
import type { ReadinessView } from '../http/schemas/line.ts';
import { openIdentity } from '../link/identity.ts';
import type { LineMessage, LineView } from './view.ts';

const dataDirectory = dataDirectories();
const closers: (() => Promise<void>)[] = [];
// Before the folders go, which were asked for earlier.
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Sent = { status: number; body: { [name: string]: unknown } };
async function post(url: string, path: string, body: unknown = {}): Promise<Sent> {
  const headers = { 'content-type': 'application/json' };
  const answer = await request(`${url}/api/v1/line/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: JSON.parse(answer.body) as Sent['body'] };
}
const errorOf = ({ status, body }: Sent) => [status, (body.error as { code: string; field: string }).code];
const messages = async (url: string): Promise<LineMessage[]> =>
  (await json<{ messages: LineMessage[] }>(`${url}/api/v1/line/messages`)).messages;
const of = (name: string, what: string): string => `messages/${encodeURIComponent(name)}/${what}`;

/** Two nodes of October's signatories, linked. */
async function pair() {
  const [nc_data, mu_data] = [dataDirectory(), dataDirectory()];
  const nc = openIdentity(nc_data, 'nc');
  const mu = openIdentity(mu_data, 'mu');
  const start = async (data: string, link: NonNullable<Parameters<typeof testNode>[0]['link']>) => {
    const node = await testNode({ data, live: true, link });
    closers.push(() => node.close());
    return node;
  };
  const first = () =>
    start(nc_data, { party: 'nc', listen: '127.0.0.1:0', peers: [{ card: mu.card, address: null, shows: {} }] });
  const one = await first();
  const address = `127.0.0.1:${one.link_port}`;
  const second = () => start(mu_data, { party: 'mu', listen: null, peers: [{ card: nc.card, address, shows: {} }] });
  return { one, two: await second(), second };
}

test('a message goes from node to node and is answered; a restart forgets nothing of it', async () => {
  const { one, two, second } = await pair();
  const sent = await post(one.url, 'messages', {
    to: 'mu',
    kind: 'delay_request',
    precedence: 'immediate',
    fields: { mission: 'HERON 1', delay_min: 20 },
    words: { en: 'Weather over the strait.' },
  });
  expect(sent).toMatchObject({ status: 201, body: { name: 'nc mu 1', read_back: 'DELAY REQUEST / HERON 1 / 20' } });
  await eventually(
    () => messages(one.url),
    ([message]) => message?.delivered_ms !== null,
  );
  const watching = await reader(two.url);
  await post(two.url, of('nc mu 1', 'read'));
  expect(errorOf(await post(two.url, of('nc mu 1', 'acceptance')))).toEqual([409, 'line_refused']);
  expect(errorOf(await post(one.url, of('nc mu 1', 'acceptance')))).toEqual([409, 'line_refused']);
  await post(two.url, of('nc mu 1', 'read-backs'), { text: 'delay request, heron 1, 30' });
  await post(two.url, of('nc mu 1', 'read-backs'), { text: 'delay request, heron 1, 20' });
  expect((await post(two.url, of('nc mu 1', 'acceptance'))).status).toBe(200);
  const [answered] = await eventually(
    () => messages(one.url),
    ([message]) => message?.closed !== null,
  );
  expect(answered).toMatchObject({ read_backs: [{ ok: false }, { ok: true }], closed: { as: 'accepted', by: 'Demo' } });
  // Pages are told over the stream.
  const status = (message: { [name: string]: unknown }) => (message.status as { line: { received: number } }).line;
  await watching.find((message) => message.type === 'status' && status(message).received === 0);
  await two.close();
  const again = await second();
  expect(await messages(again.url)).toMatchObject([{ name: 'nc mu 1', closed: { as: 'accepted' } }]);
  await post(again.url, 'messages', { to: 'nc', kind: 'test_call', precedence: 'flash' });
  await eventually(
    () => messages(one.url),
    (all) => all.some(({ name }) => name === 'mu nc 1'),
  );
});

test('a watch is taken and handed over, and not over what came in and is open', async () => {
  const { one, two } = await pair();
  expect(await post(two.url, 'watch')).toMatchObject({ status: 201 });
  expect(errorOf(await post(two.url, 'watch'))).toEqual([409, 'line_refused']);
  await post(one.url, 'messages', { to: 'mu', kind: 'test_call', precedence: 'flash' });
  await eventually(
    () => messages(two.url),
    (all) => all.length === 1,
  );
  const over = { to: 'Night', taken_over: [] };
  expect(errorOf(await post(two.url, 'watch/handover', over))).toEqual([409, 'line_refused']);
  await post(two.url, of('nc mu 1', 'acceptance'));
  expect((await post(two.url, 'watch/handover', over)).status).toBe(201);
  const view = await json<LineView>(`${two.url}/api/v1/line`);
  expect(view.watches).toMatchObject([{ party: 'mu', officer: 'Night' }]);
  expect(view.lines[0]).toMatchObject({ clause: { id: 'LINE-1' }, observed: { state: 'working' } });
  await eventually(
    () => json<LineView>(`${one.url}/api/v1/line`),
    ({ watches }) => watches.some(({ party, officer }) => party === 'mu' && officer === 'Night'),
  );
  // What people say of the line stands beside what is observed.
  await post(one.url, 'declarations', { state: 'cut', words: 'No more calls.' });
  const declared = await eventually(
    () => json<LineView>(`${two.url}/api/v1/line`),
    (answer) => answer.declared.length > 0,
  );
  expect(declared).toMatchObject({
    declared: [{ party: 'nc', state: 'cut' }],
    lines: [{ observed: { state: 'working' } }],
  });
  const linked = (view: ReadinessView) => !JSON.stringify(view.cell.members).includes('nodes not linked');
  const { cell } = await eventually(() => json<ReadinessView>(`${one.url}/api/v1/readiness`), linked);
  expect(cell).toMatchObject({ stood_up: false, state: 'none' });
  expect(cell.members.find(({ member }) => member === 'nc')?.missing.map(({ words }) => words)).toEqual([
    'nobody announced it',
    'nobody has the watch',
    'the memorandum is not in force',
    'no live feed at its node',
    'no message accepted with mu',
    'no exercise carried through with mu',
  ]);
});

test('a node without a link logs voice calls, in the log of calls too, and sends nothing', async () => {
  const node = await testNode({ data: dataDirectory(), live: true, party: 'nc' });
  closers.push(() => node.close());
  const { url } = node;
  const call = { to: 'mu', kind: 'test_call', precedence: 'flash' };
  const refused = await post(url, 'messages', call);
  expect(errorOf(refused)).toEqual([400, 'line_message_invalid']);
  expect(JSON.stringify(refused.body)).toMatch(/no link with mu: say it over the telephone/);
  const at_ms = Date.now() - 30_000;
  const logged = await post(url, 'messages', { ...call, voice: { from: 'nc', at_ms } });
  expect(logged).toMatchObject({ status: 201, body: { name: 'voice of nc 1', sent_ms: at_ms } });
  expect((await post(url, of('voice of nc 1', 'acceptance'), { at_ms: at_ms + 20_000 })).status).toBe(200);
  const view = await json<LineView>(`${url}/api/v1/line`);
  expect(view).toMatchObject({ linked: [], lines: [{ observed: { state: 'working', answered_ms: at_ms + 20_000 } }] });
  const calls = await eventually(
    () => json<{ calls: { entry: { says: string; about: string } }[] }>(`${url}/api/v1/calls`),
    (answer) => answer.calls.length === 2,
  );
  expect(calls.calls.map(({ entry }) => [entry.says, entry.about])).toEqual([
    ['answer', 'voice of nc 1'],
    ['test', 'voice of nc 1'],
  ]);
});

test('a message that cannot be is refused with its field, and nothing is there of it', async () => {
  const node = await testNode({ data: dataDirectory(), live: true, party: 'nc' });
  closers.push(() => node.close());
  const voice = { from: 'nc', at_ms: Date.now() };
  const call = { to: 'mu', kind: 'test_call', precedence: 'flash', voice };
  const cases: [object, RegExp][] = [
    [{ ...call, to: 'zz' }, /It is no party of the memorandum/],
    [{ ...call, kind: 'shout' }, /bad_request/],
    [{ ...call, fields: { loud: 1 } }, /fields.loud is no field of test_call/],
    [{ ...call, voice: { ...voice, from: 'sm' } }, /One end of a call that is logged here is nc/],
    [{ ...call, voice: { ...voice, at_ms: voice.at_ms + 86_400_000 } }, /within a day of being said/],
    [{ ...call, kind: 'text' }, /words is empty/],
  ];
  for (const [body, reason] of cases) {
    const answer = await post(node.url, 'messages', body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toMatch(reason);
  }
  expect(await messages(node.url)).toEqual([]);
  expect(errorOf(await post(node.url, of('nc mu 1', 'read')))).toEqual([404, 'line_message_unknown']);
});
