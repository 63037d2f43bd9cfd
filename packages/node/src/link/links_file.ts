import { renameSync, statSync, writeFileSync } from 'node:fs';
import { errorData, NodeError } from '../errors.ts';
import { type LinkConfig, type LinkPeer, readLinks } from './config.ts';
import { fingerprintOf } from './identity.ts';

/** So often the file is looked at. */
const LOOK_MS = 500;

/** What the file changes, and who hears of it. */
type Host = {
  check(config: LinkConfig): void;
  change(config: LinkConfig, by: string): Promise<void>;
  warn(reason: string): void;
  changed(): void;
};

/** Writes a file of links: whole or not at all, readable by its owner alone. */
export function writeLinks(file: string, config: LinkConfig): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/**
 * Links with a node that was just paired.
 *
 * @throws NodeError link_invalid where there is another card of that party
 */
export function withPeer(config: LinkConfig, peer: LinkPeer, file: string): LinkConfig {
  const known = config.peers.find(({ card }) => card.party === peer.card.party);
  if (known === undefined) return { ...config, peers: [...config.peers, peer] };
  if (fingerprintOf(known.card) === fingerprintOf(peer.card)) return config;
  const { party } = peer.card;
  const reason = `${file} has another card of ${party}. Take it out first, when that node has a new identity.`;
  throw new NodeError('link_invalid', reason, { field: 'links', value: file });
}

/**
 * The file of links of a running node: what changes in it is taken up without a new start. What cannot be taken up
 * changes nothing, and the node says so until the file is right again.
 */
export class LinksFile {
  readonly file: string;
  readonly #host: Host;
  #seen: string;
  #wrong: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor(file: string, host: Host) {
    this.file = file;
    this.#host = host;
    this.#seen = markOf(file);
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#looking;
  }

  /** What is wrong with the file, in words. */
  reasons(): string[] {
    return this.#wrong === null ? [] : [`the changed file of links is not taken up: ${this.#wrong}`];
  }

  /**
   * Puts a paired node into the file and takes it up.
   *
   * @param by who paired them, for the journal
   * @throws NodeError link_invalid; the file is as it was
   */
  async add(peer: LinkPeer, by: string): Promise<void> {
    const config = withPeer(readLinks(this.file), peer, this.file);
    this.#host.check(config);
    writeLinks(this.file, config);
    this.#seen = markOf(this.file);
    await this.#host.change(config, by);
  }

  /** Takes up the file if it is another than before. */
  look(): Promise<void> {
    const mark = markOf(this.file);
    if (mark === this.#seen) return this.#looking;
    this.#seen = mark;
    this.#looking = this.#looking.then(() => this.#takeUp());
    return this.#looking;
  }

  async #takeUp(): Promise<void> {
    const before = this.#wrong;
    try {
      await this.#host.change(readLinks(this.file), 'the file of links');
      this.#wrong = null;
    } catch (error) {
      this.#wrong = errorData(error).message;
      this.#host.warn(this.#wrong);
    }
    if (before !== this.#wrong) this.#host.changed();
  }
}

/** By what a change shows: an editor may write it anew in place, or put another in its stead. */
function markOf(file: string): string {
  const { mtimeMs, size, ino } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0, ino: 0 };
  return `${ino} ${size} ${mtimeMs}`;
}
