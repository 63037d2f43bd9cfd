import type { Field } from '@skyaccord/wire';
import { ALERT_LEVELS, type Clause, ENCOUNTER_CLASSES, type SeparationClause, type Words } from './memorandum.ts';
import { parsePermission } from './permission.ts';
import { parseWords } from './words.ts';

const KINDS = [
  'separation_minimum',
  'permission_to_operate',
  'frequency_ladder',
  'required_calls',
  'qualitative_duty',
] as const;
const COMMON = ['id', 'kind', 'words'] as const;
const BETWEEN = ['different_parties', 'any'] as const;

/**
 * Reads one clause; `null` when its kind is unknown, so that nothing else can be said of it. `parties` are the ids of
 * the memorandum's parties.
 */
export function parseClause(field: Field, languages: readonly string[], parties: readonly string[]): Clause | null {
  const kind = field.peek('kind')?.oneOf(KINDS) ?? null;
  if (kind === null) {
    if (field.peek('kind') === null) field.problem('no kind', `add kind: one of ${KINDS.join(', ')}`, null);
    return null;
  }
  switch (kind) {
    case 'separation_minimum':
      return parseSeparation(field, languages);
    case 'permission_to_operate': {
      const optional = ['floor', 'ceiling', 'period'] as const;
      const fields = field.map([...COMMON, 'area', ...optional, 'granted'], optional);
      return { ...base(fields, languages), kind, ...parsePermission(fields, parties) };
    }
    case 'frequency_ladder': {
      const fields = field.map([...COMMON, 'rungs']);
      const rungs = fields.rungs.list(1, 32).map((rung) => parseRung(rung, languages));
      return { ...base(fields, languages), kind, rungs };
    }
    case 'required_calls': {
      const fields = field.map([...COMMON, 'at', 'steps']);
      const steps = fields.steps.list(1, 64).map((step) => parseWords(step, languages));
      return { ...base(fields, languages), kind, at: fields.at.oneOf(ALERT_LEVELS) ?? 'advisory', steps };
    }
    case 'qualitative_duty':
      return { ...base(field.map(COMMON), languages), kind };
  }
}

function base(
  fields: Readonly<Record<'id' | 'words', Field>>,
  languages: readonly string[],
): { id: string; words: Words } {
  return { id: parseClauseId(fields.id), words: parseWords(fields.words, languages) };
}

function parseClauseId(field: Field): string {
  const remedy = 'use up to 32 letters, digits, hyphens and dots, a letter first, such as SEP-1';
  return field.token(/^[A-Za-z][A-Za-z0-9.-]{0,31}$/, 'not a clause id', remedy);
}

function parseSeparation(field: Field, languages: readonly string[]): SeparationClause {
  const fields = field.map([...COMMON, 'applies', 'lateral', 'vertical', 'grace', 'warn_ahead']);
  const applies = fields.applies.map(['classes', 'between']);
  const classes = applies.classes.list(1, 16).map((item) => ({ item, name: item.oneOf(ENCOUNTER_CLASSES) }));
  classes.forEach(({ item, name }, index) => {
    if (name !== null && classes.findIndex((other) => other.name === name) < index) {
      item.problem('class named twice', 'keep one of them');
    }
  });
  return {
    ...base(fields, languages),
    kind: 'separation_minimum',
    // In the order of the enumeration, whichever way they were written.
    classes: ENCOUNTER_CLASSES.filter((name) => classes.some((other) => other.name === name)),
    between: applies.between.oneOf(BETWEEN) ?? 'any',
    lateral_m: fields.lateral.quantity('length', { above: 0, max: 200 * 1852 }),
    vertical_m: fields.vertical.quantity('length', { above: 0, max: 30_480 }),
    grace_s: fields.grace.quantity('time', { min: 0, max: 3600 }),
    warn_ahead_s: fields.warn_ahead.quantity('time', { above: 0, max: 1800 }),
  };
}

function parseRung(field: Field, languages: readonly string[]): { frequency_mhz: number; call: Words; wait_s: number } {
  const fields = field.map(['frequency', 'call', 'wait']);
  return {
    // The aeronautical bands lie between HF at 2 MHz and the top of UHF air-ground at 400 MHz.
    frequency_mhz: fields.frequency.quantity('frequency', { min: 2, max: 400 }),
    call: parseWords(fields.call, languages),
    wait_s: fields.wait.quantity('time', { above: 0, max: 3600 }),
  };
}
