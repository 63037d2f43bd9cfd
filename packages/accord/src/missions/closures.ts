import { judgeExemption } from '../judges/exemption.ts';
import type { StandoffClause } from '../memorandum/kinds/boundary_standoff.ts';
import type { ExemptionClause } from '../memorandum/kinds/exemption.ts';
import type { Clause } from '../memorandum/kinds.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { AircraftCategory, Corner } from '../memorandum/terms.ts';
import { permissionSpans } from '../statements/permission.ts';
import type { Register } from '../statements/register.ts';
import type { HazardArea } from './hazards.ts';
import { type Mission, type Shape, spanOf } from './mission.ts';

/** From the first instant on and before the last; null: without a bound. */
export type Window = readonly [from_ms: number | null, until_ms: number | null];

/**
 * closed: nobody; clearance: not without one; permission: not without one; flagged: without one people must decide;
 * caution: with care.
 */
export type Effect = 'closed' | 'clearance' | 'permission' | 'flagged' | 'caution';

/** Where and when a mission may not be, or not without more. Shape or line, the other one null. */
export type Closure = {
  readonly clause: string | null;
  readonly hazard: string | null;
  readonly name: string;
  readonly effect: Effect;
  readonly shape: Shape | null;
  readonly line_deg: readonly Corner[] | null;
  /** From the line, m; 0 for a shape. */
  readonly standoff_m: number;
  readonly floor_m: number | null;
  readonly ceiling_m: number | null;
  readonly windows: readonly Window[];
};

const ANY: readonly AircraftCategory[] = [
  'fixed_wing',
  'rotorcraft',
  'glider',
  'lighter_than_air',
  'ultralight',
  'uncrewed',
];

/** What of the memorandum and of notified areas stands in the way of a mission, wherever it flies. */
export function closuresFor(
  mission: Mission,
  memorandum: Memorandum,
  hazards: readonly HazardArea[],
  register: Register,
  at_ms: number,
): readonly Closure[] {
  const exempt = exemptedFrom(mission, memorandum);
  const ofClauses = memorandum.clauses.flatMap((clause) =>
    exempt.has(clause.id) ? [] : closureOf(clause, mission, memorandum, register, at_ms),
  );
  return [...ofClauses, ...hazards.flatMap((area) => ofHazard(area, mission))];
}

function ofHazard(area: HazardArea, mission: Mission): Closure[] {
  if (area.owner === mission.party || area.admitted.includes(mission.party)) return [];
  const { id, name, shape, floor_m, ceiling_m, from_ms, until_ms } = area;
  const windows: Window[] = [[from_ms, until_ms]];
  const effect = effectOf(area.entry);
  return [
    { clause: null, hazard: id, name, effect, shape, line_deg: null, standoff_m: 0, floor_m, ceiling_m, windows },
  ];
}

const effectOf = (entry: HazardArea['entry']): Effect => (entry === 'with_clearance' ? 'clearance' : entry);

function closureOf(
  clause: Clause,
  mission: Mission,
  memorandum: Memorandum,
  register: Register,
  at_ms: number,
): Closure[] {
  const { party } = mission;
  const categories = mission.aircraft.category === null ? ANY : [mission.aircraft.category];
  switch (clause.kind) {
    case 'hazard_area': {
      if (clause.owner === party || clause.admitted?.includes(party)) return [];
      return [inArea(clause, effectOf(clause.entry), [[clause.from_ms, clause.until_ms]])];
    }
    case 'zone_by_category': {
      if (clause.binds !== null && !clause.binds.includes(party)) return [];
      const { closed_to, open_to } = clause;
      const closed = categories.some((one) => closed_to?.includes(one) ?? !open_to?.includes(one));
      return closed ? [inArea(clause, 'closed', [[clause.from_ms, clause.until_ms]])] : [];
    }
    case 'special_caution_area': {
      if (clause.binds !== null && !clause.binds.includes(party)) return [];
      return [inArea(clause, 'caution', [[clause.from_ms, clause.until_ms]])];
    }
    case 'permission_to_operate': {
      if (clause.granted.includes(party)) return [];
      const grantor = memorandum.parties.find(({ role }) => role === 'host')?.id ?? null;
      const matter = { party, area: clause.area.name, clause: clause.id, grantor };
      const granted = permissionSpans(register, matter, at_ms);
      const windows = without([clause.from_ms, clause.until_ms], granted);
      const shape = { ...clause.area, circle: null };
      return windows.length === 0
        ? []
        : [inArea({ ...clause, area: shape }, clause.missions === 'flagged' ? 'flagged' : 'permission', windows)];
    }
    case 'boundary_standoff':
      return standoff(clause, party, categories);
    default:
      return [];
  }
}

function inArea(
  clause: {
    readonly id: string;
    readonly area: Shape & { readonly name: string };
    readonly floor_m: number | null;
    readonly ceiling_m: number | null;
  },
  effect: Effect,
  windows: readonly Window[],
): Closure {
  const { id, area, floor_m, ceiling_m } = clause;
  return {
    clause: id,
    hazard: null,
    name: area.name,
    effect,
    shape: { bounds_deg: area.bounds_deg, polygon_deg: area.polygon_deg, circle: area.circle },
    line_deg: null,
    standoff_m: 0,
    floor_m,
    ceiling_m,
    windows,
  };
}

/** The widest stand-off of the categories that it may be of. */
function standoff(clause: StandoffClause, party: string, categories: readonly AircraftCategory[]): Closure[] {
  if (clause.binds !== null && !clause.binds.includes(party)) return [];
  const widest_m = clause.standoffs.reduce(
    (widest, one) =>
      one.categories.some((category) => categories.includes(category)) ? Math.max(widest, one.distance_m) : widest,
    0,
  );
  if (widest_m === 0) return [];
  const { id, boundary, floor_m, ceiling_m, from_ms, until_ms } = clause;
  return [
    {
      clause: id,
      hazard: null,
      name: boundary.name,
      effect: 'closed',
      shape: null,
      line_deg: boundary.line_deg,
      standoff_m: widest_m,
      floor_m,
      ceiling_m,
      windows: [[from_ms, until_ms]],
    },
  ];
}

/** Whether an effect keeps a mission out; the others are for people to know. */
export const forbids = (effect: Effect): boolean => effect !== 'caution' && effect !== 'flagged';

/** What is left of a window without the spans. */
function without(window: Window, spans: readonly { from_ms: number; until_ms: number | null }[]): Window[] {
  let left: Window[] = [window];
  for (const { from_ms, until_ms } of spans) {
    left = left.flatMap(([from, until]): Window[] => {
      const parts: Window[] = [];
      if (from === null || from < from_ms) parts.push([from, lesser(until, from_ms)]);
      if (until_ms !== null && (until === null || until > until_ms))
        parts.push([Math.max(from ?? until_ms, until_ms), until]);
      return parts;
    });
  }
  return left;
}

const lesser = (a: number | null, b: number): number => (a === null ? b : Math.min(a, b));

/** Clauses that need not be kept: those of exemptions that the mission claims and whose notice it gave in time. */
function exemptedFrom(mission: Mission, memorandum: Memorandum): ReadonlySet<string> {
  const exempt = new Set<string>();
  for (const clause of memorandum.clauses) {
    if (clause.kind !== 'exemption_with_notice' || !mission.under.includes(clause.id)) continue;
    if (exemptionOf(clause, mission).answer !== 'complied') continue;
    for (const id of clause.exempts_from) exempt.add(id);
  }
  return exempt;
}

/** Does the exemption that a mission claims hold, filing being what tells the others? Its purpose is as it says. */
export function exemptionOf(clause: ExemptionClause, mission: Mission) {
  const [from_ms, until_ms] = spanOf(mission);
  const at = (time_ms: number) => ({ earliest_ms: time_ms, latest_ms: time_ms });
  const categories = mission.aircraft.category === null ? null : [mission.aircraft.category];
  return judgeExemption(clause, {
    subject: { party: mission.party, contested: false, categories },
    claimed: true,
    purpose: 'yes',
    emergency: 'no',
    begins: at(from_ms),
    ends: at(until_ms),
    told: [at(mission.filed_ms)],
    records: { until_ms: Math.max(until_ms, mission.filed_ms), complete: true },
  });
}
