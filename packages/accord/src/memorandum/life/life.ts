import type { DurationClause } from '../kinds/duration.ts';
import type { Memorandum } from '../memorandum.ts';
import { type Cryptography, type Entry, type SignedContent, type Step, weigh } from './entries.ts';
import type { PartyKey } from './keyring.ts';

/**
 * draft: nobody said anything; proposed; signed_in_part; signed: by all, its period is yet to begin; in_force;
 * suspended: what survives goes on; then for good: amended (a later version is in force), withdrawn, expired.
 */
export const LIFE_STATES = [
  'draft',
  'proposed',
  'signed_in_part',
  'signed',
  'in_force',
  'suspended',
  'amended',
  'withdrawn',
  'expired',
] as const;
export type LifeState = (typeof LIFE_STATES)[number];

/** Clauses that bind from one instant on and before another (null: no end is in sight): all, or those that survive. */
export type Span = {
  readonly from_ms: number;
  readonly until_ms: number | null;
  readonly clauses: 'all' | readonly string[];
};

/** The signature of one party that must sign. */
export type PartySignature = {
  readonly party: string;
  readonly state: 'valid' | 'refused' | 'missing';
  readonly signed_ms: number | null;
  readonly key_id: string | null;
  /** Why a signature was refused, or that none was given. */
  readonly reason: string | null;
};

/** What a party said last of the state, whether or not it has that effect. */
export type Declaration = {
  readonly party: string;
  readonly says: 'proposed' | 'signed' | 'suspended' | 'resumed' | 'withdrawn';
  readonly made_ms: number;
  /** Why it has no effect, or a later one; null where it has. */
  readonly but: string | null;
};

/** Where a version of a memorandum stands: what the parties declared, and what follows from what they signed. */
export type Life = {
  readonly memorandum: { readonly id: string; readonly version: number; readonly sha256: string };
  readonly observed: { readonly state: LifeState; readonly since_ms: number | null; readonly because: string };
  readonly declared: readonly Declaration[];
  readonly signatures: readonly PartySignature[];
  readonly spans: readonly Span[];
  /** When all clauses cease to bind, as far as it is known; null: no end is in sight, or it never began. */
  readonly ends_ms: number | null;
  readonly keys: readonly PartyKey[];
  readonly steps: readonly Step[];
};

/**
 * Where each version of one memorandum stands, in the order of versions, to be asked for any instant: a pure fold over
 * the steps in the order received. Every party but third parties must sign; a version is in force when all of them
 * signed the same bytes and its period has begun, and until then the version before it is.
 */
export function livesOf(
  versions: readonly SignedContent[],
  entries: readonly Entry[],
  cryptography: Cryptography,
): (now_ms: number) => readonly Life[] {
  const sorted = [...versions].sort((a, b) => a.memorandum.version - b.memorandum.version);
  const weighed = sorted.map((signed) => {
    const others = sorted.filter((one) => one !== signed).map(({ sha256 }) => sha256);
    const own = entries.filter((entry) => !others.includes(aboutWhat(entry, signed, cryptography) ?? ''));
    const { steps, keys } = weigh(signed, own, cryptography);
    return { signed, steps, keys, signatures: signaturesOf(signed.memorandum, steps) };
  });
  const begins = weighed.map(({ signed, signatures }) => beginOf(signed.memorandum, signatures));
  const standing = weighed.map(({ signed, steps, keys, signatures }, index) => {
    const { id, version } = signed.memorandum;
    const next_ms = begins.slice(index + 1).reduce(earlier, null);
    const course = courseOf(signed.memorandum, steps, begins[index] ?? null, next_ms);
    const observed = (now_ms: number) => observe(signed.memorandum, steps, signatures, course, now_ms);
    const always = {
      memorandum: { id, version, sha256: signed.sha256 },
      declared: declarations(signed.memorandum, steps, course),
      signatures,
      spans: spansOf(signed.memorandum, course),
      ends_ms: course.begin_ms === null ? null : course.end_ms,
      keys,
      steps,
    };
    return { observed, always };
  });
  return (now_ms) => standing.map(({ observed, always }) => ({ ...always, observed: observed(now_ms) }));
}

/** Which version judges what happened at an instant, and which of its clauses; `null` where none is in force. */
export function judgedBy(
  lives: readonly Life[],
  time_ms: number,
): { version: number; clauses: Span['clauses'] } | null {
  for (const { memorandum, spans } of [...lives].reverse()) {
    const span = spans.find(({ from_ms, until_ms }) => from_ms <= time_ms && (until_ms === null || time_ms < until_ms));
    if (span !== undefined) return { version: memorandum.version, clauses: span.clauses };
  }
  return null;
}

/** The digest that a step is about, as it says itself. */
function aboutWhat({ statement, signature }: Entry, signed: SignedContent, { check }: Cryptography): string | null {
  if (statement === null) return check(signature, signed.content, []).signer?.sha256 ?? null;
  const about = (statement as { memorandum?: { sha256?: unknown } }).memorandum?.sha256;
  return typeof about === 'string' ? about : null;
}

function signaturesOf({ parties }: Memorandum, steps: readonly Step[]): PartySignature[] {
  const must = parties.filter(({ role }) => role !== 'third_party');
  return must.map(({ id: party, keys = [] }) => {
    const own = steps.filter((step) => step.kind === 'signed' && step.party === party);
    // The first that counts: signing again later changes nothing.
    const best = own.find(({ counts }) => counts) ?? own.at(-1);
    if (best === undefined) {
      const reason = keys.length === 0 ? 'it gives no key to sign with' : 'it has not signed';
      return { party, state: 'missing', signed_ms: null, key_id: null, reason };
    }
    const { counts, made_ms: signed_ms, key_id, reason } = best;
    return { party, state: counts ? 'valid' : 'refused', signed_ms, key_id, reason };
  });
}

/** When a version comes into force: when the last party has signed and its period has begun; null: not yet known. */
function beginOf({ period }: Memorandum, signatures: readonly PartySignature[]): number | null {
  if (signatures.length === 0 || signatures.some(({ state }) => state !== 'valid')) return null;
  return Math.max(period?.from_ms ?? 0, ...signatures.map(({ signed_ms }) => signed_ms ?? 0));
}

type Suspension = { readonly from_ms: number; readonly until_ms: number | null; readonly party: string };
type Course = {
  readonly begin_ms: number | null;
  readonly end_ms: number | null;
  readonly end: { readonly state: 'amended' | 'withdrawn' | 'expired'; readonly because: string } | null;
  readonly suspensions: readonly Suspension[];
};

const duration = ({ clauses }: Memorandum): DurationClause | null =>
  clauses.find((clause): clause is DurationClause => clause.kind === 'duration_and_withdrawal') ?? null;
const earlier = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

function courseOf(
  memorandum: Memorandum,
  steps: readonly Step[],
  begin_ms: number | null,
  next_ms: number | null,
): Course {
  const terms = duration(memorandum);
  let end_ms: number | null = null;
  let end: Course['end'] = null;
  const consider = (at_ms: number | null | undefined, state: NonNullable<Course['end']>['state'], because: string) => {
    if (at_ms === null || at_ms === undefined || (end_ms !== null && end_ms <= at_ms)) return;
    end_ms = at_ms;
    end = { state, because };
  };
  consider(next_ms, 'amended', 'a later version is in force');
  for (const { counts, statement } of steps) {
    if (!counts || statement?.kind !== 'withdrawn') continue;
    const from_ms = Math.max(statement.from_ms, statement.made_ms + 1000 * (terms?.withdrawal_notice_s ?? 0));
    consider(from_ms, 'withdrawn', `${statement.party} has withdrawn`);
  }
  consider(memorandum.period?.until_ms, 'expired', 'its period is over');
  return { begin_ms, end_ms, end, suspensions: suspensionsOf(steps, terms) };
}

function suspensionsOf(steps: readonly Step[], terms: DurationClause | null): Suspension[] {
  const found: Suspension[] = [];
  const open = new Map<string, number>();
  for (const { counts, statement } of steps) {
    if (!counts || statement === null) continue;
    const { party } = statement;
    if (statement.kind === 'suspended' && terms?.suspension_notice_s != null && !open.has(party)) {
      open.set(party, Math.max(statement.from_ms, statement.made_ms + 1000 * terms.suspension_notice_s));
    } else if (statement.kind === 'resumed') {
      const from_ms = open.get(party);
      open.delete(party);
      const until_ms = Math.max(statement.from_ms, statement.made_ms);
      if (from_ms !== undefined && until_ms > from_ms) found.push({ party, from_ms, until_ms });
    }
  }
  for (const [party, from_ms] of open) found.push({ party, from_ms, until_ms: null });
  return found.sort((a, b) => a.from_ms - b.from_ms);
}

/** What binds when: all clauses; while suspended, and after a withdrawal, those that survive that. */
function spansOf(memorandum: Memorandum, { begin_ms, end_ms, end, suspensions }: Course): Span[] {
  const terms = duration(memorandum);
  const spans: Span[] = [];
  const add = (from_ms: number, until_ms: number | null, clauses: Span['clauses']) => {
    if (clauses.length > 0 && (until_ms === null || until_ms > from_ms)) spans.push({ from_ms, until_ms, clauses });
  };
  if (begin_ms === null || (end_ms !== null && end_ms <= begin_ms)) return spans;
  let at_ms = begin_ms;
  for (const { from_ms, until_ms } of suspensions) {
    if (end_ms !== null && from_ms >= end_ms) break;
    const to_ms = earlier(until_ms, end_ms);
    if (to_ms !== null && to_ms <= at_ms) continue;
    add(at_ms, Math.max(at_ms, from_ms), 'all');
    add(Math.max(at_ms, from_ms), to_ms, terms?.survives_suspension ?? []);
    if (to_ms === null) return spans;
    at_ms = to_ms;
  }
  add(at_ms, end_ms, 'all');
  if (end_ms !== null && end?.state === 'withdrawn') {
    const for_s = terms?.survives_for_s ?? null;
    add(end_ms, for_s === null ? null : end_ms + 1000 * for_s, terms?.survives_withdrawal ?? []);
  }
  return spans;
}

function observe(
  memorandum: Memorandum,
  steps: readonly Step[],
  signatures: readonly PartySignature[],
  { begin_ms, end_ms, end, suspensions }: Course,
  now_ms: number,
): Life['observed'] {
  if (end !== null && end_ms !== null && end_ms <= now_ms) {
    return { state: end.state, since_ms: end_ms, because: end.because };
  }
  const signed = signatures.filter(({ state }) => state === 'valid').map(({ party }) => party);
  const unsigned = signatures.filter(({ state }) => state !== 'valid').map(({ party }) => party);
  if (begin_ms === null) {
    if (signed.length > 0) {
      const since_ms = Math.min(
        ...signatures.flatMap(({ state, signed_ms }) => (state === 'valid' ? [signed_ms ?? 0] : [])),
      );
      const because = `signed by ${signed.join(', ')}; not by ${unsigned.join(', ')}`;
      return { state: 'signed_in_part', since_ms, because };
    }
    const proposal = steps.find((step) => step.counts && step.kind === 'proposed');
    if (proposal === undefined) return { state: 'draft', since_ms: null, because: 'nobody has signed it' };
    return { state: 'proposed', since_ms: proposal.made_ms, because: `${proposal.party} has proposed it` };
  }
  if (now_ms < begin_ms) {
    const from_ms = memorandum.period?.from_ms ?? begin_ms;
    const because = `signed by all; its period begins at ${new Date(Math.max(from_ms, begin_ms)).toISOString()}`;
    return { state: 'signed', since_ms: Math.max(...signatures.map(({ signed_ms }) => signed_ms ?? 0)), because };
  }
  const now = suspensions.filter(
    ({ from_ms, until_ms }) => from_ms <= now_ms && (until_ms === null || now_ms < until_ms),
  );
  const first = now[0];
  if (first !== undefined) {
    const because = `suspended by ${[...new Set(now.map(({ party }) => party))].join(', ')}`;
    return { state: 'suspended', since_ms: Math.max(first.from_ms, begin_ms), because };
  }
  const past = suspensions.flatMap(({ until_ms }) => (until_ms !== null && until_ms <= now_ms ? [until_ms] : []));
  const since_ms = Math.max(begin_ms, ...past);
  return { state: 'in_force', since_ms, because: 'all parties signed the same bytes and its period has begun' };
}

/** The last word of each party on the state, beside what it leads to. */
function declarations(memorandum: Memorandum, steps: readonly Step[], { begin_ms, end_ms }: Course): Declaration[] {
  const terms = duration(memorandum);
  const last = new Map<string, Declaration>();
  for (const { kind, statement, party, made_ms, counts, reason } of steps) {
    if (kind === 'key_rotated' || kind === 'key_revoked' || kind === 'unreadable') continue;
    if (party === null || made_ms === null) continue;
    const effect = (): string | null => {
      if (!counts) return reason;
      if (kind === 'suspended' && terms?.suspension_notice_s == null) return 'no clause gives leave to suspend it';
      if (kind !== 'signed' && kind !== 'proposed' && begin_ms === null) return 'it is not in force';
      const notice_s =
        kind === 'suspended' ? terms?.suspension_notice_s : kind === 'withdrawn' ? terms?.withdrawal_notice_s : null;
      if (notice_s != null && statement !== null && 'from_ms' in statement) {
        const earliest_ms = statement.made_ms + 1000 * notice_s;
        if (statement.from_ms < earliest_ms)
          return `with the notice agreed, from ${new Date(earliest_ms).toISOString()} on`;
      }
      return kind !== 'withdrawn' && end_ms !== null && made_ms >= end_ms ? 'it had ended by then' : null;
    };
    last.set(party, { party, says: kind, made_ms, but: effect() });
  }
  return memorandum.parties.flatMap(({ id }) => last.get(id) ?? []);
}
