import type { Browser, Page } from 'playwright-core';
import { withoutMap } from '../../../test/chromium.ts';

export type Watched = {
  page: Page;
  /** Errors on the console and uncaught ones. A test that provokes some empties the list. */
  errors: string[];
  /** Addresses asked for on any other origin than the page's own. */
  foreign: string[];
};

export type OpenOptions = {
  size: { width: number; height: number };
  /**
   * Whether the map is drawn. Drawn in software it takes most of the machine, for seconds: a test that is not about it
   * goes without, and gets the words that stand in its place where there is no WebGL.
   */
  map?: boolean;
  colorScheme?: 'dark' | 'light';
  reducedMotion?: 'reduce' | 'no-preference';
};

/**
 * Opens a page in a browser context of its own, and watches what it complains about and whom it asks. Closing the
 * page's context closes it.
 */
export async function openWatched(browser: Browser, url: string, options: OpenOptions): Promise<Watched> {
  const { size, colorScheme = 'dark', reducedMotion = 'no-preference', map = false } = options;
  const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion });
  if (!map) await withoutMap(context);
  const page = await context.newPage();
  const watched: Watched = { page, errors: [], foreign: [] };
  const { origin } = new URL(url);
  page.on('console', (message) => {
    if (message.type() === 'error') watched.errors.push(message.text());
  });
  page.on('pageerror', (error) => watched.errors.push(String(error)));
  const note = (address: string) => {
    if (isForeign(address, origin)) watched.foreign.push(address);
  };
  context.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url().replace(/^ws/, 'http')));
  await page.goto(url);
  return watched;
}

function isForeign(address: string, origin: string): boolean {
  const url = new URL(address);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.origin !== origin;
}
