import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkCommitment } from '@skyaccord/proof';
import { NodeError } from '../errors.ts';
import { lockDataDirectory } from '../journal/lock.ts';

const DAY_MS = 86_400_000;
/** Nothing personal is kept for longer than this, whatever is set: ten years. */
const MOST_DAYS = 3650;

/**
 * Where values lie that the journal holds commitments to alone: who filed reports, figures held back from accounts, and
 * what opens commitments to other parties. Each value is a line of JSON with its salt.
 */
export const STORES = {
  reporters: { file: 'personal/reporters.jsonl', days: 365 },
  withheld: { file: 'personal/withheld.jsonl', days: 1825 },
  openings: { file: 'link/openings.jsonl', days: 365 },
} as const;
export type StoreName = keyof typeof STORES;
export const STORE_NAMES = Object.keys(STORES) as StoreName[];

/** A value as it is listed: never what it is. `due_ms`: when it is to be erased. */
export type KeptValue = {
  readonly store: StoreName;
  /** The commitment in the journal, or the name under which it was published. */
  readonly name: string;
  /** Null until the node that holds it has seen it: it then counts from that time. */
  readonly kept_ms: number | null;
  readonly due_ms: number | null;
  /** Whether it still opens its commitment. */
  readonly opens: boolean;
};
/** What is left of an erased value. */
export type ErasedValue = {
  readonly store: StoreName;
  readonly name: string;
  readonly erased_ms: number;
  readonly because: string;
};
export type Retention = Readonly<Record<StoreName, number>>;

type Line = {
  readonly commitment?: string;
  readonly ref?: string;
  readonly salt: string;
  readonly value: unknown;
  readonly kept_ms?: number;
};

const erasedFile = (data: string): string => path.join(data, 'personal', 'erased.jsonl');
const retentionFile = (data: string): string => path.join(data, 'personal', 'retention.json');
const nameOf = ({ commitment, ref }: Line): string => commitment ?? ref ?? '';

function linesOf<T>(file: string): T[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** For how many days values of each store are kept. */
export function retentionOf(data: string): Retention {
  const set = existsSync(retentionFile(data))
    ? (JSON.parse(readFileSync(retentionFile(data), 'utf8')) as Partial<Retention>)
    : {};
  return Object.fromEntries(STORE_NAMES.map((name) => [name, set[name] ?? STORES[name].days])) as Retention;
}

/** @throws NodeError options_invalid for other than 1 to 3,650 days */
export function setRetention(data: string, store: StoreName, days: number): void {
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    const reason = `It is ${days}, and must be a whole number of days from 1 to ${MOST_DAYS}.`;
    throw new NodeError('options_invalid', reason, { field: 'days', value: String(days) });
  }
  const file = retentionFile(data);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  replace(file, `${JSON.stringify({ ...retentionOf(data), [store]: days }, null, 2)}\n`);
}

/** All values that are kept, and all that were erased. */
export function listPersonal(data: string): { kept: KeptValue[]; erased: ErasedValue[] } {
  const retention = retentionOf(data);
  const kept = STORE_NAMES.flatMap((store) =>
    linesOf<Line>(path.join(data, STORES[store].file)).map((line): KeptValue => {
      const { commitment, salt, value, kept_ms = null } = line;
      const due_ms = kept_ms === null ? null : kept_ms + retention[store] * DAY_MS;
      const opens = commitment === undefined || checkCommitment(commitment, { salt, value });
      return { store, name: nameOf(line), kept_ms, due_ms, opens };
    }),
  );
  return { kept, erased: linesOf<ErasedValue>(erasedFile(data)) };
}

/**
 * Erases values, for good. That they were is on the disk before any is gone: a crash in between leaves nothing that was
 * to go and nobody would miss. For who owns the data directory alone, since others append to the same files.
 */
export function erasePersonal(
  data: string,
  isMeant: (value: KeptValue) => boolean,
  because: string,
  now_ms: number,
): ErasedValue[] {
  const { kept, erased } = listPersonal(data);
  const gone = kept
    .filter(isMeant)
    .map(({ store, name }): ErasedValue => ({ store, name, erased_ms: now_ms, because }));
  if (gone.length > 0) {
    mkdirSync(path.dirname(erasedFile(data)), { recursive: true, mode: 0o700 });
    const lines = gone.map((one) => `${JSON.stringify(one)}\n`).join('');
    appendFileSync(erasedFile(data), lines, { mode: 0o600, flush: true });
  }
  for (const store of STORE_NAMES) {
    const names = new Set([...erased, ...gone].filter((one) => one.store === store).map(({ name }) => name));
    rewrite(path.join(data, STORES[store].file), (line) => (names.has(nameOf(line)) ? null : line));
  }
  return gone;
}

/**
 * Erases a value of a node that is stopped, by its name.
 *
 * @throws NodeError data_in_use while the node runs: it writes to the same files
 */
export function eraseStopped(data: string, name: string, because: string): ErasedValue[] {
  const lock = lockDataDirectory(data);
  try {
    return erasePersonal(data, (value) => value.name === name, because, Date.now());
  } finally {
    lock.release();
  }
}

/** Values that say no time are kept from now on. Gives how many there were. */
export function datePersonal(data: string, now_ms: number): number {
  let dated = 0;
  for (const store of STORE_NAMES) {
    rewrite(path.join(data, STORES[store].file), (line) => {
      if (line.kept_ms !== undefined) return line;
      dated += 1;
      return { ...line, kept_ms: now_ms };
    });
  }
  return dated;
}

/** Puts other lines in the place of a file's, whole or not at all; the file is left alone where nothing changes. */
function rewrite(file: string, to: (line: Line) => Line | null): void {
  const before = linesOf<Line>(file);
  const after = before.map(to);
  if (after.every((line, i) => line === before[i])) return;
  replace(file, after.flatMap((line) => (line === null ? [] : [`${JSON.stringify(line)}\n`])).join(''));
}

function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
