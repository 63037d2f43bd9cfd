import { describe, expect, test, vi } from 'vitest';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../../test/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = stage();
const { open } = scene;
const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('what clauses say of what happened', () => {
  test('is counted by clause and told with its reason, its figures and when it began', async () => {
    const watched = await open({ size: DESK }, '#/judging');
    const { page } = watched;
    await page.getByRole('heading', { name: 'By clause' }).waitFor(WAIT);
    const tally = page.getByRole('row', { name: /^separation/ }).first();
    await tally.waitFor(WAIT);
    expect(flat(await tally.innerText())).toMatch(/^separation 1 0 1/);
    const rows = page.locator('table', { hasText: 'Because' }).locator('tbody tr');
    const first = flat(await rows.first().innerText());
    expect(first).toMatch(
      /^separation v2 ◆ breached 2026.{16} ALD14 Aldren BOR77 Borealis what it asks was not kept\. It began/,
    );
    expect(first).toContain('It began between 2026-03-01 13:48:30Z and 2026-03-01 13:48:31Z. It ended ');
    expect(first).toMatch(/ inside least 181 s \(3:01\); lateral 0\.72 NM case-7$/);
    expect(await rows.count()).toBe(3);
    await page
      .getByRole('row', { name: /^calls/ })
      .first()
      .getByRole('button', { name: 'Show' })
      .click();
    await expect.poll(() => rows.count(), WAIT).toBe(1);
    expect(flat(await rows.first().innerText())).toMatch(/\? cannot tell 2026.{16} Borealis the records have gaps/);
    await fits(watched);
    quiet(watched);
  });

  test('is asked of people, whose answer is kept beside the question', async () => {
    const watched = await open({ size: PHONE }, '#/judging');
    const { page } = watched;
    const question = page.getByRole('article', { name: 'Question airmanship case-7' });
    await question.getByRole('button', { name: 'Answer' }).click(WAIT);
    await question.getByLabel('Who speaks').fill('Maj. Orsk');
    await question.getByRole('combobox', { name: 'Answer' }).selectOption('complied');
    await question.getByLabel('Because').fill('Both crews gave way early.');
    await question.getByRole('button', { name: 'Give the answer' }).click();
    await question.getByText('All who were asked say the same: complied.').waitFor(WAIT);
    expect(flat(await question.innerText())).toContain('Maj. Orsk for Aldren, safety officer, 2026-03-01 14:0');
    await fits(watched);
    quiet(watched);
  });

  test('goes by what was said, which is written down here', async () => {
    const watched = await open({ size: DESK }, '#/judging');
    const { page } = watched;
    await page.getByText('Log what was said').click(WAIT);
    const form = page.getByRole('form', { name: 'Log what was said' });
    await form.getByLabel(/^\s*By/).selectOption('borealis');
    await form.getByLabel('Under clause').selectOption('ladder');
    await form.getByLabel('Frequency, MHz').fill('125.5');
    await form.getByLabel('Time, UTC').fill('13:59:50');
    await form.getByRole('button', { name: 'Log it' }).click();
    await page.getByText('call made by Borealis at 13:59:55Z is logged.').waitFor(WAIT);
    expect(scene.node.judged.calls.map(({ entry }) => entry)).toEqual([
      {
        at: { earliest_ms: Date.UTC(2026, 2, 1, 13, 59, 45), latest_ms: Date.UTC(2026, 2, 1, 13, 59, 55) },
        says: 'call',
        by: 'borealis',
        clause: 'ladder',
        frequency_mhz: 125.5,
      },
    ]);
    const row = page.getByRole('row', { name: /call made on 125\.500 MHz Borealis all ladder/ });
    await row.waitFor(WAIT);
    quiet(watched);
  });

  test('is ticked off on the card of the alert: who called, and that it was read back', async () => {
    const watched = await open({ size: DESK });
    const { page } = watched;
    scene.node.raiseAlert();
    const calls = page.locator('[data-alert="alert-1"] [data-part=calls]');
    await calls.getByRole('button', { name: 'ALD14 said' }).click(WAIT);
    await calls.getByText(/said by ALD14 14:0/).waitFor(WAIT);
    await calls.getByRole('button', { name: 'BOR77 read back' }).click(WAIT);
    await calls.getByText(/read back by BOR77 14:0/).waitFor(WAIT);
    expect(await calls.getByRole('button').count()).toBe(0);
    expect(scene.node.judged.calls.map(({ entry: { at: _, ...entry } }) => entry)).toEqual([
      { says: 'read_back', clause: 'calls', step: 1, by: 'borealis', track: '4cb002', about: 'alert-1' },
      { says: 'call', clause: 'calls', step: 1, by: 'aldren', track: '4ca001', about: 'alert-1' },
    ]);
    quiet(watched);
  });
});
