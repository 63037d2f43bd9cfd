// Checks who imports whom: over the packages, where nothing may be reported, and over planted violations, where each
// rule must strike.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LIBRARY, PLANTED, SOUND } from '../test/boundaries/planted.mjs';
import { conclude, projectNode, ROOT, run, say, Trouble } from './house.mjs';

const CONFIG = join(ROOT, '.dependency-cruiser.cjs');

/**
 * @param {string} folder holds `packages`
 * @returns {Promise<{violations: {rule: {name: string}, from: string, to: string}[], modules: number}>}
 */
async function cruise(folder) {
  const program = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const args = [program, '--config', CONFIG, '--output-type', 'json', 'packages'];
  const { output, code } = await run(projectNode(), args, { cwd: folder, capture: true, timeout_ms: 120_000 });
  try {
    const { summary } = JSON.parse(output);
    return { violations: summary.violations, modules: summary.totalCruised };
  } catch {
    throw new Trouble(`dependency-cruiser gave no result (exit code ${code}): ${output.slice(0, 2000)}`);
  }
}

/** @returns {Map<string, string>} rule name to its comment */
function rules() {
  const { forbidden } = createRequire(import.meta.url)(CONFIG);
  return new Map(forbidden.map((/** @type {{name: string, comment: string}} */ rule) => [rule.name, rule.comment]));
}

/** Writes the planted tree, with its packages linked by name as npm links workspaces. */
function plant() {
  const folder = mkdtempSync(join(tmpdir(), 'skyaccord-planted-'));
  /** @param {string} path @param {string} text */
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [file, text] of Object.entries(SOUND)) write(file, `${text}\n`);
  for (const [, file, text] of PLANTED) write(file, `${text}\n`);
  write('package.json', JSON.stringify({ private: true, workspaces: ['packages/*'] }));
  write(
    `node_modules/${LIBRARY}/package.json`,
    JSON.stringify({ name: LIBRARY, version: '1.0.0', exports: './index.js' }),
  );
  write(`node_modules/${LIBRARY}/index.js`, 'export {};\n');
  mkdirSync(join(folder, 'node_modules', '@skyaccord'));
  for (const name of readdirSync(join(folder, 'packages'))) {
    const main = name === 'node' || name === 'cli' ? './src/main.ts' : './src/index.ts';
    write(`packages/${name}/package.json`, JSON.stringify({ name: `@skyaccord/${name}`, exports: { '.': main } }));
    symlinkSync(join('..', '..', 'packages', name), join(folder, 'node_modules', '@skyaccord', name));
  }
  return folder;
}

await conclude(async () => {
  const comments = rules();
  /** @type {string[]} */
  const faults = [];

  const real = await cruise(ROOT);
  for (const { rule, from, to } of real.violations) {
    faults.push(`${from} imports ${to}: ${comments.get(rule.name) ?? ''} (${rule.name})`);
  }

  const folder = plant();
  const planted = await cruise(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
  // A circle is reported once, from whichever of its files came first.
  const found = new Set(
    planted.violations.flatMap(({ rule, from, to }) => [`${rule.name} ${from}`, `${rule.name} ${to}`]),
  );
  for (const [rule, file] of PLANTED) {
    if (!found.has(`${rule} ${file}`)) faults.push(`the planted violation of ${rule} in ${file} was not caught`);
  }
  for (const { rule, from, to } of planted.violations) {
    if (from in SOUND) faults.push(`the planted tree's sound file ${from} was reported: ${rule.name}, ${to}`);
  }
  for (const name of comments.keys()) {
    if (!PLANTED.some(([rule]) => rule === name)) faults.push(`no violation is planted for the rule ${name}`);
  }

  for (const fault of faults) say(fault);
  if (faults.length > 0) throw new Trouble(`${faults.length} broken boundaries`);
  say(`boundaries hold: ${real.modules} modules, ${comments.size} rules, each of them seen to strike`);
  return 0;
});
