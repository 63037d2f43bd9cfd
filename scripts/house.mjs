// What the scripts share. Runs on whatever Node the machine has, before anything is installed: only Node's own modules.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The oldest Node that can run these scripts; the product itself runs on the Node that npm installs. */
export const OLDEST_NODE_MAJOR = 20;

/** Something the reader of the terminal can act on. */
export class Trouble extends Error {}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`skyaccord: ${text}\n`);
}

/**
 * Runs a script's main and turns its trouble into one clear line.
 * @param {() => Promise<number>} main resolves to the exit code
 */
export async function conclude(main) {
  try {
    const major = Number(process.versions.node.split('.')[0]);
    if (major < OLDEST_NODE_MAJOR) {
      throw new Trouble(
        `Node ${process.versions.node} is too old to begin with. Install Node ${OLDEST_NODE_MAJOR} or newer ` +
          '(https://nodejs.org); Skyaccord then brings the Node it needs.',
      );
    }
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, timeout_ms?: number, capture?: boolean, forward?: boolean}} [options]
 *   capture: keep the output instead of showing it; forward: pass on SIGTERM, SIGHUP and (off a terminal) SIGINT
 * @returns {Promise<{code: number, output: string, timedOut: boolean}>} code 128 + n after signal n
 */
export function run(command, args, options = {}) {
  const { cwd = ROOT, env = process.env, timeout_ms, capture = false, forward = false } = options;
  return new Promise((resolve, reject) => {
    const pipe = capture ? 'pipe' : 'inherit';
    const child = spawn(command, args, { cwd, env, stdio: [forward ? 'inherit' : 'ignore', pipe, pipe] });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));

    let timedOut = false;
    const timer = timeout_ms === undefined ? undefined : setTimeout(() => giveUp(), timeout_ms);
    function giveUp() {
      timedOut = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    }
    const stopForwarding = forward ? forwardSignals(child) : () => {};

    child.on('error', (error) => {
      clearTimeout(timer);
      stopForwarding();
      reject(new Trouble(`cannot run ${command}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      stopForwarding();
      resolve({ code: code ?? 128 + (signalNumbers[signal ?? ''] ?? 1), output, timedOut });
    });
  });
}

/** @type {Record<string, number>} */
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  // On a terminal Ctrl-C reaches the whole foreground group: the child has heard it already, and a second SIGINT
  // would read as "do not wait for a clean stop".
  const heardAlready = process.stdin.isTTY === true;
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    if (signal === 'SIGINT' && heardAlready) return;
    child.kill(signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  // A signal to npm ends npm and its shell, not what the shell runs: a node would go on, unowned, holding its port.
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  return () => {
    clearInterval(orphaned);
    for (const signal of signals) process.off(signal, onSignal);
  };
}

/** The Node that the project runs on: the one npm installed. */
export function projectNode() {
  return join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Environment for the project's own tools: its Node first, so that `#!/usr/bin/env node` finds it. */
export function projectEnvironment() {
  return {
    // Types are stripped and modules compiled once, not in each process and thread.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'skyaccord'),
    ...process.env,
    PATH: [join(ROOT, 'node_modules', '.bin'), outsidePath()].join(delimiter),
  };
}

/** PATH without this project's programs: what the machine itself offers. */
export function outsidePath() {
  const inside = join(ROOT, 'node_modules') + sep;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter((folder) => folder !== '' && !`${folder}${sep}`.startsWith(inside)).join(delimiter);
}

/**
 * The first of these programs on PATH.
 * @param {readonly string[]} names
 * @returns {string | null}
 */
export function findProgram(names) {
  for (const name of names) {
    for (const folder of outsidePath().split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        if (statSync(path).isFile()) return path;
      } catch {
        // not here; look on
      }
    }
  }
  return null;
}

/**
 * One hash over names and contents of files and folders (node_modules and dist left out), to see whether they changed.
 * @param {readonly string[]} paths relative to the root; those that do not exist count as absent
 * @param {(path: string) => boolean} [wanted]
 */
export function hashOf(paths, wanted = () => true) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((path) => filesUnder(join(ROOT, path))).sort()) {
    const name = relative(ROOT, path).split(sep).join('/');
    if (!wanted(name)) continue;
    hash.update(`${name}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).flatMap((name) =>
    name === 'node_modules' || name === 'dist' ? [] : filesUnder(join(path, name)),
  );
}
