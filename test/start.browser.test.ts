import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDisplay } from '../scripts/build.mjs';
import { launchChromium } from './chromium.ts';
import { ROOT } from './tree.ts';

/** What the newcomer sees: `skyaccord start` with nothing else, the real pages of the real node, in a real browser. */
describe('a node as it starts by itself', () => {
  const data = mkdtempSync(join(tmpdir(), 'skyaccord-start-'));
  let node: ChildProcess;
  let url: string;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const foreign: string[] = [];

  beforeAll(async () => {
    await buildDisplay();
    node = spawn(process.execPath, ['packages/cli/src/main.ts', 'start', '--port', '0', '--data', data], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    url = await addressOf(node);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) foreign.push(request.url());
    });
    const answer = await page.goto(url);
    if (answer?.status() !== 200) throw new Error(`${url} answers ${answer?.status()}: ${await answer?.text()}`);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    node?.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  });

  test('shows aircraft that move', async () => {
    const place = async (): Promise<unknown> => {
      const tracks = (await (await fetch(`${url}/api/v1/tracks`)).json()) as { tracks: { track: string }[] };
      return tracks.tracks.find(({ track }) => track === 'd1a011');
    };
    await expect.poll(() => page.getByText(/\b2\d aircraft, data of/).count(), { timeout: 20_000 }).toBeGreaterThan(0);
    const before = await place();
    await expect.poll(place, { timeout: 30_000 }).not.toEqual(before);
  });

  test('warns within 60 s: the clause, its version, minima, countdown, and advice for each crew', async () => {
    const card = page.locator('article[data-alert]').first();
    await card.waitFor({ timeout: 60_000 });
    const words = await card.innerText();
    expect(words).toMatch(/NORD11[\s\S]*Northern Compact[\s\S]*MERI12[\s\S]*Meridian Union/);
    expect(words).toMatch(/SEP-\d v1 october/);
    expect(words).toMatch(/Minima lost in\s*\d:\d\d/);
    expect(words).toMatch(/Range\s+\d+\.\d+ NM\s+(below )?min \d\.\d\d NM/);
    expect(words).toMatch(
      /NORD11 (Turn|Climb|Descend|Slow|Speed)[^\n]+\n[\s\S]*MERI12 (Turn|Climb|Descend|Slow|Speed)/,
    );
  });

  test('turns the picture visibly stale when the node is gone, and says since when', async () => {
    expect(await page.locator('[data-part=veil]').count()).toBe(0);
    expect(complaints).toEqual([]);
    node.kill('SIGTERM');
    await page.locator('[data-part=stale-banner]').waitFor({ timeout: 60_000 });
    expect(await page.locator('[data-part=veil]').count()).toBe(1);
    expect(await page.locator('[data-part=stale-banner]').innerText()).toMatch(/\d\d:\d\d:\d\dZ/);
  });

  test('stopped cleanly, and has asked nobody but the node', async () => {
    await expect.poll(() => node.exitCode, { timeout: 60_000 }).toBe(0);
    expect(foreign).toEqual([]);
    expect(existsSync(join(data, 'journal.sqlite'))).toBe(true);
  });
});

/** The address that the node prints once it serves. */
function addressOf(node: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (text: string): void => {
      said += text;
      const address = /Skyaccord is at (http:\/\/\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    };
    node.stdout?.setEncoding('utf8').on('data', hear);
    node.stderr?.setEncoding('utf8').on('data', hear);
    node.once('exit', (code) => reject(new Error(`the node ended with exit code ${code}: ${said}`)));
  });
}
