import fc from 'fast-check';
import type { SkyState } from '../src/bands/aircraft.ts';

type Vector = readonly [number, number, number];

/** An aircraft of a drawn encounter in a flat frame: m and m/s. */
export type Drawn = { readonly position: Vector; readonly velocity: Vector };
export type DrawnEncounter = { readonly own: Drawn; readonly traffic: readonly Drawn[] };

/** Drawn numbers are multiples of 1/64: sums and differences of them are exact. */
function grid(low: number, high: number): fc.Arbitrary<number> {
  return fc.integer({ min: Math.ceil(low * 64), max: Math.floor(high * 64) }).map((n) => n / 64);
}

function aircraft(reach_m: number, low_m: number, high_m: number): fc.Arbitrary<Drawn> {
  return fc
    .tuple(
      grid(-reach_m, reach_m),
      grid(-reach_m, reach_m),
      grid(low_m, high_m),
      grid(-200, 200),
      grid(-200, 200),
      grid(-10, 10),
    )
    .filter(([, , , vx, vy]) => vx * vx + vy * vy > 400)
    .map(([x, y, z, vx, vy, vz]) => ({ position: [x, y, z], velocity: [vx, vy, vz] }));
}

/**
 * Encounters in which at least one aircraft is on its way to the ownship, within a minute or two and a few hundred m.
 */
export function encounters(most: number): fc.Arbitrary<DrawnEncounter> {
  const own = aircraft(1000, 2000, 5000);
  const meeting = fc.tuple(aircraft(1, 0, 1), grid(30, 110), grid(-900, 900), grid(-900, 900), grid(-250, 250));
  return fc.tuple(own, fc.array(meeting, { minLength: 1, maxLength: most })).map(([ship, others]) => ({
    own: ship,
    traffic: others.map(([{ velocity }, time_s, dx, dy, dz]) => ({
      position: [
        ship.position[0] + (ship.velocity[0] - velocity[0]) * time_s + dx,
        ship.position[1] + (ship.velocity[1] - velocity[1]) * time_s + dy,
        ship.position[2] + (ship.velocity[2] - velocity[2]) * time_s + dz,
      ] as const,
      velocity,
    })),
  }));
}

/** The encounter as the engine takes it, moved by an offset. */
export function flatSky(
  { own, traffic }: DrawnEncounter,
  time_s = 0,
  [dx, dy]: readonly [number, number] = [0, 0],
): SkyState {
  const state = (id: string, { position, velocity }: Drawn) => ({
    id,
    place: { east_m: position[0] + dx, north_m: position[1] + dy, altitude_m: position[2] },
    velocity_mps: velocity,
  });
  return { time_s, ownship: state('own', own), traffic: traffic.map((other, i) => state(`t${i}`, other)) };
}
