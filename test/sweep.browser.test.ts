import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { bundle } from './determinism/bundle.ts';
import * as here from './determinism/sweep.ts';

/** Browsers share memory between threads of pages only that keep other origins out. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

let server: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const files = new Map([
    ['/', { type: 'text/html', text: '<!doctype html><title>sweep</title><script src="/page.js"></script>' }],
    [
      '/page.js',
      { type: 'text/javascript', text: await bundle(join(import.meta.dirname, 'determinism', 'sweep.ts'), 'there') },
    ],
    [
      '/worker.js',
      {
        type: 'text/javascript',
        text: await bundle(fileURLToPath(import.meta.resolve('@skyaccord/sky/sweep_worker')), 'worker'),
      },
    ],
  ]);
  server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200, { ...ISOLATED, 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchChromium();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** The bundle's global name in the page. */
declare const there: typeof here;

test("Chromium's workers find the pairs that one thread finds in Node, in the same order and to the last bit", async () => {
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  const alone = here.sweepAlone();
  expect(alone.count).toBeGreaterThan(500);
  expect(await page.evaluate(() => there.sweepAlone())).toEqual(alone);
  for (const workers of [1, 2, 3]) {
    const found = await page.evaluate((n) => there.sweepInWorkers(n, 5), workers);
    expect(found).toEqual(new Array(10).fill(alone));
  }
});
