import type { VerdictOnWord } from '../casework/on_word.ts';
import type { Account } from '../casework/work.ts';
import { answerIn, bareAnswerIn } from '../judges/words.ts';
import { type Block, heading, paragraph } from '../memorandum/render/sheet.ts';
import { labelIn } from '../memorandum/wording/phrases.ts';
import { SAYING_WORDS, WORDS } from './labels.ts';
import { clockOf } from './numbers.ts';

/** The calls that an account tells of, beside it, and said to be on its word: none of them is recorded. */
export function reportedCallBlocks({ calls = [] }: Account, language: string): Block[] {
  if (calls.length === 0) return [];
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  return [
    paragraph(`${say('reported_calls')}. ${say('reported_note')}`),
    {
      type: 'table',
      head: [say('clock'), say('party'), say('clause'), say('frequency'), say('call')],
      widths: [5, 3, 3, 3, 6],
      strong: [],
      rows: calls.map(({ at, by, clause, step, frequency_mhz, says, track, words }) => [
        at.earliest_ms === at.latest_ms
          ? clockOf(at.earliest_ms)
          : `${clockOf(at.earliest_ms)} – ${clockOf(at.latest_ms)}`,
        by,
        [clause, step].filter((one) => one !== undefined).join(', '),
        frequency_mhz === undefined ? '' : String(frequency_mhz),
        [labelIn(SAYING_WORDS[says], language), track, words === undefined ? undefined : `“${words}”`]
          .filter((one) => one !== undefined)
          .join(', '),
      ]),
    },
  ];
}

/** What the clauses on calls would say if it was as reported, beside what they say of the record alone. */
export function onWordBlocks(verdicts: readonly VerdictOnWord[], language: string): Block[] {
  if (verdicts.length === 0) return [];
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  return [
    heading(say('on_word')),
    {
      type: 'table',
      head: [say('clause'), say('on_record'), say('on_word_of'), say('if_so')],
      widths: [3, 4, 4, 8],
      strong: [],
      rows: verdicts.map(({ clause, recorded, on_word_of, answer, why }) => [
        clause,
        recorded === null ? say('nothing') : bareAnswerIn(recorded, language),
        on_word_of.join(', '),
        answerIn(answer, why, language),
      ]),
    },
  ];
}
