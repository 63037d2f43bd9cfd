import { atan2, cos, sin } from '../math.ts';
import { wrapPi } from './angles.ts';
import type { Estimate } from './estimate.ts';
import { type Agility, Fan, type Sense, writeHeights } from './fan.ts';
import { Meeting, MOST_OWN_CLIMBS, MOST_OWN_WAYS, type Volume } from './meeting.ts';
import { type OwnAircraft, writeOwnWay } from './own_paths.ts';
import { ADVICE_PARAMETERS, type AdviceParameters } from './parameters.ts';
import { LOOKAHEAD_S, SAMPLE_S, SAMPLES } from './samples.ts';

/** One other aircraft, as advice sees it. */
export type Target = {
  readonly estimate: Estimate;
  readonly agility: Agility;
  /** What is to be kept free around it, the narrowest first; never empty. */
  readonly volumes: readonly Volume[];
  /** How much of the way out the rules leave to the own side: 0 it has the right of way, 1 it gives way. */
  readonly own_share: number;
  /** What the other side is known to be advised, over a live link; null: not known. */
  readonly answer: Sense | null;
};

/** All that one decision stands on. */
export type Situation = {
  /** Never goes back from one decision to the next. */
  readonly time_s: number;
  readonly own: OwnAircraft;
  readonly targets: readonly Target[];
  /** An alert stands by another rule, such as a clause's warning time: advise, however probable a loss is. */
  readonly called?: boolean;
  /** More to try beside what is always tried: tracks (rad) and vertical speeds (m/s), such as the edges of bands. */
  readonly offers?: { readonly tracks_rad: readonly number[]; readonly vertical_mps: readonly number[] };
};

/** A manoeuvre; NaN along an axis: by the plan. */
export type Command = { track_rad: number; speed_mps: number; vertical_mps: number };

/** What is remembered of one own aircraft from one decision to the next: plain numbers. */
export type AdviceMemory = {
  /** Of the first alert of this episode; NaN: no alert stands. */
  alerted_s: number;
  /** Until then a crew is attentive and acts at once; NaN: never called. */
  attentive_s: number;
  /** What stands. */
  standing: boolean;
  track_rad: number;
  speed_mps: number;
  vertical_mps: number;
  /** Sense of the turn and of the change of vertical speed first advised in this episode, -1, 0 or 1. */
  turn_sense: number;
  climb_sense: number;
  /** Since when going back has been clear; NaN: it is not. */
  clear_s: number;
};

export const createMemory = (): AdviceMemory => ({
  alerted_s: Number.NaN,
  attentive_s: Number.NaN,
  standing: false,
  track_rad: Number.NaN,
  speed_mps: Number.NaN,
  vertical_mps: Number.NaN,
  turn_sense: 0,
  climb_sense: 0,
  clear_s: Number.NaN,
});

/** What comes of a decision. */
export type AdviceChoice = {
  /** Of a loss to anyone within the lookahead, and within the time of an alert, if nobody acts. */
  probability: number;
  soon: number;
  alert: boolean;
  /** What stands; null: the plan. Written anew with each decision. */
  command: Command | null;
  /** Of a loss to anyone within the lookahead, flying the command (or the plan). */
  loss: number;
  /** Least distance expected while flying it, in units of the minima, at most 1.3. */
  nearest: number;
  /** Of the volumes of all targets, flying it: all are kept, each target's narrowest are, or not even those. */
  keeps: 'all' | 'narrowest' | 'none';
  /** What it takes from the plan, until the others are past. */
  cost: AdviceCost;
};

export type AdviceCost = {
  /** Away from the plan's track, clockwise positive. */
  turn_rad: number;
  /** Above the plan's vertical speed; and the height gained on the plan until the others are past, m. */
  vertical_mps: number;
  height_m: number;
  /** Above the plan's speed. */
  speed_mps: number;
  /** More way than by the plan, m, and that way's time. */
  extra_m: number;
  delay_s: number;
  /** How long the others take to be past, s from now. */
  until_s: number;
};

const TRACKS_DEG = [15, 30, 45, 60, 90];
const RAD_PER_DEG = Math.PI / 180;
/** A crew that was called is attentive for so long afterwards. */
const ATTENTIVE_S = 120;
/** Even an alert that ends early is followed so far, s: extra way is counted for that time at least and at most. */
const LEAST_EPISODE_S = 15;
const MOST_EPISODE_S = 80;

/** Extra way is counted to a place on the plan's track so much later, s. */
const REGAIN_S = 120;

/** Advises one aircraft at a time; holds only room to work in, so that one serves many. */
export class Adviser {
  private readonly parameters: AdviceParameters;
  private readonly fans: Fan[] = [];
  private readonly meetings: Meeting[] = [];
  private readonly x = new Float64Array(MOST_OWN_WAYS * SAMPLES);
  private readonly y = new Float64Array(MOST_OWN_WAYS * SAMPLES);
  private readonly z = new Float64Array(MOST_OWN_CLIMBS * SAMPLES);
  private readonly tracks = new Float64Array(MOST_OWN_WAYS);
  private readonly speeds = new Float64Array(MOST_OWN_WAYS);
  private readonly climbs = new Float64Array(MOST_OWN_CLIMBS);
  private readonly cost = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  private readonly losses = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  private readonly narrowLosses = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  private readonly nearest = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  private ways = 0;
  private levels = 0;
  private near = 0;
  private now_rad = 0;
  private episode_s = 0;
  /** By what leaving the plan is dearer for who has the right of way, 0.5 to 2. */
  private reluctance = 1;
  private readonly relevant: Target[] = [];
  private readonly command: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };
  private readonly out: AdviceChoice = {
    probability: 0,
    soon: 0,
    alert: false,
    command: null,
    loss: 0,
    nearest: 0,
    keeps: 'all',
    cost: { turn_rad: 0, vertical_mps: 0, height_m: 0, speed_mps: 0, extra_m: 0, delay_s: 0, until_s: 0 },
  };

  constructor(parameters: AdviceParameters = ADVICE_PARAMETERS) {
    this.parameters = parameters;
  }

  /** Decides, and writes what is to be remembered to memory. The choice is valid until the next call. */
  decide(situation: Situation, memory: AdviceMemory): AdviceChoice {
    const { out, parameters } = this;
    const { time_s, own, targets } = situation;
    this.now_rad = trackOf(own);
    this.gather(own, targets);
    this.begin();
    this.addWay(Number.NaN, Number.NaN);
    this.addClimb(Number.NaN);
    this.fly(own, 0);
    this.weigh(true);
    this.tell(0);
    const wasAlert = !Number.isNaN(memory.alerted_s);
    if (!wasAlert && (situation.called || out.soon >= parameters.alert_probability)) {
      memory.alerted_s = time_s;
      memory.clear_s = Number.NaN;
    }
    this.describe(own);
    if (Number.isNaN(memory.alerted_s)) return this.planned();
    if (!situation.called && out.loss < parameters.return_probability) {
      if (Number.isNaN(memory.clear_s)) memory.clear_s = time_s;
      if (time_s - memory.clear_s >= parameters.return_after_s) {
        this.forget(time_s, memory);
        return this.planned();
      }
    } else memory.clear_s = Number.NaN;
    out.alert = true;
    this.choose(situation, memory);
    return out;
  }

  private planned(): AdviceChoice {
    this.out.alert = false;
    this.out.command = null;
    return this.out;
  }

  private forget(time_s: number, memory: AdviceMemory): void {
    const called = memory.alerted_s;
    Object.assign(memory, createMemory());
    memory.attentive_s = time_s + (Number.isNaN(called) ? 0 : ATTENTIVE_S);
  }

  /** Keeps the targets that can come near within the lookahead, with the ways each may go. */
  private gather(own: OwnAircraft, targets: readonly Target[]): void {
    const { relevant, parameters } = this;
    relevant.length = 0;
    const most = Math.max(own.performance.most_speed_mps, this.speedOf(own));
    for (const target of targets) {
      const { steady, manoeuvring } = target.estimate;
      const range = Math.sqrt(steady.x_m * steady.x_m + steady.y_m * steady.y_m);
      const speed = Math.sqrt(steady.vx_mps * steady.vx_mps + steady.vy_mps * steady.vy_mps);
      const speed2 = Math.sqrt(manoeuvring.vx_mps * manoeuvring.vx_mps + manoeuvring.vy_mps * manoeuvring.vy_mps);
      const closing = most + Math.max(speed, speed2);
      let reach = 0;
      for (const one of target.volumes) reach = Math.max(reach, one.lateral_m + one.tau_s * closing);
      if (range > reach * 1.2 + closing * LOOKAHEAD_S) continue;
      const k = relevant.length;
      relevant.push(target);
      if (this.fans.length <= k) this.fans.push(new Fan());
      (this.fans[k] as Fan).set(target.estimate, target.agility, target.answer, parameters);
    }
    this.near = relevant.length;
    if (this.meetings.length === 0) this.meetings.push(new Meeting());
  }

  private speedOf(own: OwnAircraft): number {
    return Math.sqrt(own.vx_mps * own.vx_mps + own.vy_mps * own.vy_mps);
  }

  private begin(): void {
    this.ways = 0;
    this.levels = 0;
  }

  private addWay(track_rad: number, speed_mps: number): void {
    if (this.ways === MOST_OWN_WAYS) return;
    for (let i = 0; i < this.ways; i += 1) {
      if (same(this.tracks[i] as number, track_rad) && same(this.speeds[i] as number, speed_mps)) return;
    }
    this.tracks[this.ways] = track_rad;
    this.speeds[this.ways] = speed_mps;
    this.ways += 1;
  }

  private addClimb(vertical_mps: number): void {
    if (this.levels === MOST_OWN_CLIMBS) return;
    for (let i = 0; i < this.levels; i += 1) if (same(this.climbs[i] as number, vertical_mps)) return;
    this.climbs[this.levels] = vertical_mps;
    this.levels += 1;
  }

  /** Writes the paths of all ways and vertical speeds, flown after delay_s. */
  private fly(own: OwnAircraft, delay_s: number): void {
    const { x, y, z, tracks, speeds, climbs } = this;
    for (let i = 0; i < this.ways; i += 1) {
      writeOwnWay(x, y, i * SAMPLES, own, tracks[i] as number, this.now_rad, speeds[i] as number, delay_s);
    }
    for (let i = 0; i < this.levels; i += 1) {
      const asked = climbs[i] as number;
      const vz = Number.isNaN(asked) ? own.plan.vertical_mps : asked;
      writeHeights(z, i * SAMPLES, 0, own.vz_mps, delay_s, vz, own.performance.vertical_mps2);
      if (own.up_room_m === Number.POSITIVE_INFINITY && own.down_room_m === Number.POSITIVE_INFINITY) continue;
      for (let n = i * SAMPLES; n < (i + 1) * SAMPLES; n += 1) {
        z[n] = Math.max(-own.down_room_m, Math.min(own.up_room_m, z[n] as number));
      }
    }
  }

  /** Sums up losses and nearness of every own way with every vertical speed; `plan` also sets the probabilities. */
  private weigh(plan: boolean): void {
    const { cost, losses, narrowLosses, nearest, out, parameters, relevant } = this;
    const meeting = this.meetings[0] as Meeting;
    const combos = this.ways * this.levels;
    for (let c = 0; c < combos; c += 1) {
      cost[c] = 0;
      losses[c] = 0;
      narrowLosses[c] = 0;
      nearest[c] = 1.3;
    }
    const soonPieces = Math.round(parameters.alert_within_s / SAMPLE_S);
    let shared = 0;
    let sharing = 0;
    let clear = 1;
    let clearSoon = 1;
    this.episode_s = 30;
    for (let k = 0; k < this.near; k += 1) {
      const fan = this.fans[k] as Fan;
      let mostLoss = 0;
      let mostSoon = 0;
      const { volumes, own_share } = relevant[k] as Target;
      for (const volume of volumes) {
        const narrowest = volume === volumes[0];
        for (let i = 0; i < this.ways; i += 1) meeting.along(i, this.x, this.y, fan, volume);
        for (let i = 0; i < this.levels; i += 1) meeting.above(i, this.z, fan, volume);
        for (let i = 0; i < this.ways; i += 1) {
          for (let j = 0; j < this.levels; j += 1) {
            let loss = 0;
            let soon = 0;
            let near = 0;
            let bad = 0;
            let when = 0;
            for (let n = 0; n < fan.joint; n += 1) {
              const weight = fan.jointWeight[n] as number;
              meeting.together(i, j, fan.jointWay[n] as number, fan.jointClimb[n] as number, soonPieces);
              loss += weight * meeting.loss;
              soon += weight * meeting.soon;
              near += weight * meeting.nearest;
              when += weight * meeting.loss * meeting.when;
              if (meeting.nearest < 1) bad += weight * (1 - meeting.nearest);
            }
            const c = i * this.levels + j;
            cost[c] = (cost[c] as number) + volume.weight * (loss + parameters.severity * bad);
            losses[c] = 1 - (1 - (losses[c] as number)) * (1 - loss);
            if (narrowest) narrowLosses[c] = 1 - (1 - (narrowLosses[c] as number)) * (1 - loss);
            nearest[c] = Math.min(nearest[c] as number, near);
            if (plan && c === 0) {
              mostLoss = Math.max(mostLoss, loss);
              mostSoon = Math.max(mostSoon, soon);
              if (loss > 0) this.episode_s = Math.max(this.episode_s, (when / loss) * SAMPLE_S + 20);
            }
          }
        }
      }
      shared += mostLoss * own_share;
      sharing += mostLoss;
      clear *= 1 - mostLoss;
      clearSoon *= 1 - mostSoon;
    }
    if (!plan) return;
    // The side that gives way goes further out of it for the same gain, the other less far: twice and half.
    const share = sharing > 0 ? shared / sharing : 0.5;
    this.reluctance = Math.max(0.5, Math.min(2, 2 * (1 - share)));
    out.probability = 1 - clear;
    out.soon = 1 - clearSoon;
    this.episode_s = Math.max(LEAST_EPISODE_S, Math.min(MOST_EPISODE_S, this.episode_s));
  }

  private readonly total = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);

  private choose(situation: Situation, memory: AdviceMemory): void {
    const { parameters, total, out, command } = this;
    const { time_s, own } = situation;
    this.offer(situation, memory);
    const episode_s = this.episode_s;
    const since = time_s - memory.alerted_s;
    const attentive = memory.attentive_s >= time_s;
    const least = attentive ? 0 : Math.max(0, parameters.least_delay_s - since);
    const most = attentive ? 0 : Math.max(0, parameters.most_delay_s - since);
    const combos = this.ways * this.levels;
    total.fill(0, 0, combos);
    const rounds = most > least ? 2 : 1;
    for (let r = 0; r < rounds; r += 1) {
      this.fly(own, r === 0 ? least : most);
      this.weigh(false);
      for (let c = 0; c < combos; c += 1) total[c] = (total[c] as number) + (this.cost[c] as number) / rounds;
    }
    this.episode_s = episode_s;
    let best = 0;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.ways; i += 1) {
      for (let j = 0; j < this.levels; j += 1) {
        const c = i * this.levels + j;
        let sum = (total[c] as number) + this.deviation(own, i, j) + this.change(own, memory, i, j);
        if (this.crosses(own, j)) sum += parameters.reversal;
        if (sum < lowest - 1e-9) {
          lowest = sum;
          best = c;
        }
      }
    }
    const i = Math.floor(best / this.levels);
    const j = best % this.levels;
    command.track_rad = this.tracks[i] as number;
    command.speed_mps = this.speeds[i] as number;
    command.vertical_mps = this.climbs[j] as number;
    this.tell(best);
    const planned =
      Number.isNaN(command.track_rad) && Number.isNaN(command.speed_mps) && Number.isNaN(command.vertical_mps);
    out.command = planned ? null : command;
    this.remember(own, memory, planned);
    this.describe(own);
  }

  private tell(c: number): void {
    const { out, parameters } = this;
    out.loss = this.losses[c] as number;
    out.nearest = this.nearest[c] as number;
    const { kept_probability } = parameters;
    out.keeps =
      out.loss < kept_probability ? 'all' : (this.narrowLosses[c] as number) < kept_probability ? 'narrowest' : 'none';
  }

  /** Writes the cost of what stands in `out`. */
  private describe(own: OwnAircraft): void {
    const { out, episode_s } = this;
    const { cost } = out;
    const command = out.command;
    const { plan } = own;
    cost.until_s = episode_s;
    cost.turn_rad =
      command === null || Number.isNaN(command.track_rad) ? 0 : wrapPi(command.track_rad - plan.track_rad);
    cost.vertical_mps =
      command === null || Number.isNaN(command.vertical_mps) ? 0 : command.vertical_mps - plan.vertical_mps;
    cost.height_m = cost.vertical_mps * episode_s;
    cost.speed_mps = command === null || Number.isNaN(command.speed_mps) ? 0 : command.speed_mps - plan.speed_mps;
    cost.extra_m = extraWay_m(plan.speed_mps, cost.turn_rad, episode_s);
    cost.delay_s = plan.speed_mps > 0 ? (cost.extra_m - cost.speed_mps * episode_s) / plan.speed_mps : 0;
  }

  private remember(own: OwnAircraft, memory: AdviceMemory, planned: boolean): void {
    const { command } = this;
    if (!Number.isNaN(command.track_rad) && !same(command.track_rad, memory.track_rad)) {
      memory.turn_sense = Math.sign(wrapPi(command.track_rad - this.now_rad));
    }
    if (!Number.isNaN(command.vertical_mps) && !same(command.vertical_mps, memory.vertical_mps)) {
      memory.climb_sense = Math.sign(command.vertical_mps - own.vz_mps);
    }
    memory.standing = !planned;
    memory.track_rad = command.track_rad;
    memory.speed_mps = command.speed_mps;
    memory.vertical_mps = command.vertical_mps;
  }

  /** What may be asked of the crew: the plan, what stands, tracks to both sides, vertical speeds to both senses. */
  private offer(situation: Situation, memory: AdviceMemory): void {
    const { plan, performance } = situation.own;
    this.begin();
    this.addWay(Number.NaN, Number.NaN);
    if (memory.standing) this.addWay(memory.track_rad, memory.speed_mps);
    for (const deg of TRACKS_DEG) {
      for (const side of [1, -1]) this.addWay(wrapPi(plan.track_rad + side * deg * RAD_PER_DEG), Number.NaN);
    }
    if (Math.abs(plan.turn_radps) > 0.003) this.addWay(this.now_rad, Number.NaN);
    this.addClimb(Number.NaN);
    if (memory.standing) this.addClimb(memory.vertical_mps);
    const most = performance.vertical_mps;
    this.addClimb(most);
    this.addClimb(-most);
    this.addClimb(most / 2);
    this.addClimb(-most / 2);
    this.addClimb(0);
    if (situation.offers === undefined) return;
    for (const track of situation.offers.tracks_rad) this.addWay(wrapPi(track), Number.NaN);
    for (const vertical of situation.offers.vertical_mps) this.addClimb(vertical);
  }

  /** Is it the vertical sense that another one is known to have taken? Two that climb do not part. */
  private crosses(own: OwnAircraft, climb: number): boolean {
    const vertical = this.climbs[climb] as number;
    if (Number.isNaN(vertical)) return false;
    const side = Math.sign(vertical - own.vz_mps);
    for (const { answer } of this.relevant)
      if (answer !== null && answer.climb !== 0 && answer.climb === side) return true;
    return false;
  }

  /** What it costs to leave the plan: extra way, and climbing or descending. */
  private deviation(own: OwnAircraft, way: number, climb: number): number {
    const { parameters } = this;
    const track = this.tracks[way] as number;
    const vertical = this.climbs[climb] as number;
    let sum = 0;
    if (!Number.isNaN(track)) {
      const extra_m = extraWay_m(own.plan.speed_mps, wrapPi(track - own.plan.track_rad), this.episode_s);
      sum += (parameters.per_extra_km * extra_m) / 1000;
    }
    if (!Number.isNaN(vertical)) {
      sum += (parameters.per_climb * Math.abs(vertical - own.plan.vertical_mps)) / own.performance.vertical_mps;
    }
    return sum * this.reluctance;
  }

  /** What it costs to change one's mind. */
  private change(own: OwnAircraft, memory: AdviceMemory, way: number, climb: number): number {
    const { parameters } = this;
    const track = this.tracks[way] as number;
    const vertical = this.climbs[climb] as number;
    let sum = 0;
    const axes = (Number.isNaN(track) ? 0 : 1) + (Number.isNaN(vertical) ? 0 : 1);
    if (axes === 2) sum += parameters.another_axis;
    if (!memory.standing) return sum;
    if (axes === 0) return parameters.easing;
    if (!same(track, memory.track_rad)) {
      if (Number.isNaN(track)) sum += parameters.another_axis;
      else {
        const side = Math.sign(wrapPi(track - this.now_rad));
        sum += memory.turn_sense === -side ? parameters.reversal : parameters.another_axis;
      }
    }
    if (!same(vertical, memory.vertical_mps)) {
      if (Number.isNaN(vertical)) sum += parameters.another_axis;
      else {
        const side = Math.sign(vertical - own.vz_mps);
        sum += memory.climb_sense === -side ? parameters.reversal : parameters.another_axis;
      }
    }
    return sum;
  }
}

/** To where the plan leads two minutes later: what is lost along the plan, and the way back across. */
function extraWay_m(speed_mps: number, off_rad: number, episode_s: number): number {
  const way_m = speed_mps * episode_s;
  const aside_m = way_m * sin(off_rad);
  const onward_m = REGAIN_S * speed_mps;
  return way_m * (1 - cos(off_rad)) + (onward_m > 0 ? (aside_m * aside_m) / (2 * onward_m) : 0);
}

const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

const trackOf = (own: OwnAircraft): number =>
  own.vx_mps === 0 && own.vy_mps === 0 ? own.plan.track_rad : atan2(own.vx_mps, own.vy_mps);
