import { isIP } from 'node:net';
import type { Memorandum } from '@skyaccord/accord';
import { MAX_SPEED, MIN_SPEED } from './clock/playback.ts';
import { NodeError } from './errors.ts';
import { isFeedUrl } from './feeds/config.ts';
import type { LiveFeed } from './feeds/feed.ts';
import type { LinkConfig } from './link/config.ts';

/**
 * How to start a node. It plays a `scenario` or a `replay`, or it is live: with `live`, `feed`, `feedsFile` or `feeds`.
 * With none of these, the October scenario is played.
 */
export type NodeOptions = {
  /** TCP port; 0 lets the system choose. Default 8080. */
  readonly port?: number;
  /** Data directory, made where it is missing. Default `.skyaccord`. */
  readonly data?: string;
  /** Address to listen on; other than loopback only where people sign in, over TLS. Default 127.0.0.1. */
  readonly host?: string;
  /** Names under which browsers reach it beside those of loopback: what a Host header may say. */
  readonly hostnames?: readonly string[];
  /** Certificate and key in PEM files; without them a node that leaves loopback makes its own certificate. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** Whether people sign in, or one identity of a demonstration does all. Default: they do on a live node. */
  readonly people?: 'sign_in' | 'demo';
  /** Party of the memorandum whose node it is. Default: that of the links, else the memorandum's first. */
  readonly party?: string;
  /** What the node is called on its pages. */
  readonly name?: string;
  /** Memorandum file; default: the October scenario's. */
  readonly memorandum?: string;
  /** Scenario file. */
  readonly scenario?: string;
  /** Recordings: files or folders. */
  readonly replay?: readonly string[];
  /** Seconds played in a second; of a scenario or a replay. Default 1. */
  readonly speed?: number;
  /** Live, with the feeds that the data directory knows; it may be none. */
  readonly live?: boolean;
  /** URL of a readsb `aircraft.json`, entered as a feed. */
  readonly feed?: string;
  /** YAML file of feeds to be entered. */
  readonly feedsFile?: string;
  /** Folder in which files lie that may be named as feeds over the API; default: `feeds` in the data directory. */
  readonly feedFolder?: string;
  /** Links with other nodes: what a file says, or the file. Only of a live node. */
  readonly link?: string | LinkConfig;
  /** Live feeds of the program that starts the node. */
  readonly feeds?: readonly LiveFeed[];
  /** PMTiles file for the map. */
  readonly basemap?: string;
  /** Folder of the built pages; default: packages/display/dist. */
  readonly pages?: string;
  /** Least level of the log on stderr: trace, debug, info, warn, error, fatal or silent. Default info. */
  readonly logLevel?: string;
  /** Whether SIGINT and SIGTERM stop the node. Default true. */
  readonly signals?: boolean;
};

/** @throws NodeError options_invalid, naming the option, its value and the reason */
export function checkOptions(options: NodeOptions): void {
  const { port, speed, scenario, replay, feed } = options;
  const live = options.live === true || (feed ?? options.feeds ?? options.feedsFile) !== undefined;
  const sources = [scenario !== undefined, replay !== undefined, live].filter((given) => given);
  if (sources.length > 1) refuse('feed', '', 'of a scenario, a replay and live feeds, only one can be given');
  if (options.link !== undefined && !live) refuse('link', '', 'links need a live node; add --live or a feed');
  if (replay !== undefined && replay.length === 0) refuse('replay', '', 'a replay needs at least one file');
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    refuse('port', String(port), 'a port is a whole number from 0 to 65535');
  }
  if (speed !== undefined && !(speed >= MIN_SPEED && speed <= MAX_SPEED)) {
    refuse('speed', String(speed), `a speed is from ${MIN_SPEED} to ${MAX_SPEED}`);
  }
  if (speed !== undefined && live) refuse('speed', String(speed), 'a live feed has the speed of time');
  checkHost(options, signsIn(options, live));
  if (feed !== undefined && !(URL.canParse(feed) && isFeedUrl(new URL(feed)))) {
    refuse('feed', feed, 'a feed is an http or https URL without a user name or password in it');
  }
}

/** Whether people sign in on the node. */
export const signsIn = ({ people }: NodeOptions, live: boolean): boolean => people === 'sign_in' || (live && !people);

/** Whose node it is. @throws NodeError options_invalid */
export function partyOf({ parties }: Memorandum, wanted: string | undefined): string {
  const ids = parties.map(({ id }) => id);
  if (wanted === undefined) return ids[0] as string;
  if (!ids.includes(wanted)) refuse('party', wanted, `the memorandum has ${ids.join(', ')}`);
  return wanted;
}

export const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '::1'].includes(host);

function checkHost({ host = '127.0.0.1', hostnames = [], tlsCert, tlsKey }: NodeOptions, signIn: boolean): void {
  if (!signIn && !isLoopback(host)) refuse('host', host, 'only a live node, where people sign in, may leave loopback');
  if (isIP(host) === 0 && host !== 'localhost')
    refuse('host', host, 'it is an address of this machine, such as 0.0.0.0');
  for (const name of hostnames) {
    if (isIP(name) !== 0 || /^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i.test(name)) continue;
    refuse('hostname', name, 'it is a name or an address, without a port');
  }
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    refuse('tls-cert', '', '--tls-cert and --tls-key go together');
}

function refuse(field: string, value: string, reason: string): never {
  throw new NodeError('options_invalid', `--${field}${value === '' ? '' : ` ${value}`}: ${reason}.`, { field, value });
}
