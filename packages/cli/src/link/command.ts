import { Command } from 'commander';
import { fail } from '../fail.ts';

type PairOptions = {
  readonly party: string;
  readonly links: string;
  readonly data: string;
  readonly listen?: string;
  readonly connect?: string;
  readonly address?: string;
  readonly linkListen?: string;
};

/** `skyaccord link`: what a node needs to be linked with another one. */
export function linkCommand(): Command {
  const link = new Command('link').description('links with nodes of other parties: docs/cell.md');
  link
    .command('card')
    .description('print the card of a node for others to pin, and its fingerprint to read out over the telephone')
    .requiredOption('--party <id>', 'whose node it is')
    .option('--data <folder>', 'its data folder; the keys are made there at the first time', '.skyaccord')
    .action(async ({ party, data }: { party: string; data: string }) => {
      const { linkCard } = await import('@skyaccord/node');
      try {
        const { card, fingerprint } = linkCard(data, party);
        process.stdout.write(`${JSON.stringify(card, null, 2)}\n`);
        process.stderr.write(`fingerprint of ${party}: ${fingerprint}\n`);
      } catch (error) {
        fail(error);
      }
    });
  link
    .command('pair')
    .description('exchange cards with another node; each of you reads six digits to the other over the telephone')
    .requiredOption('--party <id>', 'whose node it is')
    .requiredOption('--links <file>', 'the file of links that the card goes into; made where there is none')
    .option('--data <folder>', 'its data folder', '.skyaccord')
    .option('--listen <host:port>', 'wait here for the other node')
    .option('--connect <host:port>', 'where the other node waits')
    .option('--address <host:port>', 'where the other node listens for links; left out, it connects to this one')
    .option('--link-listen <host:port>', 'where this node listens for links, for a file that is made')
    .action(async (options: PairOptions) => {
      const { pairNodes } = await import('@skyaccord/node');
      const { createInterface } = await import('node:readline/promises');
      const people = createInterface({ input: process.stdin, output: process.stderr });
      try {
        if ((options.listen === undefined) === (options.connect === undefined)) {
          throw new Error('give --listen at one node and --connect at the other');
        }
        const ask = (mine: string, other: string, left: number): Promise<string> => {
          process.stderr.write(
            `Call ${other} on a number that you know. Read to them: ${mine.slice(0, 3)} ${mine.slice(3)}\n`,
          );
          return people.question(`Type what they read to you (${left + 1} ${left === 0 ? 'try' : 'tries'} left): `);
        };
        const { party, fingerprint, own_fingerprint } = await pairNodes({ ...options, ask });
        process.stdout.write(`paired with ${party}; its card is in ${options.links}\n`);
        process.stdout.write(
          `fingerprint of ${party}: ${fingerprint}\nfingerprint of ${options.party}: ${own_fingerprint}\n`,
        );
      } catch (error) {
        fail(error);
      } finally {
        people.close();
      }
    });
  return link;
}
