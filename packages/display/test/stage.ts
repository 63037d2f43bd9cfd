import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchChromium } from '../../../test/chromium.ts';
import { type OpenOptions, openWatched, type Watched } from './browser.ts';
import { buildPages } from './build.ts';
import { StandIn, type StandInOptions } from './standin.ts';

export const DESK = { width: 1280, height: 720 };
export const PHONE = { width: 390, height: 844 };
/** Long enough for a page on a slow machine that draws its map in software. */
export const WAIT = { timeout: 15_000 };

/** A browser and the built pages for the tests of one file, with a stand-in node for each test that opens one. */
export function stage(): {
  /** Opens a page of a new stand-in, and waits until it has its first status. */
  open: (options: OpenOptions, hash?: string, standIn?: Omit<StandInOptions, 'dist'>) => Promise<Watched>;
  /** The stand-in of the page opened last. */
  readonly node: StandIn;
} {
  let browser: Browser;
  let pages: Awaited<ReturnType<typeof buildPages>>;
  let node: StandIn | null = null;
  let opened: Watched[] = [];

  beforeAll(async () => {
    [browser, pages] = await Promise.all([launchChromium(), buildPages()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    pages?.remove();
  });
  afterEach(async () => {
    for (const { page } of opened) await page.context().close();
    opened = [];
    await node?.stop();
    node = null;
  });

  return {
    async open(options, hash = '', standIn = {}) {
      node = new StandIn({ dist: pages.dist, others: 12, ...standIn });
      await node.start();
      const watched = await openWatched(browser, `${node.url}${hash}`, options);
      opened.push(watched);
      await watched.page.getByText('journal 4,211 durable').waitFor(WAIT);
      return watched;
    },
    get node() {
      if (node === null) throw new Error('This test has opened no page, so there is no node behind one.');
      return node;
    },
  };
}

/** No page may scroll sideways. */
export async function fits({ page }: Watched): Promise<void> {
  const widths = await page.evaluate(() => {
    const main = document.getElementById('main');
    return [document.documentElement.scrollWidth, window.innerWidth, main?.scrollWidth ?? 0, main?.clientWidth ?? 0];
  });
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  expect(widths[2]).toBeLessThanOrEqual(widths[3] ?? 0);
}

/** Nothing was complained of, and nobody but the node was asked. */
export function quiet({ errors, foreign }: Watched): void {
  expect(errors).toEqual([]);
  expect(foreign).toEqual([]);
}
