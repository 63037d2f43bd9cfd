import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchChromium } from '../../../../test/chromium.ts';
import { type OpenOptions, openWatched, type Watched } from '../../test/browser.ts';
import { buildPages } from '../../test/build.ts';
import { sampleEntry, sampleMemoranda } from '../../test/sampleTraffic.ts';
import { sampleTrial } from '../../test/sampleTrial.ts';
import { DESK, PHONE, quiet, WAIT } from '../../test/stage.ts';
import { figure, interval, MEASURES } from './words.ts';

vi.setConfig({ testTimeout: 60_000 });

let browser: Browser;
let folder: string;
let template: string;
const opened: Watched[] = [];

beforeAll(async () => {
  const pages = buildPages('vite.report.config.ts');
  browser = await launchChromium();
  const { dist, remove } = await pages;
  template = readFileSync(join(dist, 'trial-report.html'), 'utf8');
  remove();
  folder = mkdtempSync(join(tmpdir(), 'skyaccord-report-'));
});
afterEach(async () => {
  for (const { page } of opened.splice(0)) await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** From a disk, as a person opens it. */
async function open(options: OpenOptions, hash = '', data: unknown = sampleTrial()): Promise<Watched> {
  const file = join(folder, 'report.html');
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  writeFileSync(
    file,
    template.replace('<script type="application/json" id="trial-report">null</script>', () => {
      return `<script type="application/json" id="trial-report">${json}</script>`;
    }),
  );
  const watched = await openWatched(browser, `${pathToFileURL(file).href}${hash}`, options);
  opened.push(watched);
  return watched;
}

describe('the report of a trial', () => {
  test('holds one script and one place for the data', () => {
    expect(template.match(/<script/g)).toHaveLength(2);
    expect(template.match(/id="trial-report">null<\/script>/g)).toHaveLength(1);
    expect(template).not.toMatch(/<(script|link|img)[^>]*\b(src|href)=/);
  });

  test('shows ours beside others, with intervals and the paired test', async () => {
    const watched = await open({ size: DESK });
    const { page } = watched;
    await page.getByRole('heading', { name: 'Trial of 4 encounters' }).waitFor(WAIT);
    const cell = (condition: string, measure: string) =>
      page.locator(`[data-condition="${condition}"] [data-measure=${measure}]`).innerText();
    for (const condition of sampleTrial().conditions) {
      const metrics = condition.metrics['all/responding'];
      for (const measure of MEASURES) {
        const stated = metrics === undefined ? null : measure.of(metrics);
        const value = figure(measure.unit, stated?.value ?? null, 'aviation');
        const words = stated === null ? value : `${value} ${interval(measure.unit, stated, 'aviation')}`;
        expect((await cell(condition.key, measure.key)).replace(/\s+/g, ' ')).toBe(words);
      }
    }
    expect(await page.locator('[data-condition="mvp|noisy|own"] [data-part=paired]').innerText()).toMatch(
      /^3, 41\s+p < 0.0001$/,
    );
    // What the file is called is shown, not run.
    expect(await page.getByText('encounters </script><script>alert(1)</script>.jsonl').count()).toBe(1);
    await page.getByLabel('Measure').selectOption('reversals');
    await page
      .locator('[data-panel="all/5"]')
      .getByRole('columnheader', { name: 'Reversals per response' })
      .waitFor(WAIT);
    quiet(watched);
  });

  test('lists encounters by what came of them, and flies one again', async () => {
    const watched = await open({ size: DESK });
    const { page } = watched;
    const rows = page.locator('[data-part=encounters] tbody tr');
    await expect.poll(() => rows.count(), WAIT).toBe(3);
    await page.getByLabel('Crews').selectOption('any');
    await expect.poll(() => rows.count(), WAIT).toBe(4);
    await page.getByRole('searchbox', { name: 'Id' }).fill('00002');
    await expect.poll(() => rows.count(), WAIT).toBe(1);
    await page.getByRole('link', { name: 'E00002' }).click();
    await page.getByRole('heading', { name: 'Encounter E00002' }).waitFor(WAIT);
    await page.getByText('it comes to what the trial recorded').waitFor(WAIT);
    expect(page.url()).toMatch(/#E00002$/);
    const time = page.getByRole('slider', { name: 'Time' });
    await time.focus();
    const before = await time.inputValue();
    await page.keyboard.press('ArrowRight');
    expect(Number(await time.inputValue())).toBe(Number(before) + 1);
    expect(await time.getAttribute('aria-valuetext')).toMatch(/^\d+ s: .+ from t\d$/);
    await page.getByRole('combobox', { name: 'Against' }).selectOption('2');
    await page.getByText('Horizontal distance to t2').waitFor(WAIT);
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => time.inputValue().then(Number), WAIT).toBeGreaterThan(Number(before) + 3);
    quiet(watched);
  });

  test('says so where a flight does not come to what was recorded', async () => {
    const data = sampleTrial();
    const rows = data.conditions[0]?.rows as unknown as number[][];
    (rows[0] as number[])[7] = 12_345;
    const watched = await open({ size: DESK }, '#E00000', data);
    await watched.page.getByText('It does not come to what the trial recorded').waitFor(WAIT);
    quiet(watched);
  });

  test('without a trial says how to get one; an encounter it has not is named', async () => {
    const empty = await open({ size: DESK }, '', null);
    await empty.page.getByText('This page holds no trial').waitFor(WAIT);
    quiet(empty);
    const other = await open({ size: DESK }, '#E99999');
    await other.page.getByText('This report has no encounter E99999').waitFor(WAIT);
    quiet(other);
  });

  test.each([
    ['desk, dark', DESK, 'dark'],
    ['phone, light', PHONE, 'light'],
  ] as const)('fits: %s', async (_name, size, colorScheme) => {
    const watched = await open({ size, colorScheme }, '#E00002');
    await watched.page.getByRole('heading', { name: 'Encounter E00002' }).waitFor(WAIT);
    const [width, room] = await watched.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width).toBeLessThanOrEqual(room ?? 0);
    expect(await watched.page.evaluate(() => document.documentElement.dataset.theme)).toBe(colorScheme);
    quiet(watched);
  });
});

describe('the report of a trial on traffic', () => {
  test('shows memoranda side by side, with what each differs by, its parts and its advices', async () => {
    const watched = await open({ size: DESK }, '', sampleMemoranda());
    const { page } = watched;
    await page.getByRole('heading', { name: 'Trial of 2 memoranda' }).waitFor(WAIT);
    expect(await page.title()).toBe('Trial of memoranda');
    const cells = page.locator('[data-cost=delay_s] td');
    expect((await cells.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      '5.2 min',
      '7.2 min +2.0 min',
    ]);
    const captions = page.locator('figcaption');
    expect(await captions.allInnerTexts()).toEqual(['In all', 'Clause SEP-1', 'Northern Compact']);
    await page.getByLabel('Measure').selectOption('alerts');
    await expect.poll(() => captions.count(), WAIT).toBe(4);
    await page.getByLabel('Memorandum').selectOption('1');
    await expect
      .poll(() => page.locator('[data-part=asks] tbody tr').innerText(), WAIT)
      .toMatch(/Northern Compact.*7\.2 min/s);
    // What the file is called is shown, not run.
    expect(await page.getByText('day </script><script>alert(1)</script>.jsonl').count()).toBe(1);
    quiet(watched);
  });

  test('shows what an entry costs each party, with intervals where there are any', async () => {
    const watched = await open({ size: DESK }, '', sampleEntry());
    const { page } = watched;
    await page.getByRole('heading', { name: 'What it costs that Meridian Union flies' }).waitFor(WAIT);
    const cell = async (party: string, measure: string): Promise<string> =>
      (await page.locator(`[data-party=${party}] [data-measure=${measure}]`).innerText()).replace(/\s+/g, ' ');
    expect(await cell('others', 'alerts')).toBe('+6 3 to 10 1 without, 7 with');
    expect(await cell('unknown', 'delay_s')).toBe('−1.0 min −1.1 min to −0.9 min 1.5 min without, 0.5 min with');
    expect(await cell('nc', 'missions_lost')).toBe('0 no interval 0 without, 0 with');
    await page.getByRole('rowheader', { name: 'Meridian Union itself' }).last().waitFor(WAIT);
    quiet(watched);
  });

  test.each([
    ['memoranda, phone', PHONE, sampleMemoranda],
    ['entry, phone', PHONE, sampleEntry],
    ['memoranda, desk', DESK, sampleMemoranda],
  ] as const)('fits: %s', async (_name, size, sample) => {
    const watched = await open({ size, colorScheme: 'light' }, '', sample());
    await watched.page.locator('figcaption').first().waitFor(WAIT);
    const [width, room] = await watched.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width).toBeLessThanOrEqual(room ?? 0);
    quiet(watched);
  });
});
