import { describe, expect, test, vi } from 'vitest';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../../test/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = stage();
const { open } = scene;
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
const HOUR_MS = 3_600_000;

describe('the line', () => {
  test('tells on every page of what came in; it is read back, wrong and right, and accepted by keys alone', async () => {
    const watched = await open({ size: DESK }, '#/cases');
    const { page } = watched;
    const sign = page.locator('[data-part="line-sign"]');
    // What was there before the page was opened is no news.
    await page.locator('[data-part="line-sign"][data-loaded="true"]').waitFor(WAIT);
    scene.node.line.hear({ kind: 'delay_request', fields: { mission: 'HERON 1', delay_min: 20 } }, scene.node.time_ms);
    await expect.poll(async () => flat(await sign.innerText()), WAIT).toBe('Line 1 message waiting ○1');
    const announcement = page.locator('[data-part="line-announcement"]');
    await expect.poll(() => announcement.innerText(), WAIT).toBe('Line, IMMEDIATE from Borealis: request for delay.');
    await sign.click();
    const card = page.getByRole('article', { name: 'Message borealis aldren 1' });
    await card.waitFor(WAIT);
    expect(flat(await card.innerText())).toMatch(/IMMEDIATE from Borealis 1 request for delay ○ [45]:\d\d left/);
    expect(flat(await card.innerText())).toMatch(/● delivered .* ○ not read ○ not accepted/);
    await page.keyboard.press('j');
    await expect.poll(async () => flat(await card.innerText()), WAIT).toMatch(/● read /);
    expect(await page.getByRole('button', { name: /^Accept/ }).isDisabled()).toBe(true);
    await page.keyboard.press('r');
    await page.keyboard.type('delay request heron 1 30');
    await page.keyboard.press('Enter');
    await card.locator('del', { hasText: '2' }).waitFor(WAIT);
    expect(await card.locator('ins').count()).toBe(1);
    expect(await card.locator('ins').innerText()).toContain('3');
    await page.keyboard.type('delay request, heron 1, 20');
    await page.keyboard.press('Enter');
    await card.getByText('Read back as it was sent.').waitFor(WAIT);
    await page.locator('main').focus();
    await page.keyboard.press('a');
    await expect.poll(async () => flat(await card.innerText()), WAIT).toMatch(/✓ accepted .* ● accepted .* by Demo/);
    await expect.poll(async () => flat(await sign.innerText()), WAIT).toBe('Line');
    await fits(watched);
    quiet(watched);
  });

  test('sends what is written, and logs a voice call with its answer', async () => {
    const watched = await open({ size: DESK }, '#/line');
    const { page } = watched;
    await page.getByRole('heading', { name: 'Say something' }).waitFor(WAIT);
    await page.keyboard.press('n');
    const form = page.getByRole('form', { name: 'Write a message' });
    await form.getByLabel('Kind').selectOption('hazard_notice');
    await form.getByLabel(/^Hazard/).fill('balloon');
    await form.getByLabel(/^Where/).fill('N of the ridge');
    await form.getByLabel(/^From/).fill('2026-03-01T15:00');
    await form.getByLabel(/^Until/).fill('2026-03-01T16:00');
    await form.getByRole('button', { name: /^Send/ }).click();
    const sent = page.getByRole('article', { name: 'Message aldren borealis 1' });
    await sent.waitFor(WAIT);
    expect(flat(await sent.innerText())).toContain('Hazard: balloon, N of the ridge, from 011500Z until 011600Z.');
    await page.getByRole('button', { name: 'Français' }).click();
    expect(flat(await sent.innerText())).toContain('Danger : balloon');
    await page.keyboard.press('v');
    const voice = page.getByRole('form', { name: 'Log a voice call' });
    await voice.getByLabel('Kind').selectOption('test_call');
    await voice.getByLabel('Said at, UTC').fill('13:59:00');
    await voice.getByLabel('Answered at, UTC').fill('13:59:20');
    await voice.getByRole('button', { name: 'Log the call' }).click();
    const call = page.getByRole('article', { name: 'Message voice of aldren 1' });
    await call
      .getByText(/✓ accepted|accepted/)
      .first()
      .waitFor(WAIT);
    await fits(watched);
    quiet(watched);
  });

  test('is handed over only when what came in has an answer and what was sent is known', async () => {
    const watched = await open({ size: PHONE }, '#/line');
    const { page } = watched;
    await page.getByRole('button', { name: 'Take the watch' }).click(WAIT);
    await page.locator('[data-part="watch"]', { hasText: 'Demo' }).waitFor(WAIT);
    scene.node.line.hear({ kind: 'text', words: { en: 'Say your plans.' } }, scene.node.time_ms);
    await page.getByRole('article', { name: 'Message borealis aldren 1' }).waitFor(WAIT);
    await page.getByRole('button', { name: 'Hand over' }).click();
    const dialog = page.getByRole('dialog');
    expect(flat(await dialog.innerText())).toMatch(
      /have no answer. Accept or refuse each first: borealis aldren 1: [45]:\d\d left/,
    );
    expect(await dialog.getByRole('button', { name: 'Close the desk' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Not now' }).click();
    await page.getByRole('article').getByRole('button').first().click();
    await page.getByRole('button', { name: /^Accept/ }).click();
    await page.getByText('Nothing waits.').waitFor(WAIT);
    await page.getByRole('button', { name: 'Hand over' }).click();
    await dialog.getByLabel('Who takes over').fill('Night');
    await dialog.getByRole('button', { name: 'Hand over to Night' }).click();
    await page.locator('[data-part="watch"]', { hasText: 'Night' }).waitFor(WAIT);
    await fits(watched);
    quiet(watched);
  });

  test('shows a dead line beside what is declared of it, and what is not to be done without', async () => {
    const watched = await open({ size: DESK }, '#/line');
    const { page } = watched;
    await page.getByRole('heading', { name: 'The line' }).waitFor(WAIT);
    scene.node.line.since_ms = scene.node.time_ms - 2 * HOUR_MS - 1_000;
    scene.node.line.say({
      kind: 'declared',
      at_ms: scene.node.time_ms,
      party: 'borealis',
      by: 'Spokesman',
      state: 'open',
      words: 'As ever.',
    });
    const observed = page.locator('[data-part="observed"]');
    await expect.poll(async () => flat(await observed.innerText()), WAIT).toBe('◆ dead, 2 in a row of 2 allowed');
    await page.getByText('ground-line: as many test calls were missed as the clause allows').waitFor(WAIT);
    expect(flat(await page.getByRole('list', { name: 'What stands' }).innerText())).toContain('Call the duty room.');
    expect(flat(await page.getByRole('region', { name: 'The line' }).innerText())).toMatch(
      /Borealis: open Spokesman.*“As ever.”/,
    );
    await page.getByRole('link', { name: 'Readiness' }).click();
    await page.locator('[data-part="cell"]', { hasText: 'has not stood up' }).waitFor(WAIT);
    const member = page.getByRole('region', { name: /^Borealis/ });
    expect(flat(await member.innerText())).toMatch(/no test call answered with Aldren for line tested/);
    expect(flat(await member.innerText())).toMatch(/not so: stood up: “It has not stood up.” Gen. Orsk, 2026-02-28/);
    await fits(watched);
    quiet(watched);
  });
});
