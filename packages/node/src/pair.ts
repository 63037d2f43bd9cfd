import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Choice, parseMemorandum } from '@skyaccord/accord';
import { readScenario, scenarioObservations } from '@skyaccord/wire';
import { openIdentity } from './link/identity.ts';
import { ownShare, ScenarioFeed } from './link/own_share.ts';
import type { NodeOptions } from './options.ts';

const SCENARIOS = fileURLToPath(new URL('../../../scenarios', import.meta.url));
const PARTIES = ['nc', 'mu'] as const;
/** Time for both to start before anything flies. */
const AHEAD_MS = 3_000;

export type PairOptions = Pick<NodeOptions, 'port' | 'data' | 'memorandum' | 'logLevel' | 'signals' | 'pages'>;

/** A node that runs, as far as a pair needs it. */
type PairNode = {
  readonly url: string;
  readonly data: string;
  readonly link_port: number | null;
  close(): Promise<void>;
};

/** Two nodes of two parties, linked on this machine. */
export type RunningPair = { readonly nodes: readonly [PairNode, PairNode]; close(): Promise<void> };

/**
 * Starts two nodes that play October together: each is fed its own party's aircraft and those of no party, sees the
 * other party's over the link alone, and advises its own. Ports follow one another; each has a folder of its own under
 * `data`.
 *
 * @throws NodeError as `startNode` does
 */
export async function pairOf(
  start: (options: NodeOptions) => Promise<PairNode>,
  options: PairOptions,
): Promise<RunningPair> {
  const data = path.resolve(options.data ?? '.skyaccord', 'pair');
  const memorandum_file = options.memorandum ?? path.join(SCENARIOS, 'october.memorandum.yaml');
  const { memorandum } = parseMemorandum(readFileSync(memorandum_file, 'utf8'));
  const scenario = readScenario(readFileSync(path.join(SCENARIOS, 'october.yaml'), 'utf8'));
  const begin_ms = Math.ceil(Date.now() / 1000) * 1000 + AHEAD_MS;
  const identities = PARTIES.map((party) => openIdentity(path.join(data, party), party));
  // The memorandum of October obliges nobody to show anything: here both choose to show who flies where, live, and of
  // what they alert.
  const all: Choice = { rung: 'identity', delay_s: null, resolution_m: null };
  const shows = { crewed_flights: all, uncrewed_flights: all, alerts: all };
  const nodes: PairNode[] = [];
  const close = async (): Promise<void> => {
    for (const node of nodes) await node.close();
  };
  try {
    for (const [i, party] of PARTIES.entries()) {
      const other = PARTIES[1 - i]!;
      const feed = new ScenarioFeed(`October of ${party}`, begin_ms, (at_ms) =>
        ownShare(scenarioObservations(scenario, at_ms), memorandum, party, [other]),
      );
      const first = nodes[0];
      const address = first === undefined ? null : `127.0.0.1:${first.link_port}`;
      const name = memorandum.parties.find(({ id }) => id === party)?.name ?? party;
      const node = await start({
        ...options,
        ...(options.port === undefined || options.port === 0 ? {} : { port: options.port + i }),
        data: path.join(data, party),
        name,
        memorandum: memorandum_file,
        people: 'demo',
        feeds: [feed],
        link: {
          party,
          listen: first === undefined ? '127.0.0.1:0' : null,
          peers: [{ card: identities[1 - i]!.card, address, shows }],
        },
      });
      nodes.push(node);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { nodes: [nodes[0]!, nodes[1]!], close };
}
