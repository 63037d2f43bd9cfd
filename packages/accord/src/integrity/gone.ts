import { SITE_SIZE, writeSite } from '@skyaccord/sky';
import { REPEATED_MPS } from '../tracks/rules.ts';

/** Addresses remembered; the one gone for longest gives way. */
const MOST = 4096;
/** So long after it was last heard, an aircraft may be anywhere. */
const FORGET_S = 3600;
/** How fast an aircraft may have flown unheard: half as fast again as was stated, or as a jet; and so far beyond. */
const FACTOR = 1.5;
const JET_MPS = 300;
const NEAR_M = 20_000;

const sites = new Float64Array(2 * SITE_SIZE);

export type Gone = {
  readonly address: string;
  readonly time_ms: number;
  readonly latitude_deg: number;
  readonly longitude_deg: number;
  readonly speed_mps: number;
};

/** Where aircraft were when they were last heard, so that one that comes back somewhere else is noticed. */
export class LastHeard {
  readonly #gone = new Map<string, Gone>();

  note(gone: Gone): void {
    this.#gone.delete(gone.address);
    this.#gone.set(gone.address, gone);
    if (this.#gone.size <= MOST) return;
    for (const oldest of this.#gone.keys()) {
      this.#gone.delete(oldest);
      return;
    }
  }

  /**
   * What is odd about an aircraft that is heard again: `far`, it could not have come here; `same`, it is where it was
   * to the last digit, although it flies. Null when nothing is.
   */
  back(here: Gone): { odd: 'far' | 'same'; distance_m: number; after_s: number } | null {
    const gone = this.#gone.get(here.address);
    if (gone === undefined) return null;
    this.#gone.delete(here.address);
    const after_s = (here.time_ms - gone.time_ms) / 1000;
    if (!(after_s > 0 && after_s <= FORGET_S)) return null;
    const same = gone.latitude_deg === here.latitude_deg && gone.longitude_deg === here.longitude_deg;
    if (same && here.speed_mps >= REPEATED_MPS) return { odd: 'same', distance_m: 0, after_s };
    writeSite(gone.latitude_deg, gone.longitude_deg, sites, 0);
    writeSite(here.latitude_deg, here.longitude_deg, sites, SITE_SIZE);
    const dx = sites[SITE_SIZE]! - sites[0]!;
    const dy = sites[SITE_SIZE + 1]! - sites[1]!;
    const dz = sites[SITE_SIZE + 2]! - sites[2]!;
    const distance_m = Math.sqrt(dx * dx + dy * dy + dz * dz);
    const reach_m = Math.max(FACTOR * gone.speed_mps, FACTOR * here.speed_mps, JET_MPS) * after_s + NEAR_M;
    return distance_m > reach_m ? { odd: 'far', distance_m, after_s } : null;
  }

  save(): readonly Gone[] {
    return [...this.#gone.values()];
  }

  restore(saved: readonly Gone[]): void {
    for (const one of saved) this.#gone.set(one.address, { ...one });
  }
}
