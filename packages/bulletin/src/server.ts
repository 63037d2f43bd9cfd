import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { atomFeed } from './atom.ts';
import { articlePage, type FormState, indexPage } from './pages/articles.ts';
import { cookiesPage, plainPage } from './pages/cookies.ts';
import { ICON } from './pages/icon.ts';
import type { Consent, Setting } from './pages/layout.ts';
import { STYLE } from './pages/style.ts';
import type { Release } from './release.ts';
import { FormTokens } from './replies/form_token.ts';
import { checkReply } from './replies/reply.ts';
import type { ReplyStore } from './replies/reply_store.ts';
import type { Party, Shelf } from './shelf.ts';
import { FIRST_LANGUAGE, type ReplyFault, WORDS } from './words.ts';

/** What the pages are made of. */
export type Services = {
  readonly site: string;
  /** The address at which readers find it, such as `https://bulletin.example.org`. */
  readonly origin: string;
  readonly parties: readonly Party[];
  readonly shelf: Shelf;
  readonly replies: ReplyStore;
  /** Whether a proxy in front says who asks (X-Forwarded-For). */
  readonly behindProxy: boolean;
  readonly now: () => number;
};

const CONSENT = 'skyaccord_consent';
const NAME = 'skyaccord_name';
const COOKIE_S = 180 * 86_400;
const PER_PAGE = 20;
const IN_FEED = 50;
const BODY_BYTES = 64 * 1024;
/** Replies from one address in ten minutes; a reading page may be asked for more often, but not without end. */
const REPLIES = { max: 5, timeWindow: 600_000 };
const READING = { max: 600, timeWindow: 60_000 };

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // Not `no-referrer`: a browser would then send forms of ours with the origin `null`, as a hostile frame does.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

type Asked = FastifyRequest<{ Params: { language: string; id: string }; Querystring: { page?: string } }>;
type Fields = Readonly<Record<string, unknown>>;

/**
 * The public pages. Anyone may read; anyone may send a reply, which nobody else sees before a moderator did. No route
 * leads to a node, and no page holds an address of anybody.
 */
export async function createBulletin(services: Services): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_BYTES,
    routerOptions: { maxParamLength: 100 },
    requestTimeout: 15_000,
    keepAliveTimeout: 5_000,
    forceCloseConnections: true,
    // What the proxy itself added, last; what stands before it a reader can write at will.
    trustProxy: services.behindProxy ? (_address, hop) => hop === 0 : false,
    logger: false,
  });
  app.removeContentTypeParser(['application/json', 'text/plain']);
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: BODY_BYTES });
  await app.register(rateLimit, { global: true, ...READING, cache: 10_000, addHeaders: {} });
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
    if (services.origin.startsWith('https:')) reply.header('strict-transport-security', 'max-age=31536000');
  });
  new Pages(app, services).add();
  return app;
}

class Pages {
  readonly #app: FastifyInstance;
  readonly #services: Services;
  readonly #tokens = new FormTokens();

  constructor(app: FastifyInstance, services: Services) {
    this.#app = app;
    this.#services = services;
  }

  add(): void {
    const app = this.#app;
    app.get('/', (request, reply) => reply.redirect(`/${preferred(request)}/`, 302));
    app.get('/style.css', (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(STYLE),
    );
    app.get('/icon.svg', (_request, reply) =>
      reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(ICON),
    );
    app.get('/favicon.ico', (_request, reply) => reply.code(204).send());
    app.get('/robots.txt', (_request, reply) => reply.type('text/plain').send('User-agent: *\nAllow: /\n'));
    app.get('/:language/', (request: Asked, reply) => this.#index(request, reply));
    app.get('/:language/feed.atom', (request: Asked, reply) => this.#feed(request, reply));
    app.get('/:language/cookies', (request: Asked, reply) =>
      this.#known(request, reply, '/cookies', (setting) => cookiesPage(setting)),
    );
    app.get('/:language/releases/:id', (request: Asked, reply) => this.#article(request, reply));
    app.get('/:language/releases/:id/thanks', (request: Asked, reply) => this.#thanks(request, reply));
    app.post('/:language/consent', (request: Asked, reply) => this.#consent(request, reply));
    app.post('/:language/releases/:id/replies', { config: { rateLimit: REPLIES } }, (request: Asked, reply) =>
      this.#reply(request, reply),
    );
    app.setNotFoundHandler((request, reply) => this.#nothing(request, reply));
    app.setErrorHandler((error: { statusCode?: number }, request, reply) => this.#failed(error, request, reply));
  }

  #index(request: Asked, reply: FastifyReply) {
    return this.#known(request, reply, '/', (setting) => {
      const all = this.#services.shelf.releases();
      const last = Math.max(1, Math.ceil(all.length / PER_PAGE));
      const at = Math.min(last, Math.max(1, Math.trunc(Number(request.query.page) || 1)));
      const link = (to: number): string | null => (to >= 1 && to <= last ? `/${setting.language}/?page=${to}` : null);
      return indexPage(setting, all.slice((at - 1) * PER_PAGE, at * PER_PAGE), link(at - 1), link(at + 1));
    });
  }

  #feed(request: Asked, reply: FastifyReply) {
    const { site, origin, shelf } = this.#services;
    const { language } = request.params;
    if (!isKnown(language)) return this.#nothing(request, reply);
    reply.type('application/atom+xml; charset=utf-8');
    return reply.send(atomFeed(site, origin, language, shelf.releases().slice(0, IN_FEED)));
  }

  #article(request: Asked, reply: FastifyReply) {
    const release = this.#services.shelf.release(request.params.id);
    if (release === null) return this.#nothing(request, reply);
    return this.#show(request, reply, release, { fault: null, name: request.cookies[NAME] ?? '', text: '' });
  }

  #show(request: Asked, reply: FastifyReply, release: Release, form: Omit<FormState, 'token'>) {
    const { shelf, replies, now } = this.#services;
    const token = this.#tokens.issue(release.id, now());
    const names = release.parties.map((id) => shelf.partyName(id));
    return this.#known(request, reply, `/releases/${release.id}`, (setting) =>
      articlePage(setting, release, names, replies.shown(release.id), {
        ...form,
        name: setting.consent === 'accepted' || form.fault !== null ? form.name.slice(0, 80) : '',
        token,
      }),
    );
  }

  #thanks(request: Asked, reply: FastifyReply) {
    const { id } = request.params;
    if (this.#services.shelf.release(id) === null) return this.#nothing(request, reply);
    return this.#known(request, reply, `/releases/${id}/thanks`, (setting) => {
      const link = { href: `/${setting.language}/releases/${id}`, words: setting.words.back };
      return plainPage(setting, setting.words.thanks, setting.words.thanksNote, link);
    });
  }

  /** Takes a choice in. Taking back consent takes its cookie away too. */
  #consent(request: Asked, reply: FastifyReply) {
    const { language } = request.params;
    const { choice, back } = (request.body ?? {}) as Fields;
    if (!isKnown(language) || !this.#sameOrigin(request)) return this.#nothing(request, reply);
    if (choice === 'accepted' || choice === 'declined') {
      reply.setCookie(CONSENT, choice, this.#cookie());
      if (choice === 'declined') reply.clearCookie(NAME, this.#cookie());
    }
    // Only a path of our own is gone back to.
    const path = typeof back === 'string' && /^\/(?:[a-z0-9-]+\/?)*$/.test(back) ? back : '/';
    return reply.redirect(`/${language}${path}`, 303);
  }

  #reply(request: Asked, reply: FastifyReply) {
    const { language, id } = request.params;
    const { shelf, replies, parties, now } = this.#services;
    const release = shelf.release(id);
    if (release === null || release.state === 'withdrawn' || !isKnown(language)) {
      return this.#nothing(request, reply);
    }
    const fields = (request.body ?? {}) as Fields;
    const field = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
    const form = { name: field('name'), email: field('email'), text: field('text') };
    const refuse = (fault: ReplyFault) =>
      this.#show(request, reply.code(fault === 'full' ? 503 : 400), release, {
        fault,
        name: form.name,
        text: form.text.slice(0, 4000),
      });
    if (!this.#sameOrigin(request)) return refuse('form_old');
    const token = this.#tokens.check(field('token'), id, now());
    if (token !== 'ok') return refuse(token);
    const names = parties.flatMap((party) => [party.id, party.name]);
    const checked = checkReply(form, names, field('website') !== '');
    if ('fault' in checked) return refuse(checked.fault);
    replies.expire(now());
    if (!replies.hold(id, checked, now())) return refuse('full');
    if (field('remember') === 'yes' && consentOf(request) === 'accepted') {
      reply.setCookie(NAME, checked.name, this.#cookie());
    }
    return reply.redirect(`/${language}/releases/${id}/thanks`, 303);
  }

  /** A page in a known language; nothing in another. */
  #known(request: Asked, reply: FastifyReply, path: string, make: (setting: Setting) => string) {
    const setting = this.#setting(request.params.language, request, path);
    if (setting === null) return this.#nothing(request, reply);
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(make(setting));
  }

  #nothing(request: FastifyRequest, reply: FastifyReply) {
    const language = (request.params as { language?: string } | undefined)?.language;
    const setting = this.#setting(language ?? '', request, '/') ?? this.#setting(preferred(request), request, '/')!;
    reply.code(404).type('text/html; charset=utf-8');
    return reply.send(plainPage(setting, '404', setting.words.notFound, null));
  }

  #failed(error: { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
    const code = error.statusCode ?? 500;
    const setting = this.#setting(preferred(request), request, '/')!;
    const { faults } = setting.words;
    const text = code === 429 ? faults.too_many : code === 413 ? faults.too_large : setting.words.notFound;
    if (code >= 500)
      process.stderr.write(`bulletin: ${request.method} ${request.routeOptions.url}: ${String(error)}\n`);
    reply.code(code).type('text/html; charset=utf-8');
    return reply.send(plainPage(setting, String(code), text, null));
  }

  #setting(language: string, request: FastifyRequest, path: string): Setting | null {
    const words = WORDS[language];
    if (words === undefined || !isKnown(language)) return null;
    return { site: this.#services.site, language, words, consent: consentOf(request), path };
  }

  /** Browsers say where a form was sent from; another site's form is not taken. */
  #sameOrigin(request: FastifyRequest): boolean {
    const { origin } = request.headers;
    return origin === undefined || origin === this.#services.origin;
  }

  #cookie() {
    const secure = this.#services.origin.startsWith('https:');
    return { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: COOKIE_S } as const;
  }
}

/** Not what every object has by name, such as `constructor`. */
const isKnown = (language: string): boolean => Object.hasOwn(WORDS, language);

function consentOf({ cookies }: FastifyRequest): Consent {
  const choice = cookies[CONSENT];
  return choice === 'accepted' || choice === 'declined' ? choice : 'none';
}

/** The first language a reader asks for that there are words in. */
function preferred(request: FastifyRequest): string {
  const asked = (request.headers['accept-language'] ?? '').slice(0, 200).toLowerCase();
  const found = asked.split(',').map((one) => one.trim().slice(0, 2));
  return found.find(isKnown) ?? FIRST_LANGUAGE;
}
