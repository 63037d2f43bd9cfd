import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { errorData, NodeError, systemCode } from '../errors.ts';
import { isLoopback, type NodeOptions } from '../options.ts';
import type { Address } from './address.ts';
import { checkPair, ownCertificate, type TlsFiles } from './certificate.ts';

const LOOPBACK = '127.0.0.1';

/** Where a node listens, by which names it is known there, and what TLS needs, if it needs any. */
export type Listening = {
  readonly host: string;
  readonly tls: TlsFiles | null;
  readonly address: Address;
  /** Where people on this machine open it, once it listens. */
  readonly url: () => string;
};

/**
 * From the options of a start; `port` is asked once the node listens.
 *
 * @throws NodeError file_unreadable, tls_unreadable
 */
export function listeningOf(options: NodeOptions, data: string, port: () => number): Listening {
  const { host = LOOPBACK, hostnames = [] } = options;
  const tls = tlsOf(options, data);
  const own = isWildcard(host) || isLoopback(host) ? [] : [host];
  const names = [...own, ...hostnames].map(shownHost);
  const url = () => `${tls === null ? 'http' : 'https'}://${hostnames[0] ?? shownHost(host)}:${port()}`;
  return { host, tls, address: { tls: tls !== null, names, port }, url };
}

type Server = { listen(at: { host: string; port: number }): Promise<unknown>; addresses(): unknown[] };

/** @returns the port. @throws NodeError port_in_use, port_refused */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    await server.listen({ host, port });
    return (server.addresses()[0] as { port: number }).port;
  } catch (cause) {
    const place = { field: 'port', value: String(port), cause };
    if (systemCode(cause) === 'EADDRINUSE') throw new NodeError('port_in_use', `It is ${port}.`, place);
    if (systemCode(cause) === 'EACCES') throw new NodeError('port_refused', `It is ${port}.`, place);
    throw cause;
  }
}

/** The certificate and its key; null: plain, which only loopback may be. */
function tlsOf({ host = LOOPBACK, hostnames = [], tlsCert, tlsKey }: NodeOptions, data: string): TlsFiles | null {
  if (tlsCert !== undefined && tlsKey !== undefined) {
    return checkPair({ cert: read('tls-cert', tlsCert), key: read('tls-key', tlsKey) });
  }
  return isLoopback(host) ? null : ownCertificate(data, [...hostnames, ...(isWildcard(host) ? [] : [host])]);
}

function read(field: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = errorData(cause).message.split('\n')[0] ?? '';
    throw new NodeError('file_unreadable', `--${field} ${file}: ${reason}.`, { field, value: file, cause });
  }
}

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** As it stands in a URL, for who is on this machine. */
function shownHost(host: string): string {
  if (isWildcard(host)) return 'localhost';
  return isIP(host) === 6 ? `[${host}]` : host;
}
