import { existsSync } from 'node:fs';
import path from 'node:path';
import { NodeError } from '../errors.ts';
import { type LinkConfig, readLinks } from './config.ts';
import { fingerprintOf, openIdentity } from './identity.ts';
import { withPeer, writeLinks } from './links_file.ts';
import { accepted, connected } from './pair_line.ts';
import { type AskDigits, pairCards } from './pairing.ts';

/** How two nodes are paired; `listen` or `connect`, as host:port, not both. */
export type PairNodesOptions = {
  readonly party: string;
  readonly data: string;
  /** The file of links that the card goes into; it is made where there is none. */
  readonly links: string;
  readonly listen?: string;
  readonly connect?: string;
  /** Where the other node listens for links, host:port; left out: it connects to this one. */
  readonly address?: string;
  /** Where this node listens for links, for a file that is made. */
  readonly linkListen?: string;
  readonly ask: AskDigits;
  /** Told where it listens, once it does. */
  readonly onListening?: (port: number) => void;
};

/** Whose node it is now linked with, and both fingerprints, to be compared once more. */
export type Paired = { readonly party: string; readonly fingerprint: string; readonly own_fingerprint: string };

/**
 * Exchanges cards with another node and writes the other's into the file of links. It shows the other party nothing
 * beyond what the memorandum asks for until somebody chooses so.
 *
 * @throws NodeError pairing_failed, or link_invalid for a file of links that is none or has another card of that party
 */
export async function pairNodes(options: PairNodesOptions): Promise<Paired> {
  const { party, data, links, ask } = options;
  const { card: own } = openIdentity(path.resolve(data), party);
  const before = existsSync(links) ? readLinks(links) : null;
  if (before !== null && before.party !== party) {
    throw new NodeError('link_invalid', `${links} is of ${before.party}, not of ${party}.`, {
      field: 'links',
      value: links,
    });
  }
  const listens = options.listen !== undefined;
  const line = listens
    ? await accepted(options.listen as string, options.onListening)
    : connected(options.connect ?? '');
  const card = await pairCards(line, own, listens ? 'listens' : 'connects', ask);
  const config: LinkConfig = before ?? { party, listen: options.linkListen ?? null, peers: [] };
  const paired = withPeer(config, { card, address: options.address ?? null, shows: {} }, links);
  if (paired !== before) writeLinks(links, paired);
  return { party: card.party, fingerprint: fingerprintOf(card), own_fingerprint: fingerprintOf(own) };
}
