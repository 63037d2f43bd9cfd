import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { bundle } from './determinism/bundle.ts';
import * as here from './determinism/entry.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const script = await bundle(join(import.meta.dirname, 'determinism', 'entry.ts'), 'there');
  browser = await launchChromium();
  page = await browser.newPage();
  await page.addScriptTag({ content: script });
});
afterAll(() => browser?.close());

declare const there: typeof here;

describe('Node and Chromium', () => {
  test('elementary functions agree to the last bit over 300,000 arguments each', async () => {
    const inNode = here.mathHashes();
    expect(Object.keys(inNode).length).toBe(11);
    expect(await page.evaluate(() => there.mathHashes())).toEqual(inNode);
  });
});
