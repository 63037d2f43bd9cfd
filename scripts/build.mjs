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

/** Leaves packages/display/dist built from the sources as they stand. */
export async function buildDisplay() {
  const folder = join(ROOT, 'packages', 'display');
  const stamp = join(folder, 'dist', '.sources');
  const hash = hashOf(SOURCES, (name) => !/\.test\.ts$|\/test\//.test(name));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;

  say('building the display');
  rmSync(stamp, { force: true });
  // The pages empty the folder, the report of a trial is put beside them.
  for (const config of ['vite.config.ts', 'vite.report.config.ts']) {
    const { code, output, timedOut } = await run(
      projectNode(),
      [join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', config, '--logLevel', 'warn'],
      { cwd: folder, env: projectEnvironment(), capture: true, timeout_ms: 180_000 },
    );
    if (code !== 0) {
      process.stderr.write(output);
      throw new Trouble(
        timedOut ? 'building the display took over 3 minutes' : `the display does not build (${config}); see above`,
      );
    }
  }
  writeFileSync(stamp, hash);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await conclude(async () => {
    await buildDisplay();
    return 0;
  });
}
