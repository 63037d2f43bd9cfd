import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';

/** Enough to run as root in a container, and quiet: a browser test must see the page's requests only. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless Chromium with a profile of its own, removed when it closes.
 *
 * @throws when the machine has none; `npm test` installs it on Debian
 */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error('no Chromium on this machine: run `npm test` as root on Debian, or set SKYACCORD_CHROMIUM');
  }
  return await chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...flags] });
}
