import { Distances } from './distances.ts';
import { Fan } from './fan.ts';
import { BARELY, FAR, Heights } from './heights.ts';
import { normalBelow } from './normal.ts';
import { OwnSamples } from './own_samples.ts';
import { MOST_OWN_WAYS, MOST_WAYS, PIECES, SAMPLES } from './samples.ts';

/**
 * A volume of airspace that is to be kept free around an aircraft: lost where the vertical distance is at most
 * vertical_m and the range at most lateral_m, or, with tau_s > 0, where they close so that the modified tau is at most
 * tau_s and the miss at most lateral_m (C. Munoz and others, "A family of well-clear boundary models for the
 * integration of UAS in the NAS", ATIO 2014).
 */
export type Volume = {
  readonly lateral_m: number;
  readonly vertical_m: number;
  readonly tau_s: number;
  /** What a loss costs beside other volumes; the default volume costs 1. */
  readonly weight: number;
  /** Inside it already: to be left within so many seconds, before which being inside does not count again; else 0. */
  readonly leave_by_s: number;
};

/** Less probable than this is nothing. */
const NOTHING = 0.002;

/**
 * Own ways against the ways of one other aircraft in one volume: for each piece of time the probability to be inside
 * along the ground, the same in height, and how near they come in units of the minima. The probability of a loss is
 * then the greatest product over the pieces.
 */
export class Meeting {
  private readonly inside = new Float64Array(MOST_OWN_WAYS * MOST_WAYS * PIECES);
  private readonly range = new Float64Array(MOST_OWN_WAYS * MOST_WAYS * PIECES);
  /** First and last piece that matter, by own way and way. */
  private readonly first = new Int32Array(MOST_OWN_WAYS * MOST_WAYS);
  private readonly last = new Int32Array(MOST_OWN_WAYS * MOST_WAYS);
  /** What no piece of a row is above, and below. */
  private readonly most = new Float64Array(MOST_OWN_WAYS * MOST_WAYS);
  private readonly least = new Float64Array(MOST_OWN_WAYS * MOST_WAYS);
  /** Of the last candidate held against all ways: probability of a loss, of one in the time asked for, how deep it; */
  loss = 0;
  soon = 0;
  soonDepth = 0;
  /** how far inside it comes, 0 at the edge to 1, and how near, in units of the minima, as expected; */
  depth = 0;
  nearest = 0;
  /** when a loss is likeliest, s from now. */
  when_s = 0;

  private own: OwnSamples = new OwnSamples();
  private distances: Distances = new Distances(1);
  private heights: Heights = new Heights();
  private fan = new Fan();
  private volume: Volume = { lateral_m: 1, vertical_m: 1, tau_s: 0, weight: 1, leave_by_s: 0 };
  /** In which of the comparisons each row was worked out last. */
  private comparison = 0;
  private readonly alongIn = new Float64Array(MOST_OWN_WAYS * MOST_WAYS);

  /**
   * Begins to compare own ways and heights with those of a target; each pair is worked out when it is asked for.
   */
  begin(own: OwnSamples, distances: Distances, heights: Heights, fan: Fan, volume: Volume): void {
    this.own = own;
    this.distances = distances;
    this.heights = heights;
    this.fan = fan;
    this.volume = volume;
    this.comparison += 1;
  }

  /** Compares own way `own` with one of the target's. */
  private along(own: number, way: number): void {
    const row = own * MOST_WAYS + way;
    this.alongIn[row] = this.comparison;
    if (this.volume.tau_s > 0) this.closeIn(own, way, row);
    else this.keepOff(own, way, row);
  }

  /** Compares two ways by how near they come. */
  private keepOff(own: number, way: number, row: number): void {
    const { inside, range, fan, distances } = this;
    const { lateral_m, leave_by_s } = this.volume;
    const { sample_s } = fan;
    const { perSigma, error_m } = fan.spread;
    const { least_m } = distances;
    const per = 1 / lateral_m;
    const e = fan.spreadOf[way] as number;
    const out = row * PIECES;
    const known = distances.row(this.own, own, way);
    const from = known * PIECES;
    // Further than this a piece does not matter. Wider minima may have been held against this row, too.
    const near_m = Math.max(FAR * lateral_m, lateral_m + (error_m[e + PIECES - 1] as number)) * BARELY;
    let begin = distances.first[known] as number;
    let end = distances.last[known] as number;
    if ((distances.nearest_m[known] as number) > near_m) end = -1;
    while (begin <= end && (least_m[from + begin] as number) > near_m) begin += 1;
    while (begin <= end && (least_m[from + end] as number) > near_m) end -= 1;
    let first = PIECES;
    let last = -1;
    let most = 0;
    let least = FAR;
    for (let i = begin; i <= end; i += 1) {
      const r = least_m[from + i] as number;
      const p = leave_by_s > i * sample_s ? 0 : normalBelow((lateral_m - r) * (perSigma[e + i] as number));
      const scaled = r * per;
      if (p > NOTHING || scaled < FAR) {
        if (first === PIECES) first = i;
        last = i;
      }
      if (p > most) most = p;
      if (scaled < least) least = scaled;
      inside[out + i] = p;
      range[out + i] = scaled;
    }
    this.first[row] = first;
    this.last[row] = last;
    this.most[row] = most;
    this.least[row] = least;
  }

  /** Compares two ways in a volume that is lost also where they close in too fast. */
  private closeIn(own: number, way: number, row: number): void {
    const { inside, range, fan, volume } = this;
    const { x, y } = this.own;
    const { sample_s } = fan;
    const { perSigma } = fan.spread;
    fan.fly(way);
    const D = volume.lateral_m;
    const D2 = D * D;
    const T = volume.tau_s;
    const per = 1 / D;
    const a = own * SAMPLES;
    const b = way * SAMPLES;
    const e = fan.spreadOf[way] as number;
    const out = row * PIECES;
    let first = PIECES;
    let last = -1;
    let x0 = (fan.x[b] as number) - (x[a] as number);
    let y0 = (fan.y[b] as number) - (y[a] as number);
    for (let i = 0; i < PIECES; i += 1) {
      const x1 = (fan.x[b + i + 1] as number) - (x[a + i + 1] as number);
      const y1 = (fan.y[b + i + 1] as number) - (y[a + i + 1] as number);
      const dx = x1 - x0;
      const dy = y1 - y0;
      const d2 = dx * dx + dy * dy;
      const sv = x0 * dx + y0 * dy;
      const f = sv >= 0 ? 0 : -sv < d2 ? -sv / d2 : 1;
      const xf = x0 + dx * f;
      const yf = y0 + dy * f;
      const r = Math.sqrt(xf * xf + yf * yf);
      const sharp = perSigma[e + i] as number;
      let p = normalBelow((D - r) * sharp);
      if (sv < 0 && p < 1) {
        // Inside modified tau within the range at which (D2 - r2) / (s.v) = T, as long as the miss is within D.
        const r0 = Math.sqrt(x0 * x0 + y0 * y0);
        const closing = -sv / (r0 * sample_s);
        const reach = (T * closing + Math.sqrt(T * T * closing * closing + 4 * D2)) / 2;
        const nearer = normalBelow((reach - r0) * sharp);
        if (nearer > p) {
          const miss = Math.abs(x0 * dy - y0 * dx) / Math.sqrt(d2);
          const cpa = i + Math.round(-sv / d2);
          const there = perSigma[e + (cpa < PIECES ? cpa : PIECES)] as number;
          const within = normalBelow((D - miss) * there);
          p = Math.max(p, Math.min(nearer, within));
        }
      }
      if (volume.leave_by_s > i * sample_s) p = 0;
      const scaled = r * per;
      if (p > NOTHING || scaled < FAR) {
        if (first === PIECES) first = i;
        last = i;
      }
      inside[out + i] = p;
      range[out + i] = scaled;
      x0 = x1;
      y0 = y1;
    }
    this.first[row] = first;
    this.last[row] = last;
    this.most[row] = 1;
    this.least[row] = 0;
  }

  /**
   * Holds one own way with one own vertical speed against every joint way of the other, by weight: sets `loss`, `soon`
   * (a loss in the first `soon_pieces` pieces), `soonDepth` (how deep the ways that lose so soon come to be), `depth`,
   * `nearest` and `when_s`. Stops and returns false as soon as the
   * loss, and `severity` times the depth, come to more than `limit`.
   */
  allWays(own_way: number, own_climb: number, soon_pieces: number, severity: number, limit: number): boolean {
    const { inside, range, heights, fan, comparison } = this;
    const { level, height } = heights;
    this.loss = 0;
    this.soon = 0;
    this.soonDepth = 0;
    this.depth = 0;
    this.nearest = 0;
    let when = 0;
    if (limit < 0) return false;
    for (let n = 0; n < fan.joint; n += 1) {
      const weight = fan.jointWeight[n] as number;
      const way = fan.jointWay[n] as number;
      const row = own_way * MOST_WAYS + way;
      // Where they stay apart along the ground, heights need not be looked at, nor the other way round.
      if (this.alongIn[row] === comparison && (this.last[row] as number) < 0) {
        this.nearest += weight * FAR;
        continue;
      }
      const above = heights.row(this.own, own_climb, fan.jointClimb[n] as number);
      if ((heights.last[above] as number) < 0) {
        this.nearest += weight * FAR;
        continue;
      }
      if (this.alongIn[row] !== comparison) this.along(own_way, way);
      const a = row * PIECES;
      const b = above * PIECES;
      const from = Math.max(this.first[row] as number, heights.first[above] as number);
      const last = Math.min(this.last[row] as number, heights.last[above] as number);
      if (from > last) {
        this.nearest += weight * FAR;
        continue;
      }
      // No later piece can add to what has come to this.
      const most = (this.most[row] as number) * (heights.most[above] as number);
      const least = Math.max(this.least[row] as number, heights.least[above] as number);
      let loss = 0;
      let soon = 0;
      let nearest = FAR;
      let at = 0;
      for (let i = from; i <= last; i += 1) {
        const p = (inside[a + i] as number) * (level[b + i] as number);
        if (p > loss) {
          loss = p;
          at = i;
          if (i < soon_pieces) soon = p;
        }
        const h = range[a + i] as number;
        if (h < nearest) {
          const v = height[b + i] as number;
          const scaled = h > v ? h : v;
          if (scaled < nearest) nearest = scaled;
          if (nearest <= least && loss >= most) break;
        } else if (loss >= most && nearest <= least) break;
      }
      this.loss += weight * loss;
      this.soon += weight * soon;
      this.nearest += weight * nearest;
      if (nearest < 1) {
        this.depth += weight * (1 - nearest);
        this.soonDepth += weight * soon * (1 - nearest);
      }
      when += weight * loss * at;
      if (this.loss + severity * this.depth > limit) return false;
    }
    this.when_s = this.loss > 0 ? (when / this.loss) * fan.sample_s : 0;
    return true;
  }
}
