import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../../test/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = stage();
const { open } = scene;

/** Two aircraft head-on at one height, 9 NM and 81 s of flight from each other, and one far off. */
const HEAD_ON =
  'configuration=DO_365B_no_SUM&reach=10&aircraft=ALFA,0,-4,10000,0,200,0,1&aircraft=BRAVO,0,5,10000,180,200,0,1' +
  '&aircraft=CHARLIE,8,0,5000,90,150,0,1';

const alertOf = (page: Page, pair: string) => page.locator(`[data-pair="${pair}"] [data-part=alert]`);
const regionOf = (page: Page, kind: string) => page.locator(`[data-bands=${kind}] [data-part=region]`);

async function drag(page: Page, name: string, dx: number, dy: number): Promise<void> {
  const box = await page.locator(`[data-aircraft=${name}] .grip`).boundingBox();
  if (box === null) throw new Error(`${name} is not drawn`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy);
}

describe('the lab', () => {
  test('alerts, bands and advice change while an aircraft is dragged, and the address keeps the scene', async () => {
    const watched = await open({ size: DESK }, `#/lab?${HEAD_ON}`);
    const { page } = watched;
    await page.getByRole('heading', { name: 'Lab' }).waitFor(WAIT);
    expect(await alertOf(page, 'ALFA BRAVO').innerText()).toBe('▲ corrective');
    expect(await alertOf(page, 'ALFA CHARLIE').innerText()).toBe('none');
    expect(await regionOf(page, 'direction').innerText()).toBe('corrective');
    const resolution = page.locator('[data-resolution=direction] [data-part=resolution]');
    expect(await resolution.innerText()).toMatch(/^Turn (left|right) to \d{3}°$/);
    expect(await page.locator('[data-resolution=direction] [data-part=last-time]').innerText()).toMatch(/^\d+ s$/);

    // Nothing is let go yet: what is shown follows the hand.
    await drag(page, 'BRAVO', 230, 0);
    await expect.poll(() => alertOf(page, 'ALFA BRAVO').innerText(), WAIT).toBe('none');
    expect(await regionOf(page, 'direction').innerText()).toBe('clear');
    expect(await resolution.innerText()).toBe('no need');
    await page.mouse.up();
    await expect.poll(() => page.url(), WAIT).toMatch(/BRAVO,[5-9](\.\d+)?,[45](\.\d+)?,10000/);
    quiet(watched);
  });

  test('a finger drags an aircraft, and the page stays where it is', async () => {
    const watched = await open({ size: PHONE }, `#/lab?${HEAD_ON}`);
    const { page } = watched;
    const box = await page.locator('[data-aircraft=BRAVO] .grip').boundingBox();
    if (box === null) throw new Error('BRAVO is not drawn');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const fingers = await page.context().newCDPSession(page);
    await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    for (let i = 1; i <= 10; i += 1) {
      await fingers.send('Input.dispatchTouchEvent', {
        type: 'touchMove',
        touchPoints: [{ x: x + 10 * i, y: y - 6 * i }],
      });
    }
    await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    // 100 of the 374 points that 20 NM take.
    await expect.poll(() => page.url(), WAIT).toMatch(/BRAVO,5\.\d+,8\.\d+,10000/);
    expect(await page.evaluate(() => document.getElementById('main')?.scrollTop)).toBe(0);
    quiet(watched);
  });

  test('an address that is shared shows the same scene elsewhere', async () => {
    const one = await open({ size: DESK }, `#/lab?${HEAD_ON}`);
    await one.page.getByLabel('Altitude of BRAVO, ft').fill('10300');
    await expect.poll(() => one.page.url(), WAIT).toContain('BRAVO,0,5,10300');
    const shared = new URL(one.page.url()).hash;
    const told = (page: Page) => page.locator('main').getByRole('table').allInnerTexts();
    const before = await told(one.page);
    const other = await open({ size: DESK }, shared);
    await other.page.getByRole('heading', { name: 'Lab' }).waitFor(WAIT);
    expect(await told(other.page)).toEqual(before);
    expect(await other.page.getByLabel('Altitude of BRAVO, ft').inputValue()).toBe('10300');
    quiet(other);
  });

  test('the keyboard moves, turns and lifts an aircraft, and leads away from none of it', async () => {
    const watched = await open({ size: DESK }, `#/lab?${HEAD_ON}`);
    const { page } = watched;
    await page.locator('[data-aircraft=BRAVO]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press(']');
    await page.keyboard.press('PageUp');
    await expect.poll(() => page.url(), WAIT).toContain('BRAVO,0.1,6,10100,185,200,0,1');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-aircraft'))).toBe('BRAVO');
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('Shift+PageUp');
    await expect.poll(() => alertOf(page, 'ALFA BRAVO').innerText(), WAIT).toBe('none');
    quiet(watched);
  });

  test('another configuration judges the same scene in its own way', async () => {
    const watched = await open({ size: DESK }, `#/lab?${HEAD_ON}`);
    const { page } = watched;
    await page.getByLabel('Configuration').selectOption('CD3D');
    await expect.poll(() => alertOf(page, 'ALFA BRAVO').innerText(), WAIT).toBe('▲ warning');
    await expect.poll(() => page.url(), WAIT).toContain('configuration=CD3D');
    await page.getByRole('button', { name: 'Add aircraft' }).click();
    await page.getByRole('button', { name: 'Make DELTA the own aircraft' }).click();
    await page.getByRole('heading', { name: 'Bands of DELTA' }).waitFor(WAIT);
    expect(await page.locator('[data-pair]').count()).toBe(6);
    quiet(watched);
  });

  test('needs no node: it works where none answers', async () => {
    const { page: watch } = await open({ size: DESK });
    const page = await watch.context().newPage();
    const thrown: Error[] = [];
    page.on('pageerror', (error) => thrown.push(error));
    await page.routeWebSocket(/./, (socket) => socket.close());
    await page.route('**/api/**', (route) => route.abort());
    await page.goto(`${scene.node.url}#/lab?${HEAD_ON}`);
    await page.getByText('NO PICTURE').waitFor(WAIT);
    expect(await alertOf(page, 'ALFA BRAVO').innerText()).toBe('▲ corrective');
    await page.getByLabel('Altitude of BRAVO, ft').fill('14000');
    await expect.poll(() => alertOf(page, 'ALFA BRAVO').innerText(), WAIT).toBe('none');
    expect(thrown).toEqual([]);
  });

  test('an address that is no scene says so and shows the first one', async () => {
    const watched = await open({ size: DESK }, '#/lab?aircraft=ALFA,0,0');
    await watched.page.getByText('The address cannot be read as a scene: 1 aircraft are not 2 to 5').waitFor(WAIT);
    expect(await watched.page.locator('[data-aircraft]').count()).toBe(3);
    quiet(watched);
  });

  test.each([
    ['desk, dark', DESK, 'dark'],
    ['phone, light', PHONE, 'light'],
  ] as const)('fits, with every part in sight: %s', async (_name, size, colorScheme) => {
    const watched = await open({ size, colorScheme }, `#/lab?${HEAD_ON}`);
    await watched.page.getByRole('heading', { name: 'Lab' }).waitFor(WAIT);
    await fits(watched);
    for (const kind of ['direction', 'horizontal_speed', 'vertical_speed', 'altitude']) {
      const drawn = await watched.page.locator(`[data-bands=${kind}] svg`).boundingBox();
      expect(drawn?.width).toBeGreaterThan(90);
      expect((drawn?.x ?? 0) + (drawn?.width ?? 0)).toBeLessThanOrEqual(size.width);
    }
    quiet(watched);
  });
});
