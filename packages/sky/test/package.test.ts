import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BAND_REGIONS,
  ConfigurationError,
  DetectAndAvoid,
  readConfiguration,
  SkyStateError,
  STANDARD_CONFIGURATIONS,
  standardConfiguration,
} from '../src/index.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const README = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
const NODE = process.execPath;
const TSC = join(ROOT, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
const execute = promisify(execFile);

/** The examples of the README: heading, program, what it says it prints. */
const EXAMPLES = [
  ...README.matchAll(/^### (.+)\n[^#]*?```js\n([^`]*(?:`[^`]+`[^`]*)*)```\n\n```text\n([^`]*)```/gm),
].map(([, name = '', program = '', printed = '']) => ({ name, program, printed }));

let folder = '';
let project = '';

/** Runs npm without asking any registry. */
async function npm(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute('npm', [...args, '--offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: { ...process.env, npm_config_cache: join(folder, 'cache'), npm_config_ignore_scripts: 'true' },
  });
  return stdout;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skyaccord-package-'));
  const built = join(folder, 'built');
  await execute(NODE, [join(ROOT, 'scripts', 'build_sky.mjs'), built]);
  await npm(folder, 'pack', './built');
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  await npm(project, 'install', join(folder, tarball ?? 'no tarball was packed'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed package, installed in an empty project', () => {
  test('brings no other package, no source and no test, but licence and README', () => {
    const root = join(project, 'node_modules');
    expect(readdirSync(root).filter((name) => !name.startsWith('.'))).toEqual(['@skyaccord']);
    expect(readdirSync(join(root, '@skyaccord'))).toEqual(['sky']);
    const names = readdirSync(join(root, '@skyaccord', 'sky'), { recursive: true, encoding: 'utf8' });
    expect(names).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'index.js', 'index.d.ts']));
    expect(names.filter((name) => /\.test\.|(?<!\.d)\.ts$/.test(name))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(root, '@skyaccord', 'sky', 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: '@skyaccord/sky', license: 'Apache-2.0' });
    for (const field of ['dependencies', 'private', 'scripts']) expect(manifest).not.toHaveProperty(field);
  });

  test('the README has its examples', () => {
    expect(EXAMPLES.map(({ name }) => name)).toEqual([...README.matchAll(/^### (.+)$/gm)].map(([, name]) => name));
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(4);
  });

  test.each(EXAMPLES)('prints what the README says: $name', async ({ name, program, printed }) => {
    const file = join(project, `${name.replaceAll(' ', '_')}.js`);
    writeFileSync(file, program);
    const { stdout } = await execute(NODE, [file], { cwd: project });
    expect(stdout).toBe(printed);
  });

  test('declares its types to a strict compiler', async () => {
    writeFileSync(
      join(project, 'typed.ts'),
      [
        "import { DetectAndAvoid, type SkyState, standardConfiguration } from '@skyaccord/sky';",
        'export function level(state: SkyState): number {',
        "  const avoid = new DetectAndAvoid(standardConfiguration('CD3D'));",
        '  avoid.update(state);',
        '  return avoid.alertLevel(0);',
        '}',
        '// @ts-expect-error: a name is text',
        'standardConfiguration(5);',
      ].join('\n'),
    );
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', ''];
    const { stdout } = await execute(NODE, [TSC, ...options, 'typed.ts'], { cwd: project });
    expect(stdout).toBe('');
  });
});

describe('the table of configurations in the README', () => {
  const rows = [...README.matchAll(/^\| `(\w+)` \| .* \| (\d+) s \| (\d+) s \| (.+) \|$/gm)];

  test('has each standard configuration', () => {
    expect(rows.map(([, name]) => name)).toEqual(STANDARD_CONFIGURATIONS);
  });

  test.each(rows.map(([, ...cells]) => cells as [string, string, string, string]))(
    '%s',
    (name, sight, alert, rates) => {
      const configuration = standardConfiguration(name);
      const corrective = configuration.alerters[0]?.levels.find(
        ({ region }) => region === configuration.correctiveRegion,
      );
      expect(configuration.lookahead_s).toBe(Number(sight));
      expect(corrective?.alerting_s).toBe(Number(alert));
      const turn_degps = (configuration.turn_rate_radps * 180) / Math.PI;
      const climb_fpm = (configuration.vertical_rate_mps * 60) / 0.3048;
      const told =
        turn_degps === 0
          ? 'instantaneous'
          : `${Math.round(turn_degps)}°/s, ${configuration.horizontal_acceleration_mps2} m/s², ` +
            `${Math.round(climb_fpm).toLocaleString('en')} ft/min`;
      expect(rates).toBe(told);
    },
  );
});

test('bands read in place are overwritten by the next update, copies are not', () => {
  const avoid = new DetectAndAvoid(standardConfiguration('CD3D'));
  const at = (east_m: number) => ({ east_m, north_m: 0, altitude_m: 3000 });
  const own = { id: 'own', place: at(0), velocity_mps: [100, 0, 0] as const };
  const meet = (time_s: number, east_m: number) =>
    avoid.update({ time_s, ownship: own, traffic: [{ id: 'other', place: at(east_m), velocity_mps: [-100, 0, 0] }] });
  const regions = ({ bands }: ReturnType<DetectAndAvoid['liveBands']>) =>
    [...bands.colour.subarray(0, bands.count)].map((colour) => BAND_REGIONS[colour]);
  meet(0, 20_000);
  const [copy, live] = [avoid.bands('altitude'), avoid.liveBands('altitude')];
  expect(regions(live)).toEqual(['NONE', 'NEAR', 'NONE']);
  meet(100, 200_000);
  expect(regions(avoid.liveBands('altitude'))).toEqual(['NONE']);
  expect(regions(live)).toEqual(['NONE']);
  expect(copy.bands.map(({ region }) => region)).toEqual(['NONE', 'NEAR', 'NONE']);
});

describe('what the README says of refusals', () => {
  test('a setting in another dimension', () => {
    const wrong = () => readConfiguration({ ...standardConfiguration('CD3D'), vertical_rate_mps: '500 feet' });
    expect(wrong).toThrow(ConfigurationError);
    expect(wrong).toThrow(/vertical_rate_mps.*500 feet.*;/);
  });

  test('a state with a latitude beyond 90 degrees changes nothing', () => {
    const avoid = new DetectAndAvoid(standardConfiguration('CD3D'));
    const at = (latitude_deg: number) => ({ latitude_deg, longitude_deg: 4, altitude_m: 3000 });
    const own = { id: 'own', place: at(52), velocity_mps: [100, 0, 0] as const };
    const other = { id: 'other', place: at(52.01), velocity_mps: [-100, 0, 0] as const };
    avoid.update({ time_s: 0, ownship: own, traffic: [other] });
    const before = JSON.stringify([avoid.alertLevel(0), avoid.bands('direction')]);
    const wrong = () => avoid.update({ time_s: 1, ownship: own, traffic: [{ ...other, place: at(91) }] });
    expect(wrong).toThrow(SkyStateError);
    expect(wrong).toThrow(/traffic\[0\]\.place\.latitude_deg: 91 .*;/);
    expect(JSON.stringify([avoid.alertLevel(0), avoid.bands('direction')])).toBe(before);
  });
});
