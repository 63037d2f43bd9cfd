import { canonicalJson } from '@skyaccord/proof';
import type { Observation } from '@skyaccord/wire';
import { NodeError } from '../errors.ts';
import { encodeChunk } from './chunk.ts';
import { changeFeed, completeFeed, type FeedChange, type FeedConfig, type FeedInput } from './config.ts';
import { type Chunk, type FeedHealth, type FeedStatus, UNMEASURED } from './feed.ts';
import { FeedThread } from './feed_thread.ts';

/** Each has a thread; more than this is more than a machine has. */
const MAX_FEEDS = 32;

/** What was done to the list of feeds. */
export type FeedsChange = 'added' | 'changed' | 'removed';

/** Where the manager's decisions go to, and what its feeds bring. */
export type ManagerHost = {
  readonly parties: readonly string[];
  /** Journals the list as it is to be; `done` is told once that is durable. */
  record(change: FeedsChange, feed: string, feeds: readonly FeedConfig[], done: () => void): void;
  chunk(feed: string, chunk: Chunk): void;
  status(status: Omit<FeedStatus, 'refused'>): void;
  removed(feed: string): void;
  /** Throws when a path may not be read for whoever asks over the API. */
  checkFile(path: string): void;
};

const NOTHING = { ...UNMEASURED, observations: 0, complaints: 0, last_message_ms: null, last_complaint: null };

type Managed = { config: FeedConfig; thread: FeedThread | null; health: FeedHealth | null };

/**
 * The feeds of a live node, as an administrator adds, changes, pauses and removes them while it runs. A change is made
 * when the journal holds it.
 */
export class FeedManager {
  readonly #host: ManagerHost;
  /** The feeds as they run. */
  readonly #running = new Map<string, Managed>();
  /** The feeds as they are to be once all that was asked for is durable. */
  #wanted: readonly FeedConfig[] = [];
  #stopped = false;

  constructor(host: ManagerHost) {
    this.#host = host;
  }

  get configs(): readonly FeedConfig[] {
    return this.#wanted;
  }

  /** Feeds that the journal holds already. */
  restore(feeds: readonly FeedConfig[]): void {
    this.#wanted = feeds;
    for (const config of feeds) this.#run(config);
  }

  /** A feed that the start names: entered as if by the API, and changed where it is known otherwise. */
  ensure(input: FeedInput): void {
    const config = completeFeed(input, this.#host.parties);
    const before = this.#find(config.name);
    if (before !== undefined && canonicalJson(before) === canonicalJson(config)) return;
    if (before === undefined) this.#checkRoom();
    this.#put(config, before === undefined ? 'added' : 'changed', () => {});
  }

  /** @throws NodeError feed_invalid, feed_exists, too_many_feeds */
  add(input: FeedInput): Promise<void> {
    const config = completeFeed(input, this.#host.parties);
    if (this.#find(config.name) !== undefined) {
      throw new NodeError('feed_exists', undefined, { field: 'name', value: config.name });
    }
    this.#checkRoom();
    if (config.connection === 'file') this.#host.checkFile(config.address as string);
    return new Promise((resolve) => this.#put(config, 'added', resolve));
  }

  /** @throws NodeError feed_invalid, feed_not_found */
  change(name: string, change: FeedChange): Promise<void> {
    const config = changeFeed(this.#known(name), change, this.#host.parties);
    if (config.connection === 'file' && (change.address ?? change.connection) !== undefined) {
      this.#host.checkFile(config.address as string);
    }
    return new Promise((resolve) => this.#put(config, 'changed', resolve));
  }

  /** @throws NodeError feed_not_found */
  remove(name: string): Promise<void> {
    this.#known(name);
    this.#wanted = this.#wanted.filter((config) => config.name !== name);
    return new Promise((resolve) => {
      this.#host.record('removed', name, this.#wanted, () => {
        this.#end(name);
        this.#running.delete(name);
        this.#host.removed(name);
        resolve();
      });
    });
  }

  /** Observations that were sent to the node for a feed. @throws NodeError feed_not_found, feed_not_posted */
  post(name: string, observations: readonly Observation[]): void {
    const { connection, paused } = this.#known(name);
    if (connection !== 'party_feed' || paused) {
      throw new NodeError('feed_not_posted', undefined, { field: 'name', value: name });
    }
    this.#running.get(name)?.thread?.post(encodeChunk(observations).lines);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#running.values()].map(({ thread }) => thread?.stop()));
  }

  #put(config: FeedConfig, change: FeedsChange, done: () => void): void {
    const { name } = config;
    const known = this.#find(name) !== undefined;
    this.#wanted = known
      ? this.#wanted.map((other) => (other.name === name ? config : other))
      : [...this.#wanted, config];
    this.#host.record(change, name, this.#wanted, () => {
      this.#end(name);
      this.#run(config);
      done();
    });
  }

  #run(config: FeedConfig): void {
    if (this.#stopped) return;
    const managed: Managed = { config, thread: null, health: null };
    this.#running.set(config.name, managed);
    if (config.party !== null && !this.#host.parties.includes(config.party)) {
      const text = `its party ${config.party} is not in the memorandum in force`;
      const problems = [{ problem: 'failed' as const, since_ms: Date.now(), text }];
      managed.health = { ...NOTHING, name: config.name, state: 'stopped', problems, last_complaint: text };
    }
    if (config.paused || managed.health !== null) {
      this.#tell(managed);
      return;
    }
    const mine = () => this.#running.get(config.name) === managed;
    managed.thread = new FeedThread(config, {
      chunk: (chunk) => mine() && this.#host.chunk(config.name, chunk),
      status: (health) => {
        if (!mine()) return;
        managed.health = health;
        this.#tell(managed);
      },
    });
    this.#tell(managed);
    managed.thread.start();
  }

  #end(name: string): void {
    const { thread = null } = this.#running.get(name) ?? {};
    void thread?.stop();
  }

  #tell({ config, health }: Managed): void {
    const { format, filter: _filter, ...settings } = config;
    const measured = health ?? { ...NOTHING, state: config.paused ? 'paused' : 'starting' };
    this.#host.status({ ...measured, ...settings, format: measured.format ?? (format === 'auto' ? null : format) });
  }

  #find(name: string): FeedConfig | undefined {
    return this.#wanted.find((config) => config.name === name);
  }

  #known(name: string): FeedConfig {
    const config = this.#find(name);
    if (config === undefined) throw new NodeError('feed_not_found', undefined, { field: 'name', value: name });
    return config;
  }

  #checkRoom(): void {
    if (this.#wanted.length >= MAX_FEEDS) throw new NodeError('too_many_feeds', `There are ${MAX_FEEDS}.`);
  }
}
