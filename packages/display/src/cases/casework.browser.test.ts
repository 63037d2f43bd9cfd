import { describe, expect, test, vi } from 'vitest';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../../test/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = stage();
const { open } = scene;
const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('a report on a phone', () => {
  test('needs one field, outlives a reload, is filed in SI units and linked to a recorded case', async () => {
    const watched = await open({ size: PHONE }, '#/report');
    const { page } = watched;
    await page.getByRole('heading', { name: 'Report a near miss' }).waitFor(WAIT);
    await fits(watched);
    // Every field has a name for who has the page read out, and unknown as its value.
    const nameless = await page
      .locator('form input, form select, form textarea')
      .evaluateAll(
        (all) => all.filter((one) => ((one as HTMLInputElement).labels?.[0]?.textContent ?? '').trim() === '').length,
      );
    expect(nameless).toBe(0);
    const values = await page
      .locator('form select')
      .evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value));
    expect(new Set(values)).toEqual(new Set(['']));
    await page.getByRole('button', { name: 'File the report' }).click();
    await page.getByRole('alert').getByText('What happened').waitFor(WAIT);
    await page.getByLabel('In your own words').fill('A drone passed close below.');
    await page.getByLabel('Date, UTC').fill('2026-03-01');
    await page.getByLabel('Time, UTC').fill('13:51');
    await page.getByLabel('Closest, vertically, ft').fill('200');
    await page.reload();
    await expect
      .poll(() => page.getByLabel('In your own words').inputValue(), WAIT)
      .toBe('A drone passed close below.');
    expect(await page.getByLabel('Closest, vertically, ft').inputValue()).toBe('200');
    await page.getByRole('group', { name: 'Your aircraft' }).getByLabel('Callsign').fill('ALD14');
    await page.getByRole('group', { name: 'Your aircraft' }).getByLabel('Lights').selectOption('on');
    await page.getByRole('button', { name: 'File the report' }).click();
    await page.getByText('Only you can withdraw it').waitFor(WAIT);
    const sent = scene.node.cases.posted.at(-1)?.body as { report: Record<string, unknown> };
    expect(sent.report).toEqual({
      what_happened: 'A drone passed close below.',
      time: '2026-03-01T13:51:00Z',
      vertical_m: 60.96,
      own: { callsign: 'ALD14', lights: 'on' },
    });
    await page.getByRole('button', { name: 'It is this one' }).click();
    await page.getByText('It belongs to case case-7').waitFor(WAIT);
    expect(scene.node.cases.posted.at(-1)).toEqual({ what: 'reports/case', body: { case: 'case-7' } });
    // What was filed is not kept in the tab.
    expect(await page.evaluate(() => sessionStorage.getItem('skyaccord-report'))).toBeNull();
    await page.getByRole('link', { name: 'All reports of your party' }).click();
    await page.getByRole('button', { name: 'r-1' }).click();
    await page.getByText('own callsign: ALD14').waitFor(WAIT);
    await page.getByLabel('Withdraw it, because').fill('It was a kite.');
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await page.getByText(/Withdrawn .*It was a kite\./).waitFor(WAIT);
    await fits(watched);
    quiet(watched);
  });
});

describe('the work on a case', () => {
  test('is done in forms: an account stands beside what was recorded, risk, recommendation and answer', async () => {
    const watched = await open({ size: DESK }, '#/cases/case-7');
    const { page } = watched;
    const section = page.getByRole('region', { name: 'Work on the case' });
    await section.getByText('alleged').waitFor(WAIT);
    const form = async (name: string) => {
      await section.locator('summary', { hasText: new RegExp(`^${name}`) }).click();
    };
    await form('Account');
    await section.getByRole('textbox', { name: 'What happened' }).fill('We held our level.');
    await section.getByLabel('Closest, horizontally, NM').fill('0.2');
    await section.getByRole('button', { name: 'Give this account' }).click();
    await section.getByText('We held our level.').waitFor(WAIT);
    const row = flat(await section.getByRole('row', { name: /Horizontal distance/ }).innerText());
    expect(row).toBe('Horizontal distance recorded: 0.72 NM reported by Aldren: 0.20 NM ≠ 0.52 NM');
    await form('Standing');
    await section.getByLabel('We hold it to be').selectOption('disputed');
    await section.getByRole('button', { name: 'Say so' }).click();
    await expect.poll(() => section.locator('[data-part=standing]').innerText(), WAIT).toBe('disputed');
    await form('Risk class');
    await section.getByLabel('Risk, judged on what happened').selectOption('B');
    await section.getByLabel('See and avoid: available').selectOption('partial');
    await section.getByRole('button', { name: 'State this finding' }).click();
    await section.getByRole('row', { name: /See and avoid available: partial; effect: not assessed/ }).waitFor(WAIT);
    await form('Recommendation');
    await section.getByLabel('It should').fill('Call on the agreed frequency.');
    await section.getByRole('button', { name: 'Recommend it' }).click();
    await section.getByText('not answered yet').waitFor(WAIT);
    expect(scene.node.cases.posted.at(-1)?.body).toEqual({
      step: { act: 'recommended', to: 'borealis', text: 'Call on the agreed frequency.' },
    });
    await fits(watched);
    quiet(watched);
  });

  test('is told in a report with plots, in either language, on a desk and on a phone', async () => {
    for (const size of [DESK, PHONE]) {
      const watched = await open({ size }, '#/cases/case-7/report');
      const { page } = watched;
      await page.getByRole('heading', { name: 'What was recorded' }).waitFor(WAIT);
      for (const title of ['Plan view', 'Range against time', 'Height against time']) {
        expect(await page.getByRole('img', { name: new RegExp(`^${title}\\.`) }).count()).toBe(1);
      }
      await page.getByLabel('Language').selectOption('fr');
      await page.getByRole('heading', { name: 'Ce qui a été enregistré' }).waitFor(WAIT);
      expect(await page.locator('article').getAttribute('lang')).toBe('fr');
      expect(await page.getByRole('link', { name: 'PDF' }).getAttribute('href')).toBe(
        'api/v1/cases/case-7/report.pdf?language=fr',
      );
      await fits(watched);
      quiet(watched);
      await page.context().close();
    }
  });
});

test('each number of the tallies opens its cases', async () => {
  const watched = await open({ size: PHONE }, '#/tallies');
  const { page } = watched;
  await page.getByText('1 case in all.').waitFor(WAIT);
  await page.getByLabel('Count by').selectOption('party');
  await page.getByRole('button', { name: '1 cases, Borealis' }).click();
  await page.getByRole('link', { name: 'case-7' }).waitFor(WAIT);
  await fits(watched);
  await page.getByRole('link', { name: 'case-7' }).click();
  await page.getByRole('heading', { name: 'ALD14 and BOR77' }).waitFor(WAIT);
  quiet(watched);
});
