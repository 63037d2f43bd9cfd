import type { CaseFile } from '../outcome.ts';
import { type CaseRelease, RELEASE_LIMITS } from './release.ts';
import type { CaseWork } from './work.ts';

/** What keeps a text from being released: where it stands, why, and what to do. */
export type RedactionProblem = { readonly field: string; readonly reason: string; readonly remedy: string };

const REFUSED = 'never: a text that names one is refused';
const LEFT_OUT = 'not in what is drafted: who writes and who signs sees that it stays out';

/** What the public is told of each field of a case. */
export const TOLD_FIELDS: readonly { readonly field: string; readonly told: string }[] = [
  { field: 'parties', told: 'by name' },
  { field: 'time', told: 'the day and the hour; a text with a minute is refused' },
  { field: 'class of the encounter', told: 'as it is' },
  { field: 'horizontal distance', told: 'to a tenth of a nautical mile' },
  { field: 'vertical distance', told: 'to a hundred feet' },
  { field: 'clauses breached', told: 'by name' },
  { field: 'standing of the case', told: 'as it is' },
  { field: 'range against time', told: 'to 10 m, from the closest point on; it can be left out' },
  { field: 'callsigns, registrations and tracks', told: REFUSED },
  { field: 'persons', told: REFUSED },
  { field: 'places in degrees, e-mail addresses', told: REFUSED },
  { field: 'headings, speeds and heights', told: LEFT_OUT },
  { field: 'accounts, comments and files', told: LEFT_OUT },
];

/** Callsigns, registrations, addresses of aircraft and people's names in a case: none of it may be told. */
export function secretsOf(work: CaseWork, file: CaseFile | null): readonly string[] {
  const sides = file === null ? [] : [file.a, file.b];
  const aircraft = [
    ...work.sides.flatMap(({ callsign, track }) => [callsign, track]),
    ...sides.flatMap(({ track, identity }) => [track, identity.callsign, identity.registration ?? null]),
  ];
  const said = [...work.accounts, ...work.comments, ...work.stances, ...work.risks, ...work.recommendations];
  const people = [...said, ...work.reviews, ...work.attachments, ...work.sign_offs].map(({ by }) => by);
  return [...new Set([...aircraft, ...people, ...work.names, work.reference])].filter(
    (one): one is string => one !== null && one.trim().length >= 3,
  );
}

/** A time of day that is finer than the hour, a place in degrees, an address of somebody. */
const PATTERNS: readonly (readonly [RegExp, string, string])[] = [
  [/\b\d{1,2}[:h]\s?(?!00\b)[0-5]\d\b/, 'it tells a time to the minute', 'tell the hour, such as 07:00 Z'],
  [/\d\s*°\s*(\d|[NSEWO]\b)|\d[NSEWO]\s*\d{2,3}/i, 'it tells a place', 'leave the place out'],
  [/[^\s@]@[^\s@]/, 'it holds an address of somebody', 'leave the address out'],
];

/**
 * What keeps a release from being told: a language of the memorandum that is missing or left over, a text that is empty
 * or too long, and anything that names an aircraft, a person, a place or a minute. Empty where nothing does.
 */
export function redactionProblems(
  { words }: Pick<CaseRelease, 'words'>,
  languages: readonly string[],
  secrets: readonly string[],
): RedactionProblem[] {
  const problems: RedactionProblem[] = [];
  const problem = (field: string, reason: string, remedy: string) => problems.push({ field, reason, remedy });
  for (const language of languages) {
    if (words[language] === undefined) problem(language, 'the memorandum is in that language too', 'write the text');
  }
  const named = secrets.map((secret) => [secret, patternOf(secret)] as const);
  for (const [language, { title, summary, paragraphs, facts }] of Object.entries(words)) {
    if (!languages.includes(language)) problem(language, 'the memorandum is not in that language', 'take the text out');
    const { paragraph, label, value } = RELEASE_LIMITS;
    const texts: [field: string, text: string, most: number][] = [
      [`${language}, title`, title, RELEASE_LIMITS.title],
      [`${language}, summary`, summary, RELEASE_LIMITS.summary],
      ...paragraphs.map((text, i) => [`${language}, paragraph ${i + 1}`, text, paragraph] as [string, string, number]),
      ...facts.flatMap((fact, i): [string, string, number][] => [
        [`${language}, fact ${i + 1}`, fact.label, label],
        [`${language}, fact ${i + 1}`, fact.value, value],
      ]),
    ];
    for (const [field, text, most] of texts) {
      if (text.trim() === '') problem(field, 'it is empty', 'write it, or take it out');
      if (text.length > most) problem(field, `it has ${text.length} letters`, `write at most ${most}`);
      for (const [pattern, reason, remedy] of PATTERNS) if (pattern.test(text)) problem(field, reason, remedy);
      for (const [secret, pattern] of named) {
        if (pattern.test(text)) problem(field, `it names ${secret}, which the public is not told`, 'leave it out');
      }
    }
  }
  return problems;
}

/** A name however it is spaced, hyphened or cased, as a word of its own. */
function patternOf(secret: string): RegExp {
  const letters = [...secret.normalize('NFC')].filter((one) => /[\p{L}\p{N}]/u.test(one));
  const escaped = letters.map((one) => one.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped.join('[\\s\\-_./]*')}(?![\\p{L}\\p{N}])`, 'iu');
}
