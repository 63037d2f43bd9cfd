// Installs what package-lock.json names, when it is not there yet.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { conclude, findProgram, outsidePath, projectNode, ROOT, run, say, Trouble } from './house.mjs';

const OLDEST_PROJECT_NODE = 24;

/** Brings node_modules in line with package-lock.json; does nothing when it is. */
export async function install() {
  const reason = whyInstall();
  if (reason === null && (await projectNodeMajor()) >= OLDEST_PROJECT_NODE) return;
  say(`installing: ${reason ?? "the project's own Node does not run"} (npm ci; about 500 MB on disk)`);

  const npm = findProgram(['npm']);
  if (npm === null) throw new Trouble('npm is not on PATH. It comes with Node: https://nodejs.org');
  const started = Date.now();
  // npm draws nothing off a terminal, and a silent minute looks like a fault.
  const pulse = setInterval(() => say(`still installing (${seconds(started)} s)`), 15_000);
  // The machine's own Node runs npm: the project's may be half removed meanwhile. Its warnings that packages want a
  // newer Node than that one are beside the point, hence the log level.
  const { code } = await run(npm, ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
    env: { ...process.env, PATH: outsidePath() },
  }).finally(() => clearInterval(pulse));

  if (code !== 0) {
    // A half-made tree must not pass for a whole one next time.
    rmSync(hiddenLock(), { force: true });
    throw new Trouble(
      `npm ci failed with exit code ${code}; its messages stand above. It needs a network: check the ` +
        'connection, the proxy (HTTPS_PROXY) and the registry (npm config get registry), then run this again.',
    );
  }
  const major = await projectNodeMajor();
  if (major < OLDEST_PROJECT_NODE) {
    throw new Trouble(
      `the Node that npm installed does not run here (${projectNode()}). It has builds for Linux with glibc, macOS ` +
        'and Windows; where npm is told to ignore install scripts (npm config get ignore-scripts) it stays empty.',
    );
  }
  say(`installed in ${seconds(started)} s`);
}

/** npm's own note of what it put there; written last, so an interrupted install has none. */
function hiddenLock() {
  return join(ROOT, 'node_modules', '.package-lock.json');
}

/** @returns {string | null} null when every package that must be there is, in its version */
function whyInstall() {
  if (!existsSync(hiddenLock())) return 'nothing is installed yet';
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  const present = packagesOf(hiddenLock());
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/') || entry.link === true || entry.optional === true) continue;
    const found = present[path];
    if (found === undefined) return `${path} is missing`;
    if (found.version !== entry.version) return `${path} is ${found.version}, package-lock.json names ${entry.version}`;
  }
  return null;
}

/**
 * @param {string} file
 * @returns {Record<string, {version?: string, link?: boolean, optional?: boolean}>}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    throw new Trouble(`cannot read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

/** @returns {Promise<number>} 0 when it does not run */
async function projectNodeMajor() {
  if (!existsSync(projectNode())) return 0;
  try {
    const { output } = await run(projectNode(), ['--version'], { capture: true, timeout_ms: 20_000 });
    return Number(/^v(\d+)\./.exec(output)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** @param {number} since_ms */
function seconds(since_ms) {
  return Math.round((Date.now() - since_ms) / 1000);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await conclude(async () => {
    await install();
    return 0;
  });
}
