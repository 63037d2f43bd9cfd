import { Command } from 'commander';
import { fail } from '../fail.ts';

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
  return link;
}
