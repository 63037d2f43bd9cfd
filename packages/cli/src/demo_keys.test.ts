import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseMemorandum } from '@skyaccord/accord';
import { checkSignature, sign } from '@skyaccord/proof';
import { afterAll, expect, it } from 'vitest';
import { demoOf } from './demo_keys.ts';
import { openKeyFile } from './memorandum/key_file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'skyaccord-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));
const nobody = () => Promise.reject(new Error('no passphrase is asked for'));

it('gives both parties of October a key that its copy names, and keeps them over a second start', async () => {
  const { memorandum: file, keys } = demoOf(folder);
  const { memorandum, warnings } = parseMemorandum(readFileSync(file, 'utf8'));
  expect(warnings).toEqual([]);
  expect(keys).toHaveLength(2);
  for (const one of keys) {
    expect(statSync(one).mode & 0o077).toBe(0);
    const { party, key } = await openKeyFile(one, nobody);
    const named = memorandum.parties.find(({ id }) => id === party)?.keys ?? [];
    expect(checkSignature(sign({ found: true }, key, party, 1), { found: true }, named)).toMatchObject({ ok: true });
  }
  const [text, held] = [readFileSync(file, 'utf8'), keys.map((one) => readFileSync(one, 'utf8'))];
  demoOf(folder);
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(keys.map((one) => readFileSync(one, 'utf8'))).toEqual(held);
});

it('names a key file that was damaged, and leaves it as it is', () => {
  const file = path.join(folder, 'nc.demo-key.json');
  writeFileSync(file, '{');
  expect(() => demoOf(folder)).toThrow(/nc\.demo-key\.json/);
  expect(readFileSync(file, 'utf8')).toBe('{');
});
