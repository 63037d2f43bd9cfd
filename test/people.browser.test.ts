import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkCard, type RunningNode, startNode } from '@skyaccord/node';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDisplay } from '../scripts/build.mjs';
import { brokenRules } from './axe.ts';
import { launchChromium, withoutMap } from './chromium.ts';

const SIZES = [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];

/** The code that an app shows for a secret in base 32 (RFC 6238), so many steps from now. */
function codeOf(secret: string, steps = 0): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

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
    await withoutMap(context);
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
  /** By day and by night, on a desk and in a hand. */
  const accessible = async (one: Page, what: string): Promise<void> => {
    for (const size of SIZES) {
      await one.setViewportSize(size);
      for (const colorScheme of ['light', 'dark'] as const) {
        await one.emulateMedia({ colorScheme });
        await one.locator(`:root[data-theme="${colorScheme}"]`).waitFor({ ...WAIT, state: 'attached' });
        expect([what, size.width, colorScheme, await brokenRules(one)]).toEqual([what, size.width, colorScheme, []]);
      }
      await fits(one);
    }
  };
  const visit = async (hash: string, heading: string): Promise<void> => {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor(WAIT);
    await fits(page);
  };

  beforeAll(async () => {
    await buildDisplay();
    // A party with which nobody answers: the pages of the cell have somebody to tell of.
    const { card } = linkCard(join(data, 'peer'), 'mu');
    const link = { party: 'nc', listen: null, peers: [{ card, address: '127.0.0.1:9', shows: {} }] };
    node = await startNode({ port: 0, data: join(data, 'own'), live: true, link, logLevel: 'silent', signals: false });
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
    await accessible(page, 'sign-in');
    await page.getByRole('textbox', { name: 'Name' }).fill('nobody');
    await page.getByRole('textbox', { name: 'Password' }).fill('not a password');
    await page.getByLabel('Code of the app, or a recovery code').fill('123456');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').waitFor(WAIT);
    expect(await page.getByRole('alert').innerText()).toContain('do not go together');
  });

  test('the printed link sets up an account with a passkey, and leaves no trace in the address', async () => {
    await page.goto(node.first_link ?? '');
    await page.getByText('Administrator, for').waitFor(WAIT);
    expect(page.url()).not.toContain('join');
    await accessible(page, 'set-up');
    await page.getByLabel('Your name').fill('Ada Lund');
    await page.getByLabel('Name to sign in with').fill('ada');
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
    await page.getByRole('link', { name: 'Ada Lund' }).waitFor(WAIT);
    await page.locator('#main').getByRole('heading').first().waitFor(WAIT);
    expect(await page.locator('#main').innerText()).not.toContain('No such page');
  });

  test('somebody is invited, joins, and sees no more than their role', async () => {
    await visit('#/people', 'People');
    const invite = page.getByRole('form', { name: 'Invite somebody' });
    await invite.getByLabel('Observer').check();
    await invite.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.locator('.made code').innerText(WAIT);
    const guest = await somebody();
    await guest.page.goto(link);
    await guest.page.getByLabel('Your name').fill('Bo Marsh');
    await guest.page.getByLabel('Name to sign in with').fill('bo');
    await guest.page.getByRole('radio', { name: /^a password/ }).check();
    const secret = (await guest.page.locator('.setup code').innerText(WAIT)).replaceAll(' ', '');
    await guest.page.getByLabel('Password, 12 letters').fill('a long walk by the river');
    await guest.page.getByLabel('Code that the app shows now').fill(codeOf(secret));
    await accessible(guest.page, 'set-up with a password');
    await guest.page.getByRole('button', { name: 'Set up and sign in' }).click();
    const codes = guest.page.getByRole('region', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor(WAIT);
    expect(await codes.count()).toBe(10);
    await accessible(guest.page, 'recovery codes');
    const [code = ''] = await codes.allInnerTexts();
    await guest.page.getByRole('button', { name: 'I have kept them: go on' }).click();
    await guest.page.getByRole('link', { name: 'Bo Marsh' }).click();
    await guest.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await guest.page.getByRole('textbox', { name: 'Name' }).fill('bo');
    await guest.page.getByRole('textbox', { name: 'Password' }).fill('a long walk by the river');
    await guest.page.getByLabel('Code of the app, or a recovery code').fill(code);
    await guest.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await guest.page.getByText('You signed in with a recovery code; 9 of ten are left.').waitFor(WAIT);
    await guest.page.getByRole('link', { name: 'Make new ones' }).click();
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
    await page.getByRole('row', { name: /Bo Marsh signed in with a recovery code/ }).waitFor(WAIT);
  });

  test('no page about people or the cell breaks a rule of accessibility', async () => {
    for (const [hash, heading] of [
      ['#/account', 'Ada Lund'],
      ['#/people', 'People'],
      ['#/audit', 'Who saw what'],
      ['#/disclosure', 'What is shown to whom'],
      ['#/members', 'Members of the cell'],
      ['#/line', 'Line'],
      ['#/readiness', 'Readiness'],
    ] as const) {
      await visit(hash, heading);
      await accessible(page, heading);
    }
    // With a field of the matrix open, and what it shows the other party.
    await visit('#/disclosure', 'What is shown to whom');
    await page.locator('[data-part="matrix"] button').first().click();
    await page.locator('[data-part="preview"]').waitFor(WAIT);
    await accessible(page, 'a field of the matrix');
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
