import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Outcome, PermissionNotice } from '@skyaccord/accord';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FeedStatus, Hello, Status, StreamMessage, TrailPoint } from '../src/api/types.ts';
import { alertAt, COLUMNS, IDENTITIES, MEMORANDUM, rowOf, START_MS, statusAt, tracksAt } from './sample.ts';
import { CASE, CASE_FIGURE, CASE_SUMMARY } from './sampleCase.ts';
import { StandInCases } from './sampleCases.ts';
import { StandInDisclosure } from './sampleDisclosure.ts';
import { StandInJournals } from './sampleJournals.ts';
import { StandInJudged, VERDICTS } from './sampleJudged.ts';
import { COMPARISON, LIFE, readingIn } from './sampleLife.ts';
import { StandInLine } from './sampleLine.ts';
import { StandInMissions } from './sampleMissions.ts';
import { FLAG, trackAnswer } from './sampleTrack.ts';
import { StandInFeeds } from './standinFeeds.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** A stand-in plays: whoever looks at it may do all. */
const DEMO = {
  id: 'demo',
  name: 'Demo',
  party: 'nc',
  roles: ['liaison_officer', 'safety_manager', 'mission_planner', 'investigator', 'observer', 'administrator'],
};

export type StandInOptions = {
  /** The built pages. */
  dist: string;
  /** Aircraft beside the named four. */
  others?: number;
  /** A PMTiles archive to serve as the user's own base map. */
  basemap?: Uint8Array;
  /** Feeds of a node that listens; without them it plays a recording. */
  feeds?: FeedStatus[];
};

/**
 * A node as the pages see it, without a node: the API of `docs/api.md` over the sample world. Its clock starts at
 * `START_MS` when it is made and runs as the wall clock does.
 */
export class StandIn {
  url = '';
  /** Bodies posted to `playback`. */
  readonly wishes: unknown[] = [];
  /** Changes made to every status before it is sent. */
  status: Partial<Status> = {};
  readonly feeds: StandInFeeds | null;
  readonly judged = new StandInJudged();
  readonly line = new StandInLine();
  readonly disclosure = new StandInDisclosure();
  readonly cases = new StandInCases();
  readonly missions = new StandInMissions();
  readonly journals = new StandInJournals();
  readonly #options: StandInOptions;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #made_ms = performance.now();
  #timers: NodeJS.Timeout[] = [];
  #dropped = new Set<string>();
  readonly #notices: PermissionNotice[] = [];
  #alerted = false;
  #talking = true;

  constructor(options: StandInOptions) {
    this.#options = options;
    this.feeds = options.feeds === undefined ? null : new StandInFeeds(options.feeds);
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#greet(client));
    });
  }

  get time_ms(): number {
    return START_MS + Math.round(performance.now() - this.#made_ms);
  }

  async start(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
    this.#timers = [
      setInterval(() => this.#tick(), 1000),
      setInterval(() => this.#say({ type: 'status', status: this.#status() }), 1000),
    ];
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    for (const client of this.#sockets.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Raises the alert of the pair and keeps it up to date. */
  raiseAlert(): void {
    this.#alerted = true;
    const { time_ms } = this;
    const at = { tick: Math.ceil(time_ms / 100), time_ms };
    this.#outcomes([
      { ...at, kind: 'alert_raised', alert: alertAt(time_ms) },
      { ...at, kind: 'case_opened', case: 'case-8', alert: 'alert-1' },
    ]);
  }

  clearAlert(): void {
    this.#alerted = false;
    this.#outcomes([{ tick: 0, time_ms: this.time_ms, kind: 'alert_cleared', alert: 'alert-1', reason: 'clear' }]);
  }

  /** Follows a track no more. */
  drop(track: string): void {
    this.#dropped.add(track);
    const { time_ms } = this;
    this.#outcomes([{ tick: 0, time_ms, kind: 'track_dropped', track, last_seen_ms: time_ms, reason: 'silent' }]);
  }

  /** Says what a test wants said, in a message of its own. Notices among it are told to later pages too. */
  tell(outcomes: Outcome[]): void {
    for (const outcome of outcomes) if (outcome.kind === 'permission_notice') this.#notices.unshift(outcome);
    this.#outcomes(outcomes);
  }

  /** Stops or resumes talking; the socket stays open either way. */
  talk(on: boolean): void {
    this.#talking = on;
  }

  /** Ends every stream, as a node that goes down does. New ones are welcome. */
  cut(): void {
    for (const client of this.#sockets.clients) client.close(1001);
  }

  #greet(client: WebSocket): void {
    const { time_ms } = this;
    const tracks = tracksAt(time_ms, this.#options.others ?? 0);
    const identities = { ...IDENTITIES };
    for (const { track, callsign, party, crew } of tracks) {
      identities[track] ??= {
        callsign,
        registration: null,
        category: 'A3',
        technology: 'adsb',
        party,
        confidence: party === null ? 'none' : 'medium',
        contested: false,
        crew,
        evidence: [],
      };
    }
    const trails: Record<string, TrailPoint[]> = {};
    for (let before_ms = 120_000; before_ms > 0; before_ms -= 10_000) {
      for (const { track, latitude_deg, longitude_deg, altitude_m } of tracksAt(time_ms - before_ms, 0)) {
        trails[track] ??= [];
        trails[track].push([time_ms - before_ms, latitude_deg, longitude_deg, altitude_m]);
      }
    }
    const hello: Hello = {
      type: 'hello',
      status: this.#status(),
      memorandum: MEMORANDUM,
      columns: COLUMNS,
      identities,
      rows: tracks.map(rowOf),
      trails,
      alerts: this.#alerted ? [alertAt(time_ms)] : [],
      cases: [CASE_SUMMARY],
      notices: this.#notices,
      flags: { '4ca001': [FLAG] },
      fused: { '4ca001': ['~2a2a2a'] },
    };
    if (this.#talking) client.send(JSON.stringify(hello));
  }

  #tick(): void {
    const { time_ms } = this;
    const rows = tracksAt(time_ms, this.#options.others ?? 0)
      .filter((track) => track.seen_ms === time_ms && !this.#dropped.has(track.track))
      .map(rowOf);
    const at = { tick: Math.ceil(time_ms / 100), time_ms };
    const outcomes: Outcome[] = this.#alerted ? [{ ...at, kind: 'alert_updated', alert: alertAt(time_ms) }] : [];
    this.#say({ type: 'tick', ...at, rows, outcomes });
  }

  #outcomes(outcomes: Outcome[]): void {
    this.#say({ type: 'tick', tick: Math.ceil(this.time_ms / 100), time_ms: this.time_ms, rows: [], outcomes });
  }

  #say(message: StreamMessage): void {
    if (!this.#talking) return;
    const text = JSON.stringify(message);
    for (const client of this.#sockets.clients) client.send(text);
  }

  #status(): Status {
    return {
      ...statusAt(this.time_ms, 4 + (this.#options.others ?? 0)),
      ...(this.feeds === null ? {} : { mode: 'live' as const, playback: null, feeds: this.feeds.list }),
      basemap: this.#options.basemap !== undefined,
      line: this.line.summary(this.time_ms),
      ...this.status,
    };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (!pathname.startsWith('/api/')) {
      this.#file(pathname, response);
      return;
    }
    if (pathname === '/api/v1/basemap' && this.#options.basemap !== undefined) {
      this.#range(this.#options.basemap, request, response);
      return;
    }
    if (request.method === 'POST' && pathname.startsWith('/api/v1/line/')) {
      void bodyOf(request).then((body) => {
        const { status, answer } = this.line.post(pathname, body as Record<string, unknown>, this.time_ms);
        send(response, status, answer);
        this.#say({ type: 'status', status: this.#status() });
      });
      return;
    }
    if (request.method === 'POST' && /^\/api\/v1\/(disclosure|commitments|links)/.test(pathname)) {
      void bodyOf(request).then((body) => {
        const { status, answer } = this.disclosure.post(pathname, body, this.time_ms);
        send(response, status, answer);
      });
      return;
    }
    if (pathname === '/api/v1/playback' && request.method === 'POST') {
      void this.#playback(request, response);
      return;
    }
    if (request.method === 'POST' && /^\/api\/v1\/(calls|questions\/answers)$/.test(pathname)) {
      void this.#take(pathname, request, response);
      return;
    }
    if (request.method === 'POST' && /^\/api\/v1\/(missions|statements|ledger\/reports)/.test(pathname)) {
      void bodyOf(request).then((body) => {
        const answer = this.missions.post(pathname, body);
        send(response, answer.status, answer.body);
      });
      return;
    }
    if (request.method === 'POST' && pathname === '/api/v1/personal/erasures') {
      void bodyOf(request).then((body) => send(response, 200, this.journals.erase(body as never)));
      return;
    }
    if (request.method === 'POST' && /^\/api\/v1\/(cases|reports)/.test(pathname)) {
      void bodyOf(request).then((body) => {
        const answer = this.cases.post(pathname, body);
        send(response, answer.status, answer.body);
      });
      return;
    }
    if (pathname === '/api/v1/memorandum/compare') {
      void this.#compare(request, response);
      return;
    }
    const feed = /^\/api\/v1\/feeds(?:\/([^/]+))?$/.exec(pathname);
    if (feed !== null && this.feeds !== null) {
      this.feeds.answer(request, feed[1] === undefined ? null : decodeURIComponent(feed[1]), response);
      return;
    }
    const answer = this.#json(pathname, searchParams);
    response.writeHead(answer === null ? 404 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        answer ?? {
          error: {
            code: 'not_found',
            message: `Nothing is kept at ${pathname}.`,
            remedy: 'Ask for another.',
            field: null,
            value: null,
          },
        },
      ),
    );
  }

  #json(pathname: string, search: URLSearchParams): unknown {
    const at_ms = Number(search.get('at_ms'));
    const track = /^\/api\/v1\/tracks\/(.+)$/.exec(pathname)?.[1];
    if (track !== undefined) {
      const id = decodeURIComponent(track);
      return this.#dropped.has(id) ? null : trackAnswer(id, this.time_ms, this.#options.others ?? 0);
    }
    switch (pathname) {
      case '/api/v1/session':
        return {
          person: DEMO,
          demo: true,
          passkeys: false,
          ends_ms: null,
          recent_until_ms: null,
          recovery_left: null,
          recovery_codes: [],
        };
      case '/api/v1/status':
        return this.#status();
      case '/api/v1/cases':
        return { cases: [CASE_SUMMARY] };
      case '/api/v1/encounters':
        return { encounters: [CASE.encounter] };
      case '/api/v1/cases/case-7/reconstruction':
        return CASE_FIGURE;
      case '/api/v1/cases/case-7':
        return CASE;
      case '/api/v1/verdicts':
        return { verdicts: VERDICTS.filter(({ about }) => [null, about].includes(search.get('about'))) };
      case '/api/v1/calls':
        return { calls: this.judged.calls };
      case '/api/v1/questions':
        return { questions: this.judged.questions() };
      case '/api/v1/memorandum/reading':
        return readingIn(search.get('language') ?? 'en');
      case '/api/v1/memorandum/life':
        return LIFE;
      case '/api/v1/history':
        return {
          from_ms: START_MS - 900_000,
          to_ms: this.time_ms,
          marks: [{ time_ms: START_MS - 780_000, alert: 'alert-0', level: 'warning' }],
        };
      case '/api/v1/picture':
        return { time_ms: at_ms, tracks: tracksAt(at_ms, 0).slice(0, 3), alerts: [], trails: {} };
      default:
        return (
          this.cases.get(pathname, search) ??
          this.line.get(pathname, this.time_ms) ??
          this.disclosure.get(pathname, search, this.time_ms) ??
          this.missions.get(pathname, search) ??
          this.journals.get(pathname)
        );
    }
  }

  async #playback(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wish = (await bodyOf(request)) as Partial<NonNullable<Status['playback']>>;
    this.wishes.push(wish);
    const playback = {
      ...statusAt(this.time_ms, 0).playback,
      ...this.status.playback,
      ...wish,
    } as Status['playback'];
    this.status = { ...this.status, playback };
    send(response, 200, playback);
  }

  async #take(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await bodyOf(request)) as never;
    if (pathname.endsWith('answers')) {
      send(response, 201, this.judged.answer(body, this.time_ms));
      return;
    }
    const said = this.judged.log(body, this.time_ms);
    send(response, 201, said.entry);
    this.#outcomes([said]);
  }

  async #compare(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { text } = (await bodyOf(request)) as { text: string };
    if (!text.includes('refuse')) send(response, 200, COMPARISON);
    else {
      const message = 'The text is not a sound memorandum. 3:4 clauses: missing; add them.';
      const remedy = 'Correct the places that the message names.';
      send(response, 400, { error: { code: 'memorandum_refused', message, remedy, field: 'body.text', value: null } });
    }
  }

  #range(bytes: Uint8Array, request: IncomingMessage, response: ServerResponse): void {
    const [, from = '0', to = String(bytes.length - 1)] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    const part = bytes.subarray(Number(from), Number(to) + 1);
    response.writeHead(206, {
      'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`,
      'content-length': part.length,
    });
    response.end(part);
  }

  #file(pathname: string, response: ServerResponse): void {
    const wanted = join(this.#options.dist, normalize(pathname));
    const path = extname(pathname) !== '' && existsSync(wanted) ? wanted : join(this.#options.dist, 'index.html');
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(readFileSync(path));
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
