import { SITE_SIZE, writeSite } from '@skyaccord/sky';
import { TOGETHER, TOGETHER_M, TOGETHER_S } from './rules.ts';

/** Jumps remembered. */
const JUMPS_KEPT = 64;

const site = new Float64Array(SITE_SIZE);

type Jump = { readonly slot: number; time_ms: number; x_m: number; y_m: number; z_m: number };

/** Where aircraft jumped to lately: several that jump to one place were led there by a false signal. */
export class Together {
  #jumps: Jump[] = [];

  /** Notes where a track was said to be, out of reach. Returns the slots of all that jumped there, if many did. */
  note(slot: number, time_ms: number, latitude_deg: number, longitude_deg: number): readonly number[] {
    writeSite(latitude_deg, longitude_deg, site, 0);
    const [x_m, y_m, z_m] = [site[0]!, site[1]!, site[2]!];
    this.#jumps = this.#jumps.filter((one) => one.slot !== slot && time_ms - one.time_ms <= TOGETHER_S * 1000);
    this.#jumps.push({ slot, time_ms, x_m, y_m, z_m });
    if (this.#jumps.length > JUMPS_KEPT) this.#jumps.shift();
    const there = this.#jumps.filter((one) => {
      const [dx, dy, dz] = [one.x_m - x_m, one.y_m - y_m, one.z_m - z_m];
      return dx * dx + dy * dy + dz * dz <= TOGETHER_M * TOGETHER_M;
    });
    return there.length >= TOGETHER ? there.map((one) => one.slot).sort((a, b) => a - b) : [];
  }

  closed(slot: number): void {
    if (this.#jumps.some((one) => one.slot === slot)) this.#jumps = this.#jumps.filter((one) => one.slot !== slot);
  }

  save(): readonly Jump[] {
    return this.#jumps.map((one) => ({ ...one }));
  }

  restore(saved: readonly Jump[]): void {
    this.#jumps = saved.map((one) => ({ ...one }));
  }
}
export type { Jump };
