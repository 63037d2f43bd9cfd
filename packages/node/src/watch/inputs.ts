import type { LinkedAdvice, LinkedAlert, LogEntry } from '@skyaccord/accord';
import { decodeObservations, type Observation } from '@skyaccord/wire';

/** What came in a tick, as it was journalled: the watch never sees anything else. */
export type WatchInputs = {
  readonly observations: Observation[];
  readonly logged: LogEntry[];
  /** What other nodes advise their aircraft and alert on. */
  readonly heard: (LinkedAdvice | LinkedAlert)[];
};

/** A line of the observation log that is no observation begins so: an entry of the log of calls, words over a link. */
const LOGGED = '{"logged":';
const HEARD = '{"heard":';
const LF = 10;
const decoder = new TextDecoder();
const encoder = new TextEncoder();
const marks = [LOGGED, HEARD].map((mark) => encoder.encode(mark));

/** An entry of the log of calls as a line of the observation log. */
export function encodeEntry(entry: LogEntry): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${LOGGED}${JSON.stringify(entry)}}\n`);
}

/** What another node advises an aircraft of its own or alerts on, as a line of the observation log. */
export function encodeHeard(said: LinkedAdvice | LinkedAlert): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${HEARD}${JSON.stringify(said)}}\n`);
}

/** A payload as it lies in the log; null when nothing came. */
export function decodeInputs(payload: Uint8Array | null): WatchInputs {
  if (payload === null) return { observations: [], logged: [], heard: [] };
  const text = decoder.decode(payload);
  // Within a line of JSON no line feed is bare, so that a mark is found only where a line begins.
  const isMarked = [LOGGED, HEARD].some((mark) => text.startsWith(mark) || text.includes(`\n${mark}`));
  if (!isMarked) return { observations: decodeObservations(text), logged: [], heard: [] };
  const lines = text.trimEnd().split('\n');
  const marked = (mark: string): string[] => lines.filter((line) => line.startsWith(mark));
  const observed = lines.filter((line) => !line.startsWith(LOGGED) && !line.startsWith(HEARD));
  return {
    observations: decodeObservations(observed.join('\n')),
    logged: marked(LOGGED).map((line) => (JSON.parse(line) as { logged: LogEntry }).logged),
    heard: marked(HEARD).map((line) => (JSON.parse(line) as { heard: LinkedAdvice | LinkedAlert }).heard),
  };
}

/** How many observations a payload holds. */
export function countObservations(payload: Uint8Array): number {
  let count = 0;
  for (let from = 0; from < payload.length; ) {
    const end = payload.indexOf(LF, from);
    if (!marks.some((mark) => mark.every((byte, i) => payload[from + i] === byte))) count++;
    if (end < 0) break;
    from = end + 1;
  }
  return count;
}
