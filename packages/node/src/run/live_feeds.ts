import type { Memorandum } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import { NodeError } from '../errors.ts';
import type { FeedChange, FeedConfig, FeedInput } from '../feeds/config.ts';
import { type Chunk, type FeedStatus, fixedStatus, type LiveFeed } from '../feeds/feed.ts';
import { checkFolder } from '../feeds/folder.ts';
import { FeedManager } from '../feeds/manager.ts';
import type { Core } from './core.ts';
import { durable } from './durable.ts';

export type LiveFeedsOptions = {
  /** Part of the program that starts the node; they cannot be changed. */
  readonly fixed: readonly LiveFeed[];
  /** Entered at the start. */
  readonly named: readonly FeedInput[];
  /** Folder in which a file must lie that is named over the API. */
  readonly folder: string;
};

/** All feeds of a live node: those of the program, and those that an administrator manages. */
export class LiveFeeds {
  readonly #core: Core;
  readonly #options: LiveFeedsOptions;
  readonly #manager: FeedManager;
  readonly #refused = new Map<string, number>();
  /** Feeds of the program: those of the start, and of what was linked since. */
  readonly #fixed: LiveFeed[];
  #deliver: (feed: string, chunk: Chunk) => boolean = () => true;

  constructor(core: Core, options: LiveFeedsOptions) {
    this.#core = core;
    this.#options = options;
    this.#fixed = [...options.fixed];
    this.#manager = new FeedManager({
      parties: partiesOf(core.memorandum),
      record: (change, feed, feeds, done) => core.feedsChanged({ change, feed, feeds }, done),
      chunk: (feed, chunk) => this.#take(feed, chunk),
      status: (status) => core.setFeed({ ...status, refused: this.#refused.get(status.name) ?? 0 }),
      removed: (feed) => {
        this.#refused.delete(feed);
        core.removeFeed(feed);
      },
      checkFile: (path) => checkFolder(options.folder, path),
    });
  }

  /** Starts them all. `deliver` answers whether it could take a chunk in. */
  start(journalled: readonly unknown[] | null, deliver: (feed: string, chunk: Chunk) => boolean): void {
    this.#deliver = deliver;
    this.#manager.restore((journalled ?? []) as readonly FeedConfig[]);
    for (const input of this.#options.named) this.#manager.ensure(input);
    for (const feed of this.#fixed) this.#begin(feed);
  }

  #begin(feed: LiveFeed): void {
    feed.start({
      chunk: (chunk) => this.#take(feed.name, chunk),
      status: (report) => this.#core.setFeed(fixedStatus(report, 'built_in', this.#refused.get(feed.name) ?? 0)),
    });
  }

  /** Takes a feed of the program in while the node runs. */
  attach(feed: LiveFeed): void {
    this.#fixed.push(feed);
    this.#begin(feed);
  }

  /** Lets a feed of the program go. */
  async detach(name: string): Promise<void> {
    const at = this.#fixed.findIndex((feed) => feed.name === name);
    if (at < 0) return;
    const [feed] = this.#fixed.splice(at, 1);
    await feed?.stop();
    this.#core.removeFeed(name);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#manager.stop(), ...this.#fixed.map((feed) => feed.stop())]);
  }

  async add(input: FeedInput): Promise<FeedStatus> {
    this.#refuseFixed(input.name);
    await durable(this.#manager.add(input));
    return this.#status(input.name);
  }

  async change(name: string, change: FeedChange): Promise<FeedStatus> {
    await durable(this.#manager.change(name, change));
    return this.#status(name);
  }

  async remove(name: string): Promise<void> {
    await durable(this.#manager.remove(name));
  }

  post(name: string, observations: readonly Observation[]): void {
    this.#manager.post(name, observations);
  }

  #take(feed: string, chunk: Chunk): void {
    if (this.#deliver(feed, chunk)) return;
    this.#refused.set(feed, (this.#refused.get(feed) ?? 0) + chunk.count);
  }

  #status(name: string): FeedStatus {
    const status = this.#core.feeds.find((feed) => feed.name === name);
    if (status === undefined) throw new NodeError('feed_not_found', undefined, { field: 'name', value: name });
    return status;
  }

  /** A feed of the program has its name already. */
  #refuseFixed(name: string): void {
    if (!this.#fixed.some((feed) => feed.name === name)) return;
    throw new NodeError('feed_exists', undefined, { field: 'name', value: name });
  }
}

function partiesOf({ parties }: Memorandum): string[] {
  return parties.map(({ id }) => id);
}
