import { encodeObservation, type Format, OBSERVATIONS_HEADER } from '@skyaccord/wire';
import { basicId, beacon, capture, location } from '../packages/wire/test/remoteid.ts';
import type { Traffic } from './tracks_traffic.ts';

const START_MS = Date.UTC(2026, 2, 1, 12);
const KT = 3600 / 1852;
const FT = 1 / 0.3048;

/** A recording of one format, and how many reports of aircraft it holds. */
export type Sample = { readonly format: Format; readonly bytes: Uint8Array; readonly lines: number };

/** `seconds` of the same traffic in every format that is read line by line, row by row or packet by packet. */
export function samples(traffic: Traffic, seconds: number): Sample[] {
  const text = {
    'readsb-json-lines': '',
    'readsb-aircraft-json': '',
    'track-table-json': '[',
    igc: 'AXXX001\nHFDTE010326\n',
    basestation: '',
    'ogn-aprs': '',
    'skyaccord-observations': `${OBSERVATIONS_HEADER}\n`,
  };
  const snapshot: string[] = [];
  const packets: { time_ms: number; frame: Uint8Array }[] = [];
  const separate = { rows: '' };
  let sequence = 0;
  for (let s = 0; s < seconds; s++) {
    traffic.step();
    const time_ms = START_MS + s * 1000;
    const clock = new Date(time_ms).toISOString();
    for (let i = 0; i < traffic.count; i++) {
      const hex = traffic.addresses[i] as string;
      const { latitude_deg, longitude_deg } = traffic.place(i, 10);
      const { speed_mps, track_deg, climb_mps, height_m } = traffic.motion(i);
      const [lat, lon] = [Number(latitude_deg.toFixed(6)), Number(longitude_deg.toFixed(6))];
      const feet = Math.round((height_m * FT) / 25) * 25;
      const row = {
        hex,
        type: 'adsb_icao',
        flight: `TST${i} `,
        alt_baro: feet,
        gs: Number((speed_mps * KT).toFixed(1)),
        track: Number((track_deg % 360).toFixed(2)) % 360,
        baro_rate: Math.round((climb_mps * FT * 60) / 64) * 64,
        category: 'A3',
        lat,
        lon,
        nic: 8,
        rc: 186,
        seen_pos: 0.2,
        nac_p: 9,
        nac_v: 1,
      };
      text['readsb-json-lines'] += `${JSON.stringify({ now: time_ms / 1000, ...row })}\n`;
      if (s === 0) snapshot.push(JSON.stringify(row));
      const { track, gs, baro_rate } = row;
      const cells = { timestamp: time_ms, icao24: hex, altitude: feet, callsign: `TST${i}`, groundspeed: gs, track };
      const table = JSON.stringify({ ...cells, latitude: lat, longitude: lon, vertical_rate: baro_rate });
      text['track-table-json'] += `${separate.rows}${table}`;
      separate.rows = ',';
      const [day, hour] = [clock.slice(0, 10).replaceAll('-', '/'), clock.slice(11, 23)];
      const stamp = `${day},${hour},${day},${hour}`;
      text.basestation += `MSG,3,1,1,${hex.toUpperCase()},1,${stamp},,${feet},,,${lat},${lon},,,0,0,0,0\n`;
      text.basestation += `MSG,4,1,1,${hex.toUpperCase()},1,${stamp},,,${gs},${track},,,${baro_rate},,0,0,0,0\n`;
      text['ogn-aprs'] += ognLine(hex, clock, lat, lon, row.track, gs, feet, baro_rate);
      text['skyaccord-observations'] += `${encodeObservation(traffic.report(i, time_ms, sequence++, 'adsb'))}\n`;
      const latitude = Math.round(lat * 1e7);
      const longitude = Math.round(lon * 1e7);
      const messages = [basicId(`SERIAL${i}`), location({ latitude, longitude, time_of_hour: s * 10 })];
      packets.push({ time_ms, frame: beacon(messages, (0x020000000000 + i).toString(16).padStart(12, '0')) });
    }
  }
  text['track-table-json'] += ']';
  text['readsb-aircraft-json'] = `{"now":${START_MS / 1000},"aircraft":[\n${snapshot.join(',\n')}\n]}\n`;
  text.igc += flightLog(traffic, seconds * traffic.count);
  const count = seconds * traffic.count;
  const encoder = new TextEncoder();
  return [
    ...Object.entries(text).map(([format, one]) => ({
      format: format as Format,
      bytes: encoder.encode(one),
      lines: format === 'readsb-aircraft-json' ? traffic.count : format === 'basestation' ? 2 * count : count,
    })),
    { format: 'remoteid-pcapng', bytes: capture(packets), lines: count },
  ];
}

function ognLine(
  hex: string,
  clock: string,
  lat: number,
  lon: number,
  track: number,
  gs: number,
  feet: number,
  fpm: number,
): string {
  const place = `${arc(lat, 2)}${lat < 0 ? 'S' : 'N'}/${arc(lon, 3)}${lon < 0 ? 'W' : 'E'}'`;
  const motion = `${pad(Math.round(track) || 360, 3)}/${pad(Math.round(gs), 3)}/A=${pad(feet, 6)}`;
  const climb = `${fpm < 0 ? '-' : '+'}${pad(Math.abs(fpm), 3)}fpm`;
  const head = `FLR${hex.toUpperCase()}>APRS,qAS,TEST:/${clock.slice(11, 19).replaceAll(':', '')}h`;
  return `${head}${place}${motion} !W37! id06${hex.toUpperCase()} ${climb} +0.0rot 12.0dB 0e +1.0kHz gps2x3\n`;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Degrees and minutes with two decimals, as APRS writes them. */
function arc(value_deg: number, width: number): string {
  const hundredths = Math.round(Math.abs(value_deg) * 6000);
  return `${pad(Math.floor(hundredths / 6000), width)}${((hundredths % 6000) / 100).toFixed(2).padStart(5, '0')}`;
}

/** One flight, a fix a second. */
function flightLog(traffic: Traffic, fixes: number): string {
  const { latitude_deg, longitude_deg } = traffic.place(0, 0);
  let text = '';
  for (let k = 0; k < Math.min(fixes, 40_000); k++) {
    const clock = new Date(START_MS + k * 1000).toISOString().slice(11, 19).replaceAll(':', '');
    const lat = igcArc(latitude_deg + (k % 1000) * 2e-4, 2, latitude_deg < 0 ? 'S' : 'N');
    const lon = igcArc(longitude_deg, 3, longitude_deg < 0 ? 'W' : 'E');
    text += `B${clock}${lat}${lon}A0100001050\n`;
  }
  return text;
}

function igcArc(value_deg: number, width: number, side: string): string {
  const thousandths = Math.round(Math.abs(value_deg) * 60_000);
  return `${pad(Math.floor(thousandths / 60_000), width)}${pad(thousandths % 60_000, 5)}${side}`;
}
