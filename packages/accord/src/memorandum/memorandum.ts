import type { Contact, Definition, Period, PublicKey } from './header.ts';
import type { Clause } from './kinds.ts';
import type { Area, CrewState, Words } from './terms.ts';

export type { Contact, Definition, Period, PublicKey } from './header.ts';
export type { PermissionClause } from './kinds/permission.ts';
export type { SeparationClause } from './kinds/separation_minimum.ts';
export type { Clause } from './kinds.ts';
export {
  ALERT_LEVELS,
  type AlertLevel,
  type Area,
  type CrewState,
  ENCOUNTER_CLASSES,
  type EncounterClass,
  type PermissionArea,
  type Words,
} from './terms.ts';

/**
 * A memorandum as the watch runs it: parsed, checked, in SI units, frozen. `parseMemorandum` in `parse.ts` makes one
 * from YAML or JSON; the document itself is described in `docs/memorandum.md`. What is optional came to the form later:
 * it is left out where it was not written.
 */
export type Memorandum = {
  readonly id: string;
  readonly version: number;
  readonly title: Words;
  readonly languages: readonly string[];
  readonly area: Area | null;
  readonly period?: Period;
  readonly definitions?: readonly Definition[];
  readonly parties: readonly Party[];
  readonly clauses: readonly Clause[];
};

export type PartyRole = 'signatory' | 'host' | 'third_party';

export type Party = {
  readonly id: string;
  readonly name: string;
  readonly role: PartyRole;
  /** Rules by which a declared aircraft is known; an authenticated feed needs none. */
  readonly aircraft: readonly AircraftRule[];
  /** Keys with which it signs; others take their place by statements that one of them signs. */
  readonly keys?: readonly PublicKey[];
  readonly contacts?: readonly Contact[];
  readonly units_bound?: readonly string[];
};

export type AircraftRule =
  | { readonly by: 'address'; readonly address: string; readonly crew: CrewState | null; readonly name: string | null }
  | {
      readonly by: 'registration';
      readonly registration: string;
      readonly crew: CrewState | null;
      readonly name: string | null;
    }
  | { readonly by: 'callsign_prefix'; readonly prefix: string; readonly crew: CrewState | null }
  | { readonly by: 'registration_prefix'; readonly prefix: string; readonly crew: CrewState | null };
