import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { MOST_COMPLAINTS } from '../src/complaints.ts';
import { createByteReader, createReader } from '../src/create_reader.ts';
import { Observation } from '../src/observation.ts';
import type { Reading } from '../src/reader.ts';
import { draws, readBytes, readPieces } from './read.ts';
import { BINARY_SAMPLES, SAMPLES } from './samples.ts';

const INPUTS = 20_000;
const validator = Compile(Observation);

/** Scenarios are documents that people write; the reader of documents has tests of its own. */
const FUZZED = SAMPLES.filter(({ format }) => format !== 'skyaccord-scenario');

const TOKENS = [
  ...['null', 'true', '"ground"', '"x"', '-0', '1e999', '-1e999', '1e-320', '99999999999999999999', 'NaN', '0', '-1'],
  ...['{', '}', '[', ']', '"', '\\', ':', ',', '\n', '\r\n', '},{', '{"', '\\u0000', '\\ud800', 'é', '😀', '\u0000'],
  ...['\ufffd', '__proto__', 'constructor', 'B', 'HFDTE', 'A', 'V', '-0000', '00000', '"lat"', '"now"', '"hex"'],
  ...['MSG,3,', ',,', '2026/03/02', '-1', '~', '!W', 'h', ' id', 'FF', '+999999fpm', 'A=999999', '000', '#', ':/'],
];

/** Changes a text in one to six places: a character, a lost or doubled stretch, a token, two halves swapped. */
function mutate(text: string, draw: (below: number) => number): string {
  let mutant = text;
  for (let left = 1 + draw(6); left > 0; left--) {
    const at = draw(mutant.length + 1);
    const to = Math.min(mutant.length, at + draw(1 + draw(60)));
    const [head, part, tail] = [mutant.slice(0, at), mutant.slice(at, to), mutant.slice(to)];
    const kind = draw(6);
    if (kind === 0) mutant = head + String.fromCharCode(draw(256)) + mutant.slice(at + 1);
    else if (kind === 1) mutant = head + tail;
    else if (kind === 2) mutant = head + part + part + tail;
    else if (kind === 3) mutant = tail + head;
    else mutant = head + TOKENS[draw(TOKENS.length)] + (kind === 4 ? tail : part + tail);
  }
  return mutant;
}

/** Changes bytes in one to six places: a byte, a bit, a lost or doubled stretch, a length that is wrong, two halves. */
function mutateBytes(bytes: Uint8Array, draw: (below: number) => number): Uint8Array {
  let mutant = [...bytes];
  for (let left = 1 + draw(6); left > 0; left--) {
    const at = draw(mutant.length + 1);
    const part = mutant.slice(at, at + draw(1 + draw(60)));
    const kind = draw(6);
    if (kind === 0) mutant[at] = draw(256);
    else if (kind === 1) mutant[at] = (mutant[at] ?? 0) ^ (1 << draw(8));
    else if (kind === 2) mutant.splice(at, part.length);
    else if (kind === 3) mutant.splice(at, 0, ...part);
    else if (kind === 4) mutant.splice(at & ~3, 4, 0xff, 0xff, draw(4), 0);
    else mutant = [...mutant.slice(at), ...mutant.slice(0, at)];
  }
  return Uint8Array.from(mutant);
}

/** Fails with the input where a reading holds anything that it must not. */
function check(reading: Reading, most_observations: number, input: () => string): void {
  for (const observation of reading.observations) {
    if (!validator.Check(observation)) expect.fail(`${JSON.stringify(observation)} from ${input()}`);
  }
  for (const { value, reason, remedy } of reading.complaints) {
    if ((value ?? '').length > 80 || reason === '' || remedy === '') expect.fail(input());
  }
  if (reading.complaints.length > MOST_COMPLAINTS + 1) expect.fail(input());
  if (reading.observations.length > most_observations) expect.fail(input());
  if (!reading.heartbeats_ms.every(Number.isSafeInteger)) expect.fail(input());
}

describe('no input makes a reader throw, invent a number or talk without end', () => {
  it.each(FUZZED)(`${INPUTS} damaged inputs: $name`, { timeout: 60_000 }, ({ format, text }) => {
    const draw = draws(0x5eed);
    let observations = 0;
    let complaints = 0;
    for (let input = 0; input < INPUTS; input++) {
      const mutant = mutate(text, draw);
      const cut = draw(mutant.length + 1);
      const reader = createReader(format, { source: 's', name: 'n' });
      const reading = readPieces(reader, [mutant.slice(0, cut), mutant.slice(cut)]);
      check(reading, mutant.length / 30, () => JSON.stringify(mutant));
      observations += reading.observations.length;
      complaints += reading.complaints.length;
    }
    // The damage was neither so small that nothing was refused nor so great that nothing was read.
    expect(complaints).toBeGreaterThan(INPUTS / 10);
    expect(observations).toBeGreaterThan(INPUTS / 10);
  });

  it.each(BINARY_SAMPLES)(`${INPUTS} damaged inputs: $name`, { timeout: 60_000 }, ({ format, bytes }) => {
    const draw = draws(0x5eed);
    let observations = 0;
    let complaints = 0;
    for (let input = 0; input < INPUTS; input++) {
      const mutant = mutateBytes(bytes, draw);
      const cut = draw(mutant.length + 1);
      const reader = createByteReader(format, { source: 's', name: 'n' });
      const reading = readBytes(reader, [mutant.slice(0, cut), mutant.slice(cut)]);
      check(reading, mutant.length / 100, () => Buffer.from(mutant).toString('hex'));
      observations += reading.observations.length;
      complaints += reading.complaints.length;
    }
    expect(complaints).toBeGreaterThan(INPUTS / 10);
    expect(observations).toBeGreaterThan(INPUTS / 10);
  });
});
