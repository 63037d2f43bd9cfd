import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

type Axe = {
  run(options: {
    resultTypes: string[];
  }): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
};

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page may be met between two frames, with something drawn that its scripts have not yet seen to. */
const LOOKS = 3;

/** The rules of accessibility that a page breaks as it stands, each with the places where. */
export async function brokenRules(page: Page): Promise<string[]> {
  let broken: string[] = [];
  for (let look = 0; look < LOOKS; look++) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    broken = await lookOnce(page);
    if (broken.length === 0) break;
  }
  return broken;
}

async function lookOnce(page: Page): Promise<string[]> {
  // A page keeps it until it is left.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 300)}`),
    );
  });
}
