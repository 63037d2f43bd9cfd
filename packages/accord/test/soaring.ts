import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { relative, SITE_SIZE, writeSite } from '@skyaccord/sky';
import { createByteReader, type Observation } from '@skyaccord/wire';

/** Two competition days: what recorders on board say, and over Bayreuth also what receivers on the ground heard. */

function read(path: string, format: 'igc' | 'ogn-aprs', name: string, date_ms?: number): Observation[] {
  const reader = createByteReader(format, { source: name, name, ...(date_ms === undefined ? {} : { date_ms }) });
  const bytes = gunzipSync(readFileSync(path));
  return [...reader.pushBytes(bytes).observations, ...reader.end().observations];
}

/** Flight logs of a folder by the competition id that is the file's name. */
export function flightLogs(folder: string): Map<string, Observation[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.igc.gz'));
  return new Map(files.map((file) => [file.split('.')[0]!, read(join(folder, file), 'igc', file.slice(0, -3))]));
}

export function heardOverBayreuth(folder: string): Observation[] {
  return read(join(folder, 'ogn-aprs.txt.gz'), 'ogn-aprs', 'ogn', Date.UTC(2018, 4, 30));
}

/** Competition id by address, as the reader writes addresses. */
export function idsOverBayreuth(folder: string): Map<string, string> {
  const [, ...lines] = readFileSync(join(folder, 'ids.csv'), 'utf8').trim().split('\n');
  const pairs = lines.map((line) => line.split(',') as [string, string]).filter(([id]) => id !== '');
  return new Map(
    pairs.map(([id, heard]) => {
      const hex = heard.slice(3).toLowerCase();
      return [heard.startsWith('ICA') ? hex : `~${heard.slice(0, 3).toLowerCase()}${hex}`, id];
    }),
  );
}

/** Where a recorder says its glider was, on a straight line between two fixes at most `gap_ms` apart. */
export class Truth {
  readonly #fixes: readonly Observation[];
  readonly #gap_ms: number;
  #k = 0;
  latitude_deg = 0;
  longitude_deg = 0;
  speed_mps = 0;

  constructor(fixes: readonly Observation[], gap_ms: number) {
    this.#fixes = fixes;
    this.#gap_ms = gap_ms;
  }

  /** Finds the place at a time, which must not fall; false where there is none. */
  find(time_ms: number): boolean {
    while (this.#k + 1 < this.#fixes.length && this.#fixes[this.#k + 1]!.time_ms <= time_ms) this.#k += 1;
    const [p, q] = [this.#fixes[this.#k], this.#fixes[this.#k + 1]];
    if (p === undefined || q === undefined || p.time_ms > time_ms) return false;
    const gap_ms = q.time_ms - p.time_ms;
    if (gap_ms > this.#gap_ms) return false;
    const f = (time_ms - p.time_ms) / gap_ms;
    this.latitude_deg = p.latitude_deg + (q.latitude_deg - p.latitude_deg) * f;
    this.longitude_deg = p.longitude_deg + (q.longitude_deg - p.longitude_deg) * f;
    const [east_m, north_m] = between(p.latitude_deg, p.longitude_deg, q.latitude_deg, q.longitude_deg);
    this.speed_mps = (Math.sqrt(east_m * east_m + north_m * north_m) / gap_ms) * 1000;
    return true;
  }
}

const sites = new Float64Array(2 * SITE_SIZE);
const out = new Float64Array(2);

/** East and north from the first place to the second, m. */
export function between(
  latitude_deg: number,
  longitude_deg: number,
  to_latitude_deg: number,
  to_longitude_deg: number,
): [number, number] {
  writeSite(latitude_deg, longitude_deg, sites, 0);
  writeSite(to_latitude_deg, to_longitude_deg, sites, SITE_SIZE);
  relative(sites, 0, SITE_SIZE, out);
  return [out[0]!, out[1]!];
}
