import type { AircraftRule, CrewState, Memorandum } from '../memorandum/memorandum.ts';
import type { Evidence, Identity } from '../outcome.ts';
import type { TrackWords } from '../tracks/table.ts';

/**
 * Emitter categories (DO-260B 2.2.3.2.5.2) that say whether people are aboard. A1..A7 and B1..B4 carry a crew; B6 is
 * an uncrewed aircraft; the rest do not tell (B5 is reserved).
 */
const CREWED = new Set(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'B1', 'B2', 'B3', 'B4']);
const UNCREWED = new Set(['B6']);

type Declared = { readonly party: string; readonly rule: AircraftRule };

/** Finds who an aircraft is from a memorandum's declarations; built once per memorandum. */
export class Identifier {
  readonly #byAddress = new Map<string, Declared>();
  readonly #byPrefix: Declared[] = [];
  readonly #parties: ReadonlySet<string>;

  constructor(memorandum: Memorandum) {
    this.#parties = new Set(memorandum.parties.map((party) => party.id));
    for (const party of memorandum.parties) {
      for (const rule of party.aircraft) {
        if (rule.by === 'address') this.#byAddress.set(rule.address, { party: party.id, rule });
        else this.#byPrefix.push({ party: party.id, rule });
      }
    }
    // The longest prefix is the most particular claim.
    this.#byPrefix.sort((x, y) => prefixOf(y).length - prefixOf(x).length);
  }

  /**
   * Identity with its evidence. An authenticated feed outranks a declared address, which outranks a callsign (anyone
   * can transmit one). No evidence leaves the party null: unidentified, a class of its own, never left out.
   */
  identify(words: TrackWords): Identity {
    const evidence: Evidence[] = [];
    for (const party of words.vouched) {
      if (this.#parties.has(party)) {
        evidence.push({ for: 'party', by: 'authenticated_feed', says: party, confidence: 'high' });
      }
    }
    const declared = this.#byAddress.get(words.id);
    if (declared) {
      evidence.push({ for: 'party', by: 'declared_address', says: declared.party, confidence: 'high' });
    }
    const called = words.callsign === null ? undefined : this.#byCallsign(words.callsign);
    if (called) {
      evidence.push({ for: 'party', by: 'callsign_prefix', says: called.party, confidence: 'medium' });
    }
    const party = evidence[0]?.says ?? null;
    const crew = this.#crew(words, declared, called, evidence);
    return { callsign: words.callsign, category: words.category, technology: words.technology, party, crew, evidence };
  }

  #byCallsign(callsign: string): Declared | undefined {
    return this.#byPrefix.find((declared) => callsign.startsWith(prefixOf(declared)));
  }

  #crew(
    words: TrackWords,
    declared: Declared | undefined,
    called: Declared | undefined,
    evidence: Evidence[],
  ): CrewState {
    const says: { by: Evidence['by']; crew: CrewState; confidence: Evidence['confidence'] }[] = [];
    if (declared?.rule.crew) says.push({ by: 'declared_address', crew: declared.rule.crew, confidence: 'high' });
    if (words.category !== null && UNCREWED.has(words.category)) {
      says.push({ by: 'emitter_category', crew: 'uncrewed', confidence: 'medium' });
    }
    if (words.category !== null && CREWED.has(words.category)) {
      says.push({ by: 'emitter_category', crew: 'crewed', confidence: 'medium' });
    }
    if (called?.rule.crew) says.push({ by: 'callsign_prefix', crew: called.rule.crew, confidence: 'low' });
    if (says.length === 0) {
      evidence.push({ for: 'crew', by: 'none', says: 'unknown, treated as crewed', confidence: 'low' });
      return 'unknown';
    }
    for (const one of says) evidence.push({ for: 'crew', by: one.by, says: one.crew, confidence: one.confidence });
    return says[0]!.crew;
  }
}

const prefixOf = (declared: Declared): string => (declared.rule.by === 'callsign_prefix' ? declared.rule.prefix : '');
