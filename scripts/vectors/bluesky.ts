import {
  atan2,
  cos,
  cylinderInterval,
  DEG_PER_RAD,
  mvpChange,
  RAD_PER_DEG,
  sin,
  wrap180,
  wrap360,
} from '@skyaccord/sky';
import { lines } from './read.ts';
import { count, emptyResult, type Result } from './result.ts';

type Detect = {
  readonly id: string;
  readonly kind: 'detect';
  readonly rpz: number;
  readonly hpz: number;
  readonly tlook: number;
  /** Latitude, longitude (degrees), altitude (m), track (degrees), ground and vertical speed (m/s). */
  readonly ac: readonly (readonly [number, number, number, number, number, number])[];
  /** Of an ordered pair: bearing (degrees), range, closest range (m), time of it, time of entry (s). */
  readonly conf: readonly (readonly [number, number, number, number, number, number, number])[];
  readonly los: readonly (readonly [number, number])[];
};
type Mvp = {
  readonly id: string;
  readonly kind: 'mvp';
  readonly rpz: number;
  readonly hpz: number;
  readonly fac: number;
  readonly tlook: number;
  readonly v1: readonly [number, number, number];
  readonly v2: readonly [number, number, number];
  readonly alt1: number;
  readonly alt2: number;
  readonly qdr_deg: number;
  readonly dist: number;
  readonly tcpa: number;
  readonly tlos: number;
  readonly dv: readonly (number | null)[];
};

/** The sphere of that program. */
const RADIUS_M = 6_371_000;
/** Its numbers are printed with six to nine decimals. */
const WITHIN = 1e-6;
const WITHIN_MPS = 1e-8;
/** Times of the closest point are kept this far from 0 there. */
const LEAST_TCPA_S = 1e-3;

const interval = new Float64Array(2);
const change = new Float64Array(3);

/** State-based detection of all ordered pairs, and a resolution for each of many single pairs. A case is a pair. */
export function runBluesky(path: string): Result {
  const result = emptyResult();
  for (const line of lines(path)) {
    const entry = JSON.parse(line) as Detect | Mvp;
    if (entry.kind === 'detect') detect(entry, result);
    else resolve(entry, result);
  }
  return result;
}

function detect({ id, ac, rpz, hpz, tlook, conf, los }: Detect, result: Result): void {
  const conflicts = new Map(conf.map((values) => [`${values[0]} ${values[1]}`, values.slice(2)]));
  const losses = new Set(los.map(([first, second]) => `${first} ${second}`));
  for (const [i, a] of ac.entries()) {
    for (const [j, b] of ac.entries()) {
      if (i === j) continue;
      const name = `${i} ${j}`;
      const across = cos(((a[0] + b[0]) / 2) * RAD_PER_DEG);
      const x = wrap180(b[1] - a[1]) * RAD_PER_DEG * across * RADIUS_M;
      const y = (b[0] - a[0]) * RAD_PER_DEG * RADIUS_M;
      const vx = b[4] * sin(b[3] * RAD_PER_DEG) - a[4] * sin(a[3] * RAD_PER_DEG);
      const vy = b[4] * cos(b[3] * RAD_PER_DEG) - a[4] * cos(a[3] * RAD_PER_DEG);
      const z = b[2] - a[2];
      const wanted = conflicts.get(name);
      const found = cylinderInterval(x, y, z, vx, vy, b[5] - a[5], rpz, hpz, tlook, interval);
      const range_m = Math.sqrt(x * x + y * y);
      const lost = range_m < rpz && Math.abs(z) < hpz;
      if (!found && wanted === undefined && !lost && !losses.has(name)) continue;
      let problem = lost === losses.has(name) ? null : `loss of separation ${lost}`;
      if (found !== (wanted !== undefined)) problem = found ? 'ours alone' : 'missing';
      if (found && wanted !== undefined) {
        const tcpa_s = -(x * vx + y * vy) / (vx * vx + vy * vy);
        const [cx, cy] = [x + vx * tcpa_s, y + vy * tcpa_s];
        const bearing_deg = wrap360(atan2(x, y) * DEG_PER_RAD);
        const ours = [bearing_deg, range_m, Math.sqrt(cx * cx + cy * cy), tcpa_s, interval[0] as number];
        const off = Math.max(...ours.map((value, k) => Math.abs(value - (wanted[k] as number))));
        result.worst = Math.max(result.worst, off);
        if (!(off <= WITHIN)) problem = `numbers off by ${off}`;
      }
      count(result, `${id} ${name}`, problem);
    }
  }
}

function resolve(entry: Mvp, result: Result): void {
  const { id, v1, v2, qdr_deg, dist, tcpa, tlos, tlook } = entry;
  mvpChange(
    sin(qdr_deg * RAD_PER_DEG) * dist,
    cos(qdr_deg * RAD_PER_DEG) * dist,
    entry.alt2 - entry.alt1,
    v2[0] - v1[0],
    v2[1] - v1[1],
    v2[2] - v1[2],
    Math.abs(tcpa) < LEAST_TCPA_S ? LEAST_TCPA_S : tcpa,
    tlos,
    tlook,
    entry.rpz * entry.fac,
    entry.hpz * entry.fac,
    change,
  );
  let problem: string | null = null;
  for (const [k, wanted] of entry.dv.entries()) {
    const ours = change[k] as number;
    const off = wanted === null ? (Number.isNaN(ours) ? 0 : Number.POSITIVE_INFINITY) : Math.abs(ours - wanted);
    if (off <= WITHIN_MPS) result.worst = Math.max(result.worst, off);
    else problem = `part ${k}: ${ours} instead of ${wanted}`;
  }
  count(result, id, problem);
}
