import type { Memorandum } from '../memorandum/memorandum.ts';
import { registrationKey } from '../memorandum/registration.ts';
import type { Evidence, Identity } from '../outcome.ts';
import type { TrackWords } from '../tracks/table.ts';
import { stateOfAddress } from './address_blocks.ts';
import { crewOf, type Fitting } from './crew.ts';
import { DeclaredAircraft } from './declared.ts';
import { type Heard, hear } from './heard.ts';
import { nNumberOf } from './n_number.ts';
import { isRegistration } from './registration.ts';

/** Finds who an aircraft is from a memorandum's declarations; built once per memorandum. */
export class Identifier {
  readonly #declared: DeclaredAircraft;
  /** Evidence that many aircraft share is one object: it is kept for each of them. */
  readonly #shared = new Map<string, Evidence>();

  constructor(memorandum: Memorandum) {
    this.#declared = new DeclaredAircraft(memorandum);
  }

  /**
   * Identity with its evidence, from all that was heard of the track so far; the very object that the track has already
   * when nothing new was learnt. Everything ever heard stays in the evidence, and contradictions stand side by side.
   *
   * A declared address outranks an authenticated feed, which outranks names that anyone can transmit: all parties
   * signed the declaration, and one party says what its feed says. Among equals the first stays. No evidence leaves the
   * party null: unidentified, a class of its own, never left out. An address block and a category never decide it.
   */
  identify(words: TrackWords): Identity {
    const { before, now } = hear(words);
    if (now === null && words.identity.evidence.length > 0 && !this.#vouchedAnew(words)) return words.identity;
    return this.#identityOf(words, now ?? before);
  }

  #vouchedAnew(words: TrackWords): boolean {
    if (words.vouched.length === 0) return false;
    const { evidence } = words.identity;
    const known = (party: string): boolean =>
      evidence.some((one) => one.by === 'authenticated_feed' && one.says === party);
    return words.vouched.some((party) => this.#declared.parties.has(party) && !known(party));
  }

  #identityOf(words: TrackWords, heard: Heard): Identity {
    const icao = words.address_kind === 'icao';
    const computed = icao ? nNumberOf(words.id) : null;
    const fitting = this.#fitting(words, heard, computed);
    const evidence = this.#partyEvidence(words, fitting);
    const party = evidence[0]?.says ?? null;
    const contested = evidence.some((one) => one.says !== party);
    const confidence =
      evidence[0] === undefined ? 'none' : contested ? LOWER[evidence[0].confidence] : evidence[0].confidence;
    const { crew, pieces } = crewOf(heard, fitting, party);
    for (const piece of pieces) addOnce(evidence, this.#share('crew', piece.by, piece.crew, piece.confidence));
    if (pieces.length === 0) evidence.push(this.#share('crew', 'none', 'unknown, treated as crewed', 'low'));
    const registration = this.#registration(words, heard, computed, evidence);
    this.#several(heard, evidence);
    const callsign = heard.names.find((name) => !this.#isRegistration(name)) ?? heard.names[0] ?? null;
    const category = heard.categories[0] ?? words.identity.category ?? words.category;
    const { technology } = words;
    // An array that grew keeps room for more, in each of a hundred thousand tracks; its copy does not.
    const all = evidence.slice();
    return { callsign, registration, category, technology, party, confidence, contested, crew, evidence: all };
  }

  /** Declarations that fit, best first. */
  #fitting(words: TrackWords, heard: Heard, computed: string | null): Fitting[] {
    const fitting: Fitting[] = [];
    const add = (
      by: Evidence['by'],
      confidence: Evidence['confidence'],
      declared: Fitting['declared'] | undefined,
    ): void => {
      if (declared !== undefined) fitting.push({ by, confidence, declared });
    };
    if (words.address_kind === 'icao') add('declared_address', 'high', this.#declared.byAddress(words.id));
    // An address from which a registration follows is as good as the address.
    if (computed !== null) add('declared_registration', 'high', this.#declared.byRegistration(computed));
    for (const name of heard.names) add('declared_registration', 'medium', this.#declared.byRegistration(name));
    for (const name of heard.names) add('callsign_prefix', 'medium', this.#declared.byCallsignPrefix(name));
    const registrations = heard.names.filter((name) => this.#isRegistration(name));
    for (const registration of computed === null ? registrations : [computed, ...registrations]) {
      add('registration_prefix', 'medium', this.#declared.byRegistrationPrefix(registration));
    }
    return fitting;
  }

  #partyEvidence(words: TrackWords, fitting: readonly Fitting[]): Evidence[] {
    const evidence: Evidence[] = [];
    const addDeclared = (high: boolean): void => {
      for (const { by, confidence, declared } of fitting) {
        if ((confidence === 'high') === high) addOnce(evidence, this.#share('party', by, declared.party, confidence));
      }
    };
    addDeclared(true);
    for (const party of words.vouched) {
      if (this.#declared.parties.has(party))
        addOnce(evidence, this.#share('party', 'authenticated_feed', party, 'high'));
    }
    addDeclared(false);
    return evidence;
  }

  /** The registration that follows from the address, else the first one heard; all of them are evidence. */
  #registration(words: TrackWords, heard: Heard, computed: string | null, evidence: Evidence[]): string | null {
    const said = heard.names.filter((name) => this.#isRegistration(name));
    const all = computed === null ? said : [computed, ...said];
    const agree = new Set(all.map(registrationKey)).size <= 1;
    const confidence = agree ? 'medium' : 'low';
    if (computed !== null) {
      evidence.push({ for: 'registration', by: 'address_arithmetic', says: computed, confidence });
    }
    for (const says of said) evidence.push({ for: 'registration', by: 'transmitted', says, confidence });
    const state = words.address_kind === 'icao' ? stateOfAddress(words.id) : null;
    if (state !== null) {
      evidence.push(this.#share('registration', 'address_block', `hint: registered in ${state}`, 'low'));
    }
    const [first] = all;
    return first === undefined ? null : (this.#declared.byRegistration(first)?.registration ?? first);
  }

  /** A single name or category stands in the identity itself; several are listed. */
  #several(heard: Heard, evidence: Evidence[]): void {
    if (heard.names.length > 1) {
      for (const says of heard.names) evidence.push({ for: 'callsign', by: 'transmitted', says, confidence: 'medium' });
    }
    if (heard.categories.length > 1) {
      for (const category of heard.categories)
        evidence.push(this.#share('category', 'transmitted', category, 'medium'));
    }
    if (heard.more) evidence.push(this.#share('callsign', 'none', 'it gives ever new names or categories', 'low'));
  }

  #isRegistration(name: string): boolean {
    return isRegistration(name) || this.#declared.byRegistration(name) !== undefined;
  }

  #share(what: Evidence['for'], by: Evidence['by'], says: string, confidence: Evidence['confidence']): Evidence {
    const key = `${what} ${by} ${confidence} ${says}`;
    let shared = this.#shared.get(key);
    if (shared === undefined) {
      shared = Object.freeze({ for: what, by, says, confidence });
      this.#shared.set(key, shared);
    }
    return shared;
  }
}

const LOWER = { high: 'medium', medium: 'low', low: 'low' } as const;

/** The first piece of a kind is the strongest. */
function addOnce(evidence: Evidence[], piece: Evidence): void {
  const known = evidence.some((one) => one.for === piece.for && one.by === piece.by && one.says === piece.says);
  if (!known) evidence.push(piece);
}
