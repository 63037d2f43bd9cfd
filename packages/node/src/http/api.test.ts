import fs from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Reconstruction } from '@skyaccord/accord';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, eventually, json, request, testNode } from '../../test/node.ts';
import { send } from '../../test/people.ts';
import type { RunningNode } from '../main.ts';
import type { CaseSummary } from '../store/store.ts';

let node: RunningNode;
let folder: string;
let pages: string;
let description: Description;
let openCase: Awaited<ReturnType<typeof request>>;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-api-'));
  pages = path.join(folder, 'pages');
  fs.mkdirSync(path.join(pages, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(pages, 'index.html'), '<title>pages</title>');
  fs.writeFileSync(path.join(pages, 'assets', 'main-abc.js'), 'export {};');
  fs.writeFileSync(path.join(folder, 'secret.txt'), 'not for you');
  fs.writeFileSync(path.join(folder, 'map.pmtiles'), 'PMTiles and more');
  node = await testNode({
    data: path.join(folder, 'data'),
    speed: 60,
    pages,
    basemap: path.join(folder, 'map.pmtiles'),
  });
  description = await json<Description>(at('/api/openapi.json'));
  // Asked while it is open: cases of a run follow one another with minutes between them.
  const [open] = await eventually(cases, (found) => found.some(({ state }) => state === 'open'), 45_000);
  openCase = await request(at(`/api/v1/cases/${open?.id}`));
  // Until there is one of everything that can be asked for.
  await eventually(cases, (found) => found.some(({ state }) => state === 'closed'), 45_000);
  // From here on in real time: however long these tests take, the scenario is not at its end, where nothing flies.
  await send(at('/api/v1/playback'), 'POST', { speed: 1 }, {});
});
afterAll(async () => {
  await node.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

type Schema = { $ref?: string; [name: string]: unknown };
type Operation = { responses: Record<string, { content?: Record<string, { schema: Schema }> }> };
type Description = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

const at = (route: string) => `${node.url}${route}`;
const cases = async () => (await json<{ cases: CaseSummary[] }>(at('/api/v1/cases'))).cases;
const failure = (body: string) =>
  (JSON.parse(body) as { error: { code: string; message: string; field: string } }).error;

/** One address for each route that the description lists, with what it needs filled in. */
async function addresses(): Promise<{ method: string; route: string; url: string }[]> {
  const [track] = (await json<{ tracks: { track: string }[] }>(at('/api/v1/tracks'))).tracks;
  const closed = (await cases()).find(({ state }) => state === 'closed');
  const { to_ms } = await json<{ to_ms: number }>(at('/api/v1/history'));
  const filed = await request(at('/api/v1/reports'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ report: { what_happened: 'It was near.' } }),
  });
  const { report } = JSON.parse(filed.body) as { report: { id: string } };
  const filled = (route: string) =>
    route
      .replace('/reports/{id}', `/reports/${report.id}`)
      .replace('{track}', track!.track)
      .replace('{id}', closed!.id)
      .replace('{name}', 'north')
      .concat(route === '/api/v1/picture' ? `?at_ms=${to_ms}` : '')
      .concat(route === '/api/v1/disclosure/preview' ? '?party=mu&what=plans' : '')
      .concat(route === '/api/v1/commitments' ? '?party=mu' : '');
  return Object.entries(description.paths).flatMap(([route, operations]) =>
    Object.keys(operations).map((method) => ({ method, route, url: at(filled(route)) })),
  );
}

/** A schema of the description with its references replaced by what they name. */
function whole(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(whole);
  if (schema === null || typeof schema !== 'object') return schema;
  const { $ref } = schema as Schema;
  if ($ref !== undefined) {
    const named = description.components.schemas[$ref.replace('#/components/schemas/', '')];
    if (named === undefined) throw new Error(`${$ref} names nothing`);
    return whole(named);
  }
  return Object.fromEntries(Object.entries(schema).map(([name, member]) => [name, whole(member)]));
}

describe('API', () => {
  test('playback is paused, goes on and changes its speed', async () => {
    const post = async (body: object) => {
      const headers = { 'content-type': 'application/json' };
      const { status, body: text } = await request(at('/api/v1/playback'), {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      expect(status).toBe(200);
      return JSON.parse(text) as { paused: boolean; speed: number; time_ms: number };
    };
    expect(await post({ paused: true })).toMatchObject({ paused: true, speed: 1 });
    const status = () => json<{ time_ms: number; tick: number }>(at('/api/v1/status'));
    // What was on its way when it was paused may still come; then it stands.
    const [stands] = await eventually(
      async () => {
        const before = await status();
        await new Promise((resolve) => setTimeout(resolve, 400));
        return [before, await status()] as const;
      },
      ([before, after]) => before.tick === after.tick,
    );
    expect(await post({ paused: false, speed: 30 })).toMatchObject({ paused: false, speed: 30 });
    await eventually(status, ({ tick }) => tick > stands.tick, 45_000);
    await post({ speed: 1 });
  });

  test('the description is OpenAPI 3.1 and lists every route of docs/api.md, and no other', () => {
    expect(description.openapi).toBe('3.1.0');
    const page = fs.readFileSync(path.join(import.meta.dirname, '../../../../docs/api.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `(GET|POST|PATCH|DELETE) (\/[^`? ]*)/gm)].map(
      ([, method, route]) => `${method} ${route}`,
    );
    const described = Object.entries(description.paths).flatMap(([route, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${route}`),
    );
    expect(documented.length).toBeGreaterThan(15);
    expect(described.toSorted()).toEqual(documented.toSorted());
  });

  test('every answer is as its schema says', async () => {
    let checked = 0;
    for (const { method, route, url } of await addresses()) {
      const content = description.paths[route]?.[method]?.responses['200']?.content?.['application/json'];
      if (method !== 'get' || content === undefined) continue;
      const { status, body } = await request(url);
      expect([route, status]).toEqual([route, 200]);
      const validator = Compile(whole(content.schema) as never);
      const answer: unknown = JSON.parse(body);
      const problems = validator.Check(answer) ? [] : validator.Errors(answer).slice(0, 3);
      expect([route, problems]).toEqual([route, []]);
      checked++;
    }
    expect(checked).toBeGreaterThan(12);
  });

  test('the answers hold what they should, not only what they may', async () => {
    const { outcomes, next } = await json<{
      outcomes: { sequence: number; outcome: { kind: string } }[];
      next: number;
    }>(at('/api/v1/outcomes?limit=5000'));
    expect(outcomes.map(({ sequence }) => sequence)).toEqual(outcomes.map((_, index) => index + 1));
    expect(next).toBe(outcomes.length);
    const kinds = new Set(outcomes.map(({ outcome }) => outcome.kind));
    for (const kind of ['track_started', 'alert_raised', 'case_opened', 'case_closed', 'encounter_closed']) {
      expect(kinds).toContain(kind);
    }
    const closed = (await cases()).find(({ state }) => state === 'closed')!;
    const file = await json<{ id: string; samples: unknown[] }>(at(`/api/v1/cases/${closed.id}`));
    expect(file.id).toBe(closed.id);
    expect(file.samples.length).toBeGreaterThan(5);
    const figure = await json<Reconstruction>(at(`/api/v1/cases/${closed.id}/reconstruction`));
    expect(figure.case).toBe(closed.id);
    expect(Math.abs(figure.closest!.h_cpa_m - closed.h_cpa_m!)).toBeLessThan(30);
    const history = await json<{ from_ms: number; marks: { time_ms: number; alert: string }[] }>(at('/api/v1/history'));
    const [mark] = history.marks;
    const then = await json<{ alerts: { id: string }[]; tracks: unknown[]; trails: Record<string, unknown[]> }>(
      at(`/api/v1/picture?at_ms=${mark!.time_ms}`),
    );
    expect(then.alerts.map(({ id }) => id)).toContain(mark!.alert);
    expect(then.tracks.length).toBeGreaterThan(10);
    expect(Object.keys(then.trails).length).toBe(then.tracks.length);
  });

  test('every route refuses a foreign Host and a foreign Origin, and takes its own', async () => {
    const { host, port } = new URL(node.url);
    const routes = [...(await addresses()), { method: 'get', route: '/', url: at('/') }];
    for (const { method, route, url } of routes) {
      const send = async (headers: Record<string, string>): Promise<Answer> => {
        const body = method === 'post' ? { body: '{}' } : {};
        const answer = await request(url, { method: method.toUpperCase(), headers, ...body });
        if (answer.status !== 429) return answer;
        // There are more routes, eight requests each, than a node answers in one burst.
        await new Promise((resolve) => setTimeout(resolve, 200));
        return send(headers);
      };
      for (const name of ['rebound.example', `rebound.example:${port}`, '127.0.0.1:1', '127.0.0.1']) {
        const { status, body } = await send({ host: name });
        expect([route, name, status]).toEqual([route, name, 403]);
        expect(failure(body)).toMatchObject({ code: 'host_refused', field: 'Host' });
      }
      for (const origin of ['http://evil.example', `https://${host}`, 'http://localhost:1', 'null']) {
        const { status, body } = await send({ host, origin });
        expect([route, origin, status]).toEqual([route, origin, 403]);
        expect(failure(body).code).toBe('origin_refused');
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const name of [host, `localhost:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      const { status } = await request(at('/api/v1/status'), { headers: { host: name, origin: `http://${name}` } });
      expect(status).toBe(200);
    }
    // So that the tests after this one meet a node that answers again.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  });

  test('a request that names no host at all is refused', async () => {
    const socket = connect(Number(new URL(node.url).port), '127.0.0.1');
    socket.end('GET /api/v1/status HTTP/1.0\r\n\r\n');
    let answer = '';
    for await (const piece of socket) answer += String(piece);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain('It is missing; this node answers to 127.0.0.1');
  });

  test('a page is given nothing but what is its own: security headers on every kind of answer', async () => {
    for (const route of ['/', '/api/v1/status', '/nowhere.js', '/assets/main-abc.js', '/api/v1/cases/none']) {
      const { headers } = await request(at(route));
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toMatch(/script-src|unsafe-eval|\*/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test.each([
    ['GET', '/api/v1/cases?limit=0', 'bad_request', 'querystring.limit'],
    ['GET', '/api/v1/cases?limit=many', 'bad_request', 'querystring.limit'],
    ['GET', '/api/v1/cases?lmit=5', 'bad_request', 'querystring.lmit'],
    ['GET', '/api/v1/picture', 'bad_request', 'querystring'],
    ['GET', '/api/v1/picture?at_ms=5', 'out_of_reach', 'at_ms'],
    ['GET', '/api/v1/picture?at_ms=99999999999999', 'out_of_reach', 'at_ms'],
    ['GET', '/api/v1/tracks/nobody', 'track_not_found', 'track'],
    ['GET', '/api/v1/cases/none', 'case_not_found', 'id'],
    ['GET', '/api/v1/cases/none/reconstruction', 'case_not_found', 'id'],
    ['GET', '/api/v1/memorandum/reading?language=xx', 'language_unknown', 'querystring.language'],
    ['GET', '/api/v1/memorandum/document.pdf?language=xx', 'language_unknown', 'querystring.language'],
    ['GET', '/api/v1/memorandum/kneeboard.pdf', 'bad_request', 'querystring'],
    ['GET', '/api/v1/memorandum/kneeboard.pdf?party=nobody', 'party_unknown', 'querystring.party'],
    ['POST', '/api/v1/memorandum/compare', 'bad_request', 'body', '{}'],
    ['POST', '/api/v1/memorandum/compare', 'memorandum_refused', 'body.text', '{"text":"- 1"}'],
    ['GET', '/api/v1/nowhere', 'not_found', null],
    ['GET', '/nowhere.js', 'not_found', null],
    ['GET', '/%zz', 'bad_request', null],
    ['GET', '/../../secret.txt', 'not_found', null],
    ['GET', '/..%2f..%2fsecret.txt', 'not_found', null],
    ['DELETE', '/api/v1/cases/none', 'not_found', null],
    ['POST', '/api/v1/playback', 'not_json', null, 'paused', 'text/plain'],
    ['POST', '/api/v1/playback', 'bad_request', null, '{"paused":'],
    ['POST', '/api/v1/playback', 'bad_request', 'body.speed', '{"speed":0}'],
    ['POST', '/api/v1/playback', 'bad_request', 'body.paused', '{"paused":"yes"}'],
    ['POST', '/api/v1/playback', 'bad_request', 'body.pause', '{"pause":true}'],
    ['POST', '/api/v1/playback', 'too_large', null, `{"paused":"${'x'.repeat(70_000)}"}`],
  ] as const)('%s %s is refused: %s, %s', async (method, route, code, field, body?: string, type?: string) => {
    const before = await json(at('/api/v1/playback'));
    const headers = body === undefined ? {} : { 'content-type': type ?? 'application/json' };
    const answer = await request(at(route), { method, headers, ...(body === undefined ? {} : { body }) });
    expect(failure(answer.body)).toMatchObject({
      code,
      field,
      message: expect.any(String),
      remedy: expect.any(String),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const { paused, speed } = before as { paused: boolean; speed: number };
    expect(await json(at('/api/v1/playback'))).toMatchObject({ paused, speed });
  });

  test('the memorandum is read, printed and compared with another version of it', async () => {
    const reading = await json<{ clauses: { id: string; lines: { label: string; text: string }[] }[] }>(
      at('/api/v1/memorandum/reading?language=fr'),
    );
    const separation = reading.clauses.find(({ id }) => id === 'SEP-1');
    expect(separation?.lines.find(({ text }) => text === '3 NM')?.label).toMatch(/latéral/);
    for (const route of ['document.pdf?language=en', 'kneeboard.pdf?party=nc']) {
      const { status, headers, body } = await request(at(`/api/v1/memorandum/${route}`));
      expect([route, status, headers['content-type'], body.slice(0, 5)]).toEqual([
        route,
        200,
        'application/pdf',
        '%PDF-',
      ]);
    }
    const own = fs.readFileSync(
      path.join(import.meta.dirname, '../../../../scenarios/october.memorandum.yaml'),
      'utf8',
    );
    const text = own.replace('lateral: 3 NM', 'lateral: 5 NM').replace(/^version: 1$/m, 'version: 2');
    const { status, body } = await request(at('/api/v1/memorandum/compare'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, language: 'en' }),
    });
    const answer = JSON.parse(body) as { changes: string[] };
    expect([status, answer]).toEqual([200, expect.objectContaining({ before: 'own', more: 0 })]);
    expect(answer.changes.filter((one) => /from 3 NM to 5 NM$/.test(one))).toHaveLength(1);
  });

  test('an open case has no file yet, and says so', () => {
    const { status, body } = openCase;
    // It may just have been closed.
    if (status !== 200) expect([status, failure(body).code]).toEqual([409, 'case_open']);
  });

  test('the pages: files as they are, every other address the index, hashed files for ever', async () => {
    for (const route of ['/', '/cases', '/some/page']) {
      const { status, headers, body } = await request(at(route));
      expect([route, status, body]).toEqual([route, 200, '<title>pages</title>']);
      expect(headers['cache-control']).toContain('max-age=0');
    }
    const { headers } = await request(at('/assets/main-abc.js'));
    expect(headers['cache-control']).toContain('immutable');
    expect(headers['content-type']).toContain('javascript');
  });

  test('the base map is served in ranges', async () => {
    const { status, body, headers } = await request(at('/api/v1/basemap'), { headers: { range: 'bytes=0-6' } });
    expect([status, body]).toEqual([206, 'PMTiles']);
    expect(headers['content-range']).toBe('bytes 0-6/16');
  });

  test('measurements name what the node does', async () => {
    const { body } = await request(at('/metrics'));
    const value = (name: string) => Number(new RegExp(`^skyaccord_${name} (\\S+)$`, 'm').exec(body)?.[1]);
    expect(value('ticks_total')).toBeGreaterThan(100);
    expect(value('tracks')).toBeGreaterThan(10);
    expect(value('journal_durable')).toBe(1);
    expect(value('durability_lag_seconds_count')).toBeGreaterThan(10);
    expect(body).toMatch(/^skyaccord_outcomes_total\{kind="alert_raised"\} \d+$/m);
    expect(body).toMatch(/^skyaccord_feed_age_seconds\{feed="scenario october"\} [\d.]+$/m);
  });

  test('more requests than a node answers are told to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 900 }, () => request(at('/api/v1/journal/head'))));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.headers['retry-after']).toBe('1');
    expect(failure(refused[0]!.body).code).toBe('too_many_requests');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await request(at('/health'))).status).toBe(200);
  });
});
