import { readFileSync } from 'node:fs';
import { type Choice, RUNGS, WHATS, type What } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { errorData, NodeError } from '../errors.ts';
import type { LinkCard } from './identity.ts';

/** One other node: its card as it was handed over, where it is reached, and what this party chooses to show it. */
export type LinkPeer = {
  readonly card: LinkCard;
  /** host:port; null: it connects to this node. */
  readonly address: string | null;
  /** Beyond what the memorandum obliges to: what is left out is shown as the duty says, or not at all. */
  readonly shows: Readonly<Partial<Record<What, Choice>>>;
};

/** With whom a node is linked, and where it listens. */
export type LinkConfig = {
  readonly party: string;
  /** host:port; null: it does not listen. */
  readonly listen: string | null;
  readonly peers: readonly LinkPeer[];
};

const nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const address = Type.String({ pattern: '^(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5}$', maxLength: 255 });
const party = Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' });
const choice = Type.Object(
  {
    rung: Type.Union(RUNGS.map((rung) => Type.Literal(rung))),
    delay_s: nullable(Type.Number({ minimum: 0, maximum: 31 * 86_400 })),
    resolution_m: nullable(Type.Number({ exclusiveMinimum: 0, maximum: 370_400 })),
  },
  { additionalProperties: false },
);
const card = Type.Object(
  {
    skyaccord: Type.Literal('skyaccord-link-card/1'),
    party,
    key: Type.Object(
      { kty: Type.Literal('OKP'), crv: Type.Literal('Ed25519'), x: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) },
      { additionalProperties: false },
    ),
    certificate: Type.String({ pattern: '^-----BEGIN CERTIFICATE-----', maxLength: 8_192 }),
  },
  { additionalProperties: false },
);
const CARD = Compile(card);

/** Whether it is the card of a node, in its form. */
export const isCard = (value: unknown): value is LinkCard => CARD.Check(value);

const CONFIG = Compile(
  Type.Object(
    {
      party,
      listen: nullable(address),
      peers: Type.Array(
        Type.Object(
          {
            card,
            address: nullable(address),
            shows: Type.Object(Object.fromEntries(WHATS.map((what) => [what, Type.Optional(choice)])), {
              additionalProperties: false,
            }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 16 },
      ),
    },
    { additionalProperties: false },
  ),
);

/**
 * The links of a node as JSON has them.
 *
 * @throws NodeError link_invalid, naming the field and the reason
 */
export function readLinks(file: string): LinkConfig {
  const refuse = (reason: string): never => {
    throw new NodeError('link_invalid', `${file}: ${reason}.`, { field: 'link', value: file });
  };
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return refuse(errorData(error).message.split('\n')[0] ?? 'it cannot be read');
  }
  if (!CONFIG.Check(value)) {
    const [first] = CONFIG.Errors(value);
    return refuse(`${first?.instancePath || 'it'} ${first?.message ?? 'has another form'}`);
  }
  return value as LinkConfig;
}

/**
 * Whether links can be under a memorandum.
 *
 * @throws NodeError link_invalid, naming the field and the reason
 */
export function checkLinks({ party: own, listen, peers }: LinkConfig, parties: readonly string[]): void {
  const refuse = (field: string, value: string, reason: string): never => {
    throw new NodeError('link_invalid', `${field} is ${value}: ${reason}.`, { field, value });
  };
  const known = `the memorandum has ${parties.join(', ')}`;
  if (!parties.includes(own)) refuse('party', own, known);
  const seen = new Set<string>([own]);
  for (const [i, { card, address: at }] of peers.entries()) {
    const field = `peers[${i}]`;
    if (!parties.includes(card.party)) refuse(`${field}.card.party`, card.party, known);
    if (seen.has(card.party))
      refuse(`${field}.card.party`, card.party, 'a party is linked with once, and not with itself');
    seen.add(card.party);
    if (at === null && listen === null)
      refuse(`${field}.address`, 'null', 'one of the two must connect; give it or listen');
  }
}

/**
 * Whether a node that runs with some links can take up others.
 *
 * @throws NodeError link_invalid, naming the field and the reason
 */
export function checkChange(before: LinkConfig, after: LinkConfig, parties: readonly string[]): void {
  checkLinks(after, parties);
  for (const field of ['party', 'listen'] as const) {
    if (after[field] === before[field]) continue;
    const reason = `of the running node it is ${before[field]}: that changes with a new start only`;
    throw new NodeError('link_invalid', `${field} is ${after[field]}, ${reason}.`, { field, value: `${after[field]}` });
  }
}

/** Who is in the second list and not in the first, the other way round, or in both with something else. */
export function differenceOf(before: LinkConfig, after: LinkConfig) {
  const parties = ({ peers }: LinkConfig) => new Map(peers.map((peer) => [peer.card.party, peer]));
  const [old, now] = [parties(before), parties(after)];
  const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);
  const stay = after.peers.flatMap((peer) => {
    const was = old.get(peer.card.party);
    return was === undefined ? [] : [{ peer, was }];
  });
  const of = (some: typeof stay): LinkPeer[] => some.map(({ peer }) => peer);
  return {
    gone: before.peers.filter(({ card }) => !now.has(card.party)),
    come: after.peers.filter(({ card }) => !old.has(card.party)),
    /** To be reached elsewhere, or with another card. */
    moved: of(stay.filter(({ peer, was }) => peer.address !== was.address || !isSame(peer.card, was.card))),
    shown: of(stay.filter(({ peer, was }) => !isSame(peer.shows, was.shows))),
  };
}
