import type { EncounterKind } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import type { PairGeometry } from './geometry.ts';

/** Flying together: as near as this and with as little relative motion. Larger values end it than begin it. */
const TOGETHER = { range_m: 1852, up_m: 152.4, relative_mps: 12, closure_mps: 4, up_mps: 5 };
const APART = { range_m: 2778, up_m: 228.6, relative_mps: 18, closure_mps: 8, up_mps: 8 };
/** Flying together for this long makes a formation. */
const FORMATION_S = 30;
/** A ghost sits this close to the aircraft it is. */
const GHOST_M = 300;
const GHOST_UP_M = 61;

/** What is known of why a pair is near each other, for one pass. */
export type Proximity = {
  kind: EncounterKind;
  /** Flying together since, ms. */
  together_since_ms: number | null;
  /** The pass began with the two flying together: nobody closed in on anybody. */
  began_together: boolean;
  seen: boolean;
  /** The label of the pass so far: the last one that was not plain `encounter`. */
  label: EncounterKind;
};

export function startProximity(): Proximity {
  return { kind: 'encounter', together_since_ms: null, began_together: false, seen: false, label: 'encounter' };
}

/**
 * Brings the label up to date. The label lowers nothing while the two close in on each other: whoever flies together
 * stops doing so at a closure of 8 m/s or a relative speed of 18 m/s, and the pair is an encounter again at once.
 */
export function updateProximity(
  p: Proximity,
  g: PairGeometry,
  table: TrackTable,
  a: number,
  b: number,
  now_ms: number,
): void {
  const limit = p.together_since_ms === null ? TOGETHER : APART;
  const together =
    g.range_m <= limit.range_m &&
    // A contact without height may be anywhere above or below: nobody flies in formation with it.
    Math.abs(g.up_m) <= limit.up_m &&
    g.relative_speed_mps <= limit.relative_mps &&
    Math.abs(g.up_mps) <= limit.up_mps &&
    (g.closure_mps <= limit.closure_mps || g.h_cpa_m >= 0.5 * g.range_m);
  if (!p.seen) {
    p.seen = true;
    p.began_together = together;
  }
  if (!together) {
    p.together_since_ms = null;
    p.began_together = false;
    p.kind = 'encounter';
    return;
  }
  p.together_since_ms ??= now_ms;
  if (mayBeGhost(table, a, b) && g.range_m <= Math.max(GHOST_M, g.uncertainty_m) && !(Math.abs(g.up_m) > GHOST_UP_M)) {
    p.kind = 'same_aircraft';
  } else if (now_ms - p.together_since_ms >= FORMATION_S * 1000) {
    p.kind = 'formation';
  }
  if (p.kind !== 'encounter') p.label = p.kind;
}

/** Alerts are held back for a label, and for a pair that began together until its label is decided. */
export function heldBack(p: Proximity): boolean {
  return p.kind !== 'encounter' || p.began_together;
}

/** One address is the aircraft's own and the other one a ground station's: one aircraft may be heard twice. */
function mayBeGhost(table: TrackTable, a: number, b: number): boolean {
  const x = table.words[a]!;
  const y = table.words[b]!;
  return (x.address_kind === 'icao' && relayed(y)) || (y.address_kind === 'icao' && relayed(x));
}

/** Technologies by which a ground station repeats, under an address of its own, what it has seen itself. */
const RELAYS = new Set(['tisb', 'adsr', 'mlat']);

const relayed = (words: { address_kind: string; technology: string }): boolean =>
  words.address_kind === 'non_icao' && RELAYS.has(words.technology);
