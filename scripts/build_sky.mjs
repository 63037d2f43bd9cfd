// Builds the package that is published from packages/sky: `node scripts/build_sky.mjs [FOLDER]`, or packages/sky/dist.
// Inside this project `@skyaccord/sky` is its TypeScript source; outside, Node takes no types in a dependency.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { conclude, projectEnvironment, projectNode, ROOT, run, Trouble } from './house.mjs';

const SOURCE = join(ROOT, 'packages', 'sky');

await conclude(async () => {
  // npm would pack the sources' own package.json, which names files that only this project can run.
  if (process.argv[2] === '--refuse') {
    throw new Trouble('packages/sky: is not packed itself; run `npm run build -w @skyaccord/sky`, then pack its dist');
  }
  const folder = process.argv[2] === undefined ? join(SOURCE, 'dist') : resolve(process.argv[2]);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { code, output } = await run(
    projectNode(),
    [
      join(ROOT, 'node_modules', '@typescript', 'native', 'bin', 'tsc'),
      ...['-p', join(SOURCE, 'tsconfig.build.json'), '--outDir', folder],
    ],
    { env: projectEnvironment(), capture: true, timeout_ms: 120_000 },
  );
  if (code !== 0) throw new Trouble(`the sources of sky do not compile:\n${output}`);

  // The compiler turns `./x.ts` into `./x.js` in what runs, and leaves it in what declares.
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/((?:from |import\()'\.{1,2}\/[^']*)\.ts'/g, "$1.js'"));
  }
  cpSync(join(SOURCE, 'README.md'), join(folder, 'README.md'));
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  process.stdout.write(`${folder}\n`);
  return 0;
});

/** The package.json of the published package: the source's, with paths to what was built. */
function manifest() {
  const {
    private: _private,
    scripts: _scripts,
    exports,
    ...rest
  } = JSON.parse(readFileSync(join(SOURCE, 'package.json'), 'utf8'));
  const built = Object.entries(exports).map(([name, path]) => {
    const stem = String(path)
      .replace(/^\.\/src\//, './')
      .replace(/\.ts$/, '');
    return [name, { types: `${stem}.d.ts`, default: `${stem}.js` }];
  });
  return { ...rest, exports: Object.fromEntries([...built, ['./package.json', './package.json']]) };
}
