/** Where an I record says that an extension of the B record stands: half-open, from 0. */
export type Extension = { code: string; from: number; to: number };

/** One B record. Altitudes as they stand: zero may mean "none". */
export type Fix = {
  /** Since midnight UTC. */
  time_of_day_ms: number;
  latitude_deg: number;
  longitude_deg: number;
  /** `A`, a fix in three dimensions; otherwise `V`: two dimensions, or none and the last position again. */
  three_dimensional: boolean;
  pressure_altitude_m: number;
  gnss_altitude_m: number;
  /** FXA: 95 % radius as the receiver estimates it; `null` where the record has none or it is zero. */
  accuracy_m: number | null;
};

const FIX = /^B(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})([NS])(\d{3})(\d\d)(\d{3})([EW])([AV])(-\d{4}|\d{5})(-\d{4}|\d{5})/;

/** Answers the fix, or the reason why the line is none. IGC FR specification A4.1. */
export function parseFix(line: string, extensions: readonly Extension[]): Fix | string {
  const found = FIX.exec(line);
  if (found === null) return 'not a B record: BHHMMSSDDMMmmmNDDDMMmmmEVPPPPPGGGGG';
  const [, h, m, s, lat_deg, lat_min, lat_milli, ns, lon_deg, lon_min, lon_milli, ew, validity, pressure, gnss] =
    found as unknown as string[];
  if (Number(h) > 23 || Number(m) > 59 || Number(s) > 60) return 'no time of day';
  if (Number(lat_min) > 59 || Number(lon_min) > 59) return '60 minutes of arc or more';
  const latitude_deg = Number(lat_deg) + Number(`${lat_min}.${lat_milli}${digits(line, extensions, 'LAD')}`) / 60;
  const longitude_deg = Number(lon_deg) + Number(`${lon_min}.${lon_milli}${digits(line, extensions, 'LOD')}`) / 60;
  if (latitude_deg > 90) return 'latitude beyond 90 deg';
  if (longitude_deg > 180) return 'longitude beyond 180 deg';
  const decimals_s = Number(`0.${digits(line, extensions, 'TDS') || '0'}`);
  return {
    time_of_day_ms: Math.round((Number(h) * 3600 + Number(m) * 60 + Number(s) + decimals_s) * 1000),
    latitude_deg: ns === 'S' ? 0 - latitude_deg : latitude_deg,
    longitude_deg: ew === 'W' ? 0 - longitude_deg : longitude_deg,
    three_dimensional: validity === 'A',
    // Adding 0 turns the -0 of '-0000' into 0.
    pressure_altitude_m: Number(pressure) + 0,
    gnss_altitude_m: Number(gnss) + 0,
    accuracy_m: Number(digits(line, extensions, 'FXA')) || null,
  };
}

function digits(line: string, extensions: readonly Extension[], code: string): string {
  for (const extension of extensions) {
    if (extension.code !== code) continue;
    const text = line.slice(extension.from, extension.to);
    return /^\d+$/.test(text) ? text : '';
  }
  return '';
}

/** The I record: how many extensions, then for each its first and last column (from 1) and its code. A2.4. */
export function parseExtensions(line: string): Extension[] | null {
  const count = Number(line.slice(1, 3));
  if (!/^I\d\d/.test(line) || line.length < 3 + count * 7) return null;
  const extensions: Extension[] = [];
  for (let at = 3; at < 3 + count * 7; at += 7) {
    const found = /^(\d\d)(\d\d)([A-Z]{3})$/.exec(line.slice(at, at + 7));
    if (found === null) return null;
    extensions.push({ code: found[3] as string, from: Number(found[1]) - 1, to: Number(found[2]) });
  }
  return extensions;
}

/** Midnight UTC of the date header (`HFDTE150717` or `HFDTEDATE:150717,01`), or `null`. A3.2. */
export function parseDate(line: string): number | null {
  const found = /^H[A-Z]DTE(?:\s*DATE\s*:?)?\s*(\d\d)(\d\d)(\d\d)/i.exec(line);
  if (found === null) return null;
  const [day, month, short_year] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const year = short_year >= 80 ? 1900 + short_year : 2000 + short_year;
  const days_in_month = (Date.UTC(year, month, 1) - Date.UTC(year, month - 1, 1)) / 86_400_000;
  return month >= 1 && month <= 12 && day >= 1 && day <= days_in_month ? Date.UTC(year, month - 1, day) : null;
}

/** The specification has 76 characters in a line (A2). What is longer is read in part, so that it costs no time. */
const LONGEST_HEADER = 200;

/**
 * The text of a header such as `HFGIDGLIDERID:D-0221`, without its name. Recorders pad with blanks and commas and
 * write `_` for what they cannot show.
 */
export function headerText(whole: string, underscore: string): string {
  const line = whole.slice(0, LONGEST_HEADER);
  const colon = line.indexOf(':');
  const text = colon === -1 ? line.slice(5).replace(/^\s*[A-Z ]*(?:TYPE|ID)\s*$/i, '') : line.slice(colon + 1);
  return text.replaceAll('_', underscore).replace(/^[\s,;]+|[\s,;]+$/g, '');
}
