// Finds a Chromium for the browser tests and installs one where that is possible.
import { accessSync, constants } from 'node:fs';
import { findProgram, run, say, Trouble } from './house.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/**
 * SKYACCORD_CHROMIUM, or the first Chromium or Chrome on PATH.
 * @returns {string | null}
 * @throws {Trouble} when SKYACCORD_CHROMIUM names something that cannot be run
 */
export function findChromium() {
  const named = process.env.SKYACCORD_CHROMIUM;
  if (named === undefined || named === '') return findProgram(NAMES);
  try {
    accessSync(named, constants.X_OK);
    return named;
  } catch {
    throw new Trouble(`SKYACCORD_CHROMIUM is ${named}, which cannot be run. Correct it or unset it.`);
  }
}

/** Makes sure there is one: on Debian and its kin as root through apt, elsewhere it says what to do. */
export async function installChromium() {
  if (findChromium() !== null) return;
  const remedy =
    'Install Chromium (Debian: apt-get install chromium) or set SKYACCORD_CHROMIUM to a Chrome or Chromium.';
  const apt = findProgram(['apt-get']);
  if (apt === null || process.getuid?.() !== 0) throw new Trouble(`no Chromium found for the browser tests. ${remedy}`);
  say('installing chromium for the browser tests (apt-get)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const { code, output } = await run(apt, args, { env, capture: true, timeout_ms: 300_000 });
    if (code === 0) continue;
    process.stderr.write(output);
    throw new Trouble(`apt-get ${args[0]} failed with exit code ${code}; see above. ${remedy}`);
  }
  if (findChromium() === null) throw new Trouble(`apt-get installed chromium, but it is not on PATH. ${remedy}`);
}
