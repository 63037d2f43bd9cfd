import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenRules } from '../../../test/axe.ts';
import { launchChromium } from '../../../test/chromium.ts';
import { CASE, folderOf, PARTIES, signedFile } from '../test/released.ts';
import { type RunningBulletin, repliesFile, startBulletin, startModeration } from './main.ts';
import { ReplyStore } from './replies/reply_store.ts';

describe('the bulletin in a browser', () => {
  const data = mkdtempSync(join(tmpdir(), 'skyaccord-bulletin-'));
  const withdrawn = { ...CASE, id: 'withdrawn-one', state: 'withdrawn' as const };
  let bulletin: RunningBulletin;
  let browser: Browser;
  const article = (): string => `${bulletin.url}/en/releases/${CASE.id}`;

  beforeAll(async () => {
    const releases = folderOf({ 'case.json': signedFile(CASE), 'withdrawn.json': signedFile(withdrawn) });
    bulletin = await startBulletin({ site: 'Joint bulletin', parties: PARTIES, releases, data, port: 0 });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await bulletin?.close();
  });

  async function open(url: string, scheme: 'light' | 'dark' = 'light', scripts = true): Promise<Page> {
    const context = await browser.newContext({ colorScheme: scheme, javaScriptEnabled: scripts });
    const page = await context.newPage();
    page.on('request', (request) => expect(request.url()).toMatch(new RegExp(`^${bulletin.url}/`)));
    await page.goto(url);
    return page;
  }

  test('no public page breaks a rule of accessibility, by day or by night', async () => {
    const article = `/en/releases/${CASE.id}`;
    const paths = ['/en/', '/fr/', '/en/cookies', article, `/fr/releases/${CASE.id}`, `${article}/thanks`];
    const [day, night] = [
      [...paths, '/en/releases/withdrawn-one', '/en/nothing'],
      ['/en/cookies', article],
    ];
    for (const [scheme, shown] of [
      ['light', day],
      ['dark', night],
    ] as const) {
      const page = await open(`${bulletin.url}/en/`, scheme);
      for (const path of shown) {
        await page.goto(bulletin.url + path);
        expect([path, scheme, await brokenRules(page)]).toEqual([path, scheme, []]);
      }
      await page.context().close();
    }
  });

  test("the moderator's page breaks no rule of accessibility: with replies, without, and to a stranger", async () => {
    const data = mkdtempSync(join(tmpdir(), 'skyaccord-moderation-'));
    const store = new ReplyStore(repliesFile(data));
    const reply = { name: 'Ada Reader', email: 'ada@example.org', text: 'Well told.\n\nThank you.' };
    store.hold(CASE.id, { ...reply, marks: ['links', 'trap'] }, Date.now());
    store.hold(CASE.id, { ...reply, name: 'Grace', marks: [] }, Date.now());
    store.close();
    const moderation = await startModeration(data, 0);
    const { origin } = new URL(moderation.url);
    try {
      for (const [left, colorScheme] of [
        [1, 'light'],
        [0, 'dark'],
      ] as const) {
        const context = await browser.newContext({ colorScheme });
        const page = await context.newPage();
        await page.goto(`${origin}/`);
        expect([colorScheme, 'a stranger', await brokenRules(page)]).toEqual([colorScheme, 'a stranger', []]);
        await page.goto(moderation.url);
        expect([colorScheme, 'replies', await brokenRules(page)]).toEqual([colorScheme, 'replies', []]);
        const first = page.getByRole('button', { name: colorScheme === 'light' ? /^Publish/ : /^Refuse/ }).first();
        await first.click();
        await expect.poll(() => page.getByRole('listitem').count()).toBe(left);
        await context.close();
      }
      const page = await (await browser.newContext()).newPage();
      await page.goto(moderation.url);
      await page.getByText('No reply waits').waitFor();
      expect(await brokenRules(page)).toEqual([]);
      await page.context().close();
    } finally {
      await moderation.close();
    }
  });

  test('a reply is sent, read by a moderator and shown, without any script; the name is kept only as consented', async () => {
    const page = await open(article(), 'light', false);
    expect(await page.context().cookies()).toEqual([]);
    await page.getByRole('button', { name: 'Accept' }).click();
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual(['skyaccord_consent']);
    expect(await page.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    await page.getByLabel('Name', { exact: true }).fill('Ada Reader');
    await page.getByLabel('E-mail').fill('ada@example.org');
    await page.getByLabel('Reply', { exact: true }).fill('A <b>bold</b> word.');
    await page.getByLabel('Remember my name').check();
    // The form is not taken sooner: nobody writes a reply so quickly.
    await page.waitForTimeout(2_100);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    const store = new ReplyStore(repliesFile(data));
    const [reply] = store.held(10);
    store.decide(reply!.id, 'published');
    store.close();
    await page.getByRole('link', { name: 'Back to the article' }).click();
    await page.getByText('A <b>bold</b> word.').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ada Reader');
    await page.getByRole('link', { name: 'Cookies' }).click();
    await page.getByRole('button', { name: 'Only what is needed' }).click();
    expect((await page.context().cookies()).map(({ name, value }) => `${name}=${value}`)).toEqual([
      'skyaccord_consent=declined',
    ]);
    await page.context().close();
  });

  test('fits a telephone, and paper shows the article alone', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto(article());
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: 'Send' }).isVisible()).toBe(false);
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
    await context.close();
  });
});
