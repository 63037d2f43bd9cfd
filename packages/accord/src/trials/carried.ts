import type { Kinematics, Moment } from './guide.ts';

/** Seconds for which a target that is not heard is carried forward at constant velocity. */
const LONGEST_CARRY_S = 10;

/** The last report of each target, carried forward through the seconds in which it is not heard. */
export class CarriedReports {
  private readonly last: Kinematics[];
  private readonly heard_s: Float64Array;
  private readonly state: Kinematics = { x: 0, y: 0, z: 0, vx: 0, vy: 0, vz: 0 };
  private now_s = 0;

  constructor(targets: number) {
    this.last = Array.from({ length: targets }, () => ({ x: 0, y: 0, z: 0, vx: 0, vy: 0, vz: 0 }));
    this.heard_s = new Float64Array(targets).fill(Number.NEGATIVE_INFINITY);
  }

  take({ t_s, reports }: Moment): void {
    this.now_s = t_s;
    for (const [target, report] of reports.entries()) {
      if (report === null) continue;
      Object.assign(this.last[target] as Kinematics, report);
      this.heard_s[target] = t_s;
    }
  }

  /** Where the target is held to be now, or null where it has not been heard for long; used again at the next call. */
  at(target: number): Readonly<Kinematics> | null {
    const since_s = this.now_s - (this.heard_s[target] as number);
    if (!(since_s <= LONGEST_CARRY_S)) return null;
    const { state } = this;
    Object.assign(state, this.last[target]);
    state.x += state.vx * since_s;
    state.y += state.vy * since_s;
    state.z += state.vz * since_s;
    return state;
  }
}
