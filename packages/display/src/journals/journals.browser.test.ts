import { expect, test, vi } from 'vitest';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../../test/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = stage();
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

test('journals are told with their heads, their countersignatures, and where one parts from itself', async () => {
  const watched = await scene.open({ size: PHONE }, '#/journals');
  const { page } = watched;
  const borealis = page.getByRole('region', { name: 'Borealis' });
  await borealis.waitFor(WAIT);
  await page.getByText('207 records').waitFor(WAIT);
  const agreed = flat(await borealis.innerText());
  expect(agreed).toMatch(/✓ Every head continues the one before\./);
  expect(agreed).toMatch(/100 records, told 2026-.*Z, \d/);
  expect(agreed).toMatch(/Of our journal it countersigned 205 records/);
  expect(await borealis.getByRole('img').getAttribute('aria-label')).toBe(
    '10 heads, from 10 to 100 records, each continuing the one before.',
  );
  const maristan = page.getByRole('region', { name: 'Maristan' });
  const forked = flat(await maristan.innerText());
  expect(forked).toMatch(/✗ Its journal does not agree with itself/);
  expect(forked).toMatch(/60 records as Maristan told .* and 55 records as Borealis told/);
  expect(forked).toMatch(/part between record 41 and record 55/);
  expect(forked).toMatch(/It says of ours records that it had are gone: 140 records, then 205/);
  expect(forked).toMatch(/It was told 205 and has not countersigned that/);
  await fits(watched);
  quiet(watched);
});

test('personal data are listed without what they say, and erased by the keyboard with a reason', async () => {
  const watched = await scene.open({ size: DESK }, '#/personal');
  const { page } = watched;
  const kept = page.locator('[data-part="kept"]');
  await kept.waitFor(WAIT);
  const list = flat(await kept.innerText());
  expect(list).toMatch(/who filed a report 2026-11-21 ✓ opens Erase 5c5c5c5c5c5c…/);
  expect(list).toMatch(/what opens a commitment to another party — ✗ does not open/);
  await page.getByText('207 records was last checked').waitFor(WAIT);
  await kept.getByRole('button', { name: 'Erase 5c5c5c5c5c5c…' }).focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.getByLabel(/^Who asked that/).evaluate((one) => one === document.activeElement), WAIT)
    .toBe(true);
  await page.keyboard.type('The reporter asked for it in writing.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('was erased for good').waitFor(WAIT);
  await expect.poll(async () => flat(await kept.innerText()), WAIT).not.toMatch(/5c5c5c/);
  expect(flat(await page.locator('[data-part="erased"]').innerText())).toMatch(
    /who filed a report 5c5c5c5c5c5c… Demo: The reporter asked for it in writing\./,
  );
  await fits(watched);
  await page.setViewportSize(PHONE);
  await fits(watched);
  quiet(watched);
});
