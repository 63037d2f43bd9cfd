import { connect } from 'node:net';
import type { FeedConfig } from '../config.ts';
import { type Connection, type ConnectionEvents, describeFailure } from './connection.ts';

const CONNECT_MS = 5_000;
const PROBE_MS = 10_000;
/** APRS-IS servers close connections from which they hear nothing for long. */
const KEEPALIVE_MS = 120_000;

/** A line port: what a receiver or a server sends for as long as one listens. */
export function openTcp(config: FeedConfig, events: ConnectionEvents): Connection {
  return open(config, events, null);
}

/** A server of the Open Glider Network, or any APRS-IS server: asked for what the filter says, and never written to. */
export function openOgn(config: FeedConfig, events: ConnectionEvents): Connection {
  const filter = config.filter === null || config.filter === '' ? '' : ` filter ${config.filter}`;
  // A password of -1 asks to listen only.
  return open(config, events, {
    login: `user SKYACCORD pass -1 vers skyaccord 0.1${filter}\r\n`,
    alive: '# alive\r\n',
  });
}

function open(
  { address }: FeedConfig,
  events: ConnectionEvents,
  says: { readonly login: string; readonly alive: string } | null,
): Connection {
  const { hostname, port } = new URL(address as string);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  socket.setKeepAlive(true, PROBE_MS);
  let reason: string | null = null;
  const patience = setTimeout(() => {
    reason = `no connection within ${CONNECT_MS / 1000} s`;
    socket.destroy();
  }, CONNECT_MS);
  let alive: NodeJS.Timeout | null = null;
  let over = false;
  socket.on('connect', () => {
    clearTimeout(patience);
    if (over) return;
    events.opened();
    if (says === null) return;
    socket.write(says.login);
    alive = setInterval(() => socket.write(says.alive), KEEPALIVE_MS);
  });
  socket.on('data', (bytes: Buffer) => over || events.bytes(bytes));
  socket.on('error', (error) => {
    reason ??= describeFailure(error);
  });
  socket.on('close', () => {
    end();
    if (over) return;
    over = true;
    events.closed(reason ?? 'the other side closed the connection');
  });
  const end = (): void => {
    clearTimeout(patience);
    if (alive !== null) clearInterval(alive);
  };
  return {
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => {
      over = true;
      end();
      socket.destroy();
    },
  };
}
