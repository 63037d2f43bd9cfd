import type { Delay, Limits } from './encounter.ts';
import { type Controls, type Fleet, STEP_S, wrapPi } from './flight.ts';
import type { Command, Decision } from './guide.ts';

/** How an axis is flown: by the plan, towards a value asked for, or back to where the plan has it. */
type Axis = 'plan' | 'asked' | 'back';

/** Changes smaller than this are to no side: rad, m/s. */
const NO_CHANGE = 1e-9;

/**
 * The pilot of one guided aircraft. Nothing is flown until the delay has passed since the first alert; whatever stands
 * then, and all that comes later, is flown at once. "never" keeps the plan. Turns are flown at the limit of the turn
 * rate the shorter way round and speeds at the limit of acceleration, the last step exact. An axis no longer asked for
 * goes back to the track or speed that the plan has reached meanwhile, then follows the plan again; vertically the
 * plan's rate is taken up, the altitude is not recaptured.
 */
export class Crew {
  readonly delay_s: Delay;
  firstAlert_s: number | null = null;
  firstResponse_s: number | null = null;
  /** Commands flown that differ from the one before, and those among them to the other side than the last. */
  commands = 0;
  reversals = 0;
  private readonly limits: Limits;
  private track: Axis = 'plan';
  private speed: Axis = 'plan';
  private vertical: Axis = 'plan';
  private track_rad = 0;
  private speed_mps = 0;
  private vertical_mps = 0;
  private turnSide = 0;
  private verticalSide = 0;
  private flown: Command | null = null;

  constructor(delay_s: Delay, limits: Limits) {
    this.delay_s = delay_s;
    this.limits = limits;
  }

  /** Takes the decision of a whole second; own is the aircraft's slot in the fleet, its own track as it is now. */
  take(t_s: number, decision: Decision, fleet: Fleet, own: number): void {
    if (decision.alert && this.firstAlert_s === null) this.firstAlert_s = t_s;
    if (!this.answers(t_s)) return;
    const { command } = decision;
    if (command !== null && !sameCommand(command, this.flown)) this.count(command, fleet, own);
    if (command !== null && this.firstResponse_s === null) this.firstResponse_s = t_s;
    this.flown = command;
    const { track_rad = null, speed_mps = null, vertical_mps = null } = command ?? {};
    this.track = next(this.track, track_rad);
    if (track_rad !== null) this.track_rad = wrapPi(track_rad);
    this.speed = next(this.speed, speed_mps);
    if (speed_mps !== null) this.speed_mps = speed_mps;
    this.vertical = vertical_mps === null ? 'plan' : 'asked';
    if (vertical_mps !== null) {
      const { vertical_rate } = this.limits;
      this.vertical_mps = Math.min(Math.max(vertical_mps, -vertical_rate), vertical_rate);
    }
  }

  private answers(t_s: number): boolean {
    return this.delay_s !== 'never' && this.firstAlert_s !== null && t_s >= this.firstAlert_s + this.delay_s;
  }

  private count(command: Command, fleet: Fleet, own: number): void {
    this.commands++;
    const { track_rad, vertical_mps, side } = command;
    let reversed = false;
    if (track_rad !== null && track_rad !== this.flown?.track_rad) {
      const now = side ?? sideOf(wrapPi(track_rad - (fleet.track_rad[own] as number)));
      reversed = now !== 0 && this.turnSide === -now;
      if (now !== 0) this.turnSide = now;
    }
    if (vertical_mps !== null && vertical_mps !== this.flown?.vertical_mps) {
      const now = side ?? sideOf(vertical_mps - (fleet.vertical_mps[own] as number));
      reversed ||= now !== 0 && this.verticalSide === -now;
      if (now !== 0) this.verticalSide = now;
    }
    if (reversed) this.reversals++;
  }

  /** Turns the plan's controls into those that are flown for a step; twin is the slot that keeps to the plan. */
  steer(controls: Controls, fleet: Fleet, own: number, twin: number): void {
    const { limits } = this;
    if (this.track !== 'plan') {
      const back = this.track === 'back';
      const wanted_rad = back ? (fleet.track_rad[twin] as number) : this.track_rad;
      const turn_rad = wrapPi(wanted_rad - (fleet.track_rad[own] as number));
      const most_rad = limits.turn_rate * STEP_S;
      const near = Math.abs(turn_rad) <= most_rad;
      controls.turn_rate_radps = near ? turn_rad / STEP_S : Math.sign(turn_rad) * limits.turn_rate;
      if (back && near) this.track = 'plan';
    }
    if (this.speed !== 'plan') {
      const back = this.speed === 'back';
      const wanted_mps = back ? (fleet.speed_mps[twin] as number) : this.speed_mps;
      const change_mps = wanted_mps - (fleet.speed_mps[own] as number);
      const near = Math.abs(change_mps) <= limits.accel * STEP_S;
      controls.accel_mps2 = near ? change_mps / STEP_S : Math.sign(change_mps) * limits.accel;
      if (back && near) this.speed = 'plan';
    }
    if (this.vertical === 'asked') controls.vertical_mps = this.vertical_mps;
  }
}

function sideOf(change: number): number {
  return Math.abs(change) > NO_CHANGE ? Math.sign(change) : 0;
}

function next(now: Axis, asked: number | null): Axis {
  if (asked !== null) return 'asked';
  return now === 'plan' ? 'plan' : 'back';
}

function sameCommand(a: Command, b: Command | null): boolean {
  return b !== null && a.track_rad === b.track_rad && a.speed_mps === b.speed_mps && a.vertical_mps === b.vertical_mps;
}
