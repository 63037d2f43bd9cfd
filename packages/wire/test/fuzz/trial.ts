import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Compile } from 'typebox/compile';
import { MOST_COMPLAINTS } from '../../src/complaints.ts';
import { createByteReader } from '../../src/create_reader.ts';
import { Observation } from '../../src/observation.ts';
import type { ByteReader, Reading } from '../../src/reader.ts';
import { cutAt } from '../read.ts';
import { type Draw, drawsOf } from './mutate.ts';
import type { Target } from './targets.ts';

const validator = Compile(Observation);
const OPTIONS = { source: 's', name: '2026-03-01' };
const START_MS = 1_750_000_000_000;
/** What an input may cost: a reader that reads again and again what it has read takes longer by far. */
const MOST_MS = 100;
const MOST_MS_PER_BYTE = 0.002;
/** The time of this thread alone counts, at its best: a busy machine is no fault of a reader. */
const TRIES = 4;

/** What an input made a reader do that it must not. */
export class Failure extends Error {
  readonly input: Uint8Array;
  readonly index: number;

  constructor(reason: string, input: Uint8Array, index: number) {
    super(`input ${index}: ${reason}`);
    this.input = input;
    this.index = index;
  }
}

/**
 * Gives damaged inputs to readers of one format: every other one to a new reader, the rest to one that lasts, as a live
 * feed's does. All follows from the seed.
 */
export class Trial {
  readonly #target: Target;
  readonly #seed: number;
  readonly #lasting: ByteReader;
  observations = 0;
  complaints = 0;
  bytes = 0;

  constructor(target: Target, seed: number) {
    this.#target = target;
    this.#seed = seed;
    this.#lasting = createByteReader(target.format, OPTIONS);
  }

  /** @throws {Failure} */
  input(index: number): void {
    const draw = drawsOf(this.#seed, index);
    const input = this.#target.mutant(draw);
    const pieces = cutAt(input, [draw(input.length + 1), draw(4) === 0 ? draw(input.length + 1) : 0]);
    this.bytes += input.length;
    try {
      const begun_ms = performance.now();
      if (index % 2 === 0) this.#fresh(pieces, input.length, draw);
      else this.#last(pieces, index);
      if (performance.now() - begun_ms > allowed_ms(input)) this.#timeAgain(input);
    } catch (error) {
      const reason = error instanceof Wrong ? error.message : error instanceof Error ? error.stack : String(error);
      throw new Failure(reason ?? 'no reason', input, index);
    }
  }

  #fresh(pieces: readonly Uint8Array[], bytes: number, draw: Draw): void {
    const reader = createByteReader(this.#target.format, OPTIONS);
    const received_ms = draw(2) === 0 ? undefined : START_MS;
    const readings = pieces.map((piece) => reader.pushBytes(piece, received_ms));
    readings.push(reader.end());
    const count = this.#take(readings);
    if (count.observations > bytes / this.#target.least_bytes) {
      throw new Wrong(`${count.observations} observations of ${bytes} bytes`);
    }
    if (count.complaints > MOST_COMPLAINTS + 1) throw new Wrong(`${count.complaints} complaints`);
  }

  #last(pieces: readonly Uint8Array[], index: number): void {
    const received_ms = START_MS + index * 1000;
    const readings = pieces.map((piece) => this.#lasting.pushBytes(piece, received_ms));
    if (this.#target.document) readings.push(this.#lasting.end());
    this.#take(readings);
  }

  #take(readings: readonly Reading[]): { observations: number; complaints: number } {
    const count = { observations: 0, complaints: 0 };
    for (const reading of readings) {
      checkReading(reading);
      count.observations += reading.observations.length;
      count.complaints += reading.complaints.length;
    }
    this.observations += count.observations;
    this.complaints += count.complaints;
    return count;
  }

  #timeAgain(input: Uint8Array): void {
    let least_ms = Number.POSITIVE_INFINITY;
    for (let left = TRIES; left > 0 && least_ms > allowed_ms(input); left--) {
      const reader = createByteReader(this.#target.format, OPTIONS);
      const begun_ms = threadMs();
      reader.pushBytes(input);
      reader.end();
      least_ms = Math.min(least_ms, threadMs() - begun_ms);
    }
    if (least_ms > allowed_ms(input)) {
      throw new Wrong(`${Math.round(least_ms)} ms for ${input.length} bytes, at the best of ${TRIES} tries`);
    }
  }
}

class Wrong extends Error {}

function allowed_ms(input: Uint8Array): number {
  return MOST_MS + input.length * MOST_MS_PER_BYTE;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** @throws where a reading holds anything that it must not */
export function checkReading(reading: Reading): void {
  for (const observation of reading.observations) {
    if (!validator.Check(observation)) throw new Wrong(`no observation: ${JSON.stringify(observation)}`);
    for (const value of Object.values(observation)) {
      if (typeof value === 'string' && !value.isWellFormed()) throw new Wrong('text that UTF-8 cannot carry');
      if (typeof value === 'number' && !(Number.isFinite(value) && !Object.is(value, -0))) {
        throw new Wrong(`no number: ${JSON.stringify(observation)}`);
      }
    }
  }
  for (const { value, reason, remedy } of reading.complaints) {
    if (!`${value}${reason}${remedy}`.isWellFormed()) throw new Wrong('a complaint that UTF-8 cannot carry');
    if ((value ?? '').length > 80 || reason === '' || remedy === '') throw new Wrong(`a complaint of ${value}`);
  }
  if (!reading.heartbeats_ms.every(Number.isSafeInteger)) throw new Wrong('a heartbeat that is no time');
}

let collect: (() => void) | null = null;

/** Bytes on the heap of this thread that something still holds. */
export function heldBytes(): number {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  return process.memoryUsage().heapUsed;
}
