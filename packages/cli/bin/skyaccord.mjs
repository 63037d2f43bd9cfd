#!/usr/bin/env node
// The installed command. Skyaccord runs TypeScript as it stands, which takes Node 24; the project brings that along, so
// an older system Node only has to hand over to it.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEAST = 24;
const main = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'main.ts');

if (Number.parseInt(process.versions.node, 10) >= LEAST) {
  await import(main);
} else {
  const { status, signal } = spawnSync(broughtNode(), [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}

function broughtNode() {
  try {
    const package_json = createRequire(import.meta.url).resolve('node/package.json');
    return join(dirname(package_json), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    console.error(
      `skyaccord: this is Node ${process.versions.node}, and Skyaccord takes Node ${LEAST} or newer; ` +
        'run npm install in the project, which brings one along, or install Node 24',
    );
    process.exit(2);
  }
}
