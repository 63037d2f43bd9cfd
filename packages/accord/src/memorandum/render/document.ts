import type { Life } from '../life/life.ts';
import type { Label } from '../spec/node.ts';
import { type Line, labelIn } from '../wording/phrases.ts';
import { LABELS, STATEMENTS, STATES, VALIDITIES } from './labels.ts';
import { type Reading, readingOf } from './reading.ts';
import { type Block, heading, paragraph, type Sheet, type Standing, timeIn } from './sheet.ts';

/**
 * The whole memorandum as a sheet in one language: what was signed, as it was written, parameters in words, then who
 * signed it and whether that holds. `content`: the plain data of a memorandum that was read without a problem, of which
 * `standing.life` is the life. What the program says why a signature was refused is in English in every language.
 */
export function documentSheet(content: unknown, { life, at_ms }: Standing, language: string): Sheet {
  const { title, head, parties, clauses } = readingOf(content, language);
  const say = (label: Label): string => labelIn(label, language);
  const { id, version, sha256 } = life.memorandum;
  const state: Line = { depth: 0, label: say(LABELS.state), text: stateIn({ life, at_ms }, language) };
  return {
    language,
    title,
    subtitle: `${say(LABELS.memorandum)} ${id}, ${say(LABELS.version)} ${version}`,
    foot: footIn(life, language),
    blocks: [
      paragraph(`${say(LABELS.digest)}:\n${sha256}`, true),
      { type: 'lines', lines: [...head, state] },
      ...parties.flatMap(({ id: party, name, lines }): Block[] => [
        heading(`${name} (${party})`),
        ...linesBlock(lines),
      ]),
      ...clauses.flatMap((clause) => clauseBlocks(clause, language)),
      ...signatureBlocks(life, at_ms, language),
    ],
  };
}

/** The state at an instant with its beginning: `in force since 2030-01-01 00:00:00Z (as of 2030-02-01 09:00:00Z)`. */
function stateIn({ life: { observed }, at_ms }: Standing, language: string): string {
  const say = (label: Label): string => labelIn(label, language);
  const since = observed.since_ms === null ? '' : ` ${say(LABELS.since)} ${timeIn(observed.since_ms)}`;
  return `${say(STATES[observed.state])}${since} (${say(LABELS.as_of)} ${timeIn(at_ms)})`;
}

/** What stands on every page of a sheet about one version. */
export function footIn({ memorandum: { id, version, sha256 } }: Life, language: string): string[] {
  return [`${id}, ${labelIn(LABELS.version, language)} ${version}`, `${labelIn(LABELS.digest, language)}: ${sha256}`];
}

function clauseBlocks({ id, label, judged, words, lines }: Reading['clauses'][number], language: string): Block[] {
  const judge = judged === 'machine' ? LABELS.by_machine : LABELS.by_people;
  return [heading(`${id}  ${label} (${labelIn(judge, language)})`), paragraph(words), ...linesBlock(lines)];
}

const linesBlock = (lines: readonly Line[]): Block[] => (lines.length === 0 ? [] : [{ type: 'lines', lines }]);

function signatureBlocks(life: Life, at_ms: number, language: string): Block[] {
  const say = (label: Label): string => labelIn(label, language);
  const blocks: Block[] = [heading(`${say(LABELS.signatures)}, ${say(LABELS.as_of)} ${timeIn(at_ms)}`)];
  if (life.signatures.length === 0) blocks.push(paragraph(say(LABELS.nobody)));
  else {
    blocks.push({
      type: 'table',
      head: [LABELS.party, LABELS.signature, LABELS.signed, LABELS.key].map(say),
      widths: [3, 3, 5, 11],
      strong: [1],
      rows: life.signatures.map(({ party, state, signed_ms, key_id }) => [
        party,
        say(VALIDITIES[state]),
        signed_ms === null ? '' : timeIn(signed_ms),
        key_id ?? '',
      ]),
    });
    for (const { party, state, reason } of life.signatures) {
      if (state === 'refused') blocks.push(paragraph(`${party}: ${say(LABELS.reason)}: ${reason}`));
    }
  }
  const others = life.steps.filter(({ kind }) => kind !== 'signed');
  if (others.length === 0) return blocks;
  return [
    ...blocks,
    heading(say(LABELS.statements)),
    {
      type: 'table',
      head: [LABELS.party, LABELS.statement, LABELS.made, LABELS.validity].map(say),
      widths: [2, 3, 4, 5],
      strong: [1],
      rows: others.map(({ party, kind, made_ms, counts, reason }) => [
        party ?? '?',
        labelIn(STATEMENTS[kind] ?? { en: kind, fr: kind }, language),
        made_ms === null ? '' : timeIn(made_ms),
        counts ? say(VALIDITIES.valid) : `${say(VALIDITIES.refused)}: ${reason}`,
      ]),
    },
  ];
}
