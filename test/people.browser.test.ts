import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningNode, startNode } from '@skyaccord/node';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDisplay } from '../scripts/build.mjs';
import { launchChromium } from './chromium.ts';

/** People on a live node, with real pages in a real browser: from the printed link to who saw what. */
describe('people', () => {
  const data = mkdtempSync(join(tmpdir(), 'skyaccord-people-'));
  const WAIT = { timeout: 20_000 };
  let node: RunningNode;
  let browser: Browser;
  let first: BrowserContext;
  let page: Page;
  let url: string;
  const complaints: string[] = [];

  /** A browser of somebody's own, with an authenticator that says yes. */
  async function somebody(): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const opened = await context.newPage();
    opened.on('pageerror', (error) => complaints.push(error.message));
    const devtools = await context.newCDPSession(opened);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return { context, page: opened };
  }
  const fits = async (one: Page): Promise<void> =>
    expect(await one.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  const visit = async (hash: string, heading: string): Promise<void> => {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor(WAIT);
    await fits(page);
  };

  beforeAll(async () => {
    await buildDisplay();
    node = await startNode({ port: 0, data, live: true, logLevel: 'silent', signals: false });
    url = node.url.replace('127.0.0.1', 'localhost');
    browser = await launchChromium();
    ({ context: first, page } = await somebody());
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await node?.close();
    rmSync(data, { recursive: true, force: true });
  });

  test('without signing in there is nothing but the sign-in', async () => {
    await page.goto(url);
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor(WAIT);
    expect(await page.getByRole('navigation').count()).toBe(0);
    await fits(page);
    await page.getByRole('textbox', { name: 'Name' }).fill('nobody');
    await page.getByRole('textbox', { name: 'Password' }).fill('not a password');
    await page.getByLabel('Code of the app').fill('123456');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').waitFor(WAIT);
    expect(await page.getByRole('alert').innerText()).toContain('do not go together');
  });

  test('the printed link sets up an account with a passkey, and leaves no trace in the address', async () => {
    await page.goto(node.first_link ?? '');
    await page.getByText('Administrator, for').waitFor(WAIT);
    expect(page.url()).not.toContain('join');
    await fits(page);
    await page.getByLabel('Your name').fill('Ada Lund');
    await page.getByLabel('Name to sign in with').fill('ada');
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
    await page.getByRole('link', { name: 'Ada Lund' }).waitFor(WAIT);
  });

  test('somebody is invited, joins, and sees no more than their role', { timeout: 60_000 }, async () => {
    await visit('#/people', 'People');
    const invite = page.getByRole('form', { name: 'Invite somebody' });
    await invite.getByLabel('Observer').check();
    await invite.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.locator('.made code').innerText(WAIT);
    const guest = await somebody();
    await guest.page.goto(link);
    await guest.page.getByLabel('Your name').fill('Bo Marsh');
    await guest.page.getByLabel('Name to sign in with').fill('bo');
    await guest.page.getByRole('button', { name: 'Set up and sign in' }).click();
    await guest.page.getByRole('link', { name: 'Bo Marsh' }).click();
    await guest.page.getByRole('heading', { name: 'Bo Marsh' }).waitFor(WAIT);
    expect(await guest.page.getByRole('link', { name: 'Who saw what' }).count()).toBe(0);
    await guest.page.evaluate(() => {
      location.hash = '#/feeds';
    });
    await guest.page.getByRole('heading', { name: 'Feeds', level: 1 }).waitFor(WAIT);
    expect(await guest.page.getByRole('button', { name: /add/i }).count()).toBe(0);

    // Removed, they are out at once, on the page that they look at too.
    await visit('#/account', 'Ada Lund');
    await visit('#/people', 'People');
    await page.getByRole('button', { name: 'Remove Bo Marsh', exact: true }).click();
    await page.getByRole('button', { name: 'Really remove Bo Marsh' }).click();
    await guest.page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor(WAIT);
    await guest.page.getByText('The session has ended').waitFor(WAIT);
    await guest.context.close();
  });

  test('who saw what is told by name', async () => {
    await visit('#/audit', 'Who saw what');
    await page.getByRole('row', { name: /Ada Lund changed POST \/api\/v1\/people\/invitations 201/ }).waitFor(WAIT);
    await page.getByRole('row', { name: /Bo Marsh signed in/ }).waitFor(WAIT);
  });

  test('signing out leads to the sign-in, and the passkey back in', async () => {
    await visit('#/account', 'Ada Lund');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor(WAIT);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('link', { name: 'Ada Lund' }).waitFor(WAIT);
    expect(complaints).toEqual([]);
    await first.close();
  });
});
