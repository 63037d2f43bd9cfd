import type { Memorandum, PermissionClause } from '../memorandum/memorandum.ts';
import type { Evidence, Identity, PermissionNotice } from '../outcome.ts';
import { levelOf as levelAt } from '../tracks/level.ts';
import type { TrackTable } from '../tracks/table.ts';
import { Region, type Whereabouts } from './region.ts';

/** An aircraft that was not seen in the area for this long, and then is, has entered it again, s. */
const AGAIN_S = 300;
/** What is too old to matter is dropped this often, s. */
const FORGET_S = 60;
/** A notice without the tick and time of saying it. */
export type PermissionFinding = Omit<PermissionNotice, 'kind' | 'tick' | 'time_ms'>;

/** What is remembered of one aircraft in areas where its party has no permission. */
type Stay = { readonly party: string; readonly clause: string; seen_ms: number };
export type SavedPermissions = {
  readonly forgot_ms: number;
  readonly stays: readonly (readonly [track: string, stay: Stay])[];
};

type Rule = { readonly clause: PermissionClause; readonly region: Region };

const NONE: readonly PermissionFinding[] = [];

/**
 * Finds aircraft of a party in an area where the memorandum gives that party no permission to operate: once when it
 * enters, and again when it was away for five minutes. Only what is certain counts: a position or height that may as
 * well lie outside raises no notice, and neither does an aircraft on the ground. Nor does an unidentified one: nobody
 * can say that a party which is not known has no permission. It changes nothing in what is warned of.
 */
export class PermissionWatch {
  readonly #memorandum: Memorandum;
  /** For each party the clauses that do not grant it. */
  readonly #rules = new Map<string, Rule[]>();
  /** By track and clause; those of a track that is gone last no longer than a stay is remembered. */
  #stays = new Map<string, Stay[]>();
  #forgot_ms = 0;

  constructor(memorandum: Memorandum) {
    this.#memorandum = memorandum;
    for (const clause of memorandum.clauses) {
      if (clause.kind !== 'permission_to_operate') continue;
      const rule = { clause, region: new Region(clause.area) };
      for (const { id } of memorandum.parties) {
        if (!clause.granted.includes(id)) this.#rules.set(id, [...(this.#rules.get(id) ?? []), rule]);
      }
    }
  }

  /**
   * To be asked whenever an aircraft moved or was identified: what is to be said of it now, by clause in the order of
   * the memorandum; nearly always nothing.
   *
   * @param now_ms time of the tick
   */
  check(table: TrackTable, slot: number, now_ms: number): readonly PermissionFinding[] {
    if (this.#rules.size === 0) return NONE;
    const { id, identity } = table.words[slot]!;
    if (identity.party === null || table.on_ground[slot] === 1) return NONE;
    const rules = this.#rules.get(identity.party);
    if (rules === undefined) return NONE;
    let findings: PermissionFinding[] | null = null;
    for (const rule of rules) {
      const where = whereabouts(rule, table, slot);
      if (where === 'outside') continue;
      if (!this.#enters(id, identity.party, rule.clause.id, where, now_ms)) continue;
      findings ??= [];
      findings.push(this.#finding(rule.clause, table, slot));
    }
    return findings ?? NONE;
  }

  save(): SavedPermissions {
    const stays: [string, Stay][] = [];
    for (const track of [...this.#stays.keys()].sort()) {
      for (const stay of this.#stays.get(track)!) stays.push([track, { ...stay }]);
    }
    return { forgot_ms: this.#forgot_ms, stays };
  }

  restore(saved: SavedPermissions): void {
    this.#forgot_ms = saved.forgot_ms;
    this.#stays = new Map();
    for (const [track, stay] of saved.stays) this.#stays.set(track, [...(this.#stays.get(track) ?? []), { ...stay }]);
  }

  /** Is this an entry? A stay goes on also while its end is uncertain; it begins only with certainty. */
  #enters(track: string, party: string, clause: string, where: Whereabouts, now_ms: number): boolean {
    const stays = this.#stays.get(track) ?? [];
    const stay = stays.find((one) => one.party === party && one.clause === clause);
    if (stay !== undefined && now_ms - stay.seen_ms <= AGAIN_S * 1000) {
      stay.seen_ms = now_ms;
      return false;
    }
    if (where !== 'inside') return false;
    this.#forget(now_ms);
    const kept = (this.#stays.get(track) ?? []).filter((one) => one !== stay);
    this.#stays.set(track, [...kept, { party, clause, seen_ms: now_ms }]);
    return true;
  }

  #forget(now_ms: number): void {
    if (now_ms - this.#forgot_ms < FORGET_S * 1000) return;
    this.#forgot_ms = now_ms;
    for (const [track, stays] of this.#stays) {
      const left = stays.filter((one) => now_ms - one.seen_ms <= AGAIN_S * 1000);
      if (left.length === 0) this.#stays.delete(track);
      else if (left.length < stays.length) this.#stays.set(track, left);
    }
  }

  #finding(clause: PermissionClause, table: TrackTable, slot: number): PermissionFinding {
    const { id, identity } = table.words[slot]!;
    return {
      track: id,
      identity,
      clause: clause.id,
      area: clause.area.name,
      latitude_deg: table.latitude_deg[slot]!,
      longitude_deg: table.longitude_deg[slot]!,
      says: this.#says(clause, identity),
    };
  }

  #says(clause: PermissionClause, identity: Identity): string {
    const { id, version, languages, parties } = this.#memorandum;
    const nameOf = (party: string | null): string => parties.find((one) => one.id === party)?.name ?? `${party}`;
    const about = identity.evidence.filter((one) => one.for === 'party');
    const known = identity.contested
      ? `Whose it is is contested: ${about.map((one) => `${nameOf(one.says)} by ${byWords(one)}`).join(', ')}.`
      : `Known as theirs by ${[...new Set(about.map(byWords))].join(', ')}, ${identity.confidence} confidence.`;
    const words = clause.words[languages[0] ?? ''] ?? '';
    return (
      `${nameOf(identity.party)} has no permission to operate in ${clause.area.name}. ` +
      `Clause ${clause.id} of ${id}, version ${version}: “${words}” ${known}`
    );
  }
}

export const byWords = (evidence: Evidence): string => evidence.by.replaceAll('_', ' ');

function whereabouts({ clause, region }: Rule, table: TrackTable, slot: number): Whereabouts {
  const seen_ms = table.seen_ms[slot]!;
  if (
    (clause.from_ms !== null && seen_ms < clause.from_ms) ||
    (clause.until_ms !== null && seen_ms >= clause.until_ms)
  ) {
    return 'outside';
  }
  const level = levelOf(clause, table, slot);
  if (level === 'outside') return 'outside';
  const place = region.locate(table.latitude_deg[slot]!, table.longitude_deg[slot]!, table.accuracy_m[slot]!);
  return place === 'inside' ? level : place;
}

/** Is it between floor and ceiling? An unknown height may be anywhere. */
function levelOf({ floor_m, ceiling_m }: PermissionClause, table: TrackTable, slot: number): Whereabouts {
  if (floor_m === null && ceiling_m === null) return 'inside';
  const heights = [table.pressure_altitude_m[slot]!, table.geometric_altitude_m[slot]!] as const;
  const { altitude_m, altitude_error_m: error_m } = levelAt(...heights);
  if (altitude_m === null) return 'unsure';
  const above_m = floor_m === null ? Infinity : altitude_m - floor_m;
  const below_m = ceiling_m === null ? Infinity : ceiling_m - altitude_m;
  if (above_m < -error_m || below_m < -error_m) return 'outside';
  return above_m > error_m && below_m > error_m ? 'inside' : 'unsure';
}
