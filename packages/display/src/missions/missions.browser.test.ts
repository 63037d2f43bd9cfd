import { describe, expect, test, vi } from 'vitest';
import { DESK, fits, PHONE, quiet, stage, WAIT } from '../../test/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = stage();
const { open } = scene;
const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('missions', () => {
  test('are listed and drawn, and ways out stand side by side with what each costs; one is taken', async () => {
    const watched = await open({ size: DESK }, '#/missions');
    const { page } = watched;
    await page.getByRole('img', { name: /2 missions, 1 area\./ }).waitFor(WAIT);
    const row = flat(await page.getByRole('row', { name: /survey-1/ }).innerText());
    expect(row).toMatch(
      /survey-1 Aldren survey 10 2026-03-01 16:00:00Z to 16:30:00Z accepted since 13:00:00Z, version 1/,
    );
    expect(row).toContain('■ OFF ITS PLAN: 1.30 NM to the side, 500 ft below, 41 s late');
    // Under way, its ways out begin where its aircraft is.
    await page.getByRole('button', { name: 'survey-1', exact: true }).click();
    await page.getByRole('button', { name: 'What is in its way, and ways out' }).click();
    await page.getByText('tell its crew which of these to fly').waitFor(WAIT);
    expect(await page.getByRole('button', { name: 'Take this' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Its crew flies this' }).count()).toBeGreaterThan(0);
    expect(scene.node.missions.posted.at(-1)).toEqual({
      what: 'missions/flights/options',
      body: { mission: 'survey-1' },
    });
    await page.getByRole('button', { name: 'survey-2', exact: true }).click();
    await page.getByRole('button', { name: 'What is in its way, and ways out' }).click();
    await page.getByText('Closer than 3 NM and 3,000 ft to mission survey-1.').waitFor(WAIT);
    const offers = page.locator('[data-offer]');
    expect(await offers.evaluateAll((all) => all.map((one) => one.getAttribute('data-offer')))).toEqual([
      'delay',
      'level',
      'reroute',
      'cancel',
    ]);
    const second = flat(await offers.nth(1).innerText());
    expect(second).toContain('another level cost 16.5 Fly 1,000 m higher. Delay 0.0 min Level +3,281 ft Way 0 m');
    expect(second).toContain('In the air 0.0 min For separation. Stands until 14:10:00Z');
    const dashed = page.locator('path.offered');
    expect(await dashed.count()).toBe(0);
    await offers.nth(2).getByRole('button', { name: 'Show' }).click();
    await expect.poll(() => dashed.count(), WAIT).toBe(1);
    await fits(watched);
    await offers.nth(0).getByRole('button', { name: 'Take this' }).click();
    await offers.first().waitFor({ state: 'detached', ...WAIT });
    expect(scene.node.missions.posted.at(-1)).toEqual({
      what: 'missions/offers',
      body: { mission: 'survey-2', offer: 'survey-2-delay' },
    });
    quiet(watched);
  });

  test('are read from a file, with what is wrong in it; what the node refuses is said', async () => {
    const watched = await open({ size: PHONE }, '#/missions');
    const { page, errors } = watched;
    await page.getByRole('button', { name: 'survey-1', exact: true }).waitFor(WAIT);
    const file = { name: 'drafts.csv', mimeType: 'text/csv', buffer: Buffer.from('id') };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('feature 2: it has no party; name one').waitFor(WAIT);
    expect(scene.node.missions.posted.at(-1)).toEqual({ what: 'missions/read', body: { format: 'csv', text: 'id' } });
    await page.getByRole('row', { name: /draft-9 .* not filed/ }).waitFor(WAIT);
    // The only one of a file is opened at once.
    await page.getByRole('button', { name: 'What is in its way, and ways out' }).click();
    await page.getByRole('button', { name: 'File it so' }).first().waitFor(WAIT);
    // What is not filed cannot be cancelled.
    expect(await page.locator('[data-offer=cancel]').count()).toBe(0);
    await fits(watched);
    await page.getByRole('button', { name: 'survey-1', exact: true }).click();
    await page.getByLabel('Move it to').selectOption('contingent');
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByText('the mission is accepted, and cannot become contingent.').waitFor(WAIT);
    // The browser tells the 409 that this test is about.
    expect(errors.filter((error) => !error.includes('409'))).toEqual([]);
  });
});

test('a mission is drawn by clicks and by typing, and checked by the node; what is missing is said', async () => {
  const watched = await open({ size: DESK, map: true }, '#/missions');
  const { page } = watched;
  await page.getByText('Draw a mission', { exact: true }).click();
  const form = page.getByRole('form', { name: 'Draw a mission' });
  await form.getByRole('button', { name: 'Have it checked' }).click();
  await form.getByText('Give it a name.').waitFor(WAIT);
  await form.getByLabel('Name').fill('supply-3');
  await form.getByLabel('Party').selectOption('borealis');
  const map = form.locator('.map canvas');
  await map.waitFor(WAIT);
  await map.click({ position: { x: 200, y: 150 } });
  await form.getByLabel('Latitude of point 1').waitFor(WAIT);
  await form.getByRole('button', { name: 'Add a point' }).click();
  await form.getByLabel('Latitude of point 2').fill('45.5');
  await form.getByLabel('Longitude of point 2').fill('-5.25');
  await form.getByLabel('Level of point 2').fill('7000');
  expect(await form.locator('.route-point').count()).toBe(2);
  await fits(watched);
  await form.getByRole('button', { name: 'Have it checked' }).click();
  await page.getByRole('heading', { name: 'Mission draft-9' }).waitFor(WAIT);
  const sent = scene.node.missions.posted.at(-1) as { what: string; body: { format: string; text: string } };
  expect([sent.what, sent.body.format]).toEqual(['missions/read', 'geojson']);
  const drawn = JSON.parse(sent.body.text) as { id: string; geometry: { coordinates: number[][] } };
  expect(drawn.id).toBe('supply-3');
  expect(drawn.geometry.coordinates[1]).toEqual([-5.25, 45.5, 2133.6]);
  quiet(watched);
});

test('the ledger tells what it all cost, and each sum opens its entries', async () => {
  const watched = await open({ size: DESK }, '#/ledger');
  const { page } = watched;
  await page.getByText('Delay in all').waitFor(WAIT);
  const rows = page.locator('[data-part=entries] tbody tr');
  expect(await rows.count()).toBe(2);
  await page.getByRole('button', { name: 'separation' }).click();
  await expect.poll(() => rows.count(), WAIT).toBe(1);
  const first = flat(await rows.first().innerText());
  expect(first).toMatch(/^2026.{16} turn, advised, changed 2 times Aldren ALD14 Borealis separation 1\.0 min 926 m/);
  expect(first).toMatch(/ not known alert e1$/);
  const table = page.getByRole('link', { name: 'All entries as CSV' });
  expect(await table.getAttribute('href')).toBe('api/v1/ledger/table?format=csv');
  await page.getByText('Report a change', { exact: true }).click();
  const form = page.getByRole('form', { name: 'Report a change' });
  await form.getByLabel('Of whom').selectOption('borealis');
  await form.getByLabel('Delay, min').fill('12');
  await form.getByLabel('More way, NM').fill('0.5');
  await form.getByLabel('Who says so').fill('tower desk');
  await form.getByRole('button', { name: 'Report it' }).click();
  await page.getByText('It is in the ledger.').waitFor(WAIT);
  const nobody = { other_party: null, clause: null, mission: null, track: null };
  expect(scene.node.missions.posted.at(-1)).toEqual({
    what: 'ledger/reports',
    body: { measure: 'delay', source: 'tower desk', party: 'borealis', ...nobody, delay_s: 720, extra_m: 926 },
  });
  await fits(watched);
  quiet(watched);
});

test('the register shows what was said side by side with its contrary, and as it stood on a day before that', async () => {
  const watched = await open({ size: PHONE }, '#/statements');
  const { page } = watched;
  const contrary = page.getByRole('region', { name: 'They contradict one another' });
  await contrary.waitFor(WAIT);
  const sides = await contrary.locator('blockquote').allInnerTexts();
  expect(flat(sides[0] ?? '')).toMatch(/^“We would welcome them\.” .* P\. Minister, prime minister: welcomed$/);
  expect(flat(sides[1] ?? '')).toMatch(
    /^“There is no consideration of that\.” .* F\. Minister, as told by D\. Minister: not so: considered$/,
  );
  expect(await contrary.innerText()).toContain('welcomed against not considered');
  await fits(watched);
  await page.getByText('Take in a statement').click();
  const form = page.getByRole('form', { name: 'Take in a statement' });
  await form.getByLabel('Claim').selectOption('granted');
  await form.getByLabel('Speaker').fill('H. Envoy');
  await form.getByLabel('About the party').selectOption('borealis');
  await form.getByLabel('Said at, UTC').fill('2026-03-01T13:30');
  await form.getByLabel('Source').fill('Note 12');
  await form.getByLabel('The very words').fill('You may fly.');
  await form.getByRole('button', { name: 'Take it in' }).click();
  await page.getByText('What H. Envoy said is in the register.').waitFor(WAIT);
  expect(scene.node.missions.posted).toEqual([
    {
      what: 'statements',
      body: {
        statement: {
          id: expect.stringMatching(/^s-20260301T1400\d\d\d*Z$/),
          subject: 'permission',
          predicate: 'granted',
          negated: false,
          speaker: 'H. Envoy',
          setting: 'public',
          about: { party: 'borealis' },
          as_of: '2026-03-01T13:30:00Z',
          words: 'You may fly.',
          source: 'Note 12',
        },
      },
    },
  ]);
  await fits(watched);
  await page.getByLabel('As of the end of').fill('2026-02-26');
  await page.getByRole('heading', { name: 'As they stood on 2026-02-26' }).waitFor(WAIT);
  await contrary.waitFor({ state: 'detached', ...WAIT });
  expect(await page.getByText('“We would welcome them.”').count()).toBe(1);
  quiet(watched);
});
