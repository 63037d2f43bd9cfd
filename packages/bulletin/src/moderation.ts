import { randomBytes, timingSafeEqual } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Html, html } from './html.ts';
import { time } from './pages/layout.ts';
import { STYLE } from './pages/style.ts';
import type { Mark } from './replies/reply.ts';
import type { HeldReply, ReplyStore } from './replies/reply_store.ts';

const COOKIE = 'skyaccord_moderator';
/** Replies on one page. */
const SHOWN = 50;
const BODY_BYTES = 4 * 1024;
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const MARKS: Readonly<Record<Mark, string>> = {
  links: 'holds links',
  mixed_scripts: 'a name that mixes scripts',
  like_a_party: 'a name like that of a party',
  trap: 'filled in by a program',
};

/**
 * The page of whoever reads replies before others do: an application of its own, for this machine alone, which knows
 * the replies and nothing else. Who opens the address with `code` in it once has a cookie for as long as it runs.
 * Without script; a form of another page is not taken.
 */
export async function createModeration(replies: ReplyStore, code: string): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: BODY_BYTES, forceCloseConnections: true, logger: false });
  const session = randomBytes(32).toString('base64url');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: BODY_BYTES });
  await app.register(rateLimit, { global: true, max: 600, timeWindow: 60_000 });
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
  });
  app.addHook('onRequest', async (request, reply) => {
    // A name that somebody pointed at this machine is not its own.
    const name = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (name !== '127.0.0.1' && name !== 'localhost') return reply.code(421).send('not here\n');
    return undefined;
  });

  const isKnown = ({ cookies }: FastifyRequest): boolean => same(cookies[COOKIE] ?? '', session);
  const stranger = (reply: FastifyReply) =>
    reply
      .code(403)
      .type('text/html; charset=utf-8')
      .send(page(html`<p>Open the address that the command printed.</p>`));

  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  app.get('/enter/:code', (request: FastifyRequest<{ Params: { code: string } }>, reply) => {
    if (!same(request.params.code, code)) return stranger(reply);
    reply.setCookie(COOKIE, session, { path: '/', httpOnly: true, sameSite: 'strict' });
    return reply.redirect('/', 303);
  });
  app.get('/', (request, reply) => {
    if (!isKnown(request)) return stranger(reply);
    const held = replies.held(SHOWN + 1);
    return reply.type('text/html; charset=utf-8').send(page(listOf(held)));
  });
  app.post('/decide', (request, reply) => {
    const { origin, host } = request.headers;
    if (!isKnown(request) || (origin !== undefined && origin !== `http://${host}`)) return stranger(reply);
    const { id, choice } = (request.body ?? {}) as { readonly id?: unknown; readonly choice?: unknown };
    const state = choice === 'publish' ? 'published' : choice === 'refuse' ? 'refused' : null;
    if (typeof id !== 'string' || state === null || !replies.decide(id, state))
      return reply.code(404).send('no such\n');
    return reply.redirect('/', 303);
  });
  return app;
}

const same = (given: string, wanted: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
};

function listOf(held: readonly HeldReply[]): Html {
  const shown = held.slice(0, SHOWN);
  const more = held.length > SHOWN ? html`<p class="note">More wait than are shown here.</p>` : null;
  if (shown.length === 0) return html`<p>No reply waits.</p>`;
  return html`<p class="note">The oldest first. Nobody sees a reply before it is published; refusing one erases the
address of who wrote it.</p><ol class="replies">${shown.map(item)}</ol>${more}`;
}

const item = ({ id, release, name, email, text, time_ms, marks }: HeldReply): Html =>
  html`<li id="reply-${id}"><p class="meta"><bdi>${name}</bdi> &lt;<bdi>${email ?? 'erased'}</bdi>&gt; ·
${time(time_ms)} · ${release}</p>
${marks.length === 0 ? null : html`<p class="fault">${marks.map((mark) => MARKS[mark as Mark] ?? mark).join('; ')}</p>`}
${text.split(/\n{2,}/).map((one) => html`<p dir="auto">${one}</p>`)}
<form method="post" action="/decide"><input type="hidden" name="id" value="${id}">
<button name="choice" value="publish" aria-label="Publish the reply of ${name}">Publish</button>
<button name="choice" value="refuse" aria-label="Refuse the reply of ${name}">Refuse</button></form></li>`;

const page = (main: Html): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Replies that wait</title><link rel="stylesheet" href="/style.css"></head>
<body><main><h1>Replies that wait</h1>${main}</main></body></html>
`.html;
