// `npm test`: installs what it needs, runs every check, ends with one line: N passed, N failed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDisplay } from './build.mjs';
import { installChromium } from './chromium.mjs';
import { conclude, projectEnvironment, projectNode, ROOT, run, say, Trouble } from './house.mjs';
import { install } from './install.mjs';

const MINUTE_MS = 60_000;

/**
 * A tool of the project, run by the project's Node.
 * @param {string} script path under the root
 * @param {...string} args
 * @returns {() => Promise<void>}
 */
function tool(script, ...args) {
  return async () => {
    const { code, output, timedOut } = await run(projectNode(), [join(ROOT, script), ...args], {
      env: projectEnvironment(),
      capture: true,
      timeout_ms: 3 * MINUTE_MS,
    });
    if (code !== 0 || timedOut) process.stderr.write(output);
    if (timedOut) throw new Trouble('no end after 3 minutes; see above');
    if (code !== 0) throw new Trouble(`exit code ${code}; see above`);
  };
}

/** @type {readonly (readonly [name: string, run: () => Promise<void>])[]} */
const STEPS = [
  ['types of the pages', tool('node_modules/svelte-check/bin/svelte-check', '--workspace', 'packages/display')],
  ['types', tool('node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.json')],
  ['lint', tool('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')],
  ['boundaries', tool('scripts/boundaries.mjs')],
  ['dead code', tool('node_modules/knip/bin/knip.js')],
  ['display build', buildDisplay],
];

await conclude(async () => {
  await install();
  await installChromium();

  /** @type {string[]} */
  const failed = [];
  const steps = STEPS.values();
  const lane = async () => {
    for (const [name, step] of steps) {
      const started = Date.now();
      try {
        await step();
        say(`${name}: ok (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        say(`${name}: FAILED: ${error.message}`);
        failed.push(name);
      }
    }
  };
  // Each works on one core for the most part: two of them at a time, from one list.
  await Promise.all([lane(), lane()]);

  // The steps count as well: a last line that says "0 failed" has to be the truth.
  let passed = STEPS.length - failed.length;
  const counts = await runTests();
  if (counts === null) failed.push('tests: they did not run to their end');
  else if (counts.code !== 0 && counts.failed === 0) failed.push(`tests: vitest ended with exit code ${counts.code}`);
  for (const name of failed) say(`failed step: ${name}`);
  passed += counts?.passed ?? 0;
  const bad = failed.length + (counts?.failed ?? 0);
  const skipped = counts !== null && counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  process.stdout.write(`${passed} passed, ${bad} failed${skipped}\n`);
  return bad === 0 ? 0 : 1;
});

/** @returns {Promise<{passed: number, failed: number, skipped: number, code: number} | null>} */
async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'skyaccord-test-'));
  const tally = join(folder, 'tally.json');
  try {
    const { code, timedOut } = await run(projectNode(), [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run'], {
      env: { ...projectEnvironment(), SKYACCORD_TALLY: tally },
      timeout_ms: 20 * MINUTE_MS,
    });
    if (timedOut) say('the tests had no end after 20 minutes');
    return { ...JSON.parse(readFileSync(tally, 'utf8')), code };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
