import type { ByteReader, Complaint, Reader, Reading } from '../src/reader.ts';

/** Everything that a reader makes of a text given in pieces, its end included. */
export function readPieces(reader: Reader, pieces: readonly string[]): Reading {
  return gather([...pieces.map((piece) => () => reader.push(piece)), () => reader.end()]);
}

/** The same of bytes. */
export function readBytes(reader: ByteReader, pieces: readonly Uint8Array[]): Reading {
  return gather([...pieces.map((piece) => () => reader.pushBytes(piece)), () => reader.end()]);
}

function gather(steps: readonly (() => Reading)[]): Reading {
  const all: Reading = { observations: [], complaints: [], heartbeats_ms: [] };
  const add = (reading: Reading) => {
    for (const observation of reading.observations) all.observations.push(observation);
    for (const complaint of reading.complaints) all.complaints.push(complaint);
    for (const heartbeat_ms of reading.heartbeats_ms) all.heartbeats_ms.push(heartbeat_ms);
  };
  for (const step of steps) add(step());
  return all;
}

export function readText(reader: Reader, text: string): Reading {
  return readPieces(reader, [text]);
}

/** The one complaint of a reading; anything else fails the test. */
export function onlyComplaint(reading: Reading): Complaint {
  const [complaint, ...others] = reading.complaints;
  if (complaint === undefined || others.length > 0) {
    throw new Error(`expected one complaint, got ${JSON.stringify(reading.complaints)}`);
  }
  return complaint;
}

/** Cuts a text or bytes at the given places, in any order; places beyond the end do nothing. */
export function cutAt<T extends string | Uint8Array>(text: T, places: readonly number[]): T[] {
  const sorted = [...new Set(places.filter((place) => place > 0 && place < text.length))].sort((a, b) => a - b);
  return [0, ...sorted].map((from, index) => text.slice(from, sorted[index] ?? text.length) as T);
}

/** A small deterministic generator (xorshift) for tests: integers in [0, below). */
export function draws(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
