import { createPath, type Path, wrap180 } from '@skyaccord/sky';
import { performanceOf } from '../../packages/accord/src/advice/performance.ts';
import type { Manoeuvre } from '../../packages/accord/src/outcome.ts';
import { Draw } from '../../packages/wire/src/scenario/draw.ts';

const RAD_PER_DEG = Math.PI / 180;

/** An aircraft in the plane of the encounter: east, north, up in m and m/s. */
export type Motion = { x: number; y: number; z: number; vx: number; vy: number; vz: number };
/** What a node says it knows an aircraft to: 95 % figures, of which errors are drawn. */
export type Accuracy = { position_m: number; velocity_mps: number; altitude_m: number; climb_mps: number };
export type Minima = { lateral_m: number; vertical_m: number };
export const SHAPES = ['head-on', 'crossing', 'overtaking'] as const;
export type Encounter = { shape: (typeof SHAPES)[number]; a: Motion; b: Motion; accuracy: Accuracy };

const between = (draw: Draw, from: number, to: number): number => from + (to - from) * draw.uniform();

/**
 * Two aircraft whose straight ways come within 1.1 times the minima 20 to 120 s from now, a third each head-on (within
 * 20°), crossing, and overtaking (within 30°); speeds 50 to 250 m/s, half of them level both. They are outside the
 * minima now.
 */
export function encounter(seed: string, { lateral_m, vertical_m }: Minima): Encounter {
  const draw = new Draw(seed);
  for (;;) {
    const shape = SHAPES[Math.floor(draw.uniform() * SHAPES.length)]!;
    const track = 360 * draw.uniform();
    const side = draw.uniform() < 0.5 ? -1 : 1;
    const turned =
      shape === 'head-on'
        ? between(draw, 160, 200)
        : side * (shape === 'crossing' ? between(draw, 30, 160) : between(draw, 0, 30));
    const level = draw.uniform() < 0.5;
    const climb = (): number => (level || draw.uniform() < 0.5 ? 0 : between(draw, -10, 10));
    const a = flying(track, between(draw, 50, 250), climb());
    const b = flying(track + turned, between(draw, 50, 250), climb());
    const to_cpa_s = between(draw, 20, 120);
    const miss_m = between(draw, -1.1, 1.1) * lateral_m;
    const up_m = between(draw, -1.1, 1.1) * vertical_m;
    const [dvx, dvy] = [b.vx - a.vx, b.vy - a.vy];
    const relative = Math.hypot(dvx, dvy);
    if (relative < 2) continue;
    b.x = (-dvy / relative) * miss_m - dvx * to_cpa_s;
    b.y = (dvx / relative) * miss_m - dvy * to_cpa_s;
    a.z = 6000;
    b.z = a.z + up_m - (b.vz - a.vz) * to_cpa_s;
    if (Math.hypot(b.x, b.y) < lateral_m * 1.05 && Math.abs(b.z - a.z) < vertical_m * 1.05) continue;
    const accuracy = {
      position_m: between(draw, 10, 200),
      velocity_mps: between(draw, 0.5, 5),
      altitude_m: between(draw, 8, 30),
      climb_mps: between(draw, 0.2, 1),
    };
    return { shape, a, b, accuracy };
  }
}

function flying(track_deg: number, speed_mps: number, vz: number): Motion {
  const track = track_deg * RAD_PER_DEG;
  return { x: 0, y: 0, z: 0, vx: speed_mps * Math.sin(track), vy: speed_mps * Math.cos(track), vz };
}

/** The 95 % figure over the deviation: of one axis of a circular normal error, and of a normal one in height. */
const PLANE = 2.447746830680816;
const LINE = 1.959963984540054;

/** An aircraft as a node sees it: the truth and an error within what it states. */
export function seen(truth: Motion, accuracy: Accuracy, draw: Draw): Motion {
  return {
    x: truth.x + (draw.normal() * accuracy.position_m) / PLANE,
    y: truth.y + (draw.normal() * accuracy.position_m) / PLANE,
    z: truth.z + (draw.normal() * accuracy.altitude_m) / LINE,
    vx: truth.vx + (draw.normal() * accuracy.velocity_mps) / PLANE,
    vy: truth.vy + (draw.normal() * accuracy.velocity_mps) / PLANE,
    vz: truth.vz + (draw.normal() * accuracy.climb_mps) / LINE,
  };
}

const HORIZON_S = 180;
const paths = [createPath(1, HORIZON_S), createPath(1, HORIZON_S)] as const;

/** How near the two come, in units of the minima (below 1: lost), when each flies its manoeuvre as told. */
export function missOf(one: Encounter, minima: Minima, told: readonly (readonly Manoeuvre[])[]): number {
  write(paths[0], one.a, told[0]!);
  write(paths[1], one.b, told[1]!);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < paths[0].count; i++) least = Math.min(least, nearest(one, minima, i, least));
  return least;
}

/** The scaled distance is convex along a second of straight motion, so that halving by thirds finds its least value. */
function nearest(one: Encounter, minima: Minima, i: number, enough: number): number {
  const [p, q] = paths;
  const x0 = one.b.x - one.a.x + q.x[i]! - p.x[i]!;
  const y0 = one.b.y - one.a.y + q.y[i]! - p.y[i]!;
  const z0 = one.b.z - one.a.z + q.z[i]! - p.z[i]!;
  const dx = one.b.x - one.a.x + q.x[i + 1]! - p.x[i + 1]! - x0;
  const dy = one.b.y - one.a.y + q.y[i + 1]! - p.y[i + 1]! - y0;
  const dz = one.b.z - one.a.z + q.z[i + 1]! - p.z[i + 1]! - z0;
  let least = Math.min(scaled(x0, y0, z0, minima), scaled(x0 + dx, y0 + dy, z0 + dz, minima));
  // In a second two aircraft move by 500 m and 30 m at most.
  if (least - Math.max(500 / minima.lateral_m, 40 / minima.vertical_m) > enough) return least;
  for (let low = 0, high = 1, k = 0; k < 20; k++) {
    const f = low + (high - low) / 3;
    const g = high - (high - low) / 3;
    const u = scaled(x0 + dx * f, y0 + dy * f, z0 + dz * f, minima);
    const v = scaled(x0 + dx * g, y0 + dy * g, z0 + dz * g, minima);
    least = Math.min(least, u, v);
    if (u <= v) high = g;
    else low = f;
  }
  return least;
}

const scaled = (x: number, y: number, z: number, { lateral_m, vertical_m }: Minima): number =>
  Math.max(Math.sqrt(x * x + y * y) / lateral_m, Math.abs(z) / vertical_m);

/** A crew acts after this, s. */
const DELAY_S = 5;

/** Second by second, straight on in between: all that is told is done at once. */
function write(path: Path, { vx, vy, vz, z }: Motion, manoeuvres: readonly Manoeuvre[]): void {
  let speed_mps = Math.hypot(vx, vy);
  let track_deg = Math.atan2(vx, vy) / RAD_PER_DEG;
  const { turn_rate_degps, accel_mps2 } = performanceOf('crewed', speed_mps);
  const turn = manoeuvres.find((one) => one.kind === 'turn');
  const climb = manoeuvres.find((one) => one.kind === 'vertical');
  const speed = manoeuvres.find((one) => one.kind === 'speed');
  let [x, y, up] = [0, 0, 0];
  for (let i = 0; i < path.count; i++) {
    [path.x[i], path.y[i], path.z[i]] = [x, y, up];
    const acts = i >= DELAY_S;
    const turns_deg = acts && turn ? toward(wrap180(turn.to_track_deg - track_deg), turn_rate_degps) : 0;
    const faster_mps = acts && speed ? toward(speed.to_mps - speed_mps, accel_mps2) : 0;
    const middle_deg = track_deg + turns_deg / 2;
    x += (speed_mps + faster_mps / 2) * Math.sin(middle_deg * RAD_PER_DEG);
    y += (speed_mps + faster_mps / 2) * Math.cos(middle_deg * RAD_PER_DEG);
    up += acts && climb ? toward(climb.to_altitude_m - z - up, Math.abs(climb.rate_mps)) : vz;
    track_deg += turns_deg;
    speed_mps += faster_mps;
  }
}

const toward = (left: number, most: number): number => Math.max(-most, Math.min(most, left));
