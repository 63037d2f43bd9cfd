import type { Playback } from '../clock/playback.ts';
import type { Cell } from '../link/cell.ts';
import type { Metrics } from '../metrics.ts';
import type { QueryClient } from '../query/client.ts';
import type { Core } from '../run/core.ts';
import type { LiveFeeds } from '../run/live_feeds.ts';
import type { StreamHub } from '../stream/hub.ts';
import type { Identify } from './access.ts';

/** What the routes answer from. */
export type Services = {
  /** Who sends a request. */
  readonly identify: Identify;
  readonly core: Core;
  /** The links with other nodes; null where it has none. */
  readonly cell: Cell | null;
  readonly queries: QueryClient;
  readonly hub: StreamHub;
  readonly metrics: Metrics;
  /** Changes pause and speed; null on a live node. */
  readonly play: ((change: { paused?: boolean; speed?: number }) => Playback) | null;
  /** The feeds, to be changed; null on a node that plays. */
  readonly feeds: LiveFeeds | null;
  /** The user's base map file. */
  readonly basemap: string | null;
  /** Folder of the built pages. */
  readonly pages: string;
};
