/** Makes Remote ID captures of invented aircraft, byte by byte. */

type Fields = Partial<{
  status: number;
  direction: number;
  west: boolean;
  speed: number;
  fast: boolean;
  vertical: number;
  latitude: number;
  longitude: number;
  pressure_altitude: number;
  altitude: number;
  accuracies: number;
  more_accuracies: number;
  time_of_hour: number;
}>;

/** A location message in the codes that are sent: 1e-7 degrees, half metres above -1000 m, tenths of a second. */
export function location(fields: Fields = {}): Uint8Array {
  const message = new Uint8Array(25);
  const view = new DataView(message.buffer);
  message[0] = 0x12;
  message[1] = ((fields.status ?? 2) << 4) | (fields.west ? 2 : 0) | (fields.fast ? 1 : 0);
  message[2] = fields.direction ?? 90;
  message[3] = fields.speed ?? 40;
  view.setInt8(4, fields.vertical ?? -3);
  view.setInt32(5, fields.latitude ?? 451_000_000, true);
  view.setInt32(9, fields.longitude ?? -52_000_000, true);
  view.setUint16(13, fields.pressure_altitude ?? 0, true);
  view.setUint16(15, fields.altitude ?? 0, true);
  message[19] = fields.accuracies ?? 0;
  message[20] = fields.more_accuracies ?? 0;
  view.setUint16(21, fields.time_of_hour ?? 0xffff, true);
  return message;
}

/** Kind 1 is a serial number, 2 a registration. */
export function basicId(text: string, kind = 1): Uint8Array {
  const message = new Uint8Array(25);
  message[0] = 0x02;
  message[1] = (kind << 4) | 2;
  message.set(new TextEncoder().encode(text).subarray(0, 20), 2);
  return message;
}

/** A beacon with a radiotap header (time, flags, rate), another element before Remote ID's, and a check sum. */
export function beacon(messages: readonly Uint8Array[], mac = '02000000000a', flags = 0x10): Uint8Array {
  const radiotap = [0, 0, 24, 0, 0x07, 0, 0, 0, ...Array<number>(8).fill(1), flags, 2, ...Array<number>(6).fill(0)];
  const address = [...mac.matchAll(/../g)].map(([byte]) => Number.parseInt(byte, 16));
  const head = [0x80, 0, 0, 0, ...Array<number>(6).fill(0xff), ...address, ...address, 0, 0];
  const pack = [0xf2, 25, messages.length, ...messages.flatMap((message) => [...message])];
  const element = [0xfa, 0x0b, 0xbc, 0x0d, 7, ...pack];
  const elements = [0, 4, 0x41, 0x4e, 0x4f, 0x4e, 0xdd, element.length, ...element];
  return Uint8Array.of(...radiotap, ...head, ...Array<number>(12).fill(0), ...elements, 0xde, 0xad, 0xbe, 0xef);
}

/** A pcapng file with one interface, times in nanoseconds. */
export function capture(
  packets: readonly { time_ms: number; frame: Uint8Array }[],
  options: { little?: boolean; link_type?: number } = {},
): Uint8Array {
  const little = options.little ?? true;
  const block = (type: number, body: Uint8Array): number[] => {
    const bytes = new Uint8Array(12 + Math.ceil(body.length / 4) * 4);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, type, little);
    view.setUint32(4, bytes.length, little);
    bytes.set(body, 8);
    view.setUint32(bytes.length - 4, bytes.length, little);
    return [...bytes];
  };
  const section = new Uint8Array(16).fill(0xff);
  new DataView(section.buffer).setUint32(0, 0x1a2b3c4d, little);
  new DataView(section.buffer).setUint32(4, 1, little);
  const face = new Uint8Array(20);
  const view = new DataView(face.buffer);
  view.setUint16(0, options.link_type ?? 127, little);
  view.setUint16(8, 9, little);
  view.setUint16(10, 1, little);
  face[12] = 9;
  const all = [...block(0x0a0d0d0a, section), ...block(1, face)];
  for (const { time_ms, frame } of packets) {
    const body = new Uint8Array(20 + frame.length);
    const packet = new DataView(body.buffer);
    const ticks = BigInt(time_ms) * 1_000_000n;
    packet.setUint32(4, Number(ticks >> 32n), little);
    packet.setUint32(8, Number(ticks & 0xffffffffn), little);
    packet.setUint32(12, frame.length, little);
    packet.setUint32(16, frame.length, little);
    body.set(frame, 20);
    all.push(...block(6, body));
  }
  return Uint8Array.from(all);
}
