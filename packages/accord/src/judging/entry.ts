import { type LogEntry, SAYINGS, type Saying, SHARED_LEVELS, SHARED_WHATS } from '../judged.ts';
import type { Clause } from '../memorandum/kinds.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';

/** Why an entry cannot be logged: the field, its value, the reason and what to do. */
export type EntryProblem = {
  readonly field: string;
  readonly value: string;
  readonly reason: string;
  readonly remedy: string;
};

/** What can be said under each kind of clause that is judged by what was said. */
const UNDER: Partial<Readonly<Record<Clause['kind'], readonly Saying[]>>> = {
  entry_protocol_rings: ['call', 'read_back', 'clearance'],
  frequency_ladder: ['call', 'answer'],
  required_calls: ['call', 'read_back'],
  line_hours_and_test_calls: ['test', 'answer'],
  hazard_area: ['clearance'],
  exemption_with_notice: ['notice'],
  hazard_notice_lead_time: ['notice'],
  transponder_and_due_regard: ['outage', 'coverage_began', 'coverage_ended'],
  incident_exchange_deadline: ['account'],
  joint_review_cadence: ['review'],
  third_party_flow_down: ['confirmation'],
  disclosure_duty: ['to_share', 'shared', 'log_opened', 'log_closed'],
  duration_and_withdrawal: ['notice', 'ceased'],
};
const WITHOUT_CLAUSE: readonly Saying[] = ['log_opened', 'log_closed'];

/** An entry of the log of calls was refused. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(`a call cannot be logged: ${reason}; ${remedy}`);
    this.remedy = remedy;
  }
}

/** An entry as somebody wrote it down; its words are not known to be among those that count. */
type Written = Omit<LogEntry, 'says' | 'what' | 'level'> & {
  readonly says: string;
  readonly what?: string;
  readonly level?: string;
};

/**
 * An entry as somebody wrote it down, checked.
 *
 * @throws EntryError with the field, the value, the reason and the remedy
 */
export function entryOf(memorandum: Memorandum, written: Written): LogEntry {
  for (const [field, value, known] of [
    ['says', written.says, SAYINGS],
    ['what', written.what, SHARED_WHATS],
    ['level', written.level, SHARED_LEVELS],
  ] as const) {
    if (value !== undefined && !(known as readonly string[]).includes(value))
      throw new EntryError(`${field} is ${value}, which cannot be logged`, `say one of ${known.join(', ')}`);
  }
  const entry = written as LogEntry;
  const problem = entryProblem(memorandum, entry);
  if (problem === null) return entry;
  const { field, value, reason, remedy } = problem;
  throw new EntryError(`${field} is ${value === '' ? 'missing' : value}: ${reason}`, remedy);
}

/** What keeps an entry from being logged under a memorandum; null where nothing does. */
export function entryProblem(memorandum: Memorandum, entry: LogEntry): EntryProblem | null {
  const { at, by, to, clause: id, says } = entry;
  const problem = (field: string, value: unknown, reason: string, remedy: string): EntryProblem => ({
    field,
    value: String(value),
    reason,
    remedy,
  });
  if (at.latest_ms < at.earliest_ms) {
    return problem('at.latest_ms', at.latest_ms, 'it is before at.earliest_ms', 'give the earlier instant first');
  }
  for (const [field, party] of [
    ['by', by],
    ['to', to],
  ] as const) {
    if (party === undefined || memorandum.parties.some((one) => one.id === party)) continue;
    const known = memorandum.parties.map((one) => one.id).join(', ');
    return problem(field, party, 'it is no party of the memorandum', `name one of ${known}`);
  }
  const aboutLog = WITHOUT_CLAUSE.includes(says);
  if (aboutLog && (id === undefined || !isDisclosure(memorandum, id))) {
    return id === undefined ? null : problem('clause', id, `${says} is about all clauses`, 'leave the clause out');
  }
  if (id === undefined) return problem('clause', '', `${says} is said under a clause`, 'name the clause');
  const clause = memorandum.clauses.find((one) => one.id === id);
  if (clause === undefined) return problem('clause', id, 'the memorandum has no such clause', 'name one that it has');
  const sayings = UNDER[clause.kind] ?? [];
  if (!sayings.includes(says)) {
    const can = sayings.length === 0 ? 'it is not judged by what is said' : `what is said there: ${sayings.join(', ')}`;
    return problem('says', says, `clause ${id} is of kind ${clause.kind}`, `correct one of the two; ${can}`);
  }
  const steps = stepsOf(memorandum, id);
  if (entry.step !== undefined && entry.step > steps) {
    return problem('step', entry.step, `clause ${id} has ${steps}`, `give a number from 1 to ${steps}`);
  }
  if (entry.step === undefined && steps > 0 && clause.kind !== 'frequency_ladder') {
    return problem('step', '', `clause ${id} has ${steps} steps`, `say which, from 1 to ${steps}`);
  }
  if (clause.kind === 'frequency_ladder' && says === 'call' && entry.frequency_mhz === undefined) {
    return problem('frequency_mhz', '', 'a ladder goes by frequencies', 'give the frequency');
  }
  if (clause.kind === 'disclosure_duty' && !aboutLog) {
    const { about, what, level } = entry;
    if (about === undefined) return problem('about', '', 'what is shared has a name', 'give the name of it');
    if (says === 'to_share' && what === undefined) {
      const asked = [...new Set(clause.shares.map((share) => share.what))].join(', ');
      return problem('what', '', `clause ${id} asks for ${asked}`, 'say of which kind it is');
    }
    if (says === 'shared' && level === undefined) {
      return problem('level', '', 'it is shared up to some rung', `give one of ${SHARED_LEVELS.join(', ')}`);
    }
  }
  if (clause.kind === 'duration_and_withdrawal' && entry.about !== 'withdrawal' && entry.about !== 'suspension') {
    return problem('about', entry.about ?? '', `clause ${id} is about ending`, 'say withdrawal or suspension');
  }
  if (entry.from_ms !== undefined && entry.until_ms !== undefined && entry.until_ms <= entry.from_ms) {
    return problem('until_ms', entry.until_ms, 'it is not after from_ms', 'give a later instant, or leave it out');
  }
  return null;
}

const isDisclosure = ({ clauses }: Memorandum, id: string): boolean =>
  clauses.some((one) => one.id === id && one.kind === 'disclosure_duty');

function stepsOf({ clauses }: Memorandum, id: string): number {
  const clause = clauses.find((one) => one.id === id);
  if (clause?.kind === 'entry_protocol_rings') return clause.rings.length;
  if (clause?.kind === 'frequency_ladder') return clause.rungs.length;
  return clause?.kind === 'required_calls' ? (clause.calls?.length ?? 0) : 0;
}
