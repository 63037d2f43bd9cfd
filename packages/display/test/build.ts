import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { builtDisplay } from '../../../scripts/build.mjs';

/**
 * The pages as they stand: those in `dist` where they were built from these very sources (`npm test` sees to that),
 * else built into a folder of their own, so that a test never meets an older build.
 */
export async function buildPages(config = 'vite.config.ts'): Promise<{ dist: string; remove: () => void }> {
  const built = builtDisplay();
  if (built !== null) return { dist: built, remove: () => undefined };
  const dist = mkdtempSync(join(tmpdir(), 'skyaccord-pages-'));
  const root = join(import.meta.dirname, '..');
  // vitest sets its own mode in the environment, in which Svelte would be built for development.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({
      root,
      configFile: join(root, config),
      logLevel: 'error',
      mode: 'production',
      build: { outDir: dist, emptyOutDir: true },
    });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  return { dist, remove: () => rmSync(dist, { recursive: true, force: true }) };
}
