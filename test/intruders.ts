import type { Observation } from '@skyaccord/wire';

/** A generator of pseudo-random numbers in [0, 1): mulberry32, by its author's public-domain recipe. */
export function randoms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Intruder = {
  readonly address: string;
  readonly target: string;
  readonly cpa_ms: number;
  readonly relative_mps: number;
  readonly miss_m: number;
  readonly observations: readonly Observation[];
};

const M_PER_DEG = 111_195;

/**
 * Invented aircraft under an address that a ground station gave, each flying straight past a real aircraft of a
 * recording: within 150 m and 100 ft, at 20 m/s or more with respect to it.
 */
export function makeIntruders(observations: readonly Observation[], count: number, seed: number): Intruder[] {
  const random = randoms(seed);
  const flying = observations.filter(
    (o) =>
      o.address_kind === 'icao' &&
      o.pressure_altitude_m !== null &&
      o.pressure_altitude_m > 300 &&
      o.ground_speed_mps !== null &&
      o.ground_speed_mps > 25 &&
      o.track_deg !== null,
  );
  const intruders: Intruder[] = [];
  while (intruders.length < count) {
    const target = flying[Math.floor(random() * flying.length)]!;
    intruders.push(passing(target, `~f${(0x10000 + intruders.length).toString(16)}`, random));
  }
  return intruders;
}

function passing(target: Observation, address: string, random: () => number): Intruder {
  const track = (target.track_deg! * Math.PI) / 180;
  const relative_mps = 20 + 80 * random();
  const bearing = 2 * Math.PI * random();
  const east_mps = target.ground_speed_mps! * Math.sin(track) + relative_mps * Math.sin(bearing);
  const north_mps = target.ground_speed_mps! * Math.cos(track) + relative_mps * Math.cos(bearing);
  const miss_m = 150 * (2 * random() - 1);
  const up_m = 30 * (2 * random() - 1);
  const from_s = -(40 + 80 * random());
  const observations: Observation[] = [];
  const technology = random() < 0.7 ? 'tisb' : random() < 0.5 ? 'adsr' : 'mlat';
  for (let t = from_s; t < 60; t += 1 + 5 * random()) {
    const east_m = miss_m * Math.cos(bearing) + east_mps * t;
    const north_m = -miss_m * Math.sin(bearing) + north_mps * t;
    const latitude_deg = target.latitude_deg + north_m / M_PER_DEG;
    observations.push({
      ...target,
      source: 'intruders',
      sequence: 0,
      time_ms: Math.round(target.time_ms + t * 1000),
      address,
      address_kind: 'non_icao',
      technology,
      callsign: null,
      registration: null,
      category: null,
      latitude_deg,
      longitude_deg: target.longitude_deg + east_m / (M_PER_DEG * Math.cos((latitude_deg * Math.PI) / 180)),
      pressure_altitude_m: Math.round((target.pressure_altitude_m! + up_m) / 30.48) * 30.48,
      geometric_altitude_m: null,
      ground_speed_mps: Math.sqrt(east_mps * east_mps + north_mps * north_mps),
      track_deg: ((Math.atan2(east_mps, north_mps) * 180) / Math.PI + 360) % 360,
      vertical_rate_mps: null,
      resolution_advisory: null,
      position_accuracy_m: technology === 'tisb' ? 556 : null,
      altitude_accuracy_m: null,
      velocity_accuracy_mps: null,
      party: null,
    });
  }
  return { address, target: target.address, cpa_ms: target.time_ms, relative_mps, miss_m, observations };
}
