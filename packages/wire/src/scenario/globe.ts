import { atan2, DEG_PER_RAD, destination, rotateVelocity, SITE_SIZE, wrap360, writeSite } from '@skyaccord/sky';

/** Where an aircraft of the scenario truly is, in degrees, and how it moves over the ground there. */
export class Globe {
  readonly #sites = new Float64Array(2 * SITE_SIZE);
  readonly #place = new Float64Array(2);
  readonly #velocity = new Float64Array(2);
  readonly #latitude_deg: number;
  readonly #longitude_deg: number;

  constructor(latitude_deg: number, longitude_deg: number) {
    this.#latitude_deg = latitude_deg;
    this.#longitude_deg = longitude_deg;
    writeSite(latitude_deg, longitude_deg, this.#sites, 0);
  }

  /** Latitude and longitude of a point of the plane. */
  place(east_m: number, north_m: number): [latitude_deg: number, longitude_deg: number] {
    destination(this.#latitude_deg, this.#longitude_deg, east_m, north_m, this.#place);
    return [this.#place[0] as number, this.#place[1] as number];
  }

  /** A velocity of the plane as true track and ground speed at a place: north there is not north at the origin. */
  motion(
    east_mps: number,
    north_mps: number,
    latitude_deg: number,
    longitude_deg: number,
  ): [track_deg: number, ground_speed_mps: number] {
    writeSite(latitude_deg, longitude_deg, this.#sites, SITE_SIZE);
    rotateVelocity(this.#sites, 0, SITE_SIZE, east_mps, north_mps, this.#velocity);
    const [east = 0, north = 0] = this.#velocity;
    return [wrap360(atan2(east, north) * DEG_PER_RAD), Math.sqrt(east * east + north * north)];
  }
}
