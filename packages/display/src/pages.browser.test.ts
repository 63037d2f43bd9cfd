import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import type { Watched } from '../test/browser.ts';
import { oneTileArchive } from '../test/pmtiles.ts';
import { alertAt, feedNamed, START_MS } from '../test/sample.ts';
import { LIFE } from '../test/sampleLife.ts';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../test/stage.ts';

/** Drawn in software on a machine with other work, the outlines of the land alone can take a quarter of a minute. */
vi.setConfig({ testTimeout: 60_000 });
const PAINT = { timeout: 45_000, interval: 500 };

const scene = stage();
const { open } = scene;

/** Red, green and blue of one point of the page, out of a screenshot of just that point. */
async function pixelOf(page: Page, x: number, y: number): Promise<number[]> {
  const png = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  // One row of one pixel: the filter's byte, which changes nothing without neighbours, then the colours.
  return [...inflateSync(Buffer.concat(pngData(png)))].slice(1, 4);
}

/** The pieces of a PNG's picture data. */
function pngData(png: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      pieces.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return pieces;
}

/** Seconds of the countdown with this label on the first card. */
async function countdown({ page }: Watched, label: string): Promise<number> {
  const text = await page.locator('[data-part=countdowns] div', { hasText: label }).locator('dd').innerText();
  const [minutes = 0, seconds = 0] = text.split(':').map(Number);
  return minutes * 60 + seconds;
}

describe('an alert', () => {
  test('is told with its clause, its values beside the minima, its countdown and the advice', async () => {
    const watched = await open({ size: DESK });
    const { page } = watched;
    await expect(page.getByText('No alert stands.').isVisible()).resolves.toBe(true);
    scene.node.raiseAlert();
    const card = page.locator('[data-alert="alert-1"]');
    await card.waitFor(WAIT);
    const text = (await card.innerText()).replace(/\s+/g, ' ');
    for (const part of [
      '▲ WARNING',
      'crewed/uncrewed',
      'ALD14 A Aldren, crewed',
      'BOR77 B Borealis, uncrewed',
      'min 3.00 NM',
      '282 ft below min 3,000 ft',
      'At closest 0.72 NM ± 0.17 NM, 282 ft vertical',
      'separation v2 sample-sea',
      'Aircraft of different parties keep 3 NM or 3,000 ft apart',
      'ALD14 Turn right 20° to 110° Then 3.08 NM',
      'BOR77 Turn right 45° to 315° Then 2.21 NM',
      'Call the other aircraft on the agreed frequency.',
      '125.500 MHz (callsign), turning (side) within 30 s',
      'read back: (callsign), you turn (side)',
      '125.500 MHz position, level, intention',
      '121.500 MHz the same on guard',
      'Visual signals: 2',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/data ALD14 \d\.\d s, BOR77 \d\.\d s old/);
    const announced = page.locator('[data-part=announcement]');
    expect(await announced.textContent()).toBe('New warning: ALD14 and BOR77, clause separation.');

    const left = await Promise.all([countdown(watched, 'Minima lost in'), countdown(watched, 'Breach in')]);
    expect(Math.abs(left[1] - left[0] - 180)).toBeLessThanOrEqual(1);
    const entry_ms = alertAt(START_MS).findings[0]?.entry_ms ?? 0;
    // It runs, and with the node's clock.
    await expect.poll(() => countdown(watched, 'Minima lost in'), WAIT).toBeLessThanOrEqual(left[0] - 2);
    const shown_s = await countdown(watched, 'Minima lost in');
    expect(Math.abs(shown_s - (entry_ms - scene.node.time_ms) / 1000)).toBeLessThan(4);

    scene.node.clearAlert();
    await card.waitFor({ state: 'detached', ...WAIT });
    quiet(watched);
  });

  test('is reached and shown with the keyboard alone', async () => {
    const watched = await open({ size: DESK, map: true });
    const { page } = watched;
    scene.node.raiseAlert();
    await page.locator('[data-alert]').waitFor(WAIT);
    await page.keyboard.press('j');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Show on map');
    await page.keyboard.press('Enter');
    await page.locator('article.chosen').waitFor(WAIT);
    await page.keyboard.press('Escape');
    await page.locator('article.chosen').waitFor({ state: 'detached', ...WAIT });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys and symbols' }).waitFor(WAIT);
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: 'Cases' }).waitFor(WAIT);
    await page.keyboard.press('m');
    await page.locator('canvas:focus').waitFor(WAIT);
    quiet(watched);
  });

  test('raised on another page is told there too', async () => {
    const watched = await open({ size: DESK }, '#/memorandum');
    scene.node.raiseAlert();
    await watched.page.getByRole('link', { name: /Watch.*▲1/ }).waitFor(WAIT);
    const announced = await watched.page.locator('[data-part=announcement]').textContent();
    expect(announced).toContain('ALD14 and BOR77');
  });
});

describe('a picture that is not to be trusted', () => {
  test('says so when the node falls silent, over the map and in words, and recovers', async () => {
    const watched = await open({ size: DESK });
    const { page } = watched;
    await page.locator('[data-part=veil]').waitFor({ state: 'detached', ...WAIT });
    scene.node.talk(false);
    await page.locator('[data-part=veil]').waitFor(WAIT);
    const banner = await page.locator('[data-part=stale-banner]').innerText();
    expect(banner).toMatch(
      /PICTURE STALE\s+The node has been silent for \d\.\d s\.\s+Last data 2026-03-01 14:0\d:\d\dZ/,
    );
    scene.node.talk(true);
    await page.locator('[data-part=veil]').waitFor({ state: 'detached', ...WAIT });
    quiet(watched);
  });

  test('connects again when the stream is cut, and takes the new picture whole', async () => {
    const watched = await open({ size: DESK });
    scene.node.raiseAlert();
    await watched.page.locator('[data-alert]').waitFor(WAIT);
    // What the next hello does not bring must be gone after it.
    scene.node.talk(false);
    scene.node.clearAlert();
    scene.node.talk(true);
    scene.node.cut();
    await watched.page.locator('[data-part=stale-banner]', { hasText: 'lost' }).waitFor(WAIT);
    await watched.page.locator('[data-part=stale-banner]').waitFor({ state: 'detached', ...WAIT });
    await watched.page.locator('[data-alert]').waitFor({ state: 'detached', ...WAIT });
  });

  test.each([
    [
      'the journal cannot be written',
      { journal: { sequence: 4211, hash: '9f2c', durable: false, problem: 'no space left on the disk' } },
      'no space left on the disk',
    ],
    [
      'a feed has stopped',
      {
        feeds: [feedNamed('north', { state: 'stopped', last_message_ms: null })],
      },
      'Feed north has stopped',
    ],
  ])('says so when %s', async (_name, status, words) => {
    const { page } = await open({ size: DESK });
    scene.node.status = status;
    await page.locator('[data-part=stale-banner]', { hasText: words }).waitFor(WAIT);
    await page.locator('[data-part=veil]').waitFor(WAIT);
  });
});

describe('time', () => {
  test('looking back is said loudly, shows the past, and leads back to now', async () => {
    const watched = await open({ size: DESK });
    const { page } = watched;
    await page.getByRole('button', { name: 'To the alert before' }).click(WAIT);
    const banner = page.locator('[data-part=past-banner]');
    await banner.waitFor(WAIT);
    expect(await banner.innerText()).toContain('LOOKING BACK at 2026-03-01 13:47:00Z');
    await page.getByRole('tab', { name: 'Aircraft 3' }).waitFor(WAIT);
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByRole('tab', { name: 'Aircraft 16' }).waitFor(WAIT);
    expect(await banner.count()).toBe(0);
    quiet(watched);
  });

  test('playback is paused and sped up', async () => {
    const { page } = await open({ size: DESK });
    await page.getByRole('button', { name: 'Pause' }).click(WAIT);
    await page.getByRole('button', { name: 'Play' }).waitFor(WAIT);
    await page.getByLabel('Speed').selectOption('30');
    await expect.poll(() => scene.node.wishes).toEqual([{ paused: true }, { speed: 30 }]);
  });
});

describe('the map', () => {
  test('draws land and sea without any server but the node, and aircraft to be picked with a click', async () => {
    const watched = await open({ size: DESK, map: true }, '', { others: 0 });
    const { page } = watched;
    // The first view is the memorandum's area; an island of the outlines lies there, and nothing flies over it.
    const colour = async () => (await pixelOf(page, 560, 200)).join();
    await expect.poll(colour, PAINT).toBe('28,37,45');
    const detail = page.getByRole('region', { name: 'Chosen aircraft' });
    await page.getByRole('tab', { name: /Aircraft/ }).click(WAIT);
    await page.locator('#list-aircraft tbody button', { hasText: '~99f001' }).click(WAIT);
    await detail.waitFor(WAIT);
    // The list has brought it to the middle of the map: there it must be found again.
    const middle = { x: 445, y: 374 };
    await expect
      .poll(async () => {
        const close = page.getByRole('button', { name: 'Close the details' });
        if (await close.isVisible()) await close.click(WAIT);
        await page.locator('.maplibregl-canvas').click({ position: { x: middle.x, y: middle.y - 67 }, ...WAIT });
        return detail.isVisible();
      }, PAINT)
      .toBe(true);
    expect(await detail.innerText()).toContain('~99f001');
    await page.locator('.maplibregl-canvas').click({ position: { x: 60, y: 300 } });
    await detail.waitFor({ state: 'detached', ...WAIT });
    quiet(watched);
  });

  test('that cannot be drawn says so, and the lists go on without it', async () => {
    const watched = await open({ size: DESK, map: false });
    const { page } = watched;
    await page.getByText('The map cannot be drawn: this browser gives it no WebGL 2.').waitFor(WAIT);
    scene.node.raiseAlert();
    await page.locator('[data-alert="alert-1"]').waitFor(WAIT);
    quiet(watched);
  });

  test("shows the user's own PMTiles file when there is one", async () => {
    const watched = await open({ size: DESK, map: true }, '', { basemap: oneTileArchive(20, 120, 90), others: 0 });
    // Opaque to eight tenths, over the dark sea: its green is then about 100, where the sea's own is 25.
    const green = async () => (await pixelOf(watched.page, 850, 400))[1] ?? 0;
    await expect.poll(green, PAINT).toBeGreaterThan(90);
    expect(watched.foreign).toEqual([]);
  });
});

describe('a case', () => {
  test('has both aircraft side by side, the judgement, the plots and what was said', async () => {
    const watched = await open({ size: DESK }, '#/cases');
    const { page } = watched;
    await page.getByRole('link', { name: 'case-7' }).click(WAIT);
    await page.getByRole('heading', { name: 'ALD14 and BOR77, 2026-03-01 13:50:00Z' }).waitFor(WAIT);
    const text = (await page.locator('.page').innerText()).replace(/\s+/g, ' ');
    for (const part of [
      'Closest, horizontally 0.72 NM',
      'Best estimate, smoothed afterwards 0.72 NM ± 41 m 282 ft, at 13:50:01Z',
      '13:48:30Z to 13:51:31Z separation v2 181 s (3:01) 0.72 NM 282 ft',
      '◆ BREACH: longer than the grace time of 180 s (3:00)',
      'ALD14 Aldren BOR77 Borealis what it asks was not kept. It began between 2026-03-01 13:48:30Z',
      '300 reports from sample',
      '295 reports from sample, second',
      'Account of the crew or unit none given none given',
      '13:47:40Z ▲ WARNING separation 4.97 NM 289 ft 0.76 NM at 13:50:00Z ALD14: turn right 20° to 110°',
      '13:51:40Z ○ cleared',
    ]) {
      expect(text).toContain(part);
    }
    await page.getByRole('img', { name: /^Plan view, north up/ }).waitFor(WAIT);
    await expect.poll(() => page.locator('.u-wrap canvas').count(), WAIT).toBe(2);
    await page.getByText('The plots as a table').click();
    expect(await page.locator('details', { hasText: 'The plots as a table' }).locator('tbody tr').count()).toBe(60);
    await fits(watched);
    quiet(watched);
  });

  test('that nobody keeps is said so', async () => {
    const watched = await open({ size: DESK }, '#/cases/case-99');
    await watched.page.getByText('The node keeps no case file of this name.').waitFor(WAIT);
  });
});

describe('the memorandum', () => {
  test('is read in each of its languages, as it was signed, from the clause that an alert cites, and printed', async () => {
    const watched = await open({ size: DESK });
    const { page } = watched;
    scene.node.raiseAlert();
    await page.getByRole('link', { name: 'separation v2' }).click(WAIT);
    await page.getByRole('heading', { name: 'Memorandum on flight safety over the Sample Sea' }).waitFor(WAIT);
    const clause = page.getByRole('region', { name: 'Clause separation' });
    await page.locator('#clause-separation:focus').waitFor(WAIT);
    expect((await clause.innerText()).replace(/\s+/g, ' ')).toMatch(
      /applies classes crewed and uncrewed lateral 3 NM vertical 3000 ft grace time 3 min/i,
    );
    await page.getByRole('button', { name: 'français' }).click();
    await page.getByRole('heading', { name: 'Mémorandum sur la sécurité des vols' }).waitFor(WAIT);
    expect(await clause.innerText()).toMatch(/délai de grâce/i);
    const print = page.getByRole('navigation', { name: 'To print' });
    expect(await print.getByRole('link').evaluateAll((links) => links.map((one) => one.getAttribute('href')))).toEqual([
      'api/v1/memorandum/document.pdf?language=fr',
      ...['aldren', 'borealis', 'maristan'].map(
        (party) => `api/v1/memorandum/kneeboard.pdf?party=${party}&language=fr`,
      ),
    ]);
    await fits(watched);
    quiet(watched);
  });

  test('says where it stands, apart from what is said of it, and which bytes are signed', async () => {
    const watched = await open({ size: DESK }, '#/memorandum');
    const state = watched.page.getByRole('region', { name: 'State of the memorandum' });
    await state.waitFor(WAIT);
    const text = (await state.innerText()).replace(/\s+/g, ' ');
    expect(text).toMatch(/signed in part since 2\d{3}-.{5} .{8}Z: signed by aldren; not by borealis, maristan\./);
    expect(text).toMatch(/Aldren valid 2.*Borealis refused: the content was changed after it was signed/);
    expect(text).toContain('Maristan missing: it has not signed');
    expect(text).toMatch(/Declared.*Aldren signed 2.*Z as it says Borealis signed 2.*Z the content was changed/);
    expect(text).toMatch(/From 2026-02-28 14:00:00Z until 2026-03-01 14:00:00Z: only separation/);
    expect(await state.locator('[aria-current=step]').innerText()).toBe('signed in part');
    expect(text).toContain(`SHA-256 ${LIFE.memorandum.sha256}`);
    const bytes = state.getByRole('link', { name: 'These bytes and no others' });
    expect(await bytes.getAttribute('href')).toBe('api/v1/memorandum/content');
    expect(await watched.page.getByRole('region', { name: 'State of the node' }).innerText()).toContain(
      'signed in part',
    );
    quiet(watched);
  });

  test('is compared with another version in words; what cannot be read is refused with its place', async () => {
    const watched = await open({ size: PHONE }, '#/memorandum');
    const { page, errors } = watched;
    const compare = page.getByRole('region', { name: 'Compare with another version' });
    const choose = (text: string) =>
      compare
        .locator('input[type=file]')
        .setInputFiles({ name: 'draft.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) });
    await compare.waitFor(WAIT);
    await choose('a draft');
    await compare.getByText('From version 2 to version 3 of draft.yaml: 2 changes.').waitFor(WAIT);
    const changes = await compare.locator('[data-part=changes] li').allInnerTexts();
    expect(changes[0]).toContain('lateral minimum rises from 3 NM to 5 NM');
    await fits(watched);
    expect(errors).toEqual([]);
    await choose('refuse this');
    await compare.getByRole('alert').getByText('3:4 clauses: missing; add them.').waitFor(WAIT);
    expect(await compare.locator('[data-part=changes]').count()).toBe(0);
    // The browser tells the 400 that this test is about.
    expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
  });
});

test('theme and units are kept for the next visit', async () => {
  const { page } = await open({ size: DESK, colorScheme: 'light' });
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  expect(await theme()).toBe('light');
  await page.keyboard.press('t');
  await expect.poll(theme).toBe('dark');
  await page.reload();
  await page.getByText('journal 4,211 durable').waitFor(WAIT);
  expect(await theme()).toBe('dark');
});

test('an aircraft is found in the list and its identity shown with the evidence', async () => {
  const watched = await open({ size: DESK });
  const { page } = watched;
  await page.getByRole('tab', { name: /Aircraft/ }).click(WAIT);
  await page.getByRole('searchbox').fill('borealis uncrewed');
  await page.getByText('1 of 16').waitFor(WAIT);
  await page.locator('#list-aircraft tbody button').click();
  const detail = page.getByRole('region', { name: 'Chosen aircraft' });
  const text = (await detail.innerText()).replace(/\s+/g, ' ');
  expect(text).toContain('BOR77, track 4cb002, category B6');
  expect(text).toContain('callsign BOR77 has the prefix declared by borealis (callsign prefix, medium confidence)');
  expect(text).toMatch(/Last report 14:0\d:\d\dZ, \d\.\d s old, by ADS-B/);
  quiet(watched);
});

test.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])(
  'on %s every page fits its width',
  async (_name, size) => {
    const watched = await open({ size });
    scene.node.raiseAlert();
    await watched.page.getByRole('link', { name: /Watch.*▲1/ }).waitFor(WAIT);
    await fits(watched);
    for (const [link, heading] of [
      ['Traffic', 'Traffic'],
      ['ALD14', 'ALD14'],
      ['Feeds', 'Feeds'],
      ['Cases', 'Cases'],
      ['case-7', 'ALD14 and BOR77'],
      ['Memorandum', 'Memorandum on flight safety'],
    ] as const) {
      await watched.page.getByRole('link', { name: link }).first().click();
      await watched.page.getByRole('heading', { name: heading }).first().waitFor(WAIT);
      await fits(watched);
    }
    quiet(watched);
  },
  60_000,
);
