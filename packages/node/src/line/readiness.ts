import {
  type CellReadiness,
  isTimely,
  type Life,
  messageName,
  READINESS_TERMS,
  type ReadinessEvidence,
  type Register,
  readinessOf,
  type SaidStatement,
  testCallsOf,
} from '@skyaccord/accord';
import type { LineDesk } from './desk.ts';

/** What somebody said of readiness that makes it announced. */
const ANNOUNCED: readonly string[] = ['announced', 'staffed', 'line_tested', 'initial', 'full', 'begun', 'stood_up'];

/** What shows how far a cell is, as one node has it. */
export type ReadinessSources = {
  readonly desk: LineDesk;
  readonly register: Register;
  readonly life: Life;
  readonly members: readonly string[];
};

/** Of whom a cell is: the parties of this party's lines and those it is linked with; else those who must sign. */
export function membersOf(desk: LineDesk, parties: readonly { id: string; role: string }[]): string[] {
  const lines = desk.clauses.flatMap(({ between }) => between);
  const linked = desk.links === null ? [] : [desk.party, ...desk.links.parties];
  const named = [...new Set([...lines, ...linked])];
  const all = parties.filter(({ id, role }) => (named.length > 0 ? named.includes(id) : role !== 'third_party'));
  return all.map(({ id }) => id);
}

/** How far the cell is, computed from evidence alone. */
export function readinessHere(sources: ReadinessSources): CellReadiness {
  const { desk, members } = sources;
  const tested_s = desk.clauses.map(({ test_every_s, answer_within_s }) => test_every_s + answer_within_s);
  const terms = { ...READINESS_TERMS, ...(tested_s.length === 0 ? {} : { test_s: Math.max(...tested_s) }) };
  return readinessOf(members, evidenceOf(sources), terms, desk.now_ms(), desk.party);
}

/** What was said of readiness, in the order in which it was said. */
export const saidOfReadiness = (register: Register, now_ms: number): readonly SaidStatement[] =>
  register.ask({ subject: 'readiness', at_ms: now_ms }).map(({ statement }) => statement);

function evidenceOf({ desk, register, life, members }: ReadinessSources): ReadinessEvidence[] {
  const now_ms = desk.now_ms();
  const instant = { until_ms: null };
  const found: ReadinessEvidence[] = [];
  for (const { id, predicate, negated, about, as_of_ms, speaker } of saidOfReadiness(register, now_ms)) {
    if (negated || !ANNOUNCED.includes(predicate)) continue;
    // Who speaks of the cell speaks of all its members.
    for (const member of members.filter((one) => about.party === null || about.party === one)) {
      const source = `statement ${id} of ${speaker}`;
      found.push({ kind: 'announcement', member, other: null, from_ms: as_of_ms, ...instant, source });
    }
  }
  const { shifts, fed, messages } = desk.state;
  for (const { party, officer, from_ms, until_ms } of shifts) {
    found.push({ kind: 'watch', member: party, other: null, from_ms, until_ms, source: `watch of ${officer}` });
  }
  for (const { party, from_ms, until_ms } of fed) {
    found.push({
      kind: 'feeds',
      member: party,
      other: null,
      from_ms,
      until_ms,
      source: `told by the node of ${party}`,
    });
  }
  for (const { party, from_ms, until_ms } of desk.spans.all) {
    found.push({ kind: 'link', member: desk.party, other: party, from_ms, until_ms, source: `link with ${party}` });
  }
  for (const clause of desk.clauses) {
    for (const test of testCallsOf(desk.state, clause, desk.logged, now_ms)) {
      const others = clause.between.filter((one) => one !== test.from);
      const other = test.to ?? (others.length === 1 ? (others[0] ?? null) : null);
      if (!isTimely(test, clause) || test.answered_ms === null || other === null) continue;
      const source = `test call of ${test.from} at ${new Date(test.made_ms).toISOString()}`;
      found.push({ kind: 'test_answered', member: test.from, other, from_ms: test.answered_ms, ...instant, source });
    }
  }
  for (const { message, closed } of messages.values()) {
    if (closed?.as !== 'accepted' || message.kind === 'test_call') continue;
    const kind = message.kind === 'exercise' ? 'exercise' : 'message_accepted';
    const source = `message ${messageName(message)}`;
    found.push({ kind, member: message.from, other: message.to, from_ms: closed.at_ms, ...instant, source });
  }
  for (const member of members) found.push(...evidenceOfLife(life, member));
  return found;
}

/** When the memorandum bound with all its clauses, and who suspended or left it. */
function evidenceOfLife({ spans, observed, declared, memorandum }: Life, member: string): ReadinessEvidence[] {
  const source = `memorandum ${memorandum.id} ${memorandum.version}`;
  const bound = spans
    .filter(({ clauses }) => clauses === 'all')
    .map(({ from_ms, until_ms }) => ({ kind: 'memorandum' as const, member, other: null, from_ms, until_ms, source }));
  if (observed.state !== 'suspended' && observed.state !== 'withdrawn') return bound;
  const said = declared.find(({ party, says }) => party === member && (says === 'suspended' || says === 'withdrawn'));
  if (said === undefined) return bound;
  const from_ms = observed.since_ms ?? said.made_ms;
  return [...bound, { kind: 'suspension', member, other: null, from_ms, until_ms: null, source }];
}
