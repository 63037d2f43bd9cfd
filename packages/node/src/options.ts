import { MAX_SPEED, MIN_SPEED } from './clock/playback.ts';
import { NodeError } from './errors.ts';
import type { LiveFeed } from './feeds/feed.ts';
import { isFeedUrl } from './feeds/readsb.ts';

/**
 * How to start a node. At most one of `scenario`, `replay`, `feed` and `feeds`; with none, the October scenario is
 * played.
 */
export type NodeOptions = {
  /** TCP port on loopback; 0 lets the system choose. Default 8080. */
  readonly port?: number;
  /** Data directory, made where it is missing. Default `.skyaccord`. */
  readonly data?: string;
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
  /** URL of a readsb `aircraft.json`. */
  readonly feed?: string;
  /** Live feeds of the program that starts the node, in place of `feed`. */
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
  const { port, speed, scenario, replay, feed, feeds } = options;
  const sources = [scenario, replay, feed, feeds].filter((source) => source !== undefined);
  if (sources.length > 1) refuse('feed', '', 'of a scenario, a replay and a feed, only one can be given');
  if (replay !== undefined && replay.length === 0) refuse('replay', '', 'a replay needs at least one file');
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    refuse('port', String(port), 'a port is a whole number from 0 to 65535');
  }
  if (speed !== undefined && !(speed >= MIN_SPEED && speed <= MAX_SPEED)) {
    refuse('speed', String(speed), `a speed is from ${MIN_SPEED} to ${MAX_SPEED}`);
  }
  if (speed !== undefined && (feed ?? feeds) !== undefined)
    refuse('speed', String(speed), 'a live feed has the speed of time');
  if (feed !== undefined && !(URL.canParse(feed) && isFeedUrl(new URL(feed)))) {
    refuse('feed', feed, 'a feed is an http or https URL without a user name or password in it');
  }
}

function refuse(field: string, value: string, reason: string): never {
  throw new NodeError('options_invalid', `--${field}${value === '' ? '' : ` ${value}`}: ${reason}.`, { field, value });
}
