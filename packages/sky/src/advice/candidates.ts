import { RAD_PER_DEG } from '../angle.ts';
import { wrapPi } from './angles.ts';
import { MOST_OWN_CLIMBS, MOST_OWN_WAYS } from './samples.ts';
import type { AdviceMemory, Command, Situation } from './situation.ts';

/** Turns tried to either side of the plan's track, degrees. */
const TRACKS_DEG = [15, 30, 45, 60, 90];
/** From this rate of turn on, the plan turns: to hold the present track is a way out then, rad/s. */
const TURNING_RADPS = 0.003;

const PLAN: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };

/**
 * What may be asked of a crew: ways over ground, each a track and a speed, and vertical speeds; any way with any
 * vertical speed. NaN is the plan's; the first of each is the plan.
 */
export class Candidates {
  ways = 0;
  climbs = 0;
  /** Of these, so many are the plan and what stands. */
  firstWays = 0;
  firstClimbs = 0;
  readonly track_rad: Float64Array = new Float64Array(MOST_OWN_WAYS);
  readonly speed_mps: Float64Array = new Float64Array(MOST_OWN_WAYS);
  readonly vertical_mps: Float64Array = new Float64Array(MOST_OWN_CLIMBS);

  /** The plan alone. */
  setPlan(): void {
    this.setOne(PLAN);
  }

  /** One alone. */
  setOne({ track_rad, speed_mps, vertical_mps }: Command): void {
    this.ways = 0;
    this.climbs = 0;
    this.addWay(track_rad, speed_mps);
    this.addClimb(vertical_mps);
  }

  /** The plan, what stands, turns to both sides, climbs and descents, and what the situation offers. */
  setAll(situation: Situation, memory: AdviceMemory, now_rad: number): void {
    const { plan, performance } = situation.own;
    this.setPlan();
    if (memory.standing) {
      this.addWay(memory.track_rad, memory.speed_mps);
      this.addClimb(memory.vertical_mps);
    }
    this.firstWays = this.ways;
    this.firstClimbs = this.climbs;
    for (const deg of TRACKS_DEG) {
      this.addWay(wrapPi(plan.track_rad + deg * RAD_PER_DEG), Number.NaN);
      this.addWay(wrapPi(plan.track_rad - deg * RAD_PER_DEG), Number.NaN);
    }
    if (Math.abs(plan.turn_radps) > TURNING_RADPS) this.addWay(now_rad, Number.NaN);
    for (const part of [1, 0.5]) {
      this.addClimb(part * performance.vertical_mps);
      this.addClimb(-part * performance.vertical_mps);
    }
    this.addClimb(0);
    if (situation.offers === undefined) return;
    for (const track of situation.offers.tracks_rad) this.addWay(wrapPi(track), Number.NaN);
    for (const vertical of situation.offers.vertical_mps) this.addClimb(vertical);
  }

  /**
   * Ways as fast and as slow as the aircraft flies, too: every one, or those of the plan and of what stands and one
   * more.
   */
  addSpeeds(situation: Situation, everywhere: boolean, best: number): void {
    const { least_speed_mps, most_speed_mps } = situation.own.performance;
    const count = this.ways;
    for (let i = 0; i < count; i += 1) {
      if (!everywhere && i >= this.firstWays && i !== best) continue;
      this.addWay(this.track_rad[i] as number, most_speed_mps);
      this.addWay(this.track_rad[i] as number, least_speed_mps);
    }
  }

  private addWay(track_rad: number, speed_mps: number): void {
    if (this.ways === MOST_OWN_WAYS) return;
    for (let i = 0; i < this.ways; i += 1) {
      if (Object.is(this.track_rad[i], track_rad) && Object.is(this.speed_mps[i], speed_mps)) return;
    }
    this.track_rad[this.ways] = track_rad;
    this.speed_mps[this.ways] = speed_mps;
    this.ways += 1;
  }

  private addClimb(vertical_mps: number): void {
    // A zero is a zero: no second level flight.
    const asked = vertical_mps + 0;
    if (this.climbs === MOST_OWN_CLIMBS) return;
    for (let i = 0; i < this.climbs; i += 1) if (Object.is(this.vertical_mps[i], asked)) return;
    this.vertical_mps[this.climbs] = asked;
    this.climbs += 1;
  }
}
