import { isIP } from 'node:net';
import { FORMATS } from '@skyaccord/wire';
import Type, { type Static } from 'typebox';
import { NodeError } from '../errors.ts';
import { TRUSTS, type Trust } from './feed.ts';

/** Formats that a feed can have: what comes whole, as a track table or a scenario, is no feed. */
export const FEED_FORMATS = FORMATS.filter(
  (format) => format !== 'skyaccord-scenario' && format !== 'track-table-json',
);
export const CONNECTIONS = ['http', 'tcp', 'ogn', 'file', 'party_feed'] as const;
export const MAX_RATE = 100_000;
export const MAX_SILENCE_S = 3_600;
export type ConnectionKind = (typeof CONNECTIONS)[number];

const literals = <const Names extends readonly string[]>(names: Names, description: string) =>
  Type.Unsafe<Names[number]>({ type: 'string', enum: [...names], description });

const settings = {
  connection: literals(CONNECTIONS, 'How it is reached'),
  address: Type.String({ maxLength: 1_024, description: 'URL, tcp://host:port, or path; none for a party_feed' }),
  format: literals(['auto', ...FEED_FORMATS], 'auto: told from what comes'),
  filter: Type.String({ maxLength: 200, description: 'APRS-IS filter, for connection ogn' }),
  party: Type.Union([Type.String({ maxLength: 32 }), Type.Null()], { description: 'Whose feed it is' }),
  trust: literals(TRUSTS, 'authenticated: it vouches for its party'),
  paused: Type.Boolean(),
  correct_clock: Type.Boolean({ description: 'Add the clock offset to its times' }),
  max_rate_per_s: Type.Integer({ minimum: 1, maximum: MAX_RATE, description: 'Observations; more is shed' }),
  silence_s: Type.Integer({ minimum: 1, maximum: MAX_SILENCE_S, description: 'Without anything new it is stalled' }),
};
const optional = Object.fromEntries(
  Object.entries(settings).map(([name, schema]) => [name, Type.Optional(schema)]),
) as unknown as { [Name in keyof typeof settings]: Type.TOptional<(typeof settings)[Name]> };
const name = Type.String({ minLength: 1, maxLength: 64, description: 'Letters, digits, spaces and . _ : -' });

/** What an administrator says of a feed; what is left out has the value that `completeFeed` gives it. */
export const FeedInputSchema = Type.Object(
  { name, ...optional, connection: settings.connection },
  { additionalProperties: false },
);
export const FeedChangeSchema = Type.Object(optional, { additionalProperties: false });
export type FeedInput = Static<typeof FeedInputSchema>;
export type FeedChange = Static<typeof FeedChangeSchema>;

/**
 * A feed as it is journalled and run. A feed belongs to a party or to none. `trust`: `authenticated`, the connection
 * proves that it is the party's, so that its reports are stamped with the party; `declared`, the party says so, nothing
 * proves it; `open`, anyone's.
 */
export type FeedConfig = {
  readonly name: string;
  readonly connection: ConnectionKind;
  readonly address: string | null;
  readonly format: FeedInput['format'] & string;
  readonly filter: string | null;
  readonly party: string | null;
  readonly trust: Trust;
  readonly paused: boolean;
  readonly correct_clock: boolean;
  readonly max_rate_per_s: number;
  readonly silence_s: number;
};

/** Twice what a receiver with 10,000 aircraft at one report a second brings. */
const MAX_RATE_PER_S = 20_000;
/** Servers of the Open Glider Network say every 20 s that they are there. */
const SILENCE_S: Readonly<Record<ConnectionKind, number>> = { http: 5, tcp: 5, ogn: 25, file: 10, party_feed: 10 };
const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._:-]*$/;
/** Printable ASCII: a line end in it would let a filter say more to the server than a filter. */
const FILTER = /^[\x20-\x7e]*$/;

/** What the feed at a URL that the start names is called. */
export function feedName(url: string): string {
  const host = new URL(url).host.replace(/[^A-Za-z0-9.:-]/g, '');
  return (/^[A-Za-z0-9]/.test(host) ? host : `feed ${host}`).slice(0, 64);
}

/** @throws NodeError feed_invalid, naming the field, its value and the reason */
export function completeFeed(input: FeedInput, parties: readonly string[]): FeedConfig {
  const { connection } = input;
  if (!NAME.test(input.name)) refuse('name', input.name, 'a name has letters, digits, spaces and . _ : -');
  const address = addressOf(connection, input.address);
  const party = input.party ?? null;
  if (party !== null && !parties.includes(party)) {
    refuse('party', party, `the memorandum has no such party; it has ${parties.join(', ')}`);
  }
  const trust = input.trust ?? 'open';
  if (trust !== 'open' && party === null) refuse('trust', trust, 'a feed that anyone vouches for needs a party');
  if (trust === 'authenticated' && !provesItself(connection, address)) {
    const reason = 'nothing proves whose it is; use https, or a tunnel that ends on this machine';
    refuse('trust', trust, `of ${address} ${reason}`);
  }
  if (input.filter !== undefined && connection !== 'ogn') refuse('filter', input.filter, 'only ogn takes a filter');
  if (input.filter !== undefined && !FILTER.test(input.filter)) {
    refuse('filter', input.filter, 'a filter is one line of printable ASCII');
  }
  return {
    name: input.name,
    connection,
    address,
    format: input.format ?? (connection === 'party_feed' ? 'skyaccord-observations' : 'auto'),
    filter: input.filter ?? null,
    party,
    trust,
    paused: input.paused ?? false,
    correct_clock: input.correct_clock ?? false,
    max_rate_per_s: input.max_rate_per_s ?? MAX_RATE_PER_S,
    silence_s: input.silence_s ?? SILENCE_S[connection],
  };
}

/** The feed with some members changed, checked as a whole. @throws NodeError feed_invalid */
export function changeFeed(before: FeedConfig, change: FeedChange, parties: readonly string[]): FeedConfig {
  const { address, filter, ...rest } = before;
  const { connection } = { ...before, ...change };
  // What only the kind of before could have goes with it.
  const kept = {
    ...(address === null || connection === 'party_feed' ? {} : { address }),
    ...(filter === null || connection !== 'ogn' ? {} : { filter }),
  };
  return completeFeed({ ...rest, ...kept, ...change }, parties);
}

function addressOf(connection: ConnectionKind, address: string | undefined): string | null {
  if (connection === 'party_feed') {
    if (address !== undefined) refuse('address', address, 'a party_feed is sent to the node: it has no address');
    return null;
  }
  if (address === undefined || address === '') refuse('address', '', `a feed of connection ${connection} needs one`);
  if (connection === 'file') {
    if (address.includes('\0')) refuse('address', address, 'a path has no NUL in it');
    return address;
  }
  const url = URL.canParse(address) ? new URL(address) : null;
  if (connection === 'http') {
    if (url === null || !isFeedUrl(url))
      refuse('address', hidden(address), 'it must be an http or https URL, without a user name or password');
    return url.href;
  }
  if (url === null || !isPort(url)) refuse('address', hidden(address), 'it must be tcp://host:port and nothing more');
  return `tcp://${url.host}`;
}

/** Whether a URL is one that a feed may be polled from. */
export function isFeedUrl(url: URL): boolean {
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === '';
}

function isPort(url: URL): boolean {
  const more = url.username + url.password + url.search + url.hash + url.pathname.replace(/^\/$/, '');
  return url.protocol === 'tcp:' && url.hostname !== '' && Number(url.port) > 0 && more === '';
}

/** A password that was typed into an address does not come back in the refusal, nor go to a log. */
function hidden(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//...@');
}

function provesItself(connection: ConnectionKind, address: string | null): boolean {
  if (connection === 'party_feed' || connection === 'file') return true;
  const { protocol, hostname } = new URL(address as string);
  return protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function refuse(field: string, value: string, reason: string): never {
  throw new NodeError('feed_invalid', `${field}${value === '' ? '' : ` ${value.slice(0, 80)}`}: ${reason}.`, {
    field,
    value,
  });
}
