import net, { type AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

/**
 * Ports that feeds should not be, in a thread of their own as if on another machine: `flood` sends as fast as it is
 * read, `noise` what is no format, `drips` a byte at a time and never a line, `drops` hangs up at once.
 */
const report = (k: number, now: number) =>
  `{"now":${now},"hex":"${(0x700000 + k).toString(16)}","type":"adsb_icao","seen_pos":0,"lat":-40,"lon":${k / 10}}\n`;

function flood(socket: net.Socket): void {
  const more = (): void => {
    const now = Date.now() / 1000;
    const piece = Array.from({ length: 500 }, (_, k) => report(k, now)).join('');
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

const junk = Buffer.from(Array.from({ length: 20_000 }, (_, k) => (k * 7919) % 256));
const servers: Record<string, (socket: net.Socket) => void> = {
  flood,
  noise: (socket) => every(socket, 20, () => socket.write(junk)),
  drips: (socket) => every(socket, 100, () => socket.write('{')),
  drops: (socket) => setTimeout(() => socket.destroy(), 20),
};

function every(socket: net.Socket, ms: number, call: () => void): void {
  const timer = setInterval(call, ms);
  socket.once('close', () => clearInterval(timer));
}

const addresses: Record<string, string> = {};
for (const [name, serve] of Object.entries(servers)) {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  addresses[name] = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
parentPort?.postMessage(addresses);
