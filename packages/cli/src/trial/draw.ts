import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { drawEncounter } from '@skyaccord/accord';
import { mayWrite } from './out.ts';

export type DrawOptions = {
  readonly seed: number;
  readonly count: number;
  readonly spread?: number;
  readonly out?: string;
};

/** `skyaccord trial draw`: encounters that no method was made with. */
export async function drawEncounters({ seed, count, spread, out }: DrawOptions): Promise<void> {
  if (out !== undefined) await mayWrite(out);
  const lines = Readable.from(drawnLines(seed, count, spread ?? null));
  if (out === undefined) await pipeline(lines, process.stdout, { end: false });
  else if (out.endsWith('.gz')) await pipeline(lines, createGzip(), createWriteStream(out));
  else await pipeline(lines, createWriteStream(out));
}

function* drawnLines(seed: number, count: number, spread: number | null): Generator<string> {
  for (let index = 0; index < count; index++) yield `${JSON.stringify(drawEncounter(seed, index, spread))}\n`;
}
