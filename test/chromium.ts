import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';

/**
 * `--no-sandbox` since tests run as root in containers, where Chromium's sandbox refuses to start. The map needs WebGL,
 * which SwiftShader draws in software where there is no graphics card. The rest keeps the browser from calling home: a
 * browser test must see the page's requests only.
 */
const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio',
];

/**
 * Starts a headless Chromium with a profile and a home of its own, which go when it closes.
 *
 * @throws when the machine has none; `npm test` installs it on Debian
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error('no Chromium on this machine: run `npm test` as root on Debian, or set SKYACCORD_CHROMIUM');
  }
  const home = mkdtempSync(join(tmpdir(), 'skyaccord-chromium-'));
  const env = { ...process.env, HOME: home };
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS, env });
  browser.on('disconnected', () => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return browser;
}

/**
 * Draws no map in a context's pages, which show the words that stand in its place where there is no WebGL. Drawn in
 * software it takes most of the machine: a test that is not about it goes without.
 */
export function withoutMap(context: BrowserContext): Promise<unknown> {
  return context.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext as (kind: string) => RenderingContext | null;
    Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
      value(this: HTMLCanvasElement, kind: string) {
        return kind.startsWith('webgl') ? null : getContext.call(this, kind);
      },
    });
  });
}
