import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNode } from '@skyaccord/node';
import { sha256Hex } from '@skyaccord/proof';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { memorandumCommand } from './command.ts';

const COMMAND = fileURLToPath(new URL('../../bin/skyaccord.mjs', import.meta.url));

const BEFORE = process.cwd();
let folder: string;
const at = (name: string): string => join(folder, name);

/** The command in this process: starting one for every line takes a second each. One line below does start one. */
async function skyaccord(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const ended = new Error('the command ended');
  vi.stubEnv('SKYACCORD_PASSPHRASE', '');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0);
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    process.exitCode = code ?? 0;
    throw ended;
  });
  try {
    await memorandumCommand().parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error !== ended) throw error;
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = 0;
  return { code, out: out.join(''), err: err.join('') };
}
async function done(...words: string[]): Promise<string> {
  const { code, out, err } = await skyaccord(...words);
  expect(code, `${words.join(' ')}: ${err}`).toBe(0);
  return out;
}
const secretOf = (file: string): string => {
  const { secret } = JSON.parse(readFileSync(at(file), 'utf8')) as { secret: { d?: string; sealed?: string } };
  return secret.d ?? '';
};

/** Parties with keys; the text is that of `new`, its period begun. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skyaccord-memorandum-'));
  process.chdir(folder);
  await done('new', 'm.yaml');
  writeFileSync(at('pass'), 'a long night over the sea\n');
  await done('keys', '--party', 'north');
  await done('keys', '--party', 'south', '--passphrase-file', 'pass');
  let text = readFileSync(at('m.yaml'), 'utf8').replace('2030-01-01', '2020-01-01');
  for (const party of ['north', 'south']) {
    const line = /\{kty: OKP, crv: Ed25519, x: [\w-]{43}\}/.exec(await done('keys', `${party}.key.json`))?.[0];
    const aircraft = `    aircraft: [{callsign_prefix: ${party.toUpperCase()}}]`;
    text = text.replace(aircraft, `    keys: [${line}]\n${aircraft}`);
  }
  writeFileSync(at('m.yaml'), text);
});
afterAll(() => {
  process.chdir(BEFORE);
  rmSync(folder, { recursive: true });
});

describe('skyaccord memorandum', () => {
  it('is among the commands', async () => {
    const out = await new Promise((resolve) => {
      execFile(process.execPath, [COMMAND, 'memorandum', 'check', at('m.yaml')], (error, text) =>
        resolve(error ?? text),
      );
    });
    expect(out).toContain('m.yaml: sound');
  });

  it('checks: what it holds, what is signed, and every problem with line, column and remedy', async () => {
    const found = await done('check', 'm.yaml', '--strict');
    const bytes = await done('bytes', 'm.yaml');
    expect(found).toContain(`SHA-256 ${sha256Hex(bytes)} of ${Buffer.byteLength(bytes)} bytes`);
    expect(found).toContain('to be signed by north, south\n');

    writeFileSync(at('wrong.yaml'), readFileSync(at('m.yaml'), 'utf8').replace('lateral: 3 NM', 'lateral: 3'));
    const { code, err } = await skyaccord('check', 'wrong.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(/^wrong\.yaml:\d+:14: clauses\[0\]\.lateral = 3: a number without a unit; write 3 NM/);
    expect((await skyaccord('check', 'nowhere.yaml')).err).toContain('nowhere.yaml cannot be read (ENOENT); check');
    writeFileSync(at('huge.yaml'), '');
    truncateSync(at('huge.yaml'), 50_000_000);
    expect((await skyaccord('check', 'huge.yaml')).err).toContain('huge.yaml:1:1: 50000000 bytes long');
  });

  it('keeps keys for their owner alone, seals them, and shows their secret to nobody', async () => {
    expect(statSync(at('north.key.json')).mode & 0o777).toBe(0o600);
    expect(secretOf('north.key.json')).toMatch(/^[\w-]{43}$/);
    expect(secretOf('south.key.json')).toBe('');
    expect(await done('keys', 'south.key.json')).toContain('sealed   with a passphrase');
    expect((await skyaccord('keys', '--party', 'north')).err).toContain('a key is never overwritten');
    const sign = (...more: string[]) => skyaccord('sign', 'm.yaml', '--key', 'south.key.json', ...more);
    expect((await sign()).err).toContain('sealed with a passphrase; give --passphrase-file');
    writeFileSync(at('wrong'), 'another\n');
    expect((await sign('--passphrase-file', 'wrong')).err).toContain('the passphrase does not open south.key.json');
    chmodSync(at('north.key.json'), 0o644);
    expect((await skyaccord('sign', 'm.yaml', '--key', 'north.key.json')).err).toContain('chmod 600 north.key.json');
    chmodSync(at('north.key.json'), 0o600);
    expect((await skyaccord('sign', 'm.yaml', '--key', 'north.key.json', '--party', 'south')).err).toContain(
      'is the key of north, not of south',
    );
  });

  it('signs, verifies, follows the life, and says what failed when a byte was changed', async () => {
    expect(await done('sign', 'm.yaml', '--key', 'north.key.json')).toContain(
      'signed in part: signed by north; not by',
    );
    expect((await skyaccord('verify', 'm.yaml')).code).toBe(1);
    const south = ['--key', 'south.key.json', '--passphrase-file', 'pass'];
    expect(await done('sign', 'm.yaml', ...south)).toContain('It stands: in force');
    expect(await done('verify', 'm.yaml')).toMatch(/north: valid .*\n {2}south: valid/);
    expect(await done('status', 'm.yaml')).toContain('is judged by version 1.');
    expect(readFileSync(at('m.steps.json'), 'utf8')).not.toContain(secretOf('north.key.json'));

    // Keys in another order and a comment leave every signature standing; a letter of the content breaks them all.
    const text = readFileSync(at('m.yaml'), 'utf8');
    const steps = readFileSync(at('m.steps.json'), 'utf8');
    writeFileSync(
      at('same.yaml'),
      `# a remark\n${text.replace('id: two-parties\nversion: 1', 'version: 1\nid: two-parties')}`,
    );
    writeFileSync(at('same.steps.json'), steps);
    await done('verify', 'same.yaml');
    writeFileSync(at('other.yaml'), text.replace('give each other room', 'give each other rooms'));
    writeFileSync(at('other.steps.json'), steps);
    const { code, out } = await skyaccord('verify', 'other.yaml');
    expect(code).toBe(1);
    expect(out.match(/refused .*: the content was changed after it was signed/g)).toHaveLength(2);

    expect(await done('say', 'm.yaml', 'suspended', '--key', 'north.key.json', '--office', 'Desk')).toContain(
      'with the notice agreed, from',
    );
    expect((await skyaccord('say', 'm.yaml', 'abolished', '--key', 'north.key.json')).err).toContain(
      'nothing was signed',
    );
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString().replace(/\.\d+Z/, 'Z');
    const json = JSON.parse(await done('status', 'm.yaml', '--json', '--at', later)) as {
      judged_by: { clauses: string[] };
      lives: { observed: { state: string } }[];
    };
    expect(json.lives[0]?.observed.state).toBe('suspended');
    expect(json.judged_by.clauses).toEqual(['LINE-1']);
  });

  it('changes keys by statements, and revokes them', async () => {
    writeFileSync(at('r.yaml'), readFileSync(at('m.yaml'), 'utf8'));
    const foreign = await skyaccord(
      'say',
      'r.yaml',
      'key_rotated',
      '--key',
      'north.key.json',
      '--new-key',
      'south.key.json',
    );
    expect(foreign.err).toContain('south.key.json is a key of south, not of north');
    await done('keys', '--party', 'north', '--out', 'next.key.json');
    await done('say', 'r.yaml', 'key_rotated', '--key', 'north.key.json', '--new-key', 'next.key.json');
    expect((await skyaccord('sign', 'r.yaml', '--key', 'north.key.json')).err).toContain('was replaced at');
    expect(await done('sign', 'r.yaml', '--key', 'next.key.json')).toContain('signed by north');
    await done('say', 'r.yaml', 'key_revoked', '--key', 'next.key.json', '--compromised-since', '2020-01-01T00:00:00Z');
    const { code, out } = await skyaccord('verify', 'r.yaml');
    expect(code).toBe(1);
    expect(out).toMatch(/north: refused .* was compromised at 2020-01-01/);
  });

  it('sends what was signed to a node, and refuses one of another memorandum', async () => {
    writeFileSync(at('s.yaml'), readFileSync(at('m.yaml'), 'utf8'));
    const data = at('data');
    const node = await startNode({ port: 0, data, memorandum: at('s.yaml'), logLevel: 'silent', signals: false });
    try {
      await done('sign', 's.yaml', '--key', 'north.key.json');
      // A busy journal says that it has taken the step in and will keep it as soon as it can.
      expect(await done('send', 's.yaml', '--node', node.url)).toMatch(/^taken(: north signed| in: )/);
      await expect.poll(() => done('send', 's.yaml', '--node', node.url)).toContain('known already');
      expect((await skyaccord('send', 'other.yaml', '--node', node.url)).err).toContain('the node runs SHA-256');
    } finally {
      await node.close();
    }
    expect((await skyaccord('send', 's.yaml', '--node', node.url)).err).toContain('no node answers');
  });

  it('renders in the languages it has, and tells two versions apart in words', async () => {
    const text = await done('render', 'm.yaml');
    expect(text).toContain(sha256Hex(await done('bytes', 'm.yaml')));
    expect(text).toMatch(
      /SEP-1 {2}separation minimum \(judged by machine\)\n.*\n {2}applies to\n[\s\S]*lateral minimum: 3 NM/,
    );
    expect((await skyaccord('render', 'm.yaml', '--language', 'fr')).err).toContain(
      'has no words in fr; choose one of en',
    );
    const later = readFileSync(at('m.yaml'), 'utf8')
      .replace('version: 1', 'version: 2')
      .replace('lateral: 3 NM', 'lateral: 5 NM');
    writeFileSync(at('later.yaml'), later);
    const { code, out } = await skyaccord('diff', 'm.yaml', 'later.yaml');
    expect(code).toBe(1);
    expect(out).toContain('lateral minimum rises from 3 NM to 5 NM');
    expect(await done('diff', 'm.yaml', 'm.yaml')).toContain('they say the same');
  });
});
