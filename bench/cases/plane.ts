/** Where more time lies between two reports nothing is said of the flight between them. */
export const LONGEST_PAUSE_MS = 45_000;
/** As the watch weighs distances: so much height counts as so much to the side, m. */
export const CLOSE_M = 926;
export const CLOSE_UP_M = 152.4;

/** WGS 84. */
const EQUATOR_M = 6_378_137;
const ECCENTRICITY2 = 6.694_379_990_14e-3;
export const RAD = Math.PI / 180;

type Place = { readonly latitude_deg: number; readonly longitude_deg: number };

/** East and north from one place to the other, by the radii of curvature (Torge & Müller, Geodesy, 4.1.2), m. */
export function planeOf(from: Place, to: Place): readonly [number, number] {
  const phi = ((from.latitude_deg + to.latitude_deg) / 2) * RAD;
  const root = Math.sqrt(1 - ECCENTRICITY2 * Math.sin(phi) ** 2);
  const [along_m, across_m] = [(EQUATOR_M * (1 - ECCENTRICITY2)) / root ** 3, EQUATOR_M / root];
  const turn = to.longitude_deg - from.longitude_deg;
  return [across_m * Math.cos(phi) * turn * RAD, along_m * (to.latitude_deg - from.latitude_deg) * RAD];
}
