import type { PublicKey } from '../header.ts';
import type { Memorandum } from '../memorandum.ts';
import { Keyring, type PartyKey } from './keyring.ts';
import { parseStatement, type Statement } from './statement.ts';

/** A clock of a party may be ahead of ours by this much before what it dates is refused, ms. */
const AHEAD_MS = 300_000;

/** A memorandum with what is signed of it. */
export type SignedContent = { readonly memorandum: Memorandum; readonly content: unknown; readonly sha256: string };

/**
 * One step as it came: a signature over a statement, or, where that is null, over the memorandum itself. Steps stand in
 * the order in which they were received.
 */
export type Entry = { readonly statement: unknown; readonly signature: string; readonly received_ms: number };

/** How signatures are checked and keys are named; `proof` has both, and the rules know nothing of cryptography. */
export type Cryptography = {
  check(
    signature: string,
    content: unknown,
    keys: readonly PublicKey[],
  ):
    | { readonly ok: true; readonly signer: Signer }
    | { readonly ok: false; readonly reason: string; readonly signer: Signer | null };
  keyId(key: PublicKey): string;
};
type Signer = { readonly party: string; readonly signed_ms: number; readonly kid: string; readonly sha256: string };

/** A step with what came of it. `reason` says why it does not count. */
export type Step = {
  readonly kind: Statement['kind'] | 'signed' | 'unreadable';
  readonly statement: Statement | null;
  /** Who claims to have made it. */
  readonly party: string | null;
  readonly made_ms: number | null;
  readonly received_ms: number;
  readonly key_id: string | null;
  readonly counts: boolean;
  readonly reason: string | null;
};

/**
 * Goes through the steps of one memorandum in the order received: which of them count, and which keys do in the end. A
 * key that was replaced or revoked signs nothing more, whatever date it writes; what a compromised key signed since it
 * was does not count either, nor does what rests on that.
 */
export function weigh(
  signed: SignedContent,
  entries: readonly Entry[],
  cryptography: Cryptography,
): { readonly steps: readonly Step[]; readonly keys: readonly PartyKey[] } {
  let voided: ReadonlyMap<string, number> = new Map();
  // Each round can only void more: a revocation itself is never voided.
  for (;;) {
    const round = goThrough(signed, entries, cryptography, voided);
    if (round.compromised.size <= voided.size) return round;
    voided = round.compromised;
  }
}

function goThrough(
  signed: SignedContent,
  entries: readonly Entry[],
  cryptography: Cryptography,
  voided: ReadonlyMap<string, number>,
) {
  const keyring = new Keyring(signed.memorandum, (key) => cryptography.keyId(key));
  const compromised = new Map(voided);
  const steps = entries.map((entry): Step => {
    const step = look(signed, entry, cryptography, keyring);
    if (!step.counts || step.party === null || step.key_id === null || step.made_ms === null) return step;
    const { statement, party, key_id, made_ms } = step;
    if (statement?.kind !== 'key_revoked') {
      const since_ms = voided.get(`${party} ${key_id}`);
      if (since_ms !== undefined && made_ms >= since_ms) {
        const reason = `the key ${key_id} of ${party} was compromised at ${new Date(since_ms).toISOString()}`;
        return { ...step, counts: false, reason };
      }
    }
    if (statement?.kind === 'key_rotated') {
      end(keyring.find(party, key_id), made_ms, 'replaced');
      keyring.add(party, statement.key, made_ms);
    } else if (statement?.kind === 'key_revoked') {
      end(keyring.find(party, statement.key_id), made_ms, 'revoked');
      const since_ms = statement.compromised_since_ms;
      const name = `${party} ${statement.key_id}`;
      if (since_ms !== null && since_ms < (compromised.get(name) ?? Number.POSITIVE_INFINITY)) {
        compromised.set(name, since_ms);
      }
    }
    return step;
  });
  return { steps, keys: keyring.keys, compromised };
}

function end(key: PartyKey | null, at_ms: number, ended: 'replaced' | 'revoked'): void {
  if (key === null || key.ended === 'revoked') return;
  key.until_ms = at_ms;
  key.ended = ended;
}

/** One step by itself: is it whole, whose is it, and may the key that signed it do so? */
function look(signed: SignedContent, entry: Entry, { check }: Cryptography, keyring: Keyring): Step {
  const { received_ms, signature } = entry;
  const refused = (step: Partial<Step>, reason: string): Step => ({
    kind: 'unreadable',
    statement: null,
    party: null,
    made_ms: null,
    key_id: null,
    ...step,
    received_ms,
    counts: false,
    reason,
  });
  const read = entry.statement === null ? null : parseStatement(entry.statement);
  if (read !== null && 'reason' in read) return refused({}, read.reason);
  const statement = read?.statement ?? null;
  const kind = statement?.kind ?? 'signed';
  const content = statement === null ? signed.content : entry.statement;
  // Of whom a signature claims to be is known before it is checked, and decides which keys may have made it.
  const claimed = statement?.party ?? check(signature, content, []).signer?.party ?? null;
  const verdict = check(signature, content, claimed === null ? [] : keyring.of(claimed));
  const party = claimed;
  const made_ms = statement?.made_ms ?? verdict.signer?.signed_ms ?? null;
  const known = { kind, statement, party, made_ms, key_id: verdict.signer?.kid ?? null } as const;
  if (!verdict.ok) return refused(known, verdict.reason);
  const { signer } = verdict;
  const no = objection(signed, statement, signer, received_ms, keyring);
  if (no !== null) return refused(known, no);
  return { ...known, received_ms, counts: true, reason: null };
}

function objection(
  { memorandum, sha256 }: SignedContent,
  statement: Statement | null,
  signer: Signer,
  received_ms: number,
  keyring: Keyring,
): string | null {
  const { party, signed_ms, kid } = signer;
  const member = memorandum.parties.find(({ id }) => id === party);
  if (member === undefined) return `${party} is no party of this memorandum`;
  if (statement !== null && statement.party !== party) return `${party} signed what ${statement.party} is to have said`;
  const made_ms = statement?.made_ms ?? signed_ms;
  if (Math.max(made_ms, signed_ms) > received_ms + AHEAD_MS) {
    return `it is dated ${new Date(Math.max(made_ms, signed_ms)).toISOString()}, after it was received`;
  }
  if (statement !== null && statement.memorandum.sha256 !== sha256) {
    return `it is about SHA-256 ${statement.memorandum.sha256}, this is SHA-256 ${sha256}`;
  }
  if (statement?.kind === 'key_revoked') {
    // Any key that the party ever had may revoke: at worst a thief silences a key that he has stolen.
    return keyring.find(party, statement.key_id) === null ? `the key ${statement.key_id} is none of ${party}` : null;
  }
  const no = keyring.objection(party, kid, signed_ms);
  if (no !== null || statement?.kind !== 'key_rotated') return no;
  return statement.replaces === kid
    ? null
    : `it is signed with ${kid}, not with the key ${statement.replaces} it replaces`;
}
