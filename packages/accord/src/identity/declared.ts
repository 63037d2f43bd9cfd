import type { AircraftRule, CrewState, Memorandum } from '../memorandum/memorandum.ts';
import { registrationKey } from '../memorandum/registration.ts';

/** A rule of a memorandum by which an aircraft is a party's. */
export type Declared = { readonly party: string; readonly crew: CrewState | null };
export type DeclaredRegistration = Declared & { readonly registration: string };

/** A memorandum's rules about aircraft, found by address and by name. */
export class DeclaredAircraft {
  readonly parties: ReadonlySet<string>;
  readonly #byAddress = new Map<string, Declared>();
  readonly #byRegistration = new Map<string, DeclaredRegistration>();
  readonly #callsigns: { readonly prefix: string; readonly declared: Declared }[] = [];
  readonly #registrations: { readonly prefix: string; readonly declared: Declared }[] = [];

  constructor(memorandum: Memorandum) {
    this.parties = new Set(memorandum.parties.map((party) => party.id));
    for (const party of memorandum.parties) for (const rule of party.aircraft) this.#add(party.id, rule);
    // The longest prefix is the most particular claim.
    for (const list of [this.#callsigns, this.#registrations]) list.sort((x, y) => y.prefix.length - x.prefix.length);
  }

  byAddress(address: string): Declared | undefined {
    return this.#byAddress.get(address);
  }

  byRegistration(registration: string): DeclaredRegistration | undefined {
    return this.#byRegistration.get(registrationKey(registration));
  }

  byCallsignPrefix(callsign: string): Declared | undefined {
    return this.#callsigns.find(({ prefix }) => callsign.startsWith(prefix))?.declared;
  }

  /** The hyphen counts: D-2 is not D2-, which is another State's. */
  byRegistrationPrefix(registration: string): Declared | undefined {
    return this.#registrations.find(({ prefix }) => registration.startsWith(prefix))?.declared;
  }

  #add(party: string, rule: AircraftRule): void {
    const declared = { party, crew: rule.crew };
    switch (rule.by) {
      case 'address':
        this.#byAddress.set(rule.address, declared);
        break;
      case 'registration': {
        const { registration } = rule;
        this.#byRegistration.set(registrationKey(registration), { ...declared, registration });
        break;
      }
      case 'callsign_prefix':
        this.#callsigns.push({ prefix: rule.prefix, declared });
        break;
      case 'registration_prefix':
        this.#registrations.push({ prefix: rule.prefix, declared });
        break;
    }
  }
}
