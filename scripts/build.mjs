// Builds the display, when its sources changed since the last build: node scripts/build.mjs
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { conclude, hashOf, projectEnvironment, projectNode, ROOT, run, say, Trouble } from './house.mjs';

/** Everything that can change the pages. */
const SOURCES = [
  'package-lock.json',
  'packages/display',
  ...['sky', 'wire', 'proof', 'accord'].map((name) => `packages/${name}/src`),
];

const FOLDER = join(ROOT, 'packages', 'display');
const STAMP = join(FOLDER, 'dist', '.sources');

const hashNow = () => hashOf(SOURCES, (name) => !/\.test\.ts$|\/test\//.test(name));

/**
 * The folder of the built display; null where it is not built from the sources as they stand.
 * @returns {string | null}
 */
export function builtDisplay() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashNow() ? join(FOLDER, 'dist') : null;
}

/** Leaves packages/display/dist built from the sources as they stand. */
export async function buildDisplay() {
  if (builtDisplay() !== null) return;
  const hash = hashNow();

  say('building the display');
  rmSync(STAMP, { force: true });
  // The pages empty the folder, the report of a trial is put beside them.
  for (const config of ['vite.config.ts', 'vite.report.config.ts']) {
    const { code, output, timedOut } = await run(
      projectNode(),
      [join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', config, '--logLevel', 'warn'],
      { cwd: FOLDER, env: projectEnvironment(), capture: true, timeout_ms: 180_000 },
    );
    if (code !== 0) {
      process.stderr.write(output);
      throw new Trouble(
        timedOut ? 'building the display took over 3 minutes' : `the display does not build (${config}); see above`,
      );
    }
  }
  writeFileSync(STAMP, hash);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await conclude(async () => {
    await buildDisplay();
    return 0;
  });
}
