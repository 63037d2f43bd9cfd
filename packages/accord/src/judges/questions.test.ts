import { describe, expect, it } from 'vitest';
import type { Asked } from '../judged.ts';
import type { Clause } from '../memorandum/kinds.ts';
import { askedBy, QuestionError, type QuestionEvent, questionsAt } from './questions.ts';

const T0 = Date.UTC(2031, 4, 1);
const HL: Asked = { party: 'hl', role: 'safety-board' };
const EP: Asked = { party: 'ep', role: 'safety-board' };
const OPENED: QuestionEvent = {
  kind: 'question_opened',
  question: 'Q-1',
  clause: 'DUTY-1',
  about: 'case-7',
  asked: [HL, EP],
  opened_ms: T0,
  due_ms: T0 + 1000,
};
const answered = (by: Asked, answer: 'complied' | 'breached', answered_ms: number): QuestionEvent => ({
  kind: 'question_answered',
  question: 'Q-1',
  by,
  speaker: 'Board member',
  answer,
  because: 'What the crew reported.',
  answered_ms,
});

describe('questions to people', () => {
  it('are open, then overdue, then answered', () => {
    const events = [OPENED, answered(HL, 'complied', T0 + 500), answered(EP, 'complied', T0 + 2000)];
    const states = [-1, 0, 1000, 1001, 2000].map((ms) => questionsAt(events, T0 + ms).map(({ state }) => state));
    expect(states).toEqual([[], ['open'], ['open'], ['overdue'], ['answered']]);
    expect(questionsAt(events, T0 + 1000)[0]).toMatchObject({ awaited: [EP], agreed: null });
    expect(questionsAt(events, T0 + 2000)[0]).toMatchObject({ awaited: [], agreed: 'complied' });
  });

  it('keep every answer, attributed and dated; the last of a role is its word', () => {
    const events = [
      OPENED,
      answered(HL, 'complied', T0 + 1),
      answered(EP, 'breached', T0 + 2),
      answered(HL, 'breached', T0 + 3),
    ];
    const [first] = questionsAt(events.slice(0, 3), T0 + 10);
    expect(first).toMatchObject({ state: 'answered', agreed: null });
    const [last] = questionsAt(events, T0 + 10);
    expect(last!.agreed).toBe('breached');
    expect(last!.answers.map(({ by, answer, answered_ms }) => [by.party, answer, answered_ms - T0])).toEqual([
      ['hl', 'complied', 1],
      ['ep', 'breached', 2],
      ['hl', 'breached', 3],
    ]);
  });

  it('refuse what cannot be, and say what to do', () => {
    const refused =
      (...events: QuestionEvent[]) =>
      () =>
        questionsAt(events, T0 + 10);
    expect(refused(OPENED, OPENED)).toThrow(QuestionError);
    expect(refused(answered(HL, 'complied', T0))).toThrow(/never opened: open it first/);
    expect(refused(OPENED, answered({ party: 'gv', role: 'pilot' }, 'complied', T0 + 1))).toThrow(
      /gv pilot, but asks hl safety-board/,
    );
    expect(refused(OPENED, answered(HL, 'complied', T0 - 1))).toThrow(/before it was opened/);
    expect(refused({ ...OPENED, asked: [] })).toThrow(/asks nobody/);
  });

  it('go to the roles that a clause names', () => {
    const duty: Clause = { id: 'DUTY-1', kind: 'qualitative_duty', words: { en: 'Airmanship.' }, asked: [HL] };
    const { asked: _, ...silent } = duty;
    expect(askedBy(duty)).toEqual([HL]);
    expect(askedBy(silent)).toBeNull();
  });
});
