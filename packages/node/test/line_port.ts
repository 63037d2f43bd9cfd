import net, { type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A port that does with each connection what a test tells it; gone, with its connections, after the test. */
export async function linePort(serve: (socket: net.Socket) => void): Promise<string> {
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Calls every so many ms for as long as the connection lasts. */
export function every(socket: net.Socket, ms: number, call: () => void): void {
  const timer = setInterval(call, ms);
  socket.once('close', () => clearInterval(timer));
}

/** One report of an aircraft as readsb's JSON port sends it; seconds since 1970. */
export function readsbLine(hex: string, now_s: number, latitude_deg = 47): string {
  const moving = { lat: latitude_deg, lon: 5 + (now_s % 1_000) * 0.002, alt_baro: 30_000, gs: 300, track: 90 };
  return `${JSON.stringify({ now: now_s, hex, type: 'adsb_icao', seen_pos: 0, ...moving })}\n`;
}
