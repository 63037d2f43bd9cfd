import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TARGETS } from '../packages/wire/test/fuzz/targets.ts';
import { BINARY_SAMPLES, SAMPLES } from '../packages/wire/test/samples.ts';
import { launchChromium } from './chromium.ts';
import { describeRecordings, recording } from './data.ts';
import { bundle } from './determinism/bundle.ts';
import * as here from './determinism/readers.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const script = await bundle(join(import.meta.dirname, 'determinism', 'readers.ts'), 'there');
  browser = await launchChromium();
  page = await browser.newPage();
  await page.addScriptTag({ content: script });
});
afterAll(() => browser?.close());

/** The bundle's global name in the page. */
declare const there: typeof here;

async function readInBoth(bytes: Uint8Array, name: string): Promise<here.ReadHash> {
  const base64 = Buffer.from(bytes).toString('base64');
  const inNode = here.readHash(base64, name);
  expect(await page.evaluate(([b, n]) => there.readHash(b, n), [base64, name] as const)).toEqual(inNode);
  return inNode;
}

describe('every reader in Chromium', () => {
  const samples = [
    ...SAMPLES.map(({ name, format, text }) => ({ name, format, bytes: new TextEncoder().encode(text) })),
    ...BINARY_SAMPLES,
  ];

  test.each(samples)('$name: the same observations and complaints as in Node', async ({ name, format, bytes }) => {
    const read = await readInBoth(bytes, `${name}-2026-03-01`);
    expect(read.format).toBe(format);
    // The sample of a scenario has no aircraft.
    if (format !== 'skyaccord-scenario') expect(read.observations).toBeGreaterThan(0);
  });

  test.each(TARGETS)('$name: the same of 1,000 damaged inputs', async ({ name }) => {
    const inNode = here.damagedHash(name, 7, 1000);
    expect(inNode.observations).toBeGreaterThan(100);
    expect(await page.evaluate((n) => there.damagedHash(n, 7, 1000), name)).toEqual(inNode);
  });
});

describeRecordings('every reader in Chromium, on recordings', () => {
  test.each([
    ['formats-toulouse-120s/basestation.sbs', 'basestation', 257],
    ['formats-toulouse-120s/readsb-jsonport.jsonl.gz', 'readsb-json-lines', 237],
    ['adsb-blackrock-2023-08-29/tracks.jsonl.gz', 'readsb-json-lines', 4920],
    ['adsb-calfire-2020-09/tracks.json.gz', 'track-table-json', 9955],
    ['gliders-bayreuth-2018-05-30/onboard-igc/ET.igc.gz', 'igc', null],
    ['remoteid-parrot-anafi/real.pcapng.gz', 'remoteid-pcapng', 1140],
  ])('%s', async (path, format, observations) => {
    const file = readFileSync(recording(path));
    const read = await readInBoth(path.endsWith('.gz') ? gunzipSync(file) : file, basename(path));
    expect(read.format).toBe(format);
    if (observations === null) expect(read.observations).toBeGreaterThan(1000);
    else expect(read.observations).toBe(observations);
  });
});
