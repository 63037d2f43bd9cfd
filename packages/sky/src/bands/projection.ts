import { writeAsin, writeAtan2 } from '../math/arc.ts';
import { writeHypot } from '../math/hypot.ts';
import { writeSinCos } from '../math/trig.ts';
import { writeDirection } from './rate_samples.ts';

/** Radius in m of the sphere of the flat frame: 1,852 m to a minute of arc. */
const SPHERE_M = (1852 * 60 * 180) / Math.PI;

/** A velocity is projected through the point this far ahead, s. */
const AHEAD_S = 10;
const AHEAD = Float64Array.of(AHEAD_S);

/**
 * The flat east-north-up frame about a place: positions by orthographic projection of the sphere, height kept;
 * velocities by the point that the great circle reaches shortly after.
 */
export class LocalFrame {
  private longitude = Number.NaN;
  private sine = Number.NaN;
  private cosine = Number.NaN;
  private readonly point = new Float64Array(3);
  /** An angle with its sine and cosine. */
  private readonly angle = new Float64Array(3);

  /** Centres the frame at the latitude and longitude (radians) that stand first in an array. */
  centre(place: Float64Array): void {
    const { angle } = this;
    angle[0] = place[0] as number;
    writeSinCos(angle);
    this.longitude = place[1] as number;
    this.sine = angle[1] as number;
    this.cosine = angle[2] as number;
  }

  /** Writes x, y, z in m of the place in `point`: latitude and longitude in radians, and height. */
  private project(out: Float64Array, at: number): void {
    const { point, angle } = this;
    angle[0] = point[0] as number;
    writeSinCos(angle);
    const sine = angle[1] as number;
    const cosine = angle[2] as number;
    angle[0] = (point[1] as number) - this.longitude;
    writeSinCos(angle);
    out[at] = SPHERE_M * cosine * (angle[1] as number);
    out[at + 1] = SPHERE_M * (this.cosine * sine - this.sine * cosine * (angle[2] as number));
    out[at + 2] = point[2] as number;
  }

  /**
   * Writes the state of an aircraft, given side by side: latitude and longitude in radians, height in m, velocity east,
   * north, up in m/s at the place. Numbers go in arrays, since arguments cost garbage.
   */
  writeState(aircraft: Float64Array, out: Float64Array, at: number): void {
    const { point } = this;
    for (let i = 0; i < 3; i++) point[i] = aircraft[i] as number;
    this.project(out, at);
    travel(aircraft, AHEAD, point);
    point[2] = (aircraft[2] as number) + (aircraft[5] as number) * AHEAD_S;
    this.project(out, at + 3);
    for (let i = 0; i < 3; i++) out[at + 3 + i] = ((out[at + 3 + i] as number) - (out[at + i] as number)) / AHEAD_S;
  }
}

/** East, north, and the way over them or its course; an angle with its sine and cosine. */
const sides = new Float64Array(3);
const turned = new Float64Array(3);

/**
 * Writes the latitude and longitude (radians) reached after a time (s) along the great circle that the velocity of an
 * aircraft, given as to `writeState`, begins.
 */
export function travel(aircraft: Float64Array, time: Float64Array, out: Float64Array): void {
  turned[0] = aircraft[0] as number;
  writeSinCos(turned);
  const sine = turned[1] as number;
  const cosine = turned[2] as number;
  sides[0] = aircraft[3] as number;
  sides[1] = aircraft[4] as number;
  writeHypot(sides);
  turned[0] = ((sides[2] as number) * (time[0] as number)) / SPHERE_M;
  writeSinCos(turned);
  const sineWay = turned[1] as number;
  const cosineWay = turned[2] as number;
  writeDirection(sides);
  turned[0] = sides[2] as number;
  writeSinCos(turned);
  const sineTrack = turned[1] as number;
  const cosineTrack = turned[2] as number;
  turned[0] = sine * cosineWay + cosine * sineWay * cosineTrack;
  writeAsin(turned);
  const reached = turned[0] as number;
  writeSinCos(turned);
  sides[0] = sineTrack * sineWay * cosine;
  sides[1] = cosineWay - sine * (turned[1] as number);
  writeAtan2(sides);
  out[0] = reached;
  out[1] = (aircraft[1] as number) + (sides[2] as number);
}
