import { statfs } from 'node:fs/promises';

const LOOK_MS = 30_000;
/** Told of when both hold: a large disk has days left at a twentieth, and a small one may be meant to be small. */
const LEAST_SHARE = 0.05;
const LEAST_BYTES = 4 * 1024 ** 3;

type Space = { readonly bavail: number; readonly bsize: number; readonly blocks: number };

/**
 * How much room the disk of the data folder has left. What is not durable is not told: on a full disk nobody is warned
 * any more, so that people must hear of it while there is time.
 */
export class DiskSpace {
  readonly #folder: string;
  readonly #ask: (folder: string) => Promise<Space>;
  #timer: NodeJS.Timeout | null = null;
  #free_bytes: number | null = null;
  #isLow = false;

  constructor(folder: string, ask: (folder: string) => Promise<Space> = statfs) {
    this.#folder = folder;
    this.#ask = ask;
  }

  /** Free for this user, bytes; null: not known. */
  get free_bytes(): number | null {
    return this.#free_bytes;
  }

  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
    await this.look();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    try {
      const { bavail, bsize, blocks } = await this.#ask(this.#folder);
      this.#free_bytes = bavail * bsize;
      this.#isLow = this.#free_bytes < LEAST_BYTES && bavail < LEAST_SHARE * blocks;
    } catch {
      // Where the system does not say, nobody is alarmed; the journal itself tells when it cannot write.
      this.#free_bytes = null;
      this.#isLow = false;
    }
  }

  /** Why the node is less than well, in words; empty when there is room. */
  reasons(): string[] {
    if (!this.#isLow || this.#free_bytes === null) return [];
    const left = `${Math.floor(this.#free_bytes / 1024 ** 2)} MiB`;
    return [`the disk of ${this.#folder} has ${left} left; when it is full nobody is warned: free some space`];
  }
}
