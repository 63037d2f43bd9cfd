import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

test('the card of a node is printed with its fingerprint, the same each time, and without a secret', () => {
  const data = mkdtempSync(path.join(tmpdir(), 'skyaccord-card-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const card = (): string =>
    execFileSync(process.execPath, [MAIN, 'link', 'card', '--party', 'nc', '--data', data], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const first = card();
  expect(JSON.parse(first)).toMatchObject({ skyaccord: 'skyaccord-link-card/1', party: 'nc' });
  expect(first).not.toMatch(/PRIVATE|"d"/);
  expect(card()).toBe(first);
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'link', 'card', '--party', 'mu', '--data', data], {
    encoding: 'utf8',
  });
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/It is of nc, this node is of mu/);
});
