import { atan2, cylinderInterval, hypot, mvpChange } from '@skyaccord/sky';
import { CarriedReports } from './carried.ts';
import type { Volume } from './encounter.ts';
import { wrapPi } from './flight.ts';
import type { CrewedSetting } from './fly.ts';
import type { Command, Decision, Guide, Kinematics, Moment } from './guide.ts';

/** The resolution aims at this many times the zone. */
const MARGIN = 1.01;
/** Times of the closest point are kept this far from 0. */
const LEAST_TCPA_S = 1e-3;
const RAD_PER_DEG = Math.PI / 180;
/** Turns of less are to no side: it commands anew every second. */
const LEAST_TURN_RAD = RAD_PER_DEG;
/** Nearly parallel, close neighbours stay in resolution: turning back would bring the conflict back. */
const PARALLEL_RAD = 30 * RAD_PER_DEG;

/**
 * The peer `mvp`: state-based detection and the modified voltage potential in the horizontal (see `mvpChange`), speed
 * and track together.
 */
class MvpGuide implements Guide {
  private readonly volume: Volume;
  private readonly lookahead_s: number;
  private readonly setting: CrewedSetting;
  private readonly reports: CarriedReports;
  private readonly resolving: boolean[];
  private firstAlert_s: number | null = null;
  private command: Command | null = null;
  private readonly span = new Float64Array(2);
  private readonly change = new Float64Array(3);

  constructor(setting: CrewedSetting) {
    this.setting = setting;
    this.volume = setting.volume;
    this.lookahead_s = setting.cls === 'enroute' ? 90 : 60;
    this.reports = new CarriedReports(setting.targets);
    this.resolving = new Array<boolean>(setting.targets).fill(false);
  }

  decide(now: Moment): Decision {
    this.reports.take(now);
    const { own, t_s } = now;
    const { dthr_m, zthr_m } = this.volume;
    const { span, change, resolving } = this;
    let alert = false;
    let vx = own.vx;
    let vy = own.vy;
    const { delay_s } = this.setting;
    let conflicts = 0;
    for (let target = 0; target < resolving.length; target++) {
      const other = this.reports.at(target);
      if (other === null) continue;
      const sx = other.x - own.x;
      const sy = other.y - own.y;
      const sz = other.z - own.z;
      const rx = other.vx - own.vx;
      const ry = other.vy - own.vy;
      const rz = other.vz - own.vz;
      if (!cylinderInterval(sx, sy, sz, rx, ry, rz, dthr_m, zthr_m, this.lookahead_s, span)) continue;
      alert = true;
      conflicts++;
      this.firstAlert_s ??= t_s;
      const tcpa_s = -(sx * rx + sy * ry) / Math.max(rx * rx + ry * ry, 1e-6);
      const kept_s = Math.abs(tcpa_s) < LEAST_TCPA_S ? LEAST_TCPA_S : tcpa_s;
      mvpChange(
        sx,
        sy,
        sz,
        rx,
        ry,
        rz,
        kept_s,
        span[0] as number,
        this.lookahead_s,
        dthr_m * MARGIN,
        zthr_m * MARGIN,
        change,
      );
      vx -= change[0] as number;
      vy -= change[1] as number;
      if (delay_s !== 'never' && t_s >= this.firstAlert_s + delay_s) resolving[target] = true;
    }
    if (delay_s !== 'never' && this.firstAlert_s !== null && t_s >= this.firstAlert_s + delay_s) {
      if (conflicts > 0) {
        const [least, most] = this.setting.speed_mps;
        const turn_rad = wrapPi(atan2(vx, vy) - atan2(own.vx, own.vy));
        this.command = {
          track_rad: atan2(vx, vy),
          speed_mps: Math.min(Math.max(hypot(vx, vy), least), most),
          vertical_mps: null,
          side: Math.abs(turn_rad) > LEAST_TURN_RAD ? (turn_rad > 0 ? 1 : -1) : 0,
        };
      } else if (this.command !== null && !this.holds(own)) this.command = null;
    }
    return { alert, probability: alert ? 1 : 0, command: this.command };
  }

  /** Whether any target that was resolved still asks to stay; the others are let go. */
  private holds(own: Readonly<Kinematics>): boolean {
    let held = false;
    for (const [target, resolved] of this.resolving.entries()) {
      if (!resolved) continue;
      const other = this.reports.at(target);
      const stays = other !== null && this.staysWith(own, other);
      this.resolving[target] = stays;
      held ||= stays;
    }
    return held;
  }

  private staysWith(own: Readonly<Kinematics>, other: Readonly<Kinematics>): boolean {
    const { dthr_m } = this.volume;
    const sx = other.x - own.x;
    const sy = other.y - own.y;
    const range_m = hypot(sx, sy);
    const past = sx * (other.vx - own.vx) + sy * (other.vy - own.vy) > 0;
    if (!past || range_m < dthr_m) return true;
    const between_rad = wrapPi(atan2(own.vx, own.vy) - atan2(other.vx, other.vy));
    return Math.abs(between_rad) < PARALLEL_RAD && range_m < dthr_m * MARGIN;
  }
}

export const mvpGuide = (setting: CrewedSetting): Guide => new MvpGuide(setting);
