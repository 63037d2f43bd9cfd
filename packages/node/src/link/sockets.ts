import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { type ClientOptions, WebSocket, WebSocketServer } from 'ws';
import { MOST_BYTES } from './envelope.ts';
import { certificateOf, type LinkCard, type LinkIdentity } from './identity.ts';

const PATH = '/link';
const HANDSHAKE_MS = 5_000;

/** Where a node listens for others and whom it lets in: those whose very certificates it has, and nobody else. */
export class LinkListener {
  readonly #server: Server;
  readonly #own: LinkIdentity;
  #byCertificate = new Map<string, string>();
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES, perMessageDeflate: false });

  constructor(own: LinkIdentity, peers: readonly LinkCard[], accept: (party: string, socket: WebSocket) => void) {
    this.#own = own;
    this.#server = createServer({ requestCert: true, rejectUnauthorized: true, handshakeTimeout: HANDSHAKE_MS });
    this.admit(peers);
    // Nothing is served but the upgrade.
    this.#server.on('request', (_request, response) => response.writeHead(404).end());
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
    this.#server.on('upgrade', (request, socket, head) => {
      const fingerprint = (request.socket as TLSSocket).getPeerX509Certificate()?.fingerprint256;
      const party = fingerprint === undefined ? undefined : this.#byCertificate.get(fingerprint);
      if (party === undefined || request.url !== PATH || request.headers.origin !== undefined) {
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (opened) => accept(party, opened));
    });
  }

  /** Lets in these from now on, and nobody else; a connection that stands is its link's to end. */
  admit(peers: readonly LinkCard[]): void {
    const { tls_key: key, card } = this.#own;
    const ca = peers.map(({ certificate }) => certificate);
    this.#server.setSecureContext({ key, cert: card.certificate, ca, minVersion: 'TLSv1.3' });
    this.#byCertificate = new Map(peers.map((one) => [certificateOf(one), one.party]));
  }

  /** Listens; gives the port. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Connects to another node: to the one with this very certificate, whatever name or address it has. */
export function dial(own: LinkIdentity, peer: LinkCard, address: string): WebSocket {
  const wanted = certificateOf(peer);
  const check = (_host: string, { fingerprint256 }: PeerCertificate): Error | undefined =>
    fingerprint256 === wanted ? undefined : new Error(`its certificate is ${fingerprint256}, pinned is ${wanted}`);
  return new WebSocket(`wss://${address}${PATH}`, {
    key: own.tls_key,
    cert: own.card.certificate,
    ca: peer.certificate,
    minVersion: 'TLSv1.3',
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MOST_BYTES,
    perMessageDeflate: false,
    // The library hands it to TLS, which wants the reason; its own type says otherwise.
    checkServerIdentity: check as unknown as NonNullable<ClientOptions['checkServerIdentity']>,
  });
}
