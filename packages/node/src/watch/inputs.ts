import type { LogEntry } from '@skyaccord/accord';
import { decodeObservations, type Observation } from '@skyaccord/wire';

/** What came in a tick, as it was journalled: the watch never sees anything else. */
export type WatchInputs = { readonly observations: Observation[]; readonly logged: LogEntry[] };

/** A line of the observation log that is no observation, but an entry of the log of calls, begins so. */
const LOGGED = '{"logged":';
const LF = 10;
const decoder = new TextDecoder();
const encoder = new TextEncoder();
const mark = encoder.encode(LOGGED);

/** An entry of the log of calls as a line of the observation log. */
export function encodeEntry(entry: LogEntry): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${LOGGED}${JSON.stringify(entry)}}\n`);
}

/** A payload as it lies in the log; null when nothing came. */
export function decodeInputs(payload: Uint8Array | null): WatchInputs {
  if (payload === null) return { observations: [], logged: [] };
  const text = decoder.decode(payload);
  // Within a line of JSON no line feed is bare, so that this is found only where a line begins.
  if (!text.startsWith(LOGGED) && !text.includes(`\n${LOGGED}`)) {
    return { observations: decodeObservations(text), logged: [] };
  }
  const lines = text.trimEnd().split('\n');
  const logged = lines.filter((line) => line.startsWith(LOGGED));
  const observed = lines.filter((line) => !line.startsWith(LOGGED));
  return {
    observations: decodeObservations(observed.join('\n')),
    logged: logged.map((line) => (JSON.parse(line) as { logged: LogEntry }).logged),
  };
}

/** How many observations a payload holds. */
export function countObservations(payload: Uint8Array): number {
  let count = 0;
  for (let from = 0; from < payload.length; ) {
    const end = payload.indexOf(LF, from);
    if (!mark.every((byte, i) => payload[from + i] === byte)) count++;
    if (end < 0) break;
    from = end + 1;
  }
  return count;
}
