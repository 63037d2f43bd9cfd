import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScenarioFile } from '../../../test/october.ts';
import { parseMemorandum } from '../../memorandum/parse.ts';
import { isDraft, readDraft } from './draft.ts';

const october = readScenarioFile('october.memorandum.yaml');
const draft = (set: string): string => `skyaccord: draft/1\nid: tried\nof: october.memorandum.yaml\nset:\n${set}`;

describe('a draft', () => {
  it('is the memorandum with its own values in it, line for line', () => {
    const text = readDraft(draft('  - {clause: SEP-1, lateral: 5 NM, grace: 1 min}\n')).apply(october);
    const { memorandum } = parseMemorandum(text);
    const before = parseMemorandum(october).memorandum;
    expect(memorandum.id).toBe('tried');
    expect(memorandum.clauses[0]).toEqual({ ...before.clauses[0], lateral_m: 9260, grace_s: 60 });
    expect(memorandum.clauses.slice(1)).toEqual(before.clauses.slice(1));
    const [lines, was] = [text.split('\n'), october.split('\n')];
    expect(lines.length).toBe(was.length);
    expect(lines.filter((line, i) => line !== was[i]).length).toBe(3);
  });

  it('of those in examples/drafts changes what its name says', () => {
    const folder = new URL('../../../../../examples/drafts/', import.meta.url);
    const files = readdirSync(folder).sort();
    expect(files.length).toBe(6);
    const before = parseMemorandum(october).memorandum;
    for (const file of files) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      expect(isDraft(text)).toBe(true);
      const { id, of, apply } = readDraft(text);
      expect(`${id}.yaml`).toBe(file);
      const base = readFileSync(new URL(of, new URL(file, folder)), 'utf8');
      const { memorandum } = parseMemorandum(apply(base));
      const changed = memorandum.clauses.filter((one, i) => JSON.stringify(one) !== JSON.stringify(before.clauses[i]));
      expect(changed.length).toBeGreaterThan(0);
    }
  });

  it.each([
    [
      '  - {clause: SEP-9, lateral: 5 NM}\n',
      /5:14 set\[0\]\.clause = SEP-9: no clause of the memorandum; name a clause/,
    ],
    ['  - {clause: SEP-1, sideways: 5 NM}\n', /clause SEP-1 has no single value sideways to change; name a field/],
    ['  - {clause: SEP-1, applies: all}\n', /clause SEP-1 has no single value applies to change/],
    ['  - {lateral: 5 NM}\n', /names no clause; add clause:/],
    ['  - {clause: SEP-1}\n', /changes nothing; add a field/],
    ['  - {clause: SEP-1, lateral: 5}\n', /set\[0\]\.lateral = 5: not text; put it in quotes/],
    ['  - SEP-1\n', /set\[0\]/],
  ])('is refused with the place for %j', (set, says) => {
    expect(() => readDraft(draft(set)).apply(october)).toThrow(says);
  });

  it('is refused as the memorandum that it comes to where a value is out of bounds', () => {
    const text = readDraft(draft('  - {clause: SEP-1, lateral: 5 parsecs}\n')).apply(october);
    expect(() => parseMemorandum(text)).toThrow(/lateral/);
  });

  it('is told from a memorandum, and needs a memorandum', () => {
    expect(isDraft(october)).toBe(false);
    expect(isDraft('# skyaccord: draft/1 is what this is not\nskyaccord: memorandum/1')).toBe(false);
    expect(isDraft('skyaccord: "draft/1" # to be tried')).toBe(true);
    expect(readDraft(draft('  - {clause: SEP-1, lateral: 5 NM}\n')).apply('[1, 2]')).toBe('[1, 2]');
    expect(() => readDraft('skyaccord: draft/1')).toThrow(/id/);
  });
});
