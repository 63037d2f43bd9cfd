import type { Asked, OpenedQuestion } from '../judged.ts';
import type { Clause } from '../memorandum/kinds.ts';

/** What is written down as people are asked and answer; the order of a journal. */
export type QuestionEvent =
  | ({ readonly kind: 'question_opened' } & OpenedQuestion)
  | {
      readonly kind: 'question_answered';
      readonly question: string;
      readonly by: Asked;
      /** Who speaks for the role. */
      readonly speaker: string;
      readonly answer: 'complied' | 'breached' | 'not_applicable' | 'cannot_tell';
      readonly because: string;
      readonly answered_ms: number;
    };
type Opened = Extract<QuestionEvent, { kind: 'question_opened' }>;
type Answered = Extract<QuestionEvent, { kind: 'question_answered' }>;

/** A question and every answer to it, in the order given: a later answer of the same role stands beside the earlier. */
export type Question = Omit<Opened, 'kind'> & {
  readonly answers: readonly Omit<Answered, 'kind' | 'question'>[];
  /** Asked, and yet to answer. */
  readonly awaited: readonly Asked[];
  /** answered: by everyone asked; overdue: not so, and its time is up. */
  readonly state: 'open' | 'answered' | 'overdue';
  /** The last word of everyone asked, where all say the same; what they say stays theirs: no machine judges here. */
  readonly agreed: Answered['answer'] | null;
};

/** An event that cannot be: which one, why, and what to do instead. */
export class QuestionError extends Error {
  override name = 'QuestionError';
}

/** Who is asked about a clause that people judge; null: it is not one of those, or it names nobody. */
export function askedBy(clause: Clause): readonly Asked[] | null {
  return 'asked' in clause ? (clause.asked ?? null) : null;
}

/**
 * The questions as they stand at an instant, in the order in which they were opened.
 *
 * @throws QuestionError when a question is opened twice, or answered before it was opened, or by somebody not asked
 */
export function questionsAt(events: readonly QuestionEvent[], now_ms: number): readonly Question[] {
  const questions = new Map<string, { opened: Opened; answers: Answered[] }>();
  for (const event of events) {
    const known = questions.get(event.question);
    if (event.kind === 'question_opened') {
      if (known) throw new QuestionError(`question ${event.question} is opened twice: give each its own id`);
      if (event.asked.length === 0) throw new QuestionError(`question ${event.question} asks nobody: name a role`);
      questions.set(event.question, { opened: event, answers: [] });
      continue;
    }
    if (!known) {
      throw new QuestionError(`question ${event.question} is answered, but was never opened: open it first`);
    }
    if (!known.opened.asked.some((one) => same(one, event.by))) {
      const asked = known.opened.asked.map(({ party, role }) => `${party} ${role}`).join(', ');
      const who = `${event.by.party} ${event.by.role}`;
      throw new QuestionError(
        `question ${event.question} is answered by ${who}, but asks ${asked}: let one of them say it`,
      );
    }
    if (event.answered_ms < known.opened.opened_ms) {
      throw new QuestionError(`question ${event.question} is answered before it was opened: correct answered_ms`);
    }
    known.answers.push(event);
  }
  return [...questions.values()]
    .filter(({ opened }) => opened.opened_ms <= now_ms)
    .map(({ opened, answers }) =>
      stateOf(
        opened,
        answers.filter(({ answered_ms }) => answered_ms <= now_ms),
        now_ms,
      ),
    );
}

function stateOf(opened: Opened, answers: readonly Answered[], now_ms: number): Question {
  const last = opened.asked.map((one) => answers.filter(({ by }) => same(by, one)).at(-1)?.answer ?? null);
  const awaited = opened.asked.filter((_, i) => last[i] === null);
  const overdue = opened.due_ms !== null && now_ms > opened.due_ms;
  const { kind: _, ...rest } = opened;
  return {
    ...rest,
    answers: answers.map(({ kind: _kind, question: _question, ...answer }) => answer),
    awaited,
    state: awaited.length === 0 ? 'answered' : overdue ? 'overdue' : 'open',
    agreed: awaited.length === 0 && last.every((one) => one === last[0]) ? (last[0] ?? null) : null,
  };
}

const same = (a: Asked, b: Asked): boolean => a.party === b.party && a.role === b.role;
