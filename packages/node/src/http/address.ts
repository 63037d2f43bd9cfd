import type { FastifyRequest } from 'fastify';
import type { Site } from '../people/passkeys.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Under which addresses a node answers. */
export type Address = {
  readonly tls: boolean;
  /** Host names beside those of loopback. */
  readonly names: readonly string[];
  /** Known only once the node listens. */
  readonly port: () => number;
};

/** What may stand in a request's Host. */
export function hostsOf({ tls, names, port }: Address): string[] {
  const all = [...LOOPBACK, ...names.map((name) => name.toLowerCase())];
  const hosts = all.map((name) => `${name}:${port()}`);
  return port() === (tls ? 443 : 80) ? [...hosts, ...all] : hosts;
}

export const originOf = ({ tls }: Address, host: string): string => `${tls ? 'https' : 'http'}://${host}`;

/** Browsers tell ports of one host apart in nothing but this: two nodes on a machine must not take each other's. */
export const cookieName = ({ tls, port }: Address): string => `${tls ? '__Host-' : ''}skyaccord_${port()}`;

/** What a passkey is bound to: the name by which this request, whose Host was checked, was sent here. */
export function siteOf(address: Address, request: FastifyRequest): Site {
  const host = (request.headers.host ?? '').toLowerCase();
  return { origin: originOf(address, host), rp_id: host.replace(/:[0-9]+$/, '') };
}
