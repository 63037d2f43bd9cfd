import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createModeration } from './moderation.ts';
import { ReplyStore } from './replies/reply_store.ts';
import { createBulletin } from './server.ts';
import { type Party, Shelf, type Standings } from './shelf.ts';

/** The public bulletin, a process of its own: it reads one folder of releases and knows of no node. */
export { parseRelease, type Release, type ReleaseFile, type ReleaseWords } from './release.ts';
export { ReplyStore } from './replies/reply_store.ts';

export type BulletinOptions = {
  readonly site: string;
  readonly parties: readonly Party[];
  /** How a case must stand for it to be shown; agreed where it is left out. */
  readonly standings?: Standings;
  /** Folder of signed releases; only read. */
  readonly releases: string;
  /** Folder for replies. */
  readonly data: string;
  readonly port: number;
  readonly host?: string;
  /** Address for readers; that of the listener when not given. */
  readonly origin?: string;
  readonly behindProxy?: boolean;
};

export type RunningBulletin = {
  readonly url: string;
  refused(): readonly { file: string; reason: string }[];
  close(): Promise<void>;
};

/** Where a bulletin keeps its replies. */
export const repliesFile = (data: string): string => join(data, 'replies.sqlite');

/** How often addresses whose time is over are erased. */
const EXPIRE_MS = 3_600_000;

/** Starts the bulletin and answers once it listens. */
export async function startBulletin(options: BulletinOptions): Promise<RunningBulletin> {
  const { site, parties, releases, data, port, host = '127.0.0.1', behindProxy = false } = options;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const replies = new ReplyStore(repliesFile(data));
  const shelf = new Shelf(releases, parties, options.standings);
  const services = { site, parties, shelf, replies, behindProxy, origin: options.origin ?? '', now: Date.now };
  const app = await createBulletin(services);
  const url = await app.listen({ port, host });
  services.origin ||= url;
  // Also where nobody writes or moderates: addresses of before must not stay for want of a new one.
  const expire = () => replies.expire(Date.now());
  expire();
  const timer = setInterval(expire, EXPIRE_MS);
  timer.unref();
  return {
    url,
    refused: () => shelf.refused(),
    close: async () => {
      clearInterval(timer);
      await app.close();
      replies.close();
    },
  };
}

/**
 * Starts the page on which replies are read, on this machine alone; `url` lets whoever opens it in. The bulletin need
 * not run, and nobody who reads it finds this page.
 */
export async function startModeration(data: string, port: number): Promise<Pick<RunningBulletin, 'url' | 'close'>> {
  const replies = new ReplyStore(repliesFile(data));
  const code = randomBytes(32).toString('base64url');
  const app = await createModeration(replies, code);
  const url = await app.listen({ port, host: '127.0.0.1' });
  return {
    url: `${url}/enter/${code}`,
    close: async () => {
      await app.close();
      replies.close();
    },
  };
}
