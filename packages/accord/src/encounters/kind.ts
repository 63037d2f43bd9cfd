import type { AlertLevel } from '../memorandum/memorandum.ts';
import type { EncounterKind } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';
import { converges } from './converging.ts';
import type { PairGeometry } from './geometry.ts';
import { type Pattern, patternOf } from './pattern.ts';
import { isInTrail } from './tow.ts';

/** Flying together: as near as this and with as little relative motion. Larger values end it than begin it. */
const TOGETHER = { range_m: 1852, up_m: 152.4, relative_mps: 12, closure_mps: 4, up_mps: 5 };
const APART = { range_m: 2778, up_m: 228.6, relative_mps: 18, closure_mps: 8, up_mps: 8 };
/** Flying together for this long makes a formation, or a tow. */
const FORMATION_S = 30;
/** In a pass in which the two were near on purpose before, this long suffices. */
const AGAIN_S = 5;
/** A ghost sits this close to the aircraft it is. */
const GHOST_M = 300;
const GHOST_UP_M = 61;
/** Circling and circuits are seen in what lies behind: the label goes on this long after they were last seen. */
const HOLD_S = { thermal: 10, circuit: 60 };
/** Alerts are held back again only after this long without converging, so that none is raised and cleared at once. */
const CALM_S = 5;
/** Spans kept of one pass; beyond it the oldest is let go, and its time counts against the grace time. */
const MAX_SPANS = 128;

/** What is known of why a pair is near each other, for one pass. JSON-safe. */
export type Proximity = {
  kind: EncounterKind;
  /** Flying together since, ms. */
  together_since_ms: number | null;
  /** One behind the other, as in an aerotow, since, ms. */
  in_trail_since_ms: number | null;
  /** The pass began with the two flying together: nobody closed in on anybody. */
  began_together: boolean;
  seen: boolean;
  /** Circling together, or both in a circuit, last seen, ms. */
  pattern: Pattern | null;
  pattern_seen_ms: number;
  /** They close in on each other at speed: no label lowers anything. When they last did, ms. */
  converging: boolean;
  converged_ms: number;
  /** They fly as one, or began so and no label is decided yet: no alert at all. */
  held_back: boolean;
  /** The label of the pass so far: the last one that was not plain `encounter`. */
  label: EncounterKind;
  spans: LabelSpan[];
};

/** A label held from then to then (null: still). `excused`: near on purpose, so not counted against the grace time. */
export type LabelSpan = { kind: EncounterKind; excused: boolean; from_ms: number; to_ms: number | null };

export function startProximity(): Proximity {
  return {
    kind: 'encounter',
    together_since_ms: null,
    in_trail_since_ms: null,
    began_together: false,
    seen: false,
    pattern: null,
    pattern_seen_ms: 0,
    converging: false,
    converged_ms: 0,
    held_back: false,
    label: 'encounter',
    spans: [],
  };
}

/**
 * Brings the label up to date. No label stands in the way of a warning: whoever flies together stops doing so at a
 * closure of 8 m/s or a relative speed of 18 m/s, and the pair is an encounter again at once; in a thermal or a circuit
 * the label stays, and lowers nothing while the two converge at speed (`converging.ts`).
 *
 * @param maybe_same the two may be one aircraft heard twice, as whoever joins tracks holds
 */
export function updateProximity(
  p: Proximity,
  g: PairGeometry,
  table: TrackTable,
  a: number,
  b: number,
  now_ms: number,
  maybe_same: boolean,
): void {
  const together = areTogether(p, g);
  let since_ms = now_ms;
  if (!p.seen) {
    p.seen = true;
    p.began_together = together;
    // They were so when they were heard, a moment before the first look at them: losses are measured from then on.
    since_ms = Math.min(now_ms, table.seen_ms[a]!, table.seen_ms[b]!);
  }
  if (!together) p.began_together = false;
  p.together_since_ms = together ? (p.together_since_ms ?? since_ms) : null;
  p.in_trail_since_ms =
    together && (p.kind === 'tow' || isInTrail(g, table, a, b)) ? (p.in_trail_since_ms ?? now_ms) : null;
  const seen = patternOf(g, table, a, b);
  if (seen !== null) {
    p.pattern = seen;
    p.pattern_seen_ms = now_ms;
  } else if (p.pattern !== null && now_ms - p.pattern_seen_ms > HOLD_S[p.pattern] * 1000) p.pattern = null;
  p.converging = converges(g, table, a, b, p.pattern === 'thermal');
  if (p.converging) p.converged_ms = now_ms;
  p.kind = kindOf(p, g, now_ms, maybe_same);
  const calm = now_ms - p.converged_ms >= CALM_S * 1000;
  p.held_back = together && calm && (p.began_together || fliesAsOne(p, now_ms));
  // What turned out to be two aircraft was never one.
  if (p.kind !== 'encounter' || p.label === 'same_aircraft') p.label = p.kind;
  noteSpan(p, now_ms);
}

function areTogether(p: Proximity, g: PairGeometry): boolean {
  const limit = p.together_since_ms === null ? TOGETHER : APART;
  return (
    g.range_m <= limit.range_m &&
    // A contact without height may be anywhere above or below: nobody flies in formation with it.
    Math.abs(g.up_m) <= limit.up_m &&
    g.relative_speed_mps <= limit.relative_mps &&
    Math.abs(g.up_mps) <= limit.up_mps &&
    (g.closure_mps <= limit.closure_mps || g.h_cpa_m >= 0.5 * g.range_m)
  );
}

function kindOf(p: Proximity, g: PairGeometry, now_ms: number, maybe_same: boolean): EncounterKind {
  if (p.together_since_ms !== null) {
    const near = g.range_m <= Math.max(GHOST_M, g.uncertainty_m) && !(Math.abs(g.up_m) > GHOST_UP_M);
    if (maybe_same && near) return 'same_aircraft';
    if (lasted(p.in_trail_since_ms, now_ms, FORMATION_S)) return 'tow';
    if (keepTogether(p, now_ms)) return p.pattern === 'thermal' ? 'thermal' : 'formation';
  }
  return p.pattern ?? 'encounter';
}

/** For long enough, which is sooner in a pass in which they were near on purpose already. */
function keepTogether(p: Proximity, now_ms: number): boolean {
  const again = p.label === 'formation' || p.label === 'tow' || p.label === 'thermal';
  return lasted(p.together_since_ms, now_ms, again ? AGAIN_S : FORMATION_S);
}

const lasted = (since_ms: number | null, now_ms: number, for_s: number): boolean =>
  since_ms !== null && now_ms - since_ms >= for_s * 1000;

/** Keeps the book of labels. What flew together is labelled from when it began to, though that shows only later. */
function noteSpan(p: Proximity, now_ms: number): void {
  const open = p.spans.at(-1);
  const excused = p.kind !== 'circuit' && !p.converging;
  if (open !== undefined && open.to_ms === null) {
    if (open.kind === p.kind && open.excused === excused) return;
    open.to_ms = now_ms;
  }
  if (p.kind === 'encounter') return;
  const from_ms = p.kind === 'thermal' || p.kind === 'circuit' ? now_ms : (p.together_since_ms ?? now_ms);
  // No instant has two labels.
  const free_ms = Math.max(from_ms, open?.to_ms ?? from_ms);
  p.spans.push({ kind: p.kind, excused, from_ms: free_ms, to_ms: null });
  if (p.spans.length > MAX_SPANS) p.spans.shift();
}

/** Gliders in one thermal fly as one only when they keep together in it; in a circuit nobody does. */
const fliesAsOne = (p: Proximity, now_ms: number): boolean =>
  p.kind === 'same_aircraft' || p.kind === 'tow' || (p.kind !== 'circuit' && keepTogether(p, now_ms));

/** Alerts are held back for a pair that flies as one, and for one that began so until its label is decided. */
export function heldBack(p: Proximity): boolean {
  return p.held_back;
}

/** The highest level that an alert of this pair may have now: a label lowers it, converging at speed restores it. */
export function ceilingOf(p: Proximity): AlertLevel {
  return p.kind === 'encounter' || p.converging ? 'breach' : 'advisory';
}

/** How much of a time was near on purpose, ms: the part that does not count against a grace time. */
export function excused_ms(p: Proximity, from_ms: number, to_ms: number): number {
  let sum_ms = 0;
  for (const span of p.spans) {
    if (!span.excused) continue;
    const over_ms = Math.min(to_ms, span.to_ms ?? to_ms) - Math.max(from_ms, span.from_ms);
    if (over_ms > 0) sum_ms += over_ms;
  }
  return sum_ms;
}

/** What of a loss counts against a grace time, s: all but what was near on purpose. */
export function counted_s(p: Proximity, from_ms: number, to_ms: number): number {
  const near_ms = excused_ms(p, from_ms, to_ms);
  // Sums of parts are exact to a fraction of a millisecond only: what is excused all through counts as nothing.
  return near_ms === 0 ? (to_ms - from_ms) / 1000 : Math.max(0, to_ms - from_ms - near_ms - 1) / 1000;
}

/** The label that held at an instant; `encounter` where none did. */
export function kindAt(p: Proximity, time_ms: number): EncounterKind {
  for (const span of p.spans) {
    if (time_ms >= span.from_ms && time_ms <= (span.to_ms ?? Infinity)) return span.kind;
  }
  return 'encounter';
}
