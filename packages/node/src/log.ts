import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Parts of a line beside its message; everything else a caller adds is written as `name=value`. */
const PLAIN = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'part', 'err']);

/** Words of others are in it: none may begin a line of its own, or command the terminal of who reads it. */
const HIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E]+/gu;

/**
 * The node's log: one line an event, UTC first, for people and for grep. It goes to stderr, so that stdout stays free
 * for what a command prints. `silent` is for tests.
 */
export function createLog(level: string, write: (line: string) => void = (line) => process.stderr.write(line)): Logger {
  return pino({ level, base: null }, { write: (line: string) => write(`${humanLine(line)}\n`) });
}

function humanLine(json: string): string {
  const entry = JSON.parse(json) as Record<string, unknown>;
  const time = new Date(entry.time as number).toISOString();
  const level = pino.levels.labels[entry.level as number] ?? 'info';
  const part = typeof entry.part === 'string' ? `${entry.part}: ` : '';
  const rest = Object.entries(entry)
    .filter(([name]) => !PLAIN.has(name))
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('');
  const error = entry.err as { stack?: string; message?: string } | undefined;
  const stack = error === undefined ? '' : ` | ${(error.stack ?? error.message ?? '').replaceAll('\n', ' | ')}`;
  return `${time} ${level.padEnd(5)} ${part}${String(entry.msg ?? '')}${rest}${stack}`.replace(HIDDEN, ' ');
}
