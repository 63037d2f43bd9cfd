import { cos, log } from '@skyaccord/sky';
import type { Sensor } from './encounter.ts';
import type { Kinematics } from './guide.ts';

const TWO_32 = 4294967296;
/** Spread the seeds of observers and of their targets. */
const OBSERVER_STRIDE = 7919;
const TARGET_STRIDE = 104729;

/** Uniform numbers in [0, 1), 32 bits of state: mulberry32 (T. Ettinger, public domain). */
export class Mulberry32 {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    const a = this.state;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / TWO_32;
  }

  /** Of mean 0 and deviation 1 (G. E. P. Box and M. E. Muller, 1958), one for each two uniform numbers. */
  normal(): number {
    const radius = Math.sqrt(-2 * log(1 - this.next()));
    return radius * cos(2 * Math.PI * this.next());
  }
}

/** What one observer hears of one target with noise, a draw for each second: heard or not, then six errors. */
export class NoisySensor {
  private readonly sensor: Sensor;
  private readonly random: Mulberry32;

  /** observer and target: 0 is the ownship, then the traffic in its order. */
  constructor(sensor: Sensor, noise_seed: number, observer: number, target: number) {
    this.sensor = sensor;
    this.random = new Mulberry32((noise_seed + OBSERVER_STRIDE * observer + TARGET_STRIDE * target) % TWO_32);
  }

  /** Adds this second's errors to the true state; whether the report was received. */
  draw(state: Kinematics): boolean {
    const { sensor, random } = this;
    const received = random.next() >= sensor.dropout;
    state.x += random.normal() * sensor.pos_sigma_m;
    state.y += random.normal() * sensor.pos_sigma_m;
    state.z += random.normal() * sensor.alt_sigma_m;
    state.vx += random.normal() * sensor.vel_sigma_mps;
    state.vy += random.normal() * sensor.vel_sigma_mps;
    state.vz += random.normal() * sensor.alt_vel_sigma_mps;
    return received;
  }
}
