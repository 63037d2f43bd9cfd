import { describe, expect, test, vi } from 'vitest';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../../test/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = stage();
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('what is shown to whom', () => {
  test('stands in a matrix over its duties; a choice is seen as the other party would, stated, and kept', async () => {
    const watched = await scene.open({ size: DESK }, '#/disclosure');
    const { page } = watched;
    const matrix = page.locator('[data-part="matrix"]');
    await matrix.waitFor(WAIT);
    const row = matrix.getByRole('row', { name: /^crewed flights/ });
    expect(flat(await row.innerText())).toMatch(/volume and time .*▁ at least volume and time: share-1 nothing/);
    await row.getByRole('button', { name: 'volume and time' }).click();

    const preview = page.locator('[data-part="preview"]');
    await preview.getByText('ALD14').first().waitFor(WAIT);
    await preview.getByText('volume', { exact: true }).waitFor(WAIT);
    expect(flat(await preview.innerText())).toMatch(/callsign ▨ withheld/);
    await preview.getByText('On the map: 1 area.').waitFor(WAIT);
    expect(await page.getByRole('radio', { name: /^nothing/ }).isDisabled()).toBe(true);
    expect(flat(await page.locator('[data-part="choice"]').innerText())).toMatch(/nothing below the duty of share-1/);

    await page.getByRole('radio', { name: 'live track and identity' }).check();
    await expect.poll(async () => flat(await preview.innerText()), WAIT).toMatch(/callsign ALD14/);
    await preview.getByText('On the map: 1 position or way as it is.').waitFor(WAIT);
    await page.getByLabel('Why').fill('joint rescue');
    await page.getByRole('button', { name: 'State it' }).click();
    await expect.poll(async () => flat(await row.innerText()), WAIT).toMatch(/live track and identity/);
    const history = page.locator('[data-part="history"]');
    expect(flat(await history.innerText())).toMatch(
      /Borealis crewed flights live track and identity Demo joint rescue/,
    );
    await fits(watched);
    quiet(watched);
  });

  test('tells what was revealed and whether it holds, and reveals', async () => {
    const watched = await scene.open({ size: PHONE }, '#/disclosure');
    const { page } = watched;
    const received = page.locator('[data-part="received"]');
    await received.waitFor(WAIT);
    const text = flat(await received.innerText());
    expect(text).toMatch(/✓ holds: \{"callsign":"BOR0"\}/);
    expect(text).toMatch(/✗ does not hold: it is not what Borealis was bound to/);
    await page.getByRole('button', { name: /^Reveal a+ to Borealis/ }).click();
    await expect.poll(() => page.locator('[data-part="given"]').getByRole('button').count(), WAIT).toBe(0);
    await fits(watched);
    quiet(watched);
  });
});

test('members are told with their cards, their links, and what either shows the other', async () => {
  const watched = await scene.open({ size: PHONE }, '#/members');
  const { page } = watched;
  const borealis = page.getByRole('region', { name: 'Borealis' });
  await borealis.waitFor(WAIT);
  const text = flat(await borealis.innerText());
  expect(text).toMatch(/● up since/);
  expect(text).toMatch(/b7b7 b7b7/);
  expect(text).toMatch(/3 crewed flights: live track/);
  expect(text).toMatch(/Its clock 1\.24 s behind ours, give or take 0\.02 s/);
  expect(text).toMatch(/41 sent, 2 without a receipt, 37 received, 0 refused/);
  expect(text).toMatch(/crewed flights: volume and time/);
  expect(flat(await page.getByRole('region', { name: 'Maristan' }).innerText())).toMatch(/Not linked with this node/);
  await fits(watched);
  quiet(watched);
});

test('a link that halted says why, and begins anew only when people agree', async () => {
  const watched = await scene.open({ size: DESK }, '#/members');
  const { page } = watched;
  const { disclosure } = scene.node;
  disclosure.link = { ...disclosure.link, phase: 'halted', halted: { reason: 'forked', sequence: 12 } };
  const borealis = page.getByRole('region', { name: 'Borealis' });
  await borealis.getByText('It halted at message 12: forked.').waitFor(WAIT);
  const form = borealis.getByRole('form', { name: 'Begin the link anew' });
  await form.getByLabel('What was found').fill('Their disk was restored from Monday.');
  await form.getByRole('button', { name: 'Agree to begin anew' }).click();
  await borealis.getByText('It begins anew once the other party has agreed').waitFor(WAIT);
  expect(disclosure.agreed).toEqual({ party: 'borealis', reason: 'Their disk was restored from Monday.' });
  await fits(watched);
  quiet(watched);
});
