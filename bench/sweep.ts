import { cylinderInterval, relative, rotateVelocity, SITE_SIZE, SweptGrid, writeSite } from '@skyaccord/sky';
import { keep, spread, type Table, time } from './harness.ts';

const AHEAD_S = 120;
const LATERAL_M = 3 * 1852;
const VERTICAL_M = 3000 * 0.3048;
const EARTH_M = 6_371_000;
/** Aircraft per square metre: 50 in 10,000 NM², as in the live bar. */
const DENSITY = 50 / (10_000 * 1852 * 1852);

/**
 * All pairs of a sky through the swept grid, then the exact test on what it lets through, beside every pair with every
 * other.
 */
export async function run(): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const count of [1_000, 10_000, 100_000]) {
    const sky = makeSky(count);
    const grid = new SweptGrid(count);
    const place = await time(() => placeAll(sky, grid), 5, 1);
    let found = { candidates: 0, conflicts: 0 };
    const sweep = await time(() => (found = sweepAll(sky, grid)), 5, 1);
    const brute = count > 10_000 ? null : await bruteForce(sky, found.conflicts);
    const thousand = count.toLocaleString('en');
    rows.push([thousand, spread(place), spread(sweep), found.candidates, found.conflicts, brute ?? 'not run']);
  }
  return {
    title: 'all pairs',
    about:
      `50 aircraft per 10,000 NM², ${AHEAD_S} s ahead, cylinder 3 NM / 3,000 ft; ` +
      'ms, 5 runs: median (10th..90th percentile)',
    columns: ['aircraft', 'place all', 'sweep and test', 'candidate pairs', 'conflicts', 'every pair'],
    rows,
  };
}

type Sky = {
  readonly count: number;
  readonly latitude_deg: Float64Array;
  readonly longitude_deg: Float64Array;
  readonly altitude_m: Float64Array;
  readonly east_mps: Float64Array;
  readonly north_mps: Float64Array;
  readonly up_mps: Float64Array;
  readonly sites: Float64Array;
};

/**
 * Aircraft evenly over a stretch of the globe around 45 N, at all heights to 12 km, in all directions at 60 to 260 m/s.
 */
function makeSky(count: number): Sky {
  const next = generator(1);
  const value = (low: number, high: number): Float64Array =>
    Float64Array.from({ length: count }, () => low + (high - low) * next());
  // On a sphere an area is its width in longitude times its height in sin(latitude).
  const area = count / DENSITY / (EARTH_M * EARTH_M);
  const width = 2 * Math.sqrt(2 * area);
  const height = area / width;
  const latitude_deg = value(Math.SQRT1_2 - height / 2, Math.SQRT1_2 + height / 2).map(
    (z) => (Math.asin(z) * 180) / Math.PI,
  );
  const longitude_deg = value((-width * 90) / Math.PI, (width * 90) / Math.PI);
  const course = value(0, 2 * Math.PI);
  const speed = value(60, 260);
  const sites = new Float64Array(count * SITE_SIZE);
  for (let i = 0; i < count; i++)
    writeSite(latitude_deg[i] as number, longitude_deg[i] as number, sites, i * SITE_SIZE);
  return {
    count,
    latitude_deg,
    longitude_deg,
    altitude_m: value(0, 12_000),
    east_mps: course.map((angle, i) => (speed[i] as number) * Math.sin(angle)),
    north_mps: course.map((angle, i) => (speed[i] as number) * Math.cos(angle)),
    up_mps: value(-10, 10),
    sites,
  };
}

function placeAll(sky: Sky, grid: SweptGrid): void {
  for (let i = 0; i < sky.count; i++) {
    const [east, north] = [sky.east_mps[i] as number, sky.north_mps[i] as number];
    grid.place(i, sky.latitude_deg[i] as number, sky.longitude_deg[i] as number, east, north, AHEAD_S, LATERAL_M / 2);
  }
}

function sweepAll(sky: Sky, grid: SweptGrid): { candidates: number; conflicts: number } {
  const near = new Int32Array(sky.count);
  let candidates = 0;
  let conflicts = 0;
  for (let i = 0; i < sky.count; i++) {
    const found = grid.candidates(i, near);
    for (let k = 0; k < found; k++) {
      const j = near[k] as number;
      if (j < i) continue;
      candidates += 1;
      if (inConflict(sky, i, j)) conflicts += 1;
    }
  }
  keep(conflicts);
  return { candidates, conflicts };
}

async function bruteForce(sky: Sky, expected: number): Promise<string> {
  let conflicts = 0;
  const timing = await time(
    () => {
      conflicts = 0;
      for (let i = 0; i < sky.count; i++)
        for (let j = i + 1; j < sky.count; j++) if (inConflict(sky, i, j)) conflicts += 1;
    },
    1,
    0,
  );
  if (conflicts !== expected) throw new Error(`the grid found ${expected} conflicts, every pair has ${conflicts}`);
  return timing.median_ms.toFixed(1);
}

const offset = new Float64Array(2);
const turned = new Float64Array(2);
const interval = new Float64Array(2);

function inConflict(sky: Sky, i: number, j: number): boolean {
  relative(sky.sites, i * SITE_SIZE, j * SITE_SIZE, offset);
  const [from, to] = [j * SITE_SIZE, i * SITE_SIZE];
  rotateVelocity(sky.sites, from, to, sky.east_mps[j] as number, sky.north_mps[j] as number, turned);
  return cylinderInterval(
    offset[0] as number,
    offset[1] as number,
    (sky.altitude_m[j] as number) - (sky.altitude_m[i] as number),
    (turned[0] as number) - (sky.east_mps[i] as number),
    (turned[1] as number) - (sky.north_mps[i] as number),
    (sky.up_mps[j] as number) - (sky.up_mps[i] as number),
    LATERAL_M,
    VERTICAL_M,
    AHEAD_S,
    interval,
  );
}

/** A linear congruential generator, in [0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
