import {
  type Briefing,
  type Decision,
  type Fleet,
  type FlightOutcome,
  flyEncounter,
  type Guidance,
  TRIAL_VOLUMES,
  type TrialCondition,
  type TrialEncounter,
} from '@skyaccord/accord';

/** Where everybody is at each whole second, by aircraft: 0 is the own one. Metres east, north and up. */
export type Path = { readonly east_m: Float64Array; readonly north_m: Float64Array; readonly up_m: Float64Array };

export type Flown = {
  readonly duration_s: number;
  /** One for each aircraft; a place for each second from 0 to the end. */
  readonly paths: readonly Path[];
  readonly outcome: FlightOutcome;
};

/** Something that was said to a crew, or done by it. */
export type Mark = {
  readonly t_s: number;
  readonly aircraft: number;
  readonly kind: 'alert' | 'clear' | 'command' | 'back' | 'response' | 'loss' | 'nmac';
  readonly told: Briefing['told'][number] | null;
};

const SILENT: Decision = { alert: false, probability: 0, command: null };

/** Guides that say again what was said. */
function asTold(briefings: readonly Briefing[]): Guidance {
  return (setting) => {
    const told = briefings.find(({ aircraft }) => aircraft === setting.aircraft)?.told ?? [];
    let at = -1;
    let decision = SILENT;
    return {
      decide({ t_s }) {
        for (let next = told[at + 1]; next !== undefined && next[0] <= t_s; next = told[at + 1]) {
          at += 1;
          const [, alert, track_rad, speed_mps, vertical_mps, side] = next;
          const asked = track_rad !== null || speed_mps !== null || vertical_mps !== null;
          decision = {
            alert: alert === 1,
            probability: 0,
            command: asked ? { track_rad, speed_mps, vertical_mps, ...(side === undefined ? {} : { side }) } : null,
          };
        }
        return decision;
      },
    };
  };
}

/** Flies an encounter by its plans; with briefings, by what was told to its crews, with the crews' own delays. */
export function fly(
  encounter: TrialEncounter,
  condition: TrialCondition,
  briefings: readonly Briefing[] | null,
): Flown {
  const { duration_s } = encounter;
  const paths = Array.from({ length: encounter.traffic.length + 1 }, () => ({
    east_m: new Float64Array(duration_s + 1),
    north_m: new Float64Array(duration_s + 1),
    up_m: new Float64Array(duration_s + 1),
  }));
  const onlooker = (t_s: number, fleet: Fleet) => {
    for (const [slot, { east_m, north_m, up_m }] of paths.entries()) {
      east_m[t_s] = fleet.x_m[slot] as number;
      north_m[t_s] = fleet.y_m[slot] as number;
      up_m[t_s] = fleet.z_m[slot] as number;
    }
  };
  const outcome = flyEncounter(encounter, condition, briefings === null ? null : asTold(briefings), { onlooker });
  for (const [slot, [east_m, north_m, up_m]] of outcome.final_pos_m.entries()) {
    const path = paths[slot] as Path;
    path.east_m[duration_s] = east_m;
    path.north_m[duration_s] = north_m;
    path.up_m[duration_s] = up_m;
  }
  return { duration_s, paths, outcome };
}

/** What happened, in order of time. */
export function marksOf(flown: Flown, briefings: readonly Briefing[]): Mark[] {
  const marks: Mark[] = [];
  for (const { aircraft, told } of briefings) {
    let alerted = false;
    let asked = false;
    for (const one of told) {
      const [t_s, alert, track_rad, speed_mps, vertical_mps] = one;
      const asks = track_rad !== null || speed_mps !== null || vertical_mps !== null;
      if (alert === 1 && !alerted) marks.push({ t_s, aircraft, kind: 'alert', told: one });
      if (asks) marks.push({ t_s, aircraft, kind: 'command', told: one });
      else if (asked) marks.push({ t_s, aircraft, kind: 'back', told: one });
      if (alert === 0 && alerted) marks.push({ t_s, aircraft, kind: 'clear', told: one });
      alerted = alert === 1;
      asked = asks;
    }
  }
  const { t_first_response_s, pairs } = flown.outcome;
  if (t_first_response_s !== null) marks.push({ t_s: t_first_response_s, aircraft: 0, kind: 'response', told: null });
  for (const [index, { t_first_lowc_s, nmac, t_min_norm_nmac_s }] of pairs.entries()) {
    if (t_first_lowc_s !== null) marks.push({ t_s: t_first_lowc_s, aircraft: index + 1, kind: 'loss', told: null });
    if (nmac) marks.push({ t_s: t_min_norm_nmac_s, aircraft: index + 1, kind: 'nmac', told: null });
  }
  return marks.sort((a, b) => a.t_s - b.t_s);
}

/** Where an aircraft is between two whole seconds. */
export function placeAt(
  { east_m, north_m, up_m }: Path,
  t_s: number,
): { east_m: number; north_m: number; up_m: number } {
  const last = east_m.length - 1;
  const from = Math.min(last, Math.max(0, Math.floor(t_s)));
  const to = Math.min(last, from + 1);
  const share = Math.min(1, Math.max(0, t_s - from));
  const between = (column: Float64Array) => (column[from] as number) * (1 - share) + (column[to] as number) * share;
  return { east_m: between(east_m), north_m: between(north_m), up_m: between(up_m) };
}

export type Separation = { readonly horizontal_m: number; readonly vertical_m: number };

/** How far apart the own aircraft and one of the traffic are, at each whole second. */
export function separations(paths: readonly Path[], aircraft: number): Separation[] {
  const [own, other] = [paths[0] as Path, paths[aircraft] as Path];
  return Array.from(own.east_m, (east_m, t) => ({
    horizontal_m: Math.hypot(
      (other.east_m[t] as number) - east_m,
      (other.north_m[t] as number) - (own.north_m[t] as number),
    ),
    vertical_m: Math.abs((other.up_m[t] as number) - (own.up_m[t] as number)),
  }));
}

/** The volumes that a class is judged by. */
export const volumesOf = ({ cls }: TrialEncounter) => TRIAL_VOLUMES[cls];
