import { asin, atan2, cos, hypot, sin } from '../math.ts';
import { directionOf } from './rate_samples.ts';

/** Radius in m of the sphere of the flat frame: 1,852 m to a minute of arc. */
const SPHERE_M = (1852 * 60 * 180) / Math.PI;

/** A velocity is projected through the point this far ahead, s. */
const AHEAD_S = 10;

/**
 * The flat east-north-up frame about a place: positions by orthographic projection of the sphere, height kept;
 * velocities by the point that the great circle reaches shortly after.
 */
export class LocalFrame {
  private longitude = 0;
  private sine = 0;
  private cosine = 1;
  private readonly point = new Float64Array(3);

  /** Centres the frame; radians. */
  centre(latitude: number, longitude: number): void {
    this.longitude = longitude;
    this.sine = sin(latitude);
    this.cosine = cos(latitude);
  }

  /** Writes x, y, z in m of a place in radians and metres. */
  project(latitude: number, longitude: number, altitude_m: number, out: Float64Array, at: number): void {
    const apart = longitude - this.longitude;
    const cosine = cos(latitude);
    out[at] = SPHERE_M * cosine * sin(apart);
    out[at + 1] = SPHERE_M * (this.cosine * sin(latitude) - this.sine * cosine * cos(apart));
    out[at + 2] = altitude_m;
  }

  /** Writes the state of an aircraft: place in radians and m, velocity east, north, up in m/s at the place. */
  writeState(
    latitude: number,
    longitude: number,
    altitude_m: number,
    vx: number,
    vy: number,
    vz: number,
    out: Float64Array,
    at: number,
  ): void {
    this.project(latitude, longitude, altitude_m, out, at);
    travel(latitude, longitude, vx, vy, AHEAD_S, this.point);
    const { point } = this;
    this.project(point[0] as number, point[1] as number, altitude_m + vz * AHEAD_S, out, at + 3);
    for (let i = 0; i < 3; i++) out[at + 3 + i] = ((out[at + 3 + i] as number) - (out[at + i] as number)) / AHEAD_S;
  }
}

/** Writes the latitude and longitude (radians) reached along the great circle that a velocity begins. */
export function travel(
  latitude: number,
  longitude: number,
  vx: number,
  vy: number,
  time_s: number,
  out: Float64Array,
): void {
  const angle = (hypot(vx, vy) * time_s) / SPHERE_M;
  const track = directionOf(vx, vy);
  const sine = sin(latitude);
  const cosine = cos(latitude);
  const reached = asin(sine * cos(angle) + cosine * sin(angle) * cos(track));
  out[0] = reached;
  out[1] = longitude + atan2(sin(track) * sin(angle) * cosine, cos(angle) - sine * sin(reached));
}
