import { type Configuration, DetectAndAvoid, standardConfiguration } from '@skyaccord/sky';
import { CarriedReports } from './carried.ts';
import type { TrialClass } from './encounter.ts';
import type { Moment, Setting } from './guide.ts';

/** The level from which a crew is asked to act. */
const CORRECTIVE_LEVEL = 2;

const SETUPS: { readonly [cls in TrialClass]: readonly [configuration: string, alerter: number] } = {
  enroute: ['DO_365B_no_SUM', 0],
  terminal: ['DO_365B_no_SUM', 1],
  smalluas: ['SUAS_2000_250', 0],
};

/** The reference's configuration of a class, with alerting times longer or shorter by a factor. */
function configurationFor(cls: TrialClass, vertical_rate_mps: number, factor: number): Configuration {
  const standard = standardConfiguration(SETUPS[cls][0]);
  return {
    ...standard,
    min_vertical_speed_mps: -vertical_rate_mps,
    max_vertical_speed_mps: vertical_rate_mps,
    alerters: standard.alerters.map((alerter) => ({
      ...alerter,
      levels: alerter.levels.map((level) => ({
        ...level,
        alerting_s: factor * level.alerting_s,
        earlyAlerting_s: factor * level.earlyAlerting_s,
      })),
    })),
  };
}

/** Alerting by the reference's levels on our engine, on reports as they come: RTCA DO-365B, ASTM F3442. */
export class ReferenceAlerting {
  readonly engine: DetectAndAvoid;
  private readonly alerter: number;
  private readonly reports: CarriedReports;

  constructor({ cls, limits, targets }: Setting, factor = 1) {
    this.engine = new DetectAndAvoid(configurationFor(cls, limits.vertical_rate_mps, factor));
    this.alerter = SETUPS[cls][1];
    this.reports = new CarriedReports(targets);
  }

  /** Takes a second; whether any target has an alert that asks the crew to act. */
  update(now: Moment): boolean {
    this.reports.take(now);
    const traffic = now.reports.flatMap((_, target) => {
      const at = this.reports.at(target);
      if (at === null) return [];
      const place = { east_m: at.x, north_m: at.y, altitude_m: at.z };
      const velocity_mps = [at.vx, at.vy, at.vz] as const;
      return [{ id: `${target + 1}`, place, velocity_mps, alerter: this.alerter }];
    });
    const { own } = now;
    const place = { east_m: own.x, north_m: own.y, altitude_m: own.z };
    const ownship = { id: '0', place, velocity_mps: [own.vx, own.vy, own.vz] as const };
    this.engine.update({ time_s: now.t_s, ownship, traffic });
    return traffic.some((_, target) => this.engine.alertLevel(target) >= CORRECTIVE_LEVEL);
  }
}
