import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';

const FLUSH_MS = 500;
const MOST_WAITING = 20_000;
const FILE_BYTES = 4 * 1024 * 1024;
/** Of all files together. Not their number: each start begins a new one, and many starts must push nothing out. */
const MOST_BYTES = 64 * FILE_BYTES;
const KEEP_DAYS = 90;
const DAY_MS = 86_400_000;
/** The same person at the same thing again within this is one line: pages ask over and over. */
const REPEAT_MS = 60_000;
const MOST_REPEATS = 5_000;
const NAME = /^audit-([0-9]{12})\.jsonl$/;

export const AUDIT_KINDS = ['read', 'change', 'refused', 'sign_in', 'recovery', 'sign_in_refused', 'sign_out'] as const;

/** Who did or saw what. It holds ids, no names: whoever reads it is told the names. */
export type AuditLine = {
  readonly n: number;
  readonly time_ms: number;
  readonly kind: (typeof AUDIT_KINDS)[number];
  /** A person's or machine's id; null: somebody unknown. */
  readonly person: string | null;
  /** Method and route. */
  readonly route: string;
  /** The address that was asked for. */
  readonly what: string;
  readonly status: number;
  readonly from: string;
};

export type AuditQuery = { readonly before: number; readonly limit: number; readonly person: string | null };

/**
 * The audit of a node: lines of JSON in files that are only ever added to. Files are begun anew by size; the oldest go
 * after 90 days, or when all take too much room. Where it cannot be written the node goes on, since a warning matters
 * more, and says so; what could not be kept is counted.
 */
export class Audit {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  readonly #repeats = new Map<string, number>();
  #waiting: string[] = [];
  #next: number;
  #file: string;
  #bytes: number;
  #writing: Promise<void> = Promise.resolve();
  #lost = 0;
  #problem: string | null = null;

  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#now = now;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const last = this.#files().at(-1) ?? null;
    const lines = last === null ? [] : linesIn(readFileSync(last, 'utf8'));
    this.#next = (lines.at(-1)?.n ?? (last === null ? 0 : numberOf(last) - 1)) + 1;
    // A file that a crash left with half a line is not gone on with.
    this.#file = this.#nameOf(this.#next);
    this.#bytes = 0;
    this.#forget();
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.#timer.unref();
  }

  note(line: Omit<AuditLine, 'n' | 'time_ms'>): void {
    const time_ms = this.#now();
    if (line.kind === 'read' && this.#isRepeat(`${line.person} ${line.what}`, time_ms)) return;
    if (this.#waiting.length >= MOST_WAITING) {
      this.#lost++;
      return;
    }
    this.#waiting.push(`${JSON.stringify({ n: this.#next++, time_ms, ...line, what: line.what.slice(0, 300) })}\n`);
  }

  /** Newest first. One file at a time, and what else the node does goes on between them. */
  async read({ before, limit, person }: AuditQuery): Promise<AuditLine[]> {
    await this.flush();
    const found: AuditLine[] = [];
    // Most lines are of others: they are passed over before they are taken apart.
    const mark = person === null ? '' : `"person":${JSON.stringify(person)}`;
    for (const file of this.#files().reverse()) {
      if (numberOf(file) >= before) continue;
      const text = await readFile(file, 'utf8').catch(unlessGone);
      for (const line of linesIn(text, mark).reverse()) {
        if (line.n >= before || (person !== null && line.person !== person)) continue;
        found.push(line);
        if (found.length >= limit) return found;
      }
    }
    return found;
  }

  /** Why it is not whole; empty when it is. */
  reasons(): string[] {
    return this.#problem === null ? [] : [this.#problem];
  }

  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const text = this.#waiting.join('');
    const { length } = this.#waiting;
    try {
      if (this.#bytes > FILE_BYTES) {
        this.#forget();
        this.#file = this.#nameOf((JSON.parse(this.#waiting[0] as string) as AuditLine).n);
        this.#bytes = 0;
      }
      await appendFile(this.#file, text, { mode: 0o600 });
      this.#waiting = this.#waiting.slice(length);
      this.#bytes += Buffer.byteLength(text);
      this.#problem = this.#lost === 0 ? null : `the audit lacks ${this.#lost} lines that could not be written`;
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      this.#problem = `the audit of who saw what cannot be written: ${reason}`;
    }
  }

  #isRepeat(key: string, time_ms: number): boolean {
    const before_ms = this.#repeats.get(key);
    if (before_ms !== undefined && time_ms - before_ms < REPEAT_MS) return true;
    this.#repeats.delete(key);
    this.#repeats.set(key, time_ms);
    if (this.#repeats.size > MOST_REPEATS) this.#repeats.delete(this.#repeats.keys().next().value as string);
    return false;
  }

  #forget(): void {
    const files = this.#files();
    const oldest_ms = this.#now() - KEEP_DAYS * DAY_MS;
    let bytes = 0;
    for (const file of files.reverse()) {
      const { mtimeMs, size } = statSync(file);
      bytes += size;
      if (bytes > MOST_BYTES || mtimeMs < oldest_ms) rmSync(file, { force: true });
    }
  }

  #files(): string[] {
    const names = readdirSync(this.#folder).filter((name) => NAME.test(name));
    return names.sort().map((name) => path.join(this.#folder, name));
  }

  #nameOf = (n: number): string => path.join(this.#folder, `audit-${String(n).padStart(12, '0')}.jsonl`);
}

/** The lines that hold a mark; half a line that a crash left is none. */
function linesIn(text: string, mark = ''): AuditLine[] {
  return text.split('\n').flatMap((line) => {
    if (line === '' || !line.includes(mark)) return [];
    try {
      return [JSON.parse(line) as AuditLine];
    } catch {
      return [];
    }
  });
}

/** A file may go for its age while others are read. */
function unlessGone(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

const numberOf = (file: string): number => Number(NAME.exec(path.basename(file))?.[1] ?? 0);
