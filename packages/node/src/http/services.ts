import type { Playback } from '../clock/playback.ts';
import type { HeadExchange } from '../heads/exchange.ts';
import type { LineDesk } from '../line/desk.ts';
import type { Cell } from '../link/cell.ts';
import type { PairingDesk } from '../link/pairing_desk.ts';
import type { ThingLink } from '../link/things.ts';
import type { Metrics } from '../metrics.ts';
import type { Audit } from '../people/audit.ts';
import type { People } from '../people/people.ts';
import type { Person } from '../people/person.ts';
import type { PersonalKeeper } from '../personal/keeper.ts';
import type { QueryClient } from '../query/client.ts';
import type { Core } from '../run/core.ts';
import type { LiveFeeds } from '../run/live_feeds.ts';
import type { StreamHub } from '../stream/hub.ts';
import type { Address } from './address.ts';
import type { Caller, Identify } from './identify.ts';

/** What the routes answer from. */
export type Services = {
  /** Under which addresses the node answers. */
  readonly address: Address;
  /** Who may sign in; null where there is one identity and nobody does. */
  readonly people: People | null;
  /** The one identity of a demonstration. */
  readonly demo: Person;
  /** Who sends a request. */
  readonly identify: Identify;
  readonly isRecent: (caller: Caller) => boolean;
  readonly audit: Audit;
  readonly core: Core;
  /** The links with other nodes; null where it has none. */
  readonly cell: Cell | null;
  /** Plans, hazard areas and statements, as linked parties show them; null without links. */
  readonly things: ThingLink | null;
  /** Pairing with further nodes; null without a file of links. */
  readonly pairing: PairingDesk | null;
  /** What linked nodes are told of this journal, and tell of theirs; null without links. */
  readonly heads: HeadExchange | null;
  readonly line: LineDesk;
  /** Values that lie outside the journal, and their erasure. */
  readonly personal: PersonalKeeper;
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
