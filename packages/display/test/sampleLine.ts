import {
  ACKNOWLEDGE_S,
  alarmsAt,
  type LineClause,
  type LineEvent,
  type LineState,
  type Message,
  messageName,
  messageText,
  newLine,
  observeLine,
  openMessages,
  READINESS_TERMS,
  readBackOf,
  readinessOf,
  recordOnLine,
  watchOf,
} from '@skyaccord/accord';
import type { LineAnswer, LineMessage, LineSummary, ReadinessAnswer } from '../src/line/types.ts';
import { START_MS } from './sample.ts';

const CLAUSE: LineClause = {
  id: 'ground-line',
  kind: 'line_hours_and_test_calls',
  words: { en: 'The line is tested every hour.' },
  line: 'ground line',
  between: ['aldren', 'borealis'],
  hours: null,
  answer_within_s: 60,
  test_every_s: 3_600,
  miss_limit: 2,
  escalation: [{ en: 'Call the duty room.', fr: 'Appeler la permanence.' }],
};
const [OWN, OTHER] = ['aldren', 'borealis'];

/** The line of the stand-in, kept by the rules of the line itself; the other side says what a test has it say. */
export class StandInLine {
  #state: LineState = newLine(OWN);
  #revision = 1;
  /** Since when test calls are due: a test may have it long ago. */
  since_ms = START_MS;

  /** Something is said; a reason where it cannot be. */
  say(event: LineEvent): string | null {
    const next = recordOnLine(this.#state, event);
    if ('refused' in next) return next.refused;
    this.#state = next;
    this.#revision += 1;
    return null;
  }

  /** The other party sends a message. */
  hear(change: Partial<Message>, at_ms: number): void {
    const serial = (this.#state.last_serial.get(`${OTHER} ${OWN}`) ?? 0) + 1;
    this.#send({ from: OTHER, to: OWN, serial, by: 'B. Officer', ...change }, OTHER, at_ms);
    this.say({ kind: 'delivered', at_ms, party: OWN, of: `${OTHER} ${OWN} ${serial}` });
  }

  summary(now_ms: number): LineSummary {
    const { received, sent } = openMessages(this.#state);
    const standing = this.#standing(now_ms);
    const clauses = (kind: string) => standing.filter((one) => one.kind === kind).flatMap(({ clause }) => clause ?? []);
    return {
      received: received.length,
      sent: sent.length,
      overdue: standing.filter(({ kind }) => kind === 'overdue').length,
      dead: clauses('line_dead'),
      due: clauses('test_due'),
      revision: this.#revision,
    };
  }

  get(pathname: string, now_ms: number): LineAnswer | { messages: LineMessage[] } | ReadinessAnswer | null {
    if (pathname === '/api/v1/readiness') return this.#readiness(now_ms);
    if (pathname === '/api/v1/line/messages') return { messages: [...this.#messages()].reverse() };
    if (pathname !== '/api/v1/line') return null;
    const { declared } = this.#state;
    return {
      party: OWN,
      time_ms: now_ms,
      linked: [{ party: OTHER, up: true }],
      lines: [{ clause: CLAUSE, observed: observeLine(this.#state, CLAUSE, [], this.since_ms, now_ms) }],
      declared: [OWN, OTHER].flatMap((party) => declared.findLast((one) => one.party === party) ?? []),
      watches: [OWN, OTHER].flatMap((party) => watchOf(this.#state, party) ?? []),
      standing: this.#standing(now_ms),
      told: [],
    };
  }

  /** What a page posts: an answer, or why it is refused. */
  post(pathname: string, body: Record<string, unknown>, at_ms: number): { status: number; answer: unknown } {
    const path = pathname.replace('/api/v1/line/', '');
    const by = 'Demo';
    const at = { at_ms, party: OWN };
    const [, of, what] = /^messages\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const refused = ((): string | null => {
      if (path === 'messages') return this.#posted(body, at_ms);
      if (path === 'declarations')
        return this.say({ kind: 'declared', ...at, by, ...(body as { state: 'cut'; words: string }) });
      if (path === 'watch') return this.say({ kind: 'watch_taken', ...at, by });
      if (path === 'watch/handover') {
        const over = body as { to: string | null; taken_over: string[] };
        return this.say({
          kind: 'handed_over',
          ...at,
          by: watchOf(this.#state, OWN)?.officer ?? by,
          entered_by: by,
          ...over,
        });
      }
      const about = { ...at, of: decodeURIComponent(of ?? ''), by };
      if (what === 'read') return this.say({ kind: 'read', ...about });
      if (what === 'read-backs') return this.say({ kind: 'read_back', ...about, text: String(body.text) });
      if (what === 'acceptance') return this.say({ kind: 'accepted', ...about });
      return this.say({ kind: 'refused', ...about, reason: String(body.reason) });
    })();
    if (refused === null) return { status: 201, answer: this.#messages().at(-1) ?? {} };
    const error = { code: 'line_refused', message: `${refused}.`, remedy: 'Do that first.', field: null, value: null };
    return { status: 409, answer: { error } };
  }

  #posted(body: Record<string, unknown>, at_ms: number): string | null {
    const { to, kind, precedence, fields, words, voice } = body as Pick<
      Message,
      'to' | 'kind' | 'precedence' | 'fields' | 'words'
    > & {
      voice?: { from: string; at_ms: number };
    };
    const from = voice?.from ?? OWN;
    const counter = voice === undefined ? `${from} ${to}` : `voice of ${OWN}`;
    const serial = (this.#state.last_serial.get(counter) ?? 0) + 1;
    const logged_by = voice === undefined ? null : OWN;
    return this.#send(
      { from, to, serial, kind, precedence, fields, words, logged_by, by: 'Demo' },
      OWN,
      voice?.at_ms ?? at_ms,
    );
  }

  #send(change: Partial<Message>, party: string, at_ms: number): string | null {
    const precedence = change.precedence ?? 'immediate';
    const message: Message = {
      from: OWN,
      to: OTHER,
      serial: 1,
      kind: 'text',
      precedence,
      logged_by: null,
      sent_ms: at_ms,
      acknowledge_by_ms: at_ms + 1_000 * ACKNOWLEDGE_S[precedence],
      by: 'Demo',
      fields: {},
      words: {},
      ...change,
    };
    return this.say({ kind: 'sent', at_ms, party, message });
  }

  #standing(now_ms: number) {
    return alarmsAt(this.#state, [CLAUSE], [], this.since_ms, now_ms);
  }

  #messages(): LineMessage[] {
    return [...this.#state.messages.values()].map((tracked) => ({
      ...tracked,
      name: messageName(tracked.message),
      read_back: readBackOf(tracked.message),
      text: { en: messageText(tracked.message, 'en'), fr: messageText(tracked.message, 'fr') },
    }));
  }

  #readiness(now_ms: number): ReadinessAnswer {
    const evidence = this.#state.shifts.map(({ party, officer, from_ms, until_ms }) => ({
      kind: 'watch' as const,
      member: party,
      other: null,
      from_ms,
      until_ms,
      source: `watch of ${officer}`,
    }));
    const said = {
      id: 's1',
      subject: 'readiness',
      predicate: 'stood_up',
      negated: true,
      speaker: 'Gen. Orsk',
      office: null,
      speaks_for: null,
      relayed_by: null,
      setting: 'public',
      about: { party: OTHER, area: null, clause: null, thing: 'cell' },
      as_of_ms: START_MS - 86_400_000,
      recorded_ms: START_MS,
      from_ms: null,
      until_ms: null,
      words: 'It has not stood up.',
      source: 'hearing',
      conditions: null,
      clearance: null,
    } as const;
    return { time_ms: now_ms, cell: readinessOf([OWN, OTHER], evidence, READINESS_TERMS, now_ms, OWN), said: [said] };
  }
}
