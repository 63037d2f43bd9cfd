import type { PublicKey } from '../header.ts';
import type { Memorandum } from '../memorandum.ts';

/** One key of a party, and for how long it counts. */
export type PartyKey = {
  readonly party: string;
  readonly key_id: string;
  readonly key: PublicKey;
  /** Null: since the memorandum names it. */
  readonly from_ms: number | null;
  /** Null while it counts. */
  until_ms: number | null;
  /** Why it counts no more. */
  ended: 'replaced' | 'revoked' | null;
};

/** The keys of all parties, as statements change them. */
export class Keyring {
  readonly keys: PartyKey[] = [];
  readonly #keyId: (key: PublicKey) => string;

  constructor(memorandum: Memorandum, keyId: (key: PublicKey) => string) {
    this.#keyId = keyId;
    for (const { id, keys = [] } of memorandum.parties) for (const key of keys) this.add(id, key, null);
  }

  add(party: string, key: PublicKey, from_ms: number | null): void {
    this.keys.push({ party, key_id: this.#keyId(key), key, from_ms, until_ms: null, ended: null });
  }

  /** All keys that a party ever had. */
  of(party: string): readonly PublicKey[] {
    return this.keys.filter((one) => one.party === party).map(({ key }) => key);
  }

  find(party: string, key_id: string): PartyKey | null {
    return this.keys.find((one) => one.party === party && one.key_id === key_id) ?? null;
  }

  /** Why a key does not count for what is signed at an instant; `null` when it does. */
  objection(party: string, key_id: string, signed_ms: number): string | null {
    const key = this.find(party, key_id);
    if (key === null) return `the key ${key_id} is none of ${party}`;
    if (key.ended !== null) {
      return `the key ${key_id} of ${party} was ${key.ended} at ${new Date(key.until_ms ?? 0).toISOString()}`;
    }
    if (key.from_ms !== null && signed_ms < key.from_ms) {
      return `the key ${key_id} of ${party} counts from ${new Date(key.from_ms).toISOString()} on`;
    }
    return null;
  }
}
