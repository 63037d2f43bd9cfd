import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** Where Chromium is looked for, in order; `SKYACCORD_CHROMIUM` names another one. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * `--no-sandbox` since tests run as root in containers, where Chromium's sandbox refuses to start. The map needs WebGL,
 * which SwiftShader draws in software where there is no graphics card. The rest keeps the browser from calling home.
 */
const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--mute-audio',
];

/** The Chromium to test with, or null where none is installed. */
export function findChromium(): string | null {
  const named = process.env['SKYACCORD_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  return PLACES.find((path) => existsSync(path)) ?? null;
}

export type Watched = {
  page: Page;
  /** Errors on the console and uncaught ones. A test that provokes some empties the list. */
  errors: string[];
  /** Addresses asked for on any other origin than the page's own. */
  foreign: string[];
};

export type TestBrowser = {
  /** Opens a page in a window of this size and watches what it complains about and whom it asks. */
  open: (url: string, size: { width: number; height: number }, options?: OpenOptions) => Promise<Watched>;
  close: () => Promise<void>;
};
export type OpenOptions = { colorScheme?: 'dark' | 'light'; reducedMotion?: 'reduce' | 'no-preference' };

/** Starts a headless Chromium with a profile of its own, which `close` removes. */
export async function launchBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium();
  if (executablePath === null)
    throw new Error(`No Chromium at ${PLACES.join(', ')}; set SKYACCORD_CHROMIUM to its path.`);
  const home = mkdtempSync(join(tmpdir(), 'skyaccord-chromium-'));
  const browser = await chromium.launch({
    executablePath,
    args: FLAGS,
    headless: true,
    env: { ...process.env, HOME: home },
  });
  const contexts: BrowserContext[] = [];
  return {
    open: async (url, size, options = {}) => {
      const context = await browser.newContext({ viewport: size, colorScheme: 'dark', ...options });
      contexts.push(context);
      const page = await context.newPage();
      const watched: Watched = { page, errors: [], foreign: [] };
      const { origin } = new URL(url);
      page.on('console', (message) => {
        if (message.type() === 'error') watched.errors.push(message.text());
      });
      page.on('pageerror', (error) => watched.errors.push(String(error)));
      page.on('request', (request) => {
        if (isForeign(request.url(), origin)) watched.foreign.push(request.url());
      });
      page.on('websocket', (socket) => {
        if (isForeign(socket.url().replace(/^ws/, 'http'), origin)) watched.foreign.push(socket.url());
      });
      await page.goto(url);
      return watched;
    },
    close: async () => {
      for (const context of contexts) await context.close();
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function isForeign(address: string, origin: string): boolean {
  const url = new URL(address);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.origin !== origin;
}
