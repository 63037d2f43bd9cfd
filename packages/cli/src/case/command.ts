import { Command } from 'commander';
import { fail } from '../fail.ts';

const DATA = '.skyaccord';
const keyOf = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** `skyaccord case ...`: a case with its evidence in one file, which anyone can check offline. */
export function caseCommand(): Command {
  const command = new Command('case').description('take a case with its evidence out of a node, and check one offline');

  command
    .command('list')
    .description('list the cases that a journal closed')
    .argument('[folder]', 'the data folder', DATA)
    .action(async (folder) => run(async () => (await import('./export.ts')).listCases(folder)));
  command
    .command('export')
    .description(
      'write a case, the observations and the watch before it, and their place in the journal, into one file',
    )
    .argument('<id>', 'the case')
    .argument('[folder]', 'the data folder', DATA)
    .requiredOption('--out <file>', 'where to write it')
    .option('--key <key-file>', 'sign it with the key of a party')
    .option('--passphrase-file <file>', 'holds the passphrase of the key')
    .action(async (id, folder, options) =>
      run(async () => (await import('./export.ts')).exportFile(id, folder, options)),
    );
  command
    .command('sign')
    .description('add the signature of a party to a case file')
    .argument('<file>')
    .requiredOption('--key <key-file>', 'the key of the party')
    .option('--passphrase-file <file>', 'holds the passphrase of the key')
    .action(async (file, options) => run(async () => (await import('./export.ts')).signFile(file, options)));
  command
    .command('verify')
    .description('check a case file without any node: signatures, chain, and every alert and figure computed again')
    .argument('<file>')
    .option('--public-key <party=x>', "x of a party's key, as the memorandum has it; once for each key", keyOf, [])
    .option('--json', 'print one JSON object', false)
    .action(async (file, options) => run(async () => (await import('./verify.ts')).verifyFile(file, options)));
  atNode(command.command('work').description('how a case stands between the parties, and its report, as text'))
    .argument('<id>', 'the case')
    .option('--language <tag>', 'en or fr', 'en')
    .action(async (id, options) => run(async () => (await import('./at_node.ts')).showWork(id, options)));
  atNode(command.command('report').description('the report of a case as PDF: tagged text, plots as vectors'))
    .argument('<id>', 'the case')
    .requiredOption('--out <file>', 'where to write it')
    .option('--language <tag>', 'en or fr', 'en')
    .action(async (id, options) => run(async () => (await import('./at_node.ts')).writeReport(id, options)));
  atNode(command.command('sign-off').description('sign the findings of a case for a party; the key stays here'))
    .argument('<id>', 'the case')
    .requiredOption('--key <key-file>', 'the key of the party')
    .option('--passphrase-file <file>', 'holds the passphrase of the key')
    .option('--print', 'print the signature and give it to nobody', false)
    .action(async (id, options) => run(async () => (await import('./at_node.ts')).signOff(id, options)));
  atNode(
    command
      .command('release')
      .description('show what the public is to be told of a case, and sign it for a party; the key stays here'),
  )
    .argument('<id>', 'the case')
    .requiredOption('--key <key-file>', 'the key of the party')
    .option('--passphrase-file <file>', 'holds the passphrase of the key')
    .option('--print', 'print the signature and give it to nobody', false)
    .action(async (id, options) => run(async () => (await import('./at_node.ts')).signRelease(id, options)));
  atNode(command.command('tally').description('cases counted, with the cases behind each number'))
    .option('--by <what>', 'class, clause, party, month, risk or state', 'class')
    .option('--json', 'print one JSON object', false)
    .action(async (options) => run(async () => (await import('./at_node.ts')).tally(options)));
  return command;
}

/** Of a running node, asked by its API. */
function atNode(command: Command): Command {
  return command
    .option('--node <url>', 'the node', 'http://127.0.0.1:8080')
    .option('--token-file <file>', 'holds the token of this program, where people sign in');
}

async function run(action: () => Promise<unknown>): Promise<void> {
  await action().catch(fail);
}
