import type { FeedConfig, FeedConnection, FeedTrust } from '../api/types.ts';

/** A kind of feed as a person knows it: what it speaks, and where it is reached. */
export type FeedKind = {
  id: string;
  label: string;
  connection: FeedConnection;
  format: string | null;
  address: { label: string; example: string } | null;
  filter: boolean;
  hint: string;
};

export const FEED_KINDS: readonly FeedKind[] = [
  {
    id: 'readsb-http',
    label: 'readsb or dump1090, by HTTP',
    connection: 'http',
    format: null,
    address: { label: 'URL of aircraft.json', example: 'http://receiver/data/aircraft.json' },
    filter: false,
    hint: 'The receiver’s own page of aircraft, asked once a second.',
  },
  {
    id: 'readsb-lines',
    label: 'readsb, JSON line port',
    connection: 'tcp',
    format: 'readsb-json-lines',
    address: { label: 'Host and port', example: 'tcp://receiver:30047' },
    filter: false,
    hint: 'One JSON object a line (readsb: --net-json-port).',
  },
  {
    id: 'basestation',
    label: 'BaseStation port',
    connection: 'tcp',
    format: 'basestation',
    address: { label: 'Host and port', example: 'tcp://receiver:30003' },
    filter: false,
    hint: 'Comma-separated lines, as dump1090 and many receivers offer on port 30003.',
  },
  {
    id: 'ogn',
    label: 'Open Glider Network',
    connection: 'ogn',
    format: null,
    address: { label: 'Server', example: 'tcp://aprs.glidernet.org:14580' },
    filter: true,
    hint: 'Gliders, tow planes and trackers. Port 14580 sends nothing without a filter; port 10152 sends everything.',
  },
  {
    id: 'file',
    label: 'File that grows',
    connection: 'file',
    format: null,
    address: { label: 'Path, in the node’s folder for feeds', example: '/srv/skyaccord/feeds/today.jsonl' },
    filter: false,
    hint: 'It must be there already, in the folder that the node was started with (--feed-folder).',
  },
  {
    id: 'party-feed',
    label: 'Sent by a party',
    connection: 'party_feed',
    format: null,
    address: null,
    filter: false,
    hint: 'The node waits for observations at /api/v1/feeds/NAME/observations.',
  },
];

/** What stands in the form. Numbers stay text until they are sent, so that nothing typed is lost. */
export type FeedDraft = {
  kind: string;
  name: string;
  address: string;
  filter: string;
  party: string;
  trust: FeedTrust;
  correct_clock: boolean;
  max_rate_per_s: string;
  silence_s: string;
};

export const NEW_FEED: FeedDraft = {
  kind: 'readsb-http',
  name: '',
  address: '',
  filter: '',
  party: '',
  trust: 'open',
  correct_clock: false,
  max_rate_per_s: '',
  silence_s: '',
};

export function kindOf(draft: FeedDraft): FeedKind {
  return FEED_KINDS.find(({ id }) => id === draft.kind) ?? (FEED_KINDS[0] as FeedKind);
}

/**
 * The draft as the node takes it. What is left empty is left out, so that the node's own value holds. A port that is
 * written without `tcp://` is meant with it.
 */
export function configOf(draft: FeedDraft): FeedConfig {
  const kind = kindOf(draft);
  const address = draft.address.trim();
  const scheme = (kind.connection === 'tcp' || kind.connection === 'ogn') && !address.includes('://') ? 'tcp://' : '';
  const limit = (text: string) => (text.trim() === '' ? undefined : Number(text));
  const [max_rate_per_s, silence_s] = [limit(draft.max_rate_per_s), limit(draft.silence_s)];
  return {
    name: draft.name.trim(),
    connection: kind.connection,
    trust: draft.trust,
    ...(kind.address === null ? {} : { address: address === '' ? '' : `${scheme}${address}` }),
    ...(kind.format === null ? {} : { format: kind.format }),
    ...(kind.filter && draft.filter.trim() !== '' ? { filter: draft.filter.trim() } : {}),
    ...(draft.party === '' ? {} : { party: draft.party }),
    ...(draft.correct_clock ? { correct_clock: true } : {}),
    ...(max_rate_per_s === undefined ? {} : { max_rate_per_s }),
    ...(silence_s === undefined ? {} : { silence_s }),
  };
}
