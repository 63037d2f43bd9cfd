import type { CallLogged, LogEntry, Question, VerdictGiven } from '@skyaccord/accord';
import { START_MS } from './sample.ts';

const verdict = (time_ms: number, rest: Partial<VerdictGiven>): VerdictGiven => ({
  kind: 'verdict',
  tick: Math.ceil(time_ms / 100),
  time_ms,
  clause: 'separation',
  memorandum: 'sample-sea',
  version: 2,
  subjects: [
    { track: '4ca001', callsign: 'ALD14', party: 'aldren' },
    { track: '4cb002', callsign: 'BOR77', party: 'borealis' },
  ],
  about: 'case-7',
  answer: 'complied',
  why: 'kept',
  measured: {},
  began: null,
  ended: null,
  ...rest,
});

/** Newest first: a breach, one that cannot be told, and one kept. */
export const VERDICTS: readonly VerdictGiven[] = [
  verdict(START_MS - 500_000, {
    answer: 'breached',
    why: 'broken',
    measured: { inside_least_s: 181, lateral_m: 1333.4 },
    began: { earliest_ms: START_MS - 690_000, latest_ms: START_MS - 689_000 },
    ended: { earliest_ms: START_MS - 509_000, latest_ms: START_MS - 508_000 },
  }),
  verdict(START_MS - 600_000, {
    clause: 'calls',
    answer: 'cannot_tell',
    why: 'records_have_gaps',
    subjects: [{ track: null, callsign: null, party: 'borealis' }],
    about: 'alert-0',
  }),
  verdict(START_MS - 700_000, {}),
];

/** The judged part of the stand-in: what is posted to it is logged, or answered, and told again. */
export class StandInJudged {
  readonly calls: CallLogged[] = [];
  readonly #answers: Question['answers'][number][] = [];

  log(entry: LogEntry, time_ms: number): CallLogged {
    const said: CallLogged = { kind: 'call_logged', tick: Math.ceil(time_ms / 100), time_ms, entry };
    this.calls.unshift(said);
    return said;
  }

  answer(
    { question: _, ...answer }: { question: string } & Omit<Question['answers'][number], 'answered_ms'>,
    answered_ms: number,
  ) {
    this.#answers.push({ ...answer, answered_ms });
    return this.questions()[0];
  }

  questions(): Question[] {
    const asked = [{ party: 'aldren', role: 'safety officer' }];
    const last = this.#answers.at(-1)?.answer ?? null;
    return [
      {
        question: 'airmanship case-7',
        clause: 'airmanship',
        about: 'case-7',
        asked,
        opened_ms: START_MS - 500_000,
        due_ms: null,
        answers: this.#answers,
        awaited: last === null ? asked : [],
        state: last === null ? 'open' : 'answered',
        agreed: last,
      },
    ];
  }
}
