import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findChromium } from '../scripts/chromium.mjs';
import { findProgram, hashOf, projectNode, ROOT, run, Trouble } from '../scripts/house.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skyaccord-house-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const node = (script: string, options: Parameters<typeof run>[2] = {}) =>
  run(process.execPath, ['-e', script], { capture: true, ...options });

describe('run', () => {
  test('keeps the exit code and the output of both streams', async () => {
    const script = "console.log('out'); console.error('err'); process.exitCode = 7";
    const { code, output, timedOut } = await node(script);
    expect({ code, timedOut }).toEqual({ code: 7, timedOut: false });
    expect(output.split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  test('tells a death by signal as a shell does', async () => {
    expect((await node("process.kill(process.pid, 'SIGKILL')")).code).toBe(137);
  });

  test('ends what takes too long, and says that it did', async () => {
    const { code, timedOut } = await node('setInterval(() => {}, 1000)', { timeout_ms: 300 });
    expect({ code, timedOut }).toEqual({ code: 143, timedOut: true });
  });

  test('says what cannot be run', async () => {
    await expect(run(join(folder, 'absent'), [])).rejects.toThrow(Trouble);
  });

  test('passes on the signal that asks the parent to stop, and waits for a clean end', async () => {
    const child = "process.on('SIGTERM', () => setTimeout(() => process.exit(5), 100)); console.log('ready')";
    const parent = `
      import { run } from ${JSON.stringify(join(ROOT, 'scripts', 'house.mjs'))};
      const child = ${JSON.stringify(`${child}; setInterval(() => {}, 1000)`)};
      const { code } = await run(process.execPath, ['-e', child], { forward: true });
      process.exitCode = code;`;
    const outer = spawn(process.execPath, ['--input-type=module', '-e', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => outer.stdout.once('data', resolve));
    outer.kill('SIGTERM');
    expect(await new Promise((resolve) => outer.once('exit', resolve))).toBe(5);
  });
});

describe('finding programs', () => {
  test('takes the first name that PATH has, and only what can be run', () => {
    writeFileSync(join(folder, 'first'), '');
    writeFileSync(join(folder, 'second'), '');
    mkdirSync(join(folder, 'third'));
    chmodSync(join(folder, 'second'), 0o755);
    vi.stubEnv('PATH', folder);
    expect(findProgram(['first', 'third', 'second'])).toBe(join(folder, 'second'));
    expect(findProgram(['first', 'third'])).toBeNull();
  });

  test("leaves out the project's own programs, which an install may be replacing", () => {
    vi.stubEnv('PATH', join(ROOT, 'node_modules', '.bin'));
    expect(findProgram(['node', 'vitest'])).toBeNull();
  });

  test('SKYACCORD_CHROMIUM decides, and is refused when it cannot be run', () => {
    vi.stubEnv('SKYACCORD_CHROMIUM', process.execPath);
    expect(findChromium()).toBe(process.execPath);
    vi.stubEnv('SKYACCORD_CHROMIUM', join(folder, 'absent'));
    expect(() => findChromium()).toThrow(/SKYACCORD_CHROMIUM is .*absent, which cannot be run/);
  });
});

describe('hashOf', () => {
  test('changes with contents and with what is wanted, not with order', () => {
    const all = hashOf(['scripts', 'bench']);
    expect(hashOf(['bench', 'scripts'])).toBe(all);
    expect(hashOf(['scripts'])).not.toBe(all);
    expect(hashOf(['scripts', 'bench'], (name) => !name.endsWith('.test.ts'))).not.toBe(all);
    expect(hashOf(['absent'])).toBe(hashOf([]));
  });
});

test('the project runs on Node 24', async () => {
  const { output } = await run(projectNode(), ['--version'], { capture: true });
  expect(output).toMatch(/^v24\./);
});
