import { M_PER_FT, MPS_PER_KT, type Observation } from '@skyaccord/wire';

/** Widths that fit all but the longest addresses: rows are printed as they come, not after all of them are known. */
const COLUMNS: readonly { title: string; width: number; right?: true }[] = [
  { title: 'UTC', width: 24 },
  { title: 'address', width: 20 },
  { title: 'callsign', width: 8 },
  { title: 'regist.', width: 8 },
  { title: 'lat', width: 10, right: true },
  { title: 'lon', width: 11, right: true },
  { title: 'ft', width: 7, right: true },
  { title: 'kt', width: 5, right: true },
  { title: 'track', width: 5, right: true },
  { title: 'source', width: 0 },
];

export const HEAD = line(COLUMNS.map(({ title }) => title));

/** One observation for people. A height that is not a pressure altitude is marked `g`; `?` is not known. */
export function rowOf(observation: Observation): string {
  const { latitude_deg, longitude_deg, ground_speed_mps, track_deg, technology, source } = observation;
  return line([
    new Date(observation.time_ms).toISOString(),
    observation.address,
    observation.callsign ?? '-',
    observation.registration ?? '-',
    latitude_deg.toFixed(5),
    longitude_deg.toFixed(5),
    heightOf(observation),
    ground_speed_mps === null ? '?' : Math.round(ground_speed_mps / MPS_PER_KT).toString(),
    track_deg === null ? '?' : (Math.round(track_deg) % 360).toString().padStart(3, '0'),
    `${source} ${technology}`,
  ]);
}

function heightOf({ on_ground, pressure_altitude_m, geometric_altitude_m }: Observation): string {
  if (pressure_altitude_m !== null) return Math.round(pressure_altitude_m / M_PER_FT).toString();
  if (geometric_altitude_m !== null) return `${Math.round(geometric_altitude_m / M_PER_FT)}g`;
  return on_ground === true ? 'ground' : '?';
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, i) => (COLUMNS[i]!.right ? cell.padStart(COLUMNS[i]!.width) : cell.padEnd(COLUMNS[i]!.width)))
    .join('  ')
    .trimEnd();
}
