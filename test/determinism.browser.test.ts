import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { describeRecordings, recording } from './data.ts';
import { bundle } from './determinism/bundle.ts';
import * as here from './determinism/entry.ts';
import { read } from './tree.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const script = await bundle(join(import.meta.dirname, 'determinism', 'entry.ts'), 'there');
  browser = await launchChromium();
  page = await browser.newPage();
  await page.addScriptTag({ content: script });
});
afterAll(() => browser?.close());

/** The bundle's global name in the page. */
declare const there: typeof here;

describe('Node and Chromium', () => {
  test('elementary functions agree to the last bit over 300,000 arguments each', async () => {
    const inNode = here.mathHashes();
    expect(Object.keys(inNode).length).toBe(11);
    expect(await page.evaluate(() => there.mathHashes())).toEqual(inNode);
  });

  test('the scenario october has the same outcomes', async () => {
    const memorandum = read('scenarios/october.memorandum.yaml');
    const scenario = read('scenarios/october.yaml');
    const inNode = here.scenarioHash(memorandum, scenario);
    expect(inNode.outcomes).toBeGreaterThan(100);
    expect(await page.evaluate(([m, s]) => there.scenarioHash(m, s), [memorandum, scenario] as const)).toEqual(inNode);
  });
});

describeRecordings('Node and Chromium, on a recorded day', () => {
  test('Watsonville is read alike and has the same outcomes', async () => {
    const memorandum = read('examples/memoranda/terminal-3nm-1000ft.yaml');
    const text = gunzipSync(readFileSync(recording('adsb-watsonville-2025-12-13/tracks.jsonl.gz'))).toString('utf8');
    const inNode = here.recordingHash(memorandum, 'readsb-json-lines', text);
    expect(inNode.observations).toBe(9_614);
    expect(inNode.outcomes).toBeGreaterThan(1000);
    const run = ([m, t]: readonly [string, string]) => there.recordingHash(m, 'readsb-json-lines', t);
    expect(await page.evaluate(run, [memorandum, text] as const)).toEqual(inNode);
  });
});
