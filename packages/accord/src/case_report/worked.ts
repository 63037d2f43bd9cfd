import type { VerdictOnWord } from '../casework/on_word.ts';
import { BARRIERS } from '../casework/words.ts';
import type { CaseWork } from '../casework/work.ts';
import { type Block, heading, paragraph, timeIn } from '../memorandum/render/sheet.ts';
import { labelIn } from '../memorandum/wording/phrases.ts';
import {
  AVAILABILITY_WORDS,
  BARRIER_WORDS,
  CONTENT_WORDS,
  DEADLINE_WORDS,
  EFFECT_WORDS,
  FIGURE_WORDS,
  RISK_WORDS,
  stanceWords,
  WORDS,
} from './labels.ts';
import { onWordBlocks, reportedCallBlocks } from './reported.ts';

type Table = Extract<Block, { type: 'table' }>;

/** The work of the parties on a case: what they say, hold, find, recommend, attach and signed. */
export function workBlocks(work: CaseWork, on_word: readonly VerdictOnWord[], language: string): Block[] {
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const by = ({ party, by: person, made_ms }: { party: string; by: string | null; made_ms: number }): string =>
    `${party}${person === null ? '' : `, ${person}`}, ${timeIn(made_ms)}`;
  const section = (word: keyof typeof WORDS, some: readonly unknown[], blocks: () => Block[]): Block[] =>
    some.length === 0 ? [] : [heading(say(word)), ...blocks()];
  const table = (head: readonly string[], widths: readonly number[], rows: Table['rows']): Table => {
    return { type: 'table', head, widths, strong: [], rows };
  };
  return [
    ...section('accounts', work.accounts, () =>
      work.accounts.flatMap((account): Block[] => {
        const kept = Object.keys(account.withheld) as (keyof typeof FIGURE_WORDS)[];
        const notes = [
          say(account.full ? 'full' : 'first'),
          ...account.contents.map((one) => labelIn(CONTENT_WORDS[one], language)),
          ...kept.map((name) => `${labelIn(FIGURE_WORDS[name], language)}: ${say('withheld')}`),
        ];
        return [
          paragraph(`${by(account)} (${notes.join('; ')})`),
          paragraph(`“${account.text}”`),
          ...reportedCallBlocks(account, language),
        ];
      }),
    ),
    ...onWordBlocks(on_word, language),
    ...section('comments', work.comments, () =>
      work.comments.map((comment) => paragraph(`${by(comment)}: “${comment.text}”`)),
    ),
    ...section('stances', work.stances, () => [
      table(
        ['', say('standing'), ''],
        [5, 3, 8],
        work.stances.map((one) => [by(one), labelIn(stanceWords(one.stance), language), one.reason]),
      ),
    ]),
    ...section('barriers', work.risks, () =>
      work.risks.flatMap((risk): Block[] => [
        paragraph(
          `${by(risk)}: ${labelIn(RISK_WORDS[risk.class], language)}${risk.reason === '' ? '' : `. ${risk.reason}`}`,
        ),
        table(
          [say('barrier'), '', ''],
          [6, 4, 4],
          BARRIERS.map((barrier) => {
            const { available, effect } = risk.barriers[barrier];
            return [
              labelIn(BARRIER_WORDS[barrier], language),
              labelIn(AVAILABILITY_WORDS[available], language),
              labelIn(EFFECT_WORDS[effect], language),
            ];
          }),
        ),
      ]),
    ),
    ...section('recommendations', work.recommendations, () => [
      table(
        ['', say('to'), '', ''],
        [4, 2, 6, 6],
        work.recommendations.map(({ answer, ...one }) => [
          by(one),
          one.to,
          one.text,
          answer === null ? say('unanswered') : `${say(answer.accepted ? 'accepted' : 'rejected')}: ${answer.reason}`,
        ]),
      ),
    ]),
    ...section('deadlines', work.deadlines, () => [
      table(
        [say('clause'), say('party'), '', say('due'), say('done')],
        [3, 3, 4, 5, 5],
        work.deadlines.map(({ clause, party, what, due_ms, done_ms, state }) => [
          clause,
          party ?? say('both'),
          labelIn(DEADLINE_WORDS[what], language),
          timeIn(due_ms),
          `${labelIn(DEADLINE_WORDS[state], language)}${done_ms === null ? '' : `: ${timeIn(done_ms)}`}`,
        ]),
      ),
    ]),
    ...section('reviews', work.reviews, () =>
      work.reviews.map((review) => paragraph(`${timeIn(review.held_ms)} (${review.party}): ${review.text}`)),
    ),
    ...section('attachments', work.attachments, () => [
      table(
        ['', '', 'SHA-256'],
        [4, 3, 10],
        work.attachments.map(({ name, party, bytes, sha256 }) => [name, `${party}, ${bytes} B`, sha256]),
      ),
    ]),
    ...section('sign_offs', work.sign_offs, () => [
      table(
        ['', 'SHA-256', ''],
        [5, 10, 4],
        work.sign_offs.map(({ but, ...one }) => [by(one), one.sha256, but ?? say('counts')]),
      ),
    ]),
  ];
}
