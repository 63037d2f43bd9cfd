import type { CaseStep } from '@skyaccord/accord';
import type { Cell } from '../link/cell.ts';
import type { Core } from '../run/core.ts';
import { type Attachments, MOST_FILES } from './attachments.ts';

/** So much of a file goes in one message; as base64 it leaves room for flights in the same frame. */
const PART_BYTES = 64 * 1024;
/** So often it is looked what is still missing, and when an answer has not come it is asked again. */
const LOOK_MS = 250;
const AGAIN_MS = 3_000;

type Ask = { readonly kind: 'file_asked'; readonly sha256: string; readonly from: number };
/** `data` null: the file is not given. */
type Part = {
  readonly kind: 'file_part';
  readonly sha256: string;
  readonly from: number;
  readonly data: string | null;
};
type Attached = Extract<CaseStep, { act: 'attached' }>;
type Wire = Pick<Cell, 'own' | 'peers' | 'isUp' | 'tell' | 'onLive'>;
type Host = Pick<Core, 'cases' | 'changed'> & {
  readonly options: { readonly log: { warn(detail: object, words: string): void } };
};
type Wanted = { readonly step: Attached; asked_ms: number };

/**
 * Fetches the files that other parties attached to cases and give: their digests came with the steps, and a file is
 * taken only when it has that digest, size and type. Parts go over the live stream, so that no journal holds them; what
 * came stays on the disk, and a broken link goes on from there. A file that is not given stays with its party.
 */
export class FileExchange {
  readonly #host: Host;
  readonly #wire: Wire;
  readonly #files: Attachments;
  readonly #now: () => number;
  /** What is still to come, by party, in order: one at a time. */
  readonly #wanted = new Map<string, Wanted[]>();
  #timer: NodeJS.Timeout | null = null;

  /** @param now milliseconds of a clock that never goes back */
  constructor(host: Host, wire: Wire, files: Attachments, now: () => number = () => performance.now()) {
    this.#host = host;
    this.#wire = wire;
    this.#files = files;
    this.#now = now;
    wire.onLive('file_asked', (from, update) => {
      if (isAsk(update)) this.#asked(from, update);
    });
    wire.onLive('file_part', (from, update) => {
      if (isPart(update)) this.#came(from, update);
    });
    host.cases.listen({ closed: () => {}, taken: (step) => this.#want(step) });
  }

  /** Begins to ask for what the journal tells of and is not here. */
  begin(): void {
    for (const { steps } of this.#host.cases.book.all()) for (const step of steps) this.#want(step);
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** Asks each party whose link is up for the next part. */
  look(): void {
    for (const [party, [first]] of this.#wanted) {
      if (first === undefined || !this.#wire.isUp(party) || this.#now() - first.asked_ms < AGAIN_MS) continue;
      first.asked_ms = this.#now();
      const { sha256 } = first.step;
      this.#tell(party, { kind: 'file_asked', sha256, from: this.#files.begun(sha256) });
    }
  }

  #want(step: CaseStep): void {
    if (step.act !== 'attached' || step.shared !== true || step.party === this.#wire.own) return;
    if (this.#files.has(step.sha256) || !this.#wire.peers.includes(step.party)) return;
    const { steps } = this.#host.cases.book.matter(step.case);
    if (steps.filter(({ act }) => act === 'attached').length > MOST_FILES) {
      this.#warn(step.party, step.sha256, `the case has more than ${MOST_FILES} files`);
      return;
    }
    const waiting = this.#wanted.get(step.party) ?? [];
    this.#wanted.set(step.party, waiting);
    if (waiting.some((one) => one.step.sha256 === step.sha256)) return;
    waiting.push({ step, asked_ms: Number.NEGATIVE_INFINITY });
  }

  /** A party asks for a file: it gets what its case has from this party, and was given. */
  #asked(party: string, { sha256, from }: Ask): void {
    const data = this.#gives(party, sha256) ? this.#files.part(sha256, from, PART_BYTES) : null;
    this.#tell(party, { kind: 'file_part', sha256, from, data: data === null ? null : data.toString('base64') });
  }

  #gives(party: string, sha256: string): boolean {
    for (const { base, steps } of this.#host.cases.book.all()) {
      const isGiven = steps.some(
        (step) =>
          step.act === 'attached' && step.party === this.#wire.own && step.sha256 === sha256 && step.shared === true,
      );
      if (!isGiven) continue;
      const opened = steps.flatMap((step) => (step.act === 'opened' ? step.parties : []));
      if ([...(base?.parties ?? []), ...opened].includes(party)) return true;
    }
    return false;
  }

  #came(party: string, { sha256, from, data }: Part): void {
    const waiting = this.#wanted.get(party);
    const first = waiting?.[0];
    // What was not asked for, or comes twice, is let go.
    if (waiting === undefined || first?.step.sha256 !== sha256 || from !== this.#files.begun(sha256)) return;
    const bytes = data === null ? null : Buffer.from(data, 'base64');
    if (bytes === null || bytes.length === 0) {
      this.#warn(party, sha256, 'it is not given');
      waiting.shift();
      return;
    }
    const { step } = first;
    const taken = this.#files.take(step, bytes);
    if (taken === 'more') {
      first.asked_ms = Number.NEGATIVE_INFINITY;
      this.look();
      return;
    }
    waiting.shift();
    if (taken === 'whole') this.#host.changed();
    else this.#warn(party, sha256, 'it is not what its digest, its size and its type say');
  }

  #tell(party: string, message: Ask | Part): void {
    this.#wire.tell(party, `${message.kind} ${message.sha256}`, message);
  }

  #warn(from: string, sha256: string, why: string): void {
    this.#host.options.log.warn({ part: 'cases', from, sha256, why }, 'a file of a case is not taken');
  }
}

const isDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isPlace = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isAsk = (update: object): update is Ask => {
  const { sha256, from } = update as Partial<Ask>;
  return isDigest(sha256) && isPlace(from);
};
const isPart = (update: object): update is Part => {
  const { sha256, from, data } = update as Partial<Part>;
  const isData = data === null || (typeof data === 'string' && data.length <= Math.ceil(PART_BYTES / 3) * 4);
  return isDigest(sha256) && isPlace(from) && isData;
};
