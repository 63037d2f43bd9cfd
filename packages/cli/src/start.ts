import { type NodeOptions, startNode } from '@skyaccord/node';

/** `skyaccord start`: runs a node until it is told to stop. */
export async function start(options: NodeOptions): Promise<void> {
  const node = await startNode(options);
  process.stdout.write(
    `\n  Skyaccord is at ${node.url}\n  Its journal is in ${node.data}. Ctrl-C stops it.\n` +
      '  Advisory only: collision-avoidance advisories, controllers and terrain come first.\n\n',
  );
}
