import { closestApproach } from '../src/reconstruction/closest.ts';
import { smoothFlight } from '../src/reconstruction/smooth_flight.ts';
import type { Path } from './flown.ts';
import { type Hearing, heardOf } from './soared.ts';
import { ORIGIN, START_MS } from './traffic.ts';

/** How often regions of 95 % held the truth, and how wide they were. */
export type Held = { inside: number; looked: number; readonly major_m: number[] };

const origin = [ORIGIN.latitude_deg, ORIGIN.longitude_deg] as const;

/** Reconstructs one encounter of two known flights from what was heard of them, and adds whether its region holds. */
export function tryRegion(held: Held, a: Path, b: Path, seed: number, seconds: number, hearing: Hearing): void {
  const [heardA, heardB] = [
    heardOf('d1a000', a, seed, seconds, hearing),
    heardOf('d1b000', b, seed + 1, seconds, hearing),
  ];
  const [flightA, flightB] = [smoothFlight(heardA, origin).flight, smoothFlight(heardB, origin).flight];
  if (flightA === null || flightB === null) return;
  const closest = closestApproach({ flight: flightA, heights: null }, { flight: flightB, heights: null });
  if (closest === null) return;
  const t_s = (closest.t_cpa_ms - START_MS) / 1000;
  const [p, q] = [a(t_s), b(t_s)];
  const { east_m, north_m, ellipse } = closest;
  const turn = (ellipse.orientation_deg * Math.PI) / 180;
  const [e, n] = [q.east_m - p.east_m - east_m, q.north_m - p.north_m - north_m];
  const along = (e * Math.sin(turn) + n * Math.cos(turn)) / ellipse.major_m;
  const across = (e * Math.cos(turn) - n * Math.sin(turn)) / ellipse.minor_m;
  if (along * along + across * across <= 1) held.inside += 1;
  held.looked += 1;
  held.major_m.push(ellipse.major_m);
}
