import type { LineAlarm, MessageKind, ObservedLine, Precedence } from '@skyaccord/accord';
import { clock, minutesSeconds } from '../format/time.ts';
import type { LineMessage } from './types.ts';

export const KIND_WORDS: Readonly<Record<MessageKind, string>> = {
  traffic: 'traffic',
  delay_request: 'request for delay',
  reroute_proposal: 'proposal of another route',
  hazard_notice: 'hazard notice',
  emergency: 'emergency',
  exercise: 'exercise carried through',
  test_call: 'test call',
  text: 'free text',
};

/** What a field is called on the form: its name with the unit written out. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  traffic: 'Traffic',
  where: 'Where',
  level_ft: 'Level, ft',
  time: 'At, UTC',
  mission: 'Mission',
  delay_min: 'Delay, min',
  reason: 'Reason',
  via: 'Via',
  hazard: 'Hazard',
  from: 'From, UTC',
  until: 'Until, UTC',
  who: 'Who',
  nature: 'Nature of the emergency',
  intention: 'Intention',
  exercise: 'Exercise',
};
export const fieldWords = (name: string): string => FIELD_WORDS[name] ?? name.replaceAll('_', ' ');

export const PRECEDENCE_WORDS: Readonly<Record<Precedence, string>> = {
  flash: 'FLASH',
  immediate: 'IMMEDIATE',
  priority: 'PRIORITY',
  routine: 'ROUTINE',
};

export const OBSERVED_WORDS: Readonly<Record<ObservedLine['state'], { word: string; symbol: string }>> = {
  untested: { word: 'untested', symbol: '?' },
  working: { word: 'working', symbol: '✓' },
  missed: { word: 'test calls missed', symbol: '▲' },
  dead: { word: 'dead', symbol: '◆' },
};

/** What an alarm says, without the time. */
export function alarmWords({ kind, clause, message, step }: LineAlarm): string {
  switch (kind) {
    case 'line_dead':
      return `${clause}: as many test calls were missed as the clause allows`;
    case 'test_missed':
      return `${clause}: a test call was missed`;
    case 'test_due':
      return `${clause}: a test call is due`;
    case 'not_taken':
      return message === null ? 'something was not taken' : `${message} was not taken`;
    case 'overdue':
      return `${message} is without an answer${step > 1 ? `, ${step} times its time` : ''}`;
  }
}

/** The way of a message so far: what happened of it, and when; null: not yet. */
export function stagesOf({ delivered_ms, read_ms, closed, message }: LineMessage) {
  const ended = closed?.as === 'refused' ? 'refused' : 'accepted';
  return [
    { word: message.logged_by === null ? 'delivered' : 'said', at_ms: delivered_ms },
    { word: 'read', at_ms: read_ms },
    { word: ended, at_ms: closed?.at_ms ?? null },
  ];
}

export type Urgency = { readonly words: string; readonly sign: 'answered' | 'waiting' | 'soon' | 'overdue' };

/** How long a message may still wait, in words and as a sign; a fifth of its time before the end it is soon. */
export function urgencyOf({ closed, sent_ms, due_ms }: LineMessage, now_ms: number): Urgency {
  if (closed !== null) return { words: `${closed.as} ${clock(closed.at_ms)}`, sign: 'answered' };
  const left_ms = due_ms - now_ms;
  if (left_ms <= 0) return { words: `overdue by ${minutesSeconds(-left_ms)}`, sign: 'overdue' };
  // Rounded up: 0:00 is never shown while there is time left.
  const words = `${minutesSeconds(Math.ceil(left_ms / 1000) * 1000)} left`;
  return { words, sign: left_ms <= (due_ms - sent_ms) / 5 ? 'soon' : 'waiting' };
}

export const SIGNS: Readonly<Record<Urgency['sign'], string>> = {
  answered: '✓',
  waiting: '○',
  soon: '△',
  overdue: '◆',
};

/** What is open, the most urgent first: by when it is due. */
export const byUrgency = (messages: readonly LineMessage[]): LineMessage[] =>
  messages.filter(({ closed }) => closed === null).sort((a, b) => a.due_ms - b.due_ms);

/** A date and time of a form, taken as UTC; null: it is none. */
export function instantOf(written: string): number | null {
  const time_ms = Date.parse(`${written}Z`);
  return written === '' || Number.isNaN(time_ms) ? null : time_ms;
}
