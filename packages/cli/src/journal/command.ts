import { Command, InvalidArgumentError } from 'commander';
import { fail } from '../fail.ts';

const sequence = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('It must be the number of a record, from 1 on.');
};

/** `skyaccord journal ...`: that a node's journal was not altered, and proofs of it for people who do not hold it. */
export function journalCommand(): Command {
  const command = new Command('journal').description(
    'show that a journal was not altered, also to who does not hold it',
  );

  command
    .command('verify')
    .description('check every link of a journal and every segment of its observation log')
    .argument('[folder]', 'the data folder', '.skyaccord')
    .option('--replay', 'also run all its observations again, and compare every outcome to the last byte', false)
    .option('--out <file>', 'with --replay: write the outcomes there, one a line')
    .action(async (folder, options) => run(async () => (await import('./verify.ts')).verify(folder, options)));
  command
    .command('head')
    .description('say how long a journal is and what its root is: who keeps that can tell later whether it only grew')
    .argument('[folder]', 'the data folder', '.skyaccord')
    .option('--key <key-file>', 'sign it with the key of a party')
    .option('--passphrase-file <file>', 'holds the passphrase of the key')
    .action(async (folder, options) => run(async () => (await import('./prove.ts')).tellHead(folder, options)));
  command
    .command('prove')
    .description('prove that a record stands in a journal, or with --since that the journal only grew')
    .argument('[folder]', 'the data folder', '.skyaccord')
    .option('--record <number>', 'the record', sequence)
    .option('--since <file>', 'a head of before, as `skyaccord journal head` printed it')
    .action(async (folder, options) => run(async () => (await import('./prove.ts')).prove(folder, options)));
  command
    .command('check')
    .description('check a proof without the journal')
    .argument('<file>', 'what `skyaccord journal prove` printed')
    .option('--head <file>', 'a head that is known from elsewhere, which the proof must lead to')
    .option('--public-key <x>', "with a signed --head: x of its signer's key, as the memorandum has it")
    .action(async (file, options) => run(async () => (await import('./check.ts')).checkProof(file, options)));
  command
    .command('compare')
    .description('find the first record on which two journals differ')
    .argument('<folder>')
    .argument('<other>')
    .action(async (a, b) => run(async () => (await import('./compare.ts')).compare(a, b)));
  return command;
}

async function run(action: () => Promise<unknown>): Promise<void> {
  await action().catch(fail);
}
