import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runBluesky } from '../scripts/vectors/bluesky.ts';
import { runDay } from '../scripts/vectors/day.ts';
import { runEncounters } from '../scripts/vectors/encounters.ts';
import { runPlans } from '../scripts/vectors/plans.ts';
import { runSequences } from '../scripts/vectors/sequences.ts';

const SAMPLES = join(import.meta.dirname, '../packages/sky/vectors');

test.each([
  ['single encounters', 'sample.jsonl', runEncounters, 28],
  ['sequences', 'sample_seq.jsonl', runSequences, 128],
  ['plans', 'sample_plans.jsonl', runPlans, 52],
  ['a day', 'sample_day.csv', runDay, 23],
  ['pairs of another program', 'sample_bluesky.jsonl', runBluesky, 30],
] as const)('the reference answers %s alike', (_, file, run, cases) => {
  const result = run(join(SAMPLES, file));
  expect(result.notes).toEqual([]);
  expect(result).toMatchObject({ cases, equal: cases, different: 0, skipped: 0 });
});

test('a changed answer is a difference', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skyaccord-vectors-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'sample.jsonl');
  const [first] = readFileSync(join(SAMPLES, 'sample.jsonl'), 'utf8').split('\n');
  const encounter = JSON.parse(first as string);
  encounter.exp.alert[0] += 1;
  encounter.exp.dir.own += 1e-3;
  writeFileSync(path, `${JSON.stringify(encounter)}\n`);
  const result = runEncounters(path);
  expect(result).toMatchObject({ cases: 1, equal: 0, different: 1 });
  expect(result.notes[0]).toContain('alert');
  expect(result.notes[0]).toContain('dir own');
});
