import type { Technology } from '../observation.ts';
import type { Row } from '../row.ts';

/** readsb's `type`: the best source of the current position (README-json of wiedehopf's readsb). */
const BY_TYPE: Readonly<Record<string, Technology>> = {
  adsb_icao: 'adsb',
  adsb_icao_nt: 'adsb',
  adsb_other: 'adsb',
  adsr_icao: 'adsr',
  adsr_other: 'adsr',
  tisb_icao: 'tisb',
  tisb_other: 'tisb',
  tisb_trackfile: 'tisb',
  mlat: 'mlat',
  mode_s: 'modes',
};

/** Without a `type`, a dump1090 lists in `mlat` and `tisb` the fields that came that way; without these, unknown. */
export function technologyOf(row: Row): Technology {
  if (row.has('uat_version')) return 'uat';
  const type = row.get('type');
  if (typeof type === 'string') return Object.hasOwn(BY_TYPE, type) ? (BY_TYPE[type] as Technology) : 'unknown';
  if (lists(row.get('mlat'))) return 'mlat';
  return lists(row.get('tisb')) ? 'tisb' : 'unknown';
}

/** Types whose address is not an ICAO one, whether or not it is marked with `~`. */
export function isOtherAddress(type: unknown): boolean {
  return typeof type === 'string' && (type.endsWith('_other') || type === 'tisb_trackfile');
}

function lists(fields: unknown): boolean {
  return Array.isArray(fields) && fields.includes('lat');
}
