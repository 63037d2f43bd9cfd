import { describe, expect, test, vi } from 'vitest';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../test/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = stage();

describe('what each aircraft of an alert could do', () => {
  test.each([
    ['desk, dark', DESK, 'dark'],
    ['phone, light', PHONE, 'light'],
  ] as const)('is drawn with the advised values marked, and said in words: %s', async (_name, size, colorScheme) => {
    const watched = await scene.open({ size, colorScheme });
    const { page } = watched;
    scene.node.raiseAlert();
    const card = page.locator('[data-alert="alert-1"]');
    await card.waitFor({ ...WAIT, state: 'attached' });
    const first = card.getByRole('group', { name: 'What ALD14 could do' });
    await expect.poll(() => first.count(), WAIT).toBe(1);
    await first.scrollIntoViewIfNeeded();
    const said = (await first.innerText()).replace(/\s+/g, ' ').trim();
    expect(said).toContain('Tracks 062° to 108° conflict; all others are free.');
    expect(said).toContain('Levels FL273 to FL333 conflict; all others are free.');
    expect(await first.locator('[data-part=ring] path.band.conflict').count()).toBe(1);
    // 110 degrees: to the right and a little down.
    const mark = await first.locator('[data-part=ring] [data-part=advised]').boundingBox();
    const ring = await first.locator('[data-part=ring]').boundingBox();
    if (mark === null || ring === null) throw new Error('the advised track is not drawn');
    expect(mark.x).toBeGreaterThanOrEqual(ring.x + ring.width / 2);
    expect(mark.y).toBeGreaterThanOrEqual(ring.y + ring.height / 2 - 1);
    expect(mark.width).toBeGreaterThan(2 * mark.height);

    expect(await card.innerText()).toContain('vertical at closest; costs 20°, 420 m of way and 2 s');

    const second = card.getByRole('group', { name: 'What BOR77 could do' });
    const other = (await second.innerText()).replace(/\s+/g, ' ').trim();
    expect(other).toContain('Tracks 330° to 300° conflict; 300° to 330° regain the minima soonest.');
    expect(other).toContain('Vertical rates −1,970 ft/min to +1,180 ft/min conflict; all others are free.');
    expect((await card.locator('[data-part=likelihood]').innerText()).replace(/\s+/g, ' ')).toBe(
      'Likelihood 0.68 about 7 in 10, if nobody acts',
    );
    await fits(watched);
    quiet(watched);
  });
});
