import { type NodeOptions, startNode, startPair } from '@skyaccord/node';

const ADVISORY = '  Advisory only: collision-avoidance advisories, controllers and terrain come first.\n\n';

/** `skyaccord start`: runs a node until it is told to stop. */
export async function start(options: NodeOptions): Promise<void> {
  const node = await startNode(options);
  process.stdout.write(
    `\n  Skyaccord is at ${node.url}\n  Its journal is in ${node.data}. Ctrl-C stops it.\n${ADVISORY}`,
  );
}

/** `skyaccord start --pair`: two nodes of two parties, linked, until they are told to stop. */
export async function startBoth(options: Pick<NodeOptions, 'port' | 'data'>): Promise<void> {
  const { nodes } = await startPair(options);
  const lines = nodes.map(({ url, data }) => `  A node is at ${url}, its journal in ${data}.\n`);
  process.stdout.write(
    `\n${lines.join('')}  Each sees the other's aircraft over the link. Ctrl-C stops both.\n${ADVISORY}`,
  );
}
