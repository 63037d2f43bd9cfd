// Messages of ASTM F3411-22a, 5.4.5, which ASD-STAN EN 4709-002 shares. Numbers stand low byte first.

export const BASIC_ID = 0;
export const LOCATION = 1;

/** `kind` as the message numbers it: 1 serial number (CTA-2063-A), 2 registration; others are not readable text. */
export type BasicId = { kind: number; text: string | null };

/** SI units, degrees; `null` is what the message marks as unknown. */
export type Location = {
  /** 1 on the ground, 2 airborne; others say neither. */
  status: number;
  latitude_deg: number | null;
  longitude_deg: number | null;
  track_deg: number | null;
  ground_speed_mps: number | null;
  vertical_rate_mps: number | null;
  pressure_altitude_m: number | null;
  /** Above the WGS-84 ellipsoid. */
  geodetic_altitude_m: number | null;
  position_accuracy_m: number | null;
  geodetic_accuracy_m: number | null;
  pressure_accuracy_m: number | null;
  velocity_accuracy_mps: number | null;
  /** Since the full hour UTC. */
  time_of_hour_ms: number | null;
};

/** 95 % bounds, by the code in the message. */
const HORIZONTAL_M = [null, 18_520, 7408, 3704, 1852, 926, 555.6, 185.2, 92.6, 30, 10, 3, 1] as const;
const VERTICAL_M = [null, 150, 45, 25, 10, 3, 1] as const;
const SPEED_MPS = [null, 10, 3, 1, 0.3] as const;

const UNKNOWN_DIRECTION_DEG = 361;
const UNKNOWN_SPEED_MPS = 255;
const UNKNOWN_VERTICAL_MPS = 63;
const UNKNOWN_ALTITUDE_M = -1000;
const UNKNOWN_TIME = 0xffff;

export function messageType(message: Uint8Array): number {
  return (message[0] as number) >> 4;
}

/** `text` is `null` where it is empty or holds anything but printable ASCII. */
export function parseBasicId(message: Uint8Array): BasicId {
  const text = String.fromCharCode(...message.subarray(2, 22)).replace(/[\0 ]+$/, '');
  return { kind: (message[1] as number) >> 4, text: /^[!-~]+$/.test(text) ? text : null };
}

export function parseLocation(message: Uint8Array): Location {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const flags = view.getUint8(1);
  const direction_deg = view.getUint8(2) + (flags & 2 ? 180 : 0);
  const speed = view.getUint8(3);
  const speed_mps = flags & 1 ? speed * 0.75 + 255 * 0.25 : speed * 0.25;
  const vertical_mps = view.getInt8(4) * 0.5;
  const [latitude, longitude] = [view.getInt32(5, true), view.getInt32(9, true)];
  const no_place = latitude === 0 && longitude === 0;
  const [accuracies, more] = [view.getUint8(19), view.getUint8(20)];
  const time = view.getUint16(21, true);
  return {
    status: flags >> 4,
    latitude_deg: no_place ? null : latitude / 1e7,
    longitude_deg: no_place ? null : longitude / 1e7,
    track_deg: direction_deg === UNKNOWN_DIRECTION_DEG ? null : direction_deg,
    ground_speed_mps: speed_mps >= UNKNOWN_SPEED_MPS ? null : speed_mps,
    vertical_rate_mps: Math.abs(vertical_mps) >= UNKNOWN_VERTICAL_MPS ? null : vertical_mps,
    pressure_altitude_m: altitude(view.getUint16(13, true)),
    geodetic_altitude_m: altitude(view.getUint16(15, true)),
    position_accuracy_m: HORIZONTAL_M[accuracies & 0xf] ?? null,
    geodetic_accuracy_m: VERTICAL_M[accuracies >> 4] ?? null,
    pressure_accuracy_m: VERTICAL_M[more >> 4] ?? null,
    velocity_accuracy_mps: SPEED_MPS[more & 0xf] ?? null,
    time_of_hour_ms: time === UNKNOWN_TIME ? null : time * 100,
  };
}

function altitude(code: number): number | null {
  const altitude_m = code * 0.5 - 1000;
  return altitude_m === UNKNOWN_ALTITUDE_M ? null : altitude_m;
}
