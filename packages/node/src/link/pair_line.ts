import net from 'node:net';
import { NodeError } from '../errors.ts';

/** @throws NodeError pairing_failed for what is no host:port */
function placeOf(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, colon).replace(/^\[|\]$/g, ''), Number(address.slice(colon + 1))];
  if (colon > 0 && Number.isInteger(port) && port >= 0 && port < 65_536) return { host, port };
  throw new NodeError('pairing_failed', `${address} is no host:port.`, { field: 'address', value: address });
}

/** A line to a node that waits to be paired. @throws NodeError pairing_failed for what is no host:port */
export const connected = (address: string): net.Socket => net.connect(placeOf(address));

/**
 * Waits for the node to be paired with: the first that connects, nobody after it.
 *
 * @throws NodeError pairing_failed where nobody can be waited for there, or `stop` came first
 */
export async function accepted(
  address: string,
  onListening: (port: number) => void = () => {},
  stop?: AbortSignal,
): Promise<net.Socket> {
  const place = placeOf(address);
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => {
      server.close();
      resolve(socket);
    });
    server.maxConnections = 1;
    const fail = (reason: string): void => {
      server.close();
      reject(new NodeError('pairing_failed', `${reason}.`));
    };
    server.once('error', (error) => fail(error.message));
    stop?.addEventListener('abort', () => fail(String(stop.reason)), { once: true });
    server.listen(place, () => onListening((server.address() as net.AddressInfo).port));
  });
}
