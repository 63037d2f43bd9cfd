import {
  ADVICE_PARAMETERS,
  type AdviceMemory,
  type AdviceParameters,
  Adviser,
  createEstimate,
  createMemory,
  type Estimate,
  type OwnAircraft,
  type Target,
  TargetFilter,
} from '@skyaccord/sky';
import { wrapPi } from './flight.ts';
import type { Decision, Guide, Moment, Setting } from './guide.ts';

/** A target unheard for longer is no longer reckoned with, s: as the reference's rules present it. */
const COAST_S = 10;
/** Whose crew was called may still be off its plan, and go back to it, for so long after the call is over, s. */
const OFF_PLAN_S = 120;

/**
 * Our method: each target filtered, a loss foretold by its probability, one manoeuvre chosen and kept.
 *
 * @param linked what the others say about their calls is heard
 */
export function ourGuidance(linked = true, parameters = ADVICE_PARAMETERS): (setting: Setting) => Guide {
  const adviser = new Adviser(parameters);
  return (setting) => new OurGuide(setting, adviser, parameters, linked);
}

class OurGuide implements Guide {
  private readonly setting: Setting;
  private readonly adviser: Adviser;
  private readonly filters: readonly TargetFilter[];
  private readonly estimates: readonly Estimate[];
  private readonly targets: readonly (Target & { called: boolean })[];
  private readonly memory: AdviceMemory = createMemory();
  private readonly linked: boolean;
  /** When each target's crew was last heard to stand called, s. */
  private readonly called_s: number[];
  private planned_rad = Number.NaN;

  constructor(setting: Setting, adviser: Adviser, parameters: AdviceParameters, linked: boolean) {
    this.setting = setting;
    this.linked = linked;
    this.called_s = Array.from({ length: setting.targets }, () => Number.NEGATIVE_INFINITY);
    this.adviser = adviser;
    const { limits, sigmas, volume, targets } = setting;
    this.filters = Array.from(
      { length: targets },
      () =>
        new TargetFilter({
          position_m: sigmas.pos_sigma_m,
          velocity_mps: sigmas.vel_sigma_mps,
          height_m: sigmas.alt_sigma_m,
          climb_mps: sigmas.alt_vel_sigma_mps,
        }),
    );
    this.estimates = this.filters.map(createEstimate);
    const agility = {
      turn_radps: parameters.ordinary_turn * limits.turn_rate_radps,
      climb_mps: parameters.ordinary_climb * limits.vertical_rate_mps,
      climb_mps2: limits.vertical_accel_mps2,
    };
    const { dthr_m, zthr_m, tthr_s } = volume;
    const volumes = [{ lateral_m: dthr_m, vertical_m: zthr_m, tau_s: tthr_s, weight: 1, leave_by_s: 0 }];
    this.targets = this.estimates.map((estimate) => ({
      estimate,
      agility,
      volumes,
      own_share: 0.5,
      answer: null,
      called: false,
    }));
  }

  decide({ t_s, own, plan, reports, called }: Moment): Decision {
    const targets: Target[] = [];
    for (const [i, filter] of this.filters.entries()) {
      filter.take(t_s, reports[i] ?? null);
      if (!(t_s - filter.lastHeard_s <= COAST_S)) continue;
      filter.write(own.x, own.y, own.z, this.estimates[i] as Estimate);
      const target = this.targets[i] as Target & { called: boolean };
      if (this.linked && called[i] === true) this.called_s[i] = t_s;
      target.called = t_s - (this.called_s[i] as number) <= OFF_PLAN_S;
      targets.push(target);
    }
    const turn_radps = Number.isNaN(this.planned_rad) ? 0 : wrapPi(plan.track_rad - this.planned_rad);
    this.planned_rad = plan.track_rad;
    const choice = this.adviser.decide(
      { time_s: t_s, own: this.aircraft(own, plan, turn_radps), targets },
      this.memory,
    );
    const { alert, probability, soon, harm, command } = choice;
    if (command === null) return { alert, probability, soon, harm, command: null };
    const { track_rad, speed_mps, vertical_mps } = command;
    return {
      alert,
      probability,
      soon,
      harm,
      command: { track_rad: known(track_rad), speed_mps: known(speed_mps), vertical_mps: known(vertical_mps) },
    };
  }

  private aircraft(own: Moment['own'], plan: Moment['plan'], turn_radps: number): OwnAircraft {
    const { limits, speed_mps } = this.setting;
    return {
      vx_mps: own.vx,
      vy_mps: own.vy,
      vz_mps: own.vz,
      plan: { ...plan, turn_radps },
      performance: {
        turn_radps: limits.turn_rate_radps,
        accel_mps2: limits.accel_mps2,
        vertical_mps2: limits.vertical_accel_mps2,
        vertical_mps: limits.vertical_rate_mps,
        least_speed_mps: speed_mps[0],
        most_speed_mps: speed_mps[1],
      },
      up_room_m: Number.POSITIVE_INFINITY,
      down_room_m: Number.POSITIVE_INFINITY,
    };
  }
}

const known = (value: number): number | null => (!Number.isNaN(value) ? value : null);
