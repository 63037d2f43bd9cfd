import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { NodeError } from '../errors.ts';
import { lockDataDirectory } from './lock.ts';

const newFolder = dataDirectories();
const LOCK = path.join(import.meta.dirname, 'lock.ts');

function refusal(folder: string): NodeError {
  try {
    lockDataDirectory(folder).release();
  } catch (error) {
    if (error instanceof NodeError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** Another process that takes the directory and keeps it, though it holds on to nothing and collects garbage. */
async function holder(folder: string) {
  const script =
    `const { lockDataDirectory } = await import(${JSON.stringify(LOCK)});` +
    `lockDataDirectory(${JSON.stringify(folder)})` +
    '.describe({ pid: process.pid, since_ms: 0, url: "http://127.0.0.1:9" });' +
    'setInterval(() => gc(), 5); setTimeout(() => console.log("held"), 30);';
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  return child;
}

describe('lock of a data directory', () => {
  test('makes the directory, and frees it on release', () => {
    const folder = path.join(newFolder(), 'a', 'b');
    lockDataDirectory(folder).release();
    lockDataDirectory(folder).release();
    expect(fs.existsSync(path.join(folder, 'lock.sqlite'))).toBe(true);
  });

  test('a second owner in the same process is refused', () => {
    const folder = newFolder();
    const lock = lockDataDirectory(folder);
    expect(refusal(folder).message).toContain('held by a process that has not said who it is yet');
    lock.describe({ pid: 1234, since_ms: Date.UTC(2025, 0, 2), url: null });
    expect(refusal(folder).message).toContain('held by process 1234 since 2025-01-02T00:00:00.000Z, not listening yet');
    lock.release();
    lockDataDirectory(folder).release();
  });

  test('a second owner is told who holds it; kill -9 of the owner frees it at once, with nothing to clean up', async () => {
    const folder = newFolder();
    const child = await holder(folder);
    const error = refusal(folder);
    expect(error.code).toBe('data_in_use');
    expect(error.message).toContain(`process ${child.pid} since 1970-01-01T00:00:00.000Z, at http://127.0.0.1:9`);
    expect(error.remedy).toContain('--data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockDataDirectory(folder).release();
  });

  test('a place that cannot be a directory is refused with the reason', () => {
    const file = path.join(newFolder(), 'file');
    fs.writeFileSync(file, '');
    const error = refusal(path.join(file, 'data'));
    expect(error.code).toBe('data_not_writable');
    expect(error.message).toMatch(/ENOTDIR|EEXIST/);
  });

  test.runIf(process.platform === 'linux')('a folder that cannot be made is refused at once, also under /proc', () => {
    expect(() => lockDataDirectory('/proc/skyaccord/data')).toThrow(/cannot be made or written/);
  });
});
