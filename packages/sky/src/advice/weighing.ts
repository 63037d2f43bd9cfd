import type { AgreedSense } from './agreed.ts';
import type { Candidates } from './candidates.ts';
import { Distances } from './distances.ts';
import { Fan } from './fan.ts';
import { FAR, Heights } from './heights.ts';
import { Meeting, type Volume } from './meeting.ts';
import type { OwnAircraft } from './own_paths.ts';
import { OwnSamples } from './own_samples.ts';
import type { AdviceParameters } from './parameters.ts';
import { lookaheadOf, MOST_OWN_CLIMBS, MOST_OWN_WAYS, SAMPLES } from './samples.ts';
import type { Target } from './situation.ts';

/** The others are past so long after the likeliest loss; an episode lasts so long at least, and ends so long before the
 * lookahead does, s. */
const PAST_S = 20;
const LEAST_EPISODE_S = 30;
const LEFT_S = 16;
/** A manoeuvre is weighed with a turn of the plan that goes on for so long: about half of what turns take, s. */
export const PLAN_TURN_S = 10;
/** Heights against so many volumes of targets are kept from one look at candidates to the next: 180 kB each. */
const MOST_HEIGHTS = 32;
const MOST = MOST_OWN_WAYS * MOST_OWN_CLIMBS;

/** Which candidates are to be flown, as way i with vertical speed j at i * climbs + j, and which ways and speeds. */
export class Selection {
  /** 1: to be flown; 0 also for one that was given up on the way, since it does more harm than it may. */
  readonly combos: Uint8Array = new Uint8Array(MOST);
  /** Harm from which on a candidate is given up. */
  readonly limit: Float64Array = new Float64Array(MOST);
  readonly list: Int32Array = new Int32Array(MOST);
  count = 0;
  readonly ways: Uint8Array = new Uint8Array(MOST_OWN_WAYS);
  readonly climbs: Uint8Array = new Uint8Array(MOST_OWN_CLIMBS);

  clear(): void {
    for (let k = 0; k < this.count; k += 1) this.combos[this.list[k] as number] = 0;
    this.ways.fill(0);
    this.climbs.fill(0);
    this.count = 0;
  }

  /** @param climbs how many vertical speeds there are */
  add(way: number, climb: number, climbs: number, limit = Number.POSITIVE_INFINITY): void {
    const c = way * climbs + climb;
    this.combos[c] = 1;
    this.limit[c] = limit;
    this.ways[way] = 1;
    this.climbs[climb] = 1;
    this.list[this.count] = c;
    this.count += 1;
  }
}

/** The closest point of a pass, along the ground: distances, m (NaN: height not known), and when, s from now. */
export type Pass = { h_m: number; v_m: number; t_s: number };

/**
 * Flies every candidate against every way of every target that may come near, and sums up what comes of it. Figures
 * of way i with vertical speed j stand at i * climbs + j.
 */
export class Weighing {
  /** In losses of well clear: probability, and how deep, over all targets and their volumes. */
  readonly harm: Float64Array = new Float64Array(MOST);
  /** Probability of a loss to anyone, of any volume and of the narrowest. */
  readonly loss: Float64Array = new Float64Array(MOST);
  readonly narrowLoss: Float64Array = new Float64Array(MOST);
  /** Least distance expected in units of the minima. */
  readonly nearest: Float64Array = new Float64Array(MOST);
  /** Of the first candidate: probability of a loss in the time of an alert, how deep, when the others are past, s, */
  soon = 0;
  soonDepth = 0;
  episode_s = 0;
  /** and how much of the way out the rules leave to the own side. */
  own_share = 0.5;
  /** For how long a turn of the own plan is taken to go on, s. */
  plan_turn_s: number = PLAN_TURN_S;
  readonly relevant: Target[] = [];
  /** Of the first candidate: probability of a loss within the whole lookahead, by target that matters. */
  readonly lossOf: number[] = [];
  /** Of the first candidate: probability of a loss, by target that matters and its volumes, one after the other. */
  readonly losses: number[] = [];
  private readonly fans: Fan[] = [];
  /** Of a single own way, by relevant target; and of many, for one target at a time. */
  private readonly distances: Distances[] = [];
  private readonly sharedDistances = new Distances(MOST_OWN_WAYS);
  /** By relevant target and volume, one after the other; those beyond the first ones share the last. */
  private readonly heights: Heights[] = [];
  private readonly shared = new Heights();
  private readonly meeting = new Meeting();
  private readonly paths = new OwnSamples();
  private readonly x = this.paths.x;
  private readonly y = this.paths.y;
  /** Of one target: the greatest probability of a loss over its volumes. */
  private readonly worst = new Float64Array(MOST);

  /** Keeps the targets that can come near within the lookahead, with the ways each may go. */
  gather(own: OwnAircraft, targets: readonly Target[], parameters: AdviceParameters): void {
    const { relevant, fans, distances } = this;
    relevant.length = 0;
    const lookahead_s = lookaheadOf(parameters.sample_s);
    const most = Math.max(own.performance.most_speed_mps, speedOf(own.vx_mps, own.vy_mps));
    for (const target of targets) {
      const { steady, manoeuvring } = target.estimate;
      const range = Math.sqrt(steady.x_m * steady.x_m + steady.y_m * steady.y_m);
      const speed = Math.max(speedOf(steady.vx_mps, steady.vy_mps), speedOf(manoeuvring.vx_mps, manoeuvring.vy_mps));
      const closing = most + speed;
      let reach = 0;
      for (const one of target.volumes) reach = Math.max(reach, one.lateral_m + one.tau_s * closing);
      const errors = 5 * Math.sqrt(steady.position_m2 + steady.velocity_m2ps2 * lookahead_s * lookahead_s);
      if (range > FAR * reach + closing * lookahead_s + errors) continue;
      if (fans.length <= relevant.length) fans.push(new Fan());
      if (distances.length <= relevant.length) distances.push(new Distances(1));
      (fans[relevant.length] as Fan).set(target.estimate, target.agility, target.answer, parameters);
      (distances[relevant.length] as Distances).set(fans[relevant.length] as Fan, target.volumes);
      relevant.push(target);
    }
    this.forgetHeights();
  }

  /** Other targets, other heights. */
  private forgetHeights(): void {
    const { relevant, fans, heights } = this;
    let at = 0;
    for (let k = 0; k < relevant.length; k += 1) {
      for (const volume of (relevant[k] as Target).volumes) {
        if (at === MOST_HEIGHTS) return;
        if (at === heights.length) heights.push(new Heights());
        (heights[at] as Heights).set(fans[k] as Fan, volume.vertical_m);
        at += 1;
      }
    }
  }

  /** Those of a volume of a target, `at` volumes after the first one. */
  private heightsOf(at: number, fan: Fan, volume: Volume): Heights {
    if (at < MOST_HEIGHTS) return this.heights[at] as Heights;
    this.shared.set(fan, volume.vertical_m);
    return this.shared;
  }

  /**
   * Flies the candidates after delay_s.
   *
   * @param only those to fly; all that are not keep what was worked out before. Those that come to more harm than they
   *   may are taken out of it, and hold nothing
   */
  weigh(
    own: OwnAircraft,
    now_rad: number,
    candidates: Candidates,
    delay_s: number,
    parameters: AdviceParameters,
    only: Selection,
  ): void {
    this.fly(own, now_rad, candidates, delay_s, parameters.sample_s, only);
    const { harm, loss, narrowLoss, nearest, relevant } = this;
    for (let n = 0; n < only.count; n += 1) {
      const c = only.list[n] as number;
      harm[c] = 0;
      loss[c] = 0;
      narrowLoss[c] = 0;
      nearest[c] = FAR;
    }
    this.soon = 0;
    this.soonDepth = 0;
    this.losses.length = 0;
    this.lossOf.length = 0;
    this.episode_s = LEAST_EPISODE_S;
    let shared = 0;
    let sharing = 0;
    let volumes = 0;
    for (let k = 0; k < relevant.length; k += 1) {
      for (let n = 0; n < only.count; n += 1) this.worst[only.list[n] as number] = 0;
      const target = relevant[k] as Target;
      const soon = this.weighTarget(k, volumes, candidates, parameters, only);
      volumes += target.volumes.length;
      this.soon = 1 - (1 - this.soon) * (1 - soon);
      const first = this.worst[0] as number;
      this.lossOf.push(first);
      shared += first * target.own_share;
      sharing += first;
      for (let n = 0; n < only.count; n += 1) {
        const c = only.list[n] as number;
        loss[c] = 1 - (1 - (loss[c] as number)) * (1 - (this.worst[c] as number));
      }
    }
    this.own_share = sharing > 0 ? shared / sharing : 0.5;
    this.episode_s = Math.min(lookaheadOf(parameters.sample_s) - LEFT_S, this.episode_s);
  }

  /** Does own way i, as flown last, keep to the agreed side? */
  widens(i: number, agreed: AgreedSense, sample_s: number): boolean {
    return agreed.allowsWay(this.x, this.y, i * SAMPLES, sample_s);
  }

  /** How near a target comes that flies on as it does, while the first candidate is flown as it was last. */
  writePass(target: Target, sample_s: number, out: Pass): void {
    const { x, y } = this;
    const { z } = this.paths;
    const at = (this.paths.heightsOf[0] as number) * SAMPLES;
    const { x_m, y_m, z_m, vx_mps, vy_mps, vz_mps } = target.estimate.steady;
    let least2 = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < SAMPLES; i += 1) {
      const t = i * sample_s;
      const x0 = x_m + vx_mps * t - (x[i] as number);
      const y0 = y_m + vy_mps * t - (y[i] as number);
      const dx = vx_mps * sample_s - ((x[i + 1] as number) - (x[i] as number));
      const dy = vy_mps * sample_s - ((y[i + 1] as number) - (y[i] as number));
      const d2 = dx * dx + dy * dy;
      const f = d2 > 0 ? Math.max(0, Math.min(1, -(x0 * dx + y0 * dy) / d2)) : 0;
      const xf = x0 + dx * f;
      const yf = y0 + dy * f;
      const r2 = xf * xf + yf * yf;
      if (r2 >= least2) continue;
      least2 = r2;
      out.t_s = t + f * sample_s;
      const up = (z[at + i] as number) + ((z[at + i + 1] as number) - (z[at + i] as number)) * f;
      out.v_m = Math.abs(z_m + vz_mps * out.t_s - up);
    }
    out.h_m = Math.sqrt(least2);
  }

  /** Writes the paths of the ways and vertical speeds. */
  private fly(
    own: OwnAircraft,
    now_rad: number,
    candidates: Candidates,
    delay_s: number,
    sample_s: number,
    only: Selection,
  ): void {
    const { paths, plan_turn_s } = this;
    const { track_rad, speed_mps, vertical_mps, ways, climbs } = candidates;
    for (let i = 0; i < ways; i += 1) {
      if (only.ways[i] === 0) continue;
      const track = track_rad[i] as number;
      paths.writeWay(i, own, now_rad, track, speed_mps[i] as number, delay_s, sample_s, plan_turn_s);
    }
    for (let j = 0; j < climbs; j += 1) {
      if (only.climbs[j] === 0) continue;
      const asked = vertical_mps[j] as number;
      paths.writeHeights(j, own, Number.isNaN(asked) ? own.plan.vertical_mps : asked, delay_s, sample_s);
    }
  }

  /**
   * Returns the probability that the first candidate loses a volume in the time of an alert.
   *
   * @param k which of the targets that matter
   * @param volumes how many those of the targets before it are
   */
  private weighTarget(
    k: number,
    volumes: number,
    candidates: Candidates,
    parameters: AdviceParameters,
    only: Selection,
  ): number {
    const { meeting, worst, harm, narrowLoss, nearest } = this;
    const { climbs } = candidates;
    const { severity } = parameters;
    const target = this.relevant[k] as Target;
    const fan = this.fans[k] as Fan;
    const soonPieces = Math.round(parameters.alert_within_s / parameters.sample_s);
    let mostSoon = 0;
    const distances = candidates.ways === 1 ? (this.distances[k] as Distances) : this.sharedDistances;
    if (candidates.ways > 1) distances.set(fan, target.volumes);
    for (let n = 0; n < target.volumes.length; n += 1) {
      const volume = target.volumes[n] as Target['volumes'][number];
      meeting.begin(this.paths, distances, this.heightsOf(volumes + n, fan, volume), fan, volume);
      for (let m = 0; m < only.count; m += 1) {
        const c = only.list[m] as number;
        if (only.combos[c] === 0) continue;
        const i = Math.floor(c / climbs);
        const limit = ((only.limit[c] as number) - (harm[c] as number)) / volume.weight;
        if (!meeting.allWays(i, c - i * climbs, soonPieces, severity, limit)) {
          only.combos[c] = 0;
          continue;
        }
        harm[c] = (harm[c] as number) + volume.weight * (meeting.loss + severity * meeting.depth);
        worst[c] = Math.max(worst[c] as number, meeting.loss);
        nearest[c] = Math.min(nearest[c] as number, meeting.nearest);
        if (n === 0) narrowLoss[c] = 1 - (1 - (narrowLoss[c] as number)) * (1 - meeting.loss);
        if (c > 0) continue;
        this.losses.push(meeting.loss);
        mostSoon = Math.max(mostSoon, meeting.soon);
        this.soonDepth = Math.max(this.soonDepth, meeting.soonDepth);
        if (meeting.loss > 0) this.episode_s = Math.max(this.episode_s, meeting.when_s + PAST_S);
      }
    }
    return mostSoon;
  }
}

const speedOf = (vx: number, vy: number): number => Math.sqrt(vx * vx + vy * vy);
