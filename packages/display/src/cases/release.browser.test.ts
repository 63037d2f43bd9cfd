import { expect, test, vi } from 'vitest';
import { brokenRules } from '../../../../test/axe.ts';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../../test/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = stage();
const { open } = scene;

test('a case is told to the public from its page: written, looked at, agreed on by both, then withdrawn', async () => {
  const watched = await open({ size: DESK }, '#/cases/case-7/release');
  const { page } = watched;
  const said = page.getByRole('status').filter({ hasText: 'Nothing can be told yet' });
  await said.getByText('the case is alleged').waitFor(WAIT);
  expect(await page.getByLabel('Title').count()).toBe(0);
  scene.node.cases.agree('case-7');
  await page.reload();
  const english = page.getByRole('group', { name: 'English' });
  await english.getByLabel('Title').waitFor(WAIT);
  // What must not be told is pointed out by text, before anybody else sees it.
  await english.getByLabel('Summary').fill('At 13:51 ALD 14 turned right.');
  await page.getByRole('button', { name: 'Show what becomes public' }).click();
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByText('it tells a time to the minute').waitFor(WAIT);
  await preview.getByText('it names ALD14, which the public is not told').waitFor(WAIT);
  expect(await preview.getByRole('button').count()).toBe(0);
  await english.getByLabel('Summary').fill('One of the two turned right.');
  await english.getByLabel('Text, an empty line between paragraphs').fill('Both saw it.\n\nNobody was hurt.');
  await page.getByRole('button', { name: 'Show what becomes public' }).click();
  const article = preview.getByRole('article', { name: 'Text in English' });
  await article.getByText('One of the two turned right.').waitFor(WAIT);
  await article.getByText('Nobody was hurt.').waitFor(WAIT);
  await fits(watched);
  await preview.getByRole('button', { name: 'Give this text to all parties to sign' }).click();
  const waits = page.getByRole('region', { name: 'Waits for the parties' });
  await waits.getByRole('listitem').filter({ hasText: 'Borealis: has not signed yet' }).waitFor(WAIT);
  expect(await brokenRules(page)).toEqual([]);
  await waits.getByLabel('Signature').fill('made elsewhere');
  await waits.getByRole('button', { name: 'Sign the text' }).click();
  await waits.getByRole('listitem').filter({ hasText: 'Aldren: signed' }).waitFor(WAIT);
  expect(scene.node.cases.posted.at(-1)?.body).toMatchObject({
    step: { act: 'release_signed', sha256: 'f'.repeat(64), signature: 'made elsewhere' },
  });
  scene.node.cases.signRelease('case-7');
  await page.reload();
  await page.getByRole('listitem').filter({ hasText: 'Version 1' }).getByText('released').waitFor(WAIT);
  await page.getByRole('button', { name: 'Write a correction or a withdrawal' }).click();
  await page.getByLabel('Withdraw the article').check();
  await page.getByRole('button', { name: 'Show what becomes public' }).click();
  await preview.getByText('which withdraws the article').waitFor(WAIT);
  await preview.getByRole('button', { name: 'Give this text to all parties to sign' }).click();
  await page.getByRole('region', { name: 'A change waits for the parties' }).waitFor(WAIT);
  await page.getByLabel('We do not agree to it, because').fill('It is right as it is.');
  await page.getByRole('button', { name: 'Decline the text' }).click();
  await page.getByRole('listitem').filter({ hasText: 'declined by Aldren: It is right as it is.' }).waitFor(WAIT);
  await page.setViewportSize(PHONE);
  await fits(watched);
  quiet(watched);
});
