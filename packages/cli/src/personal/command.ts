import { Command, InvalidArgumentError } from 'commander';
import { fail } from '../fail.ts';

const DATA = '.skyaccord';

/** `skyaccord personal ...`: values of people that lie beside the journal, and their erasure. */
export function personalCommand(): Command {
  const command = new Command('personal').description('list and erase personal values that lie beside the journal');

  command
    .command('list')
    .description('list what is kept and until when, and what was erased; never what it is')
    .argument('[folder]', 'the data folder', DATA)
    .action(async (folder) => run(async () => (await import('./act.ts')).list(folder)));
  command
    .command('erase')
    .description('erase one for good, on a node that is stopped; the journal still verifies')
    .argument('<name>', 'as `skyaccord personal list` names it')
    .argument('[folder]', 'the data folder', DATA)
    .requiredOption('--because <words>', 'why, to be kept in its place')
    .action(async (name, folder, { because }) =>
      run(async () => (await import('./act.ts')).erase(name, folder, because)),
    );
  command
    .command('retention')
    .description('set for how many days values of a store are kept')
    .argument('<store>', 'reporters, withheld or openings')
    .argument('<days>', 'from 1 to 3650', (text) => {
      if (/^\d{1,4}$/.test(text)) return Number(text);
      throw new InvalidArgumentError('It must be a whole number of days.');
    })
    .argument('[folder]', 'the data folder', DATA)
    .action(async (store, days, folder) => run(async () => (await import('./act.ts')).setDays(store, days, folder)));
  return command;
}

async function run(action: () => Promise<unknown>): Promise<void> {
  await action().catch(fail);
}
