import path from 'node:path';
import { type NodeOptions, type RunningNode, startNode, startPair } from '@skyaccord/node';
import { demoOf } from './demo_keys.ts';

const ADVISORY = '  Advisory only: collision-avoidance advisories, controllers and terrain come first.\n\n';

/** `skyaccord start`: runs a node until it is told to stop. */
export async function start(options: NodeOptions): Promise<void> {
  const node = await startNode(options);
  process.stdout.write(
    `\n  Skyaccord is at ${node.url}\n${doorOf(node)}  Its journal is in ${node.data}. Ctrl-C stops it.\n${ADVISORY}`,
  );
}

/** What whoever starts a node must know to get in. */
function doorOf({ first_link, tls_fingerprint }: Pick<RunningNode, 'first_link' | 'tls_fingerprint'>): string {
  const seal = tls_fingerprint === null ? '' : `  Its certificate has the SHA-256 fingerprint\n  ${tls_fingerprint}\n`;
  if (first_link === null) return seal;
  const words = 'Nobody can sign in yet. Set up the first administrator, once and within the hour, at';
  return `${seal}  ${words}\n  ${first_link}\n`;
}

/** `skyaccord start --pair`: two nodes of two parties, linked, until they are told to stop. */
export async function startBoth(options: Pick<NodeOptions, 'port' | 'data'>): Promise<void> {
  const { memorandum, keys } = demoOf(path.resolve(options.data ?? '.skyaccord', 'pair'));
  const { nodes } = await startPair({ ...options, memorandum });
  const lines = nodes.map(({ url, data }) => `  A node is at ${url}, its journal in ${data}.\n`);
  process.stdout.write(
    `\n${lines.join('')}  Each sees the other's aircraft over the link. Ctrl-C stops both.\n` +
      `  Keys to sign with in this demonstration:\n${keys.map((file) => `    ${file}\n`).join('')}` +
      `  From an alert to an article, step by step: docs/cases.md\n${ADVISORY}`,
  );
}
