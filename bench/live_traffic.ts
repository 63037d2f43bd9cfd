import { parentPort, workerData } from 'node:worker_threads';
import { encodeObservation, type Observation } from '@skyaccord/wire';

/** Runs beside the node as a receiver's thread would: every aircraft once a second, spread evenly over the second. */
const { aircraft: count, density } = workerData as { aircraft: number; density: number };
const SLICES = 100;
const SLICE_MS = 1000 / SLICES;
const M_PER_DEG = 111_120;
const side_deg = Math.sqrt((count / density) * 10_000) / 60;

type Aircraft = {
  readonly address: string;
  latitude_deg: number;
  longitude_deg: number;
  altitude_m: number;
  readonly east_mps: number;
  readonly north_mps: number;
  readonly climb_mps: number;
  reported_ms: number;
  sequence: number;
};

/** xorshift32: the same traffic in every run. */
let state = 0x9e3779b9;
function draw(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

const fleet: Aircraft[] = Array.from({ length: count }, (_, index) => {
  const track = draw() * 2 * Math.PI;
  const speed_mps = 180 + draw() * 80;
  const level_m = (200 + Math.floor(draw() * 21) * 10) * 100 * 0.3048;
  const climbs = draw() < 0.1;
  return {
    address: (0x100000 + index).toString(16),
    latitude_deg: 45 + (draw() - 0.5) * side_deg,
    longitude_deg: -30 + ((draw() - 0.5) * side_deg) / Math.cos(Math.PI / 4),
    altitude_m: level_m,
    east_mps: speed_mps * Math.sin(track),
    north_mps: speed_mps * Math.cos(track),
    climb_mps: climbs ? (draw() - 0.5) * 10 : 0,
    reported_ms: 0,
    sequence: 0,
  };
});

function report(one: Aircraft, now_ms: number): Observation {
  const elapsed_s = one.reported_ms === 0 ? 0 : (now_ms - one.reported_ms) / 1000;
  one.reported_ms = now_ms;
  one.latitude_deg += (one.north_mps * elapsed_s) / M_PER_DEG;
  one.longitude_deg += (one.east_mps * elapsed_s) / (M_PER_DEG * Math.cos((one.latitude_deg * Math.PI) / 180));
  one.altitude_m = Math.max(3_000, Math.min(13_000, one.altitude_m + one.climb_mps * elapsed_s));
  const track_deg = (Math.atan2(one.east_mps, one.north_mps) * 180) / Math.PI;
  return {
    source: 'bench',
    sequence: sequence++,
    time_ms: now_ms,
    address: one.address,
    address_kind: 'icao',
    technology: 'adsb',
    callsign: `SIM${one.address}`,
    registration: null,
    category: 'A3',
    latitude_deg: one.latitude_deg,
    longitude_deg: one.longitude_deg,
    pressure_altitude_m: one.altitude_m,
    geometric_altitude_m: null,
    geometric_datum: 'unknown',
    on_ground: false,
    ground_speed_mps: Math.hypot(one.east_mps, one.north_mps),
    track_deg: track_deg < 0 ? track_deg + 360 : track_deg,
    vertical_rate_mps: one.climb_mps,
    resolution_advisory: null,
    position_accuracy_m: 93,
    altitude_accuracy_m: 45,
    velocity_accuracy_mps: 3,
    party: null,
  };
}

const port = parentPort;
if (port === null) throw new Error('bench/live_traffic.ts runs as a worker of bench/live_node.ts');
const encoder = new TextEncoder();
const started_ms = Date.now();
let sequence = 0;
let slice = 0;

/** Sends the slices that are due; each report carries the instant at which it is handed over. */
function send(): void {
  const due = Math.floor((Date.now() - started_ms) / SLICE_MS);
  for (; slice < due; slice++) {
    const now_ms = Date.now();
    const lines: string[] = [];
    for (let i = slice % SLICES; i < fleet.length; i += SLICES)
      lines.push(encodeObservation(report(fleet[i]!, now_ms)));
    const bytes = encoder.encode(`${lines.join('\n')}\n`);
    port!.postMessage({ lines: bytes, count: lines.length }, [bytes.buffer]);
  }
}

const timer = setInterval(send, SLICE_MS);
port.on('message', () => {
  clearInterval(timer);
  port.close();
});
