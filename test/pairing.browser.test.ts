import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkCard, type RunningNode, startNode } from '@skyaccord/node';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CutLine } from '../packages/node/test/cut_line.ts';
import { buildDisplay } from '../scripts/build.mjs';
import { brokenRules } from './axe.ts';
import { launchChromium, withoutMap } from './chromium.ts';

/** Two real nodes and two real pages: the people of both pair them, and the link comes up without a new start. */
const folder = mkdtempSync(join(tmpdir(), 'skyaccord-pairing-page-'));
const WAIT = { timeout: 30_000 };
const PARTIES = ['nc', 'mu'] as const;
type Party = (typeof PARTIES)[number];
const nodes = {} as Record<Party, RunningNode>;
const pages = {} as Record<Party, Page>;
const complaints: string[] = [];
let browser: Browser;
/** Between the two, to be broken. */
const line = new CutLine();
let line_port = 0;

const fileOf = (party: Party): string => join(folder, `${party}.json`);
const peersIn = (party: Party): string[] =>
  (JSON.parse(readFileSync(fileOf(party), 'utf8')) as { peers: { card: { party: string } }[] }).peers.map(
    ({ card }) => card.party,
  );

beforeAll(async () => {
  await buildDisplay();
  browser = await launchChromium();
  line_port = await line.listen();
  for (const party of PARTIES) {
    writeFileSync(fileOf(party), JSON.stringify({ party, listen: '127.0.0.1:0', peers: [] }));
    nodes[party] = await startNode({
      port: 0,
      data: join(folder, party),
      live: true,
      link: fileOf(party),
      people: 'demo',
      logLevel: 'silent',
      signals: false,
    });
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await withoutMap(context);
    pages[party] = await context.newPage();
    pages[party].on('pageerror', (error) => complaints.push(error.message));
    await pages[party].goto(`${nodes[party].url}#/members`);
    await pages[party].getByRole('heading', { name: 'Pair with another node' }).waitFor(WAIT);
  }
  line.leadTo(nodes.nc.link_port as number);
}, 240_000);
afterAll(async () => {
  line.close();
  await browser?.close();
  for (const node of Object.values(nodes)) await node.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One waits, the other connects, until both pages show digits; gives what each reads. */
async function begin(): Promise<Record<Party, string>> {
  await pages.nc.getByLabel('This node waits').check();
  await pages.nc.getByLabel('At this address and port').fill('127.0.0.1:0');
  await pages.nc.getByRole('button', { name: 'Begin pairing' }).click();
  const waiting = pages.nc.getByText(/Waiting for the other node at port \d+/);
  await waiting.waitFor(WAIT);
  const port = /port (\d+)/.exec(await waiting.innerText())?.[1];
  await pages.mu.getByLabel('This node connects').check();
  await pages.mu.getByLabel('To the other node at').fill(`127.0.0.1:${port}`);
  await pages.mu.getByLabel('Where the other node listens').fill(`127.0.0.1:${line_port}`);
  await pages.mu.getByRole('button', { name: 'Begin pairing' }).click();
  const digits = {} as Record<Party, string>;
  for (const party of PARTIES) digits[party] = await pages[party].getByLabel('Digits to read out').innerText(WAIT);
  return digits;
}
async function type(party: Party, digits: string): Promise<void> {
  await pages[party].getByLabel('Digits that you hear').fill(digits);
  await pages[party].getByRole('button', { name: 'These I heard' }).click();
}

test('wrong digits end the attempt, on both pages, in words, and no card is taken', async () => {
  const digits = await begin();
  await type('nc', digits.mu === '000 000' ? '111 111' : '000 000');
  await pages.nc
    .getByText(/not paired; no card was taken. The digits were not those of mu; somebody may be between/)
    .waitFor(WAIT);
  await pages.mu.getByText(/not paired; no card was taken. The other node ended it/).waitFor(WAIT);
  expect([peersIn('nc'), peersIn('mu')]).toEqual([[], []]);
});

test('with the right digits and the same fingerprints the two are linked at once', async () => {
  const digits = await begin();
  expect(digits.nc).toMatch(/^\d{3} \d{3}$/);
  await type('nc', digits.mu);
  await type('mu', digits.nc);
  for (const [party, other] of [
    ['nc', 'mu'],
    ['mu', 'nc'],
  ] as const) {
    const take = pages[party].getByRole('button', { name: /They are the same/ });
    await take.waitFor(WAIT);
    const { fingerprint } = linkCard(join(folder, other), other);
    const shown = (await pages[party].locator('[data-part="pairing"]').innerText()).replace(/\s+/g, ' ');
    expect(shown.toUpperCase()).toContain(fingerprint);
    // Without a feed a banner stands above the page; the rules about landmarks are not this page's.
    expect((await brokenRules(pages[party])).filter((rule) => !rule.startsWith('region:'))).toEqual([]);
    await take.click();
  }
  for (const party of PARTIES) {
    await pages[party].getByText('● up').waitFor(WAIT);
    const page = pages[party];
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  }
  expect([peersIn('nc'), peersIn('mu')]).toEqual([['mu'], ['nc']]);
  expect(complaints).toEqual([]);
});

test('a link on which nothing comes any more shows as down on both pages, though nobody was told', async () => {
  for (const party of PARTIES) await pages[party].getByText('● up').waitFor(WAIT);
  line.break('half_open');
  for (const party of PARTIES) await pages[party].getByText('○ down').waitFor(WAIT);
  line.heal();
  for (const party of PARTIES) await pages[party].getByText('● up').waitFor(WAIT);
});
