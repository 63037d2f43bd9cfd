import { PlanSet } from '@skyaccord/sky';
import { judgeHazardNotice } from '../judges/deadlines.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Corner } from '../memorandum/terms.ts';
import type { Register } from '../statements/register.ts';
import { type Closure, closuresFor, exemptionOf, forbids } from './closures.ts';
import { growthOf, planPoints, type Stay, staysIn } from './flight.ts';
import type { HazardArea } from './hazards.ts';
import { shapeMeets } from './meets.ts';
import { type Mission, spanOf } from './mission.ts';
import { outlineOf } from './outline.ts';
import { lineRegion, type Region, shapeRegion } from './region.ts';
import type { MissionTraffic } from './traffic.ts';

/** All that a mission is checked against. `revision` names this state of it. */
export type MissionSky = {
  readonly memorandum: Memorandum;
  readonly traffic: MissionTraffic;
  readonly hazards: readonly HazardArea[];
  readonly register: Register;
  readonly now_ms: number;
  readonly revision: string;
};

/** refused: it may not fly so; flagged: people must know, and decide. */
export type Severity = 'refused' | 'flagged';

/** One thing in the way of a mission, with what it rests on. Members that do not apply are null. */
export type Finding = {
  readonly kind: 'mission' | 'area' | 'permission' | 'lead_time';
  readonly severity: Severity;
  readonly clause: string | null;
  /** The hazard area as notified. */
  readonly hazard: string | null;
  readonly mission: string | null;
  readonly party: string | null;
  readonly from_ms: number;
  readonly until_ms: number;
  /** Least horizontal range to the other mission, where both have routes. */
  readonly least_m: number | null;
  readonly says: string;
};

/** Everything in the way of a mission, the gravest first, then in order of time. */
export function checkMission(mission: Mission, sky: MissionSky): readonly Finding[] {
  const found = [
    ...sky.traffic.conflicts(mission).map((conflict) => ofConflict(conflict)),
    ...areaFindings(mission, sky),
    ...leadTimes(mission, sky.memorandum).flatMap(({ finding }) => finding ?? []),
  ];
  const rank = ({ severity }: Finding): number => (severity === 'refused' ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || a.from_ms - b.from_ms);
}

function ofConflict(conflict: ReturnType<MissionTraffic['conflicts']>[number]): Finding {
  const { other, clause, from_ms, until_ms, least_m } = conflict;
  const whose = other.party === '' ? 'unidentified' : other.party;
  const who = other.unit === null ? whose : `${whose}, ${other.unit}`;
  const what = other.id.startsWith('track ') ? other.id : `mission ${other.id}`;
  const near = least_m === null ? '' : `, ${Math.round(least_m)} m at the closest`;
  return {
    kind: 'mission',
    severity: 'refused',
    clause,
    hazard: null,
    mission: other.id,
    party: other.party,
    from_ms,
    until_ms,
    least_m,
    says: `Closer to ${what} (${who}) than ${clause} allows, ${times(from_ms, until_ms)}${near}.`,
  };
}

/** Areas and permissions in the way, and when. */
function areaFindings(mission: Mission, sky: MissionSky): Finding[] {
  return obstaclesFor(mission, sky).flatMap(({ closure, stays }) =>
    stays.map(([from_ms, until_ms]): Finding => {
      const { clause, hazard, name, effect } = closure;
      const by = clause === null ? `notice ${hazard}` : `clause ${clause}`;
      return {
        kind: effect === 'permission' || effect === 'flagged' ? 'permission' : 'area',
        severity: forbids(effect) ? 'refused' : 'flagged',
        clause,
        hazard,
        mission: null,
        party: mission.party,
        from_ms,
        until_ms,
        least_m: null,
        says: `${WORDS[effect]} ${name} (${by}), ${times(from_ms, until_ms)}.`,
      };
    }),
  );
}
const WORDS = {
  closed: 'Closed to it:',
  clearance: 'Only with clearance of the owner:',
  permission: 'No permission to operate that is valid then:',
  flagged: 'No permission to operate that is valid then, people decide:',
  caution: 'Special caution:',
} as const;

/** A closure with when a mission would be inside while it holds. */
export type Obstacle = { readonly closure: Closure; readonly stays: readonly Stay[] };

/** Closures that a mission as it stands flies into, with the times, ms. */
export function obstaclesFor(mission: Mission, sky: MissionSky): readonly Obstacle[] {
  return placedClosures(mission, sky).flatMap(({ closure, stays }) => {
    const slack_ms = 1000 * mission.uncertainty.time_s;
    const met = stays.flatMap(([from_ms, until_ms]) =>
      closure.windows.flatMap(([open_ms, close_ms]): Stay[] => {
        const from = Math.max(from_ms, (open_ms ?? Number.NEGATIVE_INFINITY) - slack_ms);
        const until = Math.min(until_ms, (close_ms ?? Number.POSITIVE_INFINITY) + slack_ms);
        return from < until ? [[from, until]] : [];
      }),
    );
    return met.length === 0 ? [] : [{ closure, stays: met }];
  });
}

/** Every closure that the way of a mission passes at any time, with when it would pass as planned, ms. */
export function placedClosures(mission: Mission, sky: MissionSky): readonly Obstacle[] {
  const closures = closuresFor(mission, sky.memorandum, sky.hazards, sky.register, sky.now_ms);
  const growth = growthOf(mission);
  const [origin_ms] = spanOf(mission);
  const plans = new PlanSet('sphere', mission.route === null ? [] : [planPoints(mission.route, origin_ms)]);
  return closures.flatMap((closure) => {
    const region = regionOf(closure, growth.lateral_m);
    const lowest_m = (closure.floor_m ?? -1e6) - growth.vertical_m;
    const highest_m = (closure.ceiling_m ?? 1e6) + growth.vertical_m;
    const stays =
      mission.route === null
        ? volumeStays(mission, region, anchorOf(closure), lowest_m, highest_m)
        : staysIn(plans, region, lowest_m, highest_m).map(
            ([from_s, until_s]): Stay => [origin_ms + 1000 * from_s, origin_ms + 1000 * until_s],
          );
    return stays.length === 0 ? [] : [{ closure, stays }];
  });
}

function regionOf({ shape, line_deg, standoff_m }: Closure, margin_m: number): Region {
  return shape === null ? lineRegion(line_deg ?? [], standoff_m + margin_m) : shapeRegion(shape, margin_m);
}

/** Any point of a closure. */
function anchorOf({ shape, line_deg }: Closure): Corner {
  return (shape === null ? line_deg?.[0] : outlineOf(shape)[0]) ?? [0, 0];
}

/** A volume counts as inside all its time when any part of it touches the region. */
function volumeStays(mission: Mission, region: Region, inside: Corner, lowest_m: number, highest_m: number): Stay[] {
  return (mission.volumes ?? []).flatMap(({ shape, floor_m, ceiling_m, from_ms, until_ms }): Stay[] => {
    if (floor_m > highest_m || ceiling_m < lowest_m) return [];
    return shapeMeets(shape, region, inside) ? [[from_ms, until_ms]] : [];
  });
}

/** A clause that asks for notice before a mission begins, and what came of it. */
export type LeadTime = { readonly clause: string; readonly due_ms: number; readonly finding: Finding | null };

/** The notice that clauses ask for, of a mission that is filed under them: told when it was filed. */
export function leadTimes(mission: Mission, memorandum: Memorandum): readonly LeadTime[] {
  const [from_ms, until_ms] = spanOf(mission);
  const at = (time_ms: number) => ({ earliest_ms: time_ms, latest_ms: time_ms });
  return memorandum.clauses.flatMap((clause): LeadTime[] => {
    if (!mission.under.includes(clause.id)) return [];
    if (clause.kind !== 'hazard_notice_lead_time' && clause.kind !== 'exemption_with_notice') return [];
    const lead_s = clause.kind === 'hazard_notice_lead_time' ? clause.lead_s : clause.notice_s;
    const verdict =
      clause.kind === 'exemption_with_notice'
        ? exemptionOf(clause, mission)
        : judgeHazardNotice(clause, {
            subject: { party: mission.party, contested: false, categories: null },
            begins: at(from_ms),
            told: [at(mission.filed_ms)],
            changes: [],
            records: { until_ms: Math.max(until_ms, mission.filed_ms), complete: true },
          });
    const due_ms = mission.filed_ms + 1000 * lead_s;
    if (verdict.answer !== 'breached') return [{ clause: clause.id, due_ms, finding: null }];
    const short_min = Math.ceil((due_ms - from_ms) / 60_000);
    const late =
      short_min > 0 ? `It was filed ${short_min} min too late for ${clause.id}` : `It does not meet ${clause.id}`;
    const says = `${late}, which asks for ${Math.round(lead_s / 60)} min of notice.`;
    const finding: Finding = {
      kind: 'lead_time',
      severity: 'refused',
      clause: clause.id,
      hazard: null,
      mission: null,
      party: mission.party,
      from_ms,
      until_ms,
      least_m: null,
      says,
    };
    return [{ clause: clause.id, due_ms, finding }];
  });
}

/** `14:05Z to 14:20Z`, with the day where it is another. */
function times(from_ms: number, until_ms: number): string {
  const [from, until] = [new Date(from_ms).toISOString(), new Date(until_ms).toISOString()];
  const end = from.slice(0, 10) === until.slice(0, 10) ? until.slice(11, 16) : until.slice(0, 16);
  return `${from.slice(0, 10)} ${from.slice(11, 16)}Z to ${end}Z`;
}
