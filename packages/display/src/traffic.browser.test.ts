import type { Outcome } from '@skyaccord/accord';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { feedNamed, IDENTITIES, START_MS } from '../test/sample.ts';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../test/stage.ts';

/** Several pages a test, each with a map drawn in software. */
vi.setConfig({ testTimeout: 60_000 });

const scene = stage();
const { open } = scene;

const words = async (page: Page, selector: string) =>
  (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ');
const names = (page: Page) => page.locator('tbody tr[aria-rowindex] td.name').allInnerTexts();
const at = (time_ms: number) => ({ tick: Math.ceil(time_ms / 100), time_ms });

describe('the list of traffic', () => {
  test('is narrowed and ordered, and its address leads back to the same', async () => {
    const watched = await open({ size: DESK }, '#/tracks');
    const { page } = watched;
    await page.getByText('16 of 16 aircraft').waitFor(WAIT);
    await page.getByRole('searchbox').fill('borealis');
    await page.getByText('2 of 16 aircraft').waitFor(WAIT);
    await page.getByText('Filters', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Crew' }).selectOption('uncrewed');
    await page.getByText('1 of 16 aircraft').waitFor(WAIT);
    expect(page.url()).toContain('#/tracks?q=borealis&crew=uncrewed');
    await page.reload();
    await page.getByText('1 of 16 aircraft').waitFor(WAIT);
    expect(await words(page, 'tbody tr[aria-rowindex]')).toMatch(/BOR77 B — 4cb002 Borealis uncrewed FL303/);

    await page.getByRole('button', { name: 'Clear 1 filter' }).click();
    await page.getByText('16 of 16 aircraft').waitFor(WAIT);
    await page.getByRole('button', { name: 'Height' }).click();
    await page.getByRole('button', { name: 'Height' }).click();
    expect((await names(page))[0]).toContain('BOR77');
    const heading = page.getByRole('columnheader', { name: 'Height' });
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    quiet(watched);
  });

  test('holds ten thousand, draws those in sight, and is walked with the keyboard alone', async () => {
    const watched = await open({ size: DESK }, '#/tracks?sort=name', { others: 10_000 });
    const { page } = watched;
    await page.getByText('10,004 of 10,004 aircraft').waitFor(WAIT);
    const grid = page.getByRole('grid');
    expect(await grid.getAttribute('aria-rowcount')).toBe('10005');
    expect(await page.locator('tbody tr[aria-rowindex]').count()).toBeLessThan(60);
    await grid.focus();
    await page.keyboard.press('End');
    const last = page.locator('tr[aria-rowindex="10005"]');
    await last.waitFor(WAIT);
    expect(await last.getAttribute('aria-selected')).toBe('true');
    expect(await grid.getAttribute('aria-activedescendant')).toBe(await last.getAttribute('id'));
    await page.keyboard.press('ArrowUp');
    expect(await page.locator('tr[aria-selected=true]').innerText()).toContain('BOR77');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'BOR77' }).waitFor(WAIT);
    await page.goBack();
    await page.getByText('10,004 of 10,004 aircraft').waitFor(WAIT);
    await grid.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await page.getByRole('region', { name: 'Chosen aircraft' }).getByText('ALD1000', { exact: true }).waitFor(WAIT);
    quiet(watched);
  });
});

describe('the page of an aircraft', () => {
  test('says who it is, how well it is known, where it has been and what was said', async () => {
    const watched = await open({ size: DESK }, '#/tracks/4ca001');
    const { page } = watched;
    await page.getByRole('heading', { name: 'One aircraft, heard as 2' }).waitFor(WAIT);
    const text = await words(page, '.page');
    for (const part of [
      'Aldren, track 4ca001, by ADS-B',
      '● LIVE last report 14:0',
      '⚑ Its heights differ steadily from another source of the same aircraft. Its GNSS height is 155 ft below',
      'Height FL300 Climb 0 ft/min Speed 428 kt',
      'Party Aldren medium confidence Crew crewed',
      'party callsign ALD14 has the prefix declared by aldren callsign prefix medium',
      '95 % within 84 m along 065°, 41 m across',
      'turning right at 1.4°/s, level',
      'FL300 against 1013.25 hPa',
      '30,217 ft GNSS',
      '+155 ft on its geometric heights',
      '4ca001 ICAO 24-bit, ALD14 ADS-B sample, second 1,020 58 a minute',
      'Same aircraft since 13:56:00Z: 23 comparisons over 41 s, 60 m apart, 2.1 s later, 100 ft above',
      'One aircraft one aircraft: 23 comparisons',
      'First heard first heard: callsign ALD14',
    ]) {
      expect(text).toContain(part);
    }
    await page.getByRole('img', { name: /Where it has been, north up/ }).waitFor(WAIT);
    await expect.poll(() => page.locator('.u-wrap canvas').count(), WAIT).toBe(1);
    await fits(watched);
    quiet(watched);
  });

  test('never looks live once nothing new comes', async () => {
    const { page } = await open({ size: DESK }, '#/tracks/4ca001');
    const state = page.locator('[data-part=track-state]');
    await state.getByText('LIVE').waitFor(WAIT);
    scene.node.talk(false);
    await state.getByText('STALE').waitFor(WAIT);
    expect(await state.innerText()).toMatch(/at least \d+\.\d s old/);
    await page.getByRole('heading', { name: 'As last known' }).waitFor(WAIT);
    scene.node.talk(true);
    await state.getByText('LIVE').waitFor(WAIT);
  });

  test('that the node no longer follows says so, and so does one that it never did', async () => {
    const { page, errors } = await open({ size: DESK }, '#/tracks/4cb002');
    await page.getByRole('heading', { name: 'BOR77' }).waitFor(WAIT);
    scene.node.drop('4cb002');
    await page.getByText('NO LONGER TRACKED').waitFor(WAIT);
    expect(await page.getByRole('button', { name: 'Show on map' }).isDisabled()).toBe(true);
    await page.goto(`${scene.node.url}#/tracks/000000`);
    await page.getByText('The node follows no aircraft of this name.').waitFor(WAIT);
    // The browser tells the 404s that this test is about.
    expect(errors.filter((error) => !error.includes('404'))).toEqual([]);
  });

  test('is reached from the alert, the map and the case', async () => {
    const { page } = await open({ size: DESK });
    scene.node.raiseAlert();
    await page.locator('[data-alert]').getByRole('link', { name: 'BOR77' }).click(WAIT);
    await page.getByRole('heading', { name: 'BOR77' }).waitFor(WAIT);
    const advised = page.getByRole('region', { name: 'What it is advised' });
    expect((await advised.innerText()).replace(/\s+/g, ' ')).toMatch(
      /▲ WARNING with ALD14, separation BOR77 Turn right 45° to 315° Then 2\.21 NM/,
    );
    await page.getByRole('button', { name: 'Show on map' }).click();
    await page.getByRole('region', { name: 'Chosen aircraft' }).getByRole('link', { name: 'All about it' }).click(WAIT);
    await page.getByRole('heading', { name: 'BOR77' }).waitFor(WAIT);
    await page.goto(`${scene.node.url}#/cases/case-7`);
    await page.getByRole('link', { name: '4ca001' }).click(WAIT);
    await page.getByRole('heading', { name: 'ALD14' }).waitFor(WAIT);
  });
});

describe('one aircraft under two addresses', () => {
  const evidence = {
    comparisons: 23,
    over_s: 41,
    distance_m: 60,
    delay_s: 2.1,
    height_m: null,
    relative_speed_mps: 0.3,
  };

  test('is one in the list, stays chosen under the name that goes on, and is two when they differ', async () => {
    const watched = await open({ size: DESK }, '', { others: 0 });
    const { page } = watched;
    await page.getByRole('tab', { name: 'Aircraft 4' }).click(WAIT);
    await page.locator('#list-aircraft tbody button', { hasText: 'BOR31' }).click(WAIT);
    const { time_ms } = scene.node;
    const pair = { track: '4ca001', other: '4cb003', evidence };
    scene.node.tell([{ ...at(time_ms), kind: 'tracks_fused', ...pair }]);
    await page.getByRole('tab', { name: 'Aircraft 3' }).waitFor(WAIT);
    const chosen = page.getByRole('region', { name: 'Chosen aircraft' });
    await chosen.getByText('ALD14', { exact: true }).waitFor(WAIT);
    expect(await chosen.innerText()).toContain('~2a2a2a, 4cb003: the same aircraft');
    scene.node.tell([{ ...at(time_ms), kind: 'tracks_parted', reason: 'apart', ...pair }]);
    await page.getByRole('tab', { name: 'Aircraft 4' }).waitFor(WAIT);
    quiet(watched);
  });
});

describe('a notice of permission', () => {
  const notice = (time_ms: number, area = 'Northern Sample Sea'): Outcome => ({
    ...at(time_ms),
    kind: 'permission_notice',
    track: '4cb003',
    identity: IDENTITIES['4cb003'] as (typeof IDENTITIES)[string],
    clause: 'PERM-1',
    area,
    latitude_deg: 39.4,
    longitude_deg: 1.6,
    says: 'Only Aldren operates here.',
  });

  test('is told to a page that is opened after it, and once put away it stays away', async () => {
    const early = await open({ size: DESK });
    scene.node.tell([notice(scene.node.time_ms)]);
    await early.page.getByRole('region', { name: 'Notices' }).waitFor(WAIT);
    const { page } = early;
    await page.reload();
    const list = page.getByRole('region', { name: 'Notices' });
    await list.waitFor(WAIT);
    expect((await list.innerText()).replace(/\s+/g, ' ')).toContain('1 NOTICE BOR31 in Northern Sample Sea');
    await list.getByRole('button', { name: 'Put away' }).click();
    await list.waitFor({ state: 'detached', ...WAIT });
    scene.node.cut();
    scene.node.tell([notice(scene.node.time_ms, 'Southern Sample Sea')]);
    await list.waitFor(WAIT);
    expect((await list.innerText()).replace(/\s+/g, ' ')).toContain('1 NOTICE BOR31 in Southern Sample Sea');
    quiet(early);
  });

  test('is told with its clause and words, and put away', async () => {
    const watched = await open({ size: DESK });
    const { page } = watched;
    scene.node.tell([notice(scene.node.time_ms)]);
    const list = page.getByRole('region', { name: 'Notices' });
    await list.waitFor(WAIT);
    const text = (await list.innerText()).replace(/\s+/g, ' ');
    for (const part of [
      '1 NOTICE BOR31 in Northern Sample Sea',
      'BOR31 Borealis, crew unknown No permission in Northern Sample Sea. Seen 14:0',
      'at 39°24.000′N 001°36.000′E. PERM-1 Only Aldren operates here.',
    ]) {
      expect(text).toContain(part);
    }
    const announced = page.locator('[data-part=announcement]');
    expect(await announced.textContent()).toBe('Notice: BOR31 of Borealis in Northern Sample Sea, clause PERM-1.');
    await list.getByRole('button', { name: 'Put away' }).click();
    await list.waitFor({ state: 'detached', ...WAIT });
    quiet(watched);
  });
});

describe('the feeds', () => {
  const FEEDS = () => [
    feedNamed('north'),
    feedNamed('south', {
      connection: 'ogn',
      address: 'tcp://aprs.example:14580',
      state: 'backing_off',
      problems: [{ problem: 'stalled', since_ms: START_MS - 55_000, text: 'nothing new for 55 s' }],
      complaints: 12,
      samples: [{ time_ms: START_MS, text: 'line 12: "garbage" is no position' }],
    }),
  ];

  test('say how they do, with the one in trouble first, and the banner says so on every page', async () => {
    const watched = await open({ size: PHONE }, '#/feeds', { feeds: FEEDS() });
    const { page } = watched;
    const cards = page.getByRole('article');
    await page.getByText('2 feeds, 1 in trouble').waitFor(WAIT);
    const text = (await cards.first().innerText()).replace(/\s+/g, ' ');
    for (const part of ['south', 'waiting to try again', 'Stalled: nothing new for 55 s', 'tcp://aprs.example:14580']) {
      expect(text).toContain(part);
    }
    await page.getByText('12 complaints: what could not be read').click();
    await page.getByText('line 12: "garbage" is no position').waitFor(WAIT);
    expect(await words(page, '[data-part=caution-banner]')).toContain('Feed south has lost its connection');
    expect(await page.locator('[data-part=stale-banner]').count()).toBe(0);
    await fits(watched);
    quiet(watched);
  });

  test('are added, paused and removed, and what the node refuses is said at its field', async () => {
    const { page, errors } = await open({ size: DESK }, '#/feeds', { feeds: FEEDS() });
    await page.getByRole('button', { name: 'Add a feed' }).click(WAIT);
    const form = page.getByRole('form', { name: 'Add a feed' });
    await form.getByLabel('Name').fill('west');
    await form.getByLabel('URL of aircraft.json').fill('gopher://receiver');
    await form.getByRole('button', { name: 'Add the feed' }).click();
    await form.getByText('it must be an http or https URL. Correct the field').waitFor(WAIT);
    expect(await form.locator('[aria-invalid=true]').inputValue()).toBe('gopher://receiver');
    await form.getByLabel('Kind').selectOption('basestation');
    await form.getByLabel('Host and port').fill('receiver:30003');
    await form.getByLabel('Whose it is').selectOption('aldren');
    await form.getByLabel('Trust').selectOption('declared');
    await form.getByRole('button', { name: 'Add the feed' }).click();
    await page.getByText('Feed west is added').waitFor(WAIT);
    await page.getByRole('article', { name: 'Feed west' }).waitFor(WAIT);

    const north = page.getByRole('article', { name: 'Feed north' });
    await north.getByRole('button', { name: 'Pause' }).click();
    await north.getByRole('button', { name: 'Resume' }).waitFor(WAIT);
    await north.getByRole('button', { name: 'Remove' }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Keep it');
    await north.getByRole('button', { name: 'Remove it' }).click();
    await north.waitFor({ state: 'detached', ...WAIT });
    expect(scene.node.feeds?.asked.slice(1)).toEqual([
      {
        what: 'POST',
        body: {
          name: 'west',
          connection: 'tcp',
          address: 'tcp://receiver:30003',
          format: 'basestation',
          party: 'aldren',
          trust: 'declared',
        },
      },
      { what: 'PATCH north', body: { paused: true } },
      { what: 'DELETE north', body: null },
    ]);
    // The browser tells the 400 that this test is about.
    expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
  });

  test('of a node that plays are fixed, and the page says so', async () => {
    const watched = await open({ size: DESK }, '#/feeds');
    const { page } = watched;
    await page.getByText('This node plays a recording: its feed is fixed').waitFor(WAIT);
    expect(await page.getByRole('button', { name: 'Add a feed' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Remove' }).count()).toBe(0);
    quiet(watched);
  });
});
