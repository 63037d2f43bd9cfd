import { Command, InvalidArgumentError } from 'commander';
import { fail } from '../fail.ts';

const time = (text: string): number => {
  const time_ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time_ms)) return time_ms;
  throw new InvalidArgumentError('It must be a UTC time such as 2030-10-15T06:00:00Z.');
};

const STATEMENTS = 'proposed, suspended, resumed, withdrawn, key_rotated or key_revoked';

/** `skyaccord memorandum ...`: the document, its signatures, its life. What each needs is loaded when it is used. */
export function memorandumCommand(): Command {
  const command = new Command('memorandum').description('write, check, sign, compare and follow a memorandum');

  command
    .command('new')
    .description('write a memorandum to begin with')
    .argument('<file>')
    .action(async (file) => run(async () => (await import('./show.ts')).newMemorandum(file)));
  command
    .command('check')
    .description('say what is wrong or doubtful, each with its place and what to do')
    .argument('<file...>')
    .option('--strict', 'exit with code 1 for doubts too', false)
    .action(async (files, options) => run(async () => (await import('./show.ts')).checkMemoranda(files, options)));
  command
    .command('bytes')
    .description('print exactly the bytes that are signed: canonical JSON')
    .argument('<file>')
    .action(async (file) => run(async () => (await import('./show.ts')).tellBytes(file)));
  command
    .command('keys')
    .description('make a key for a party, or show the public half of one')
    .argument('[key-file]', 'a key to show')
    .option('--party <id>', 'whose key to make')
    .option('--out <file>', 'where to keep it; ID.key.json when not given')
    .option('--passphrase-file <file>', 'seal it with the passphrase in the first line of a file')
    .action(async (file, options) => run(async () => (await import('./sign.ts')).keys(file, options)));
  command
    .command('sign')
    .description('sign a memorandum in the name of a party; the signature is kept beside the file')
    .argument('<file>')
    .requiredOption('--key <key-file>', 'the key of the party')
    .option('--party <id>', 'the party, where it is to be said twice')
    .option('--passphrase-file <file>', 'holds the passphrase of the key')
    .action(async (file, options) => run(async () => (await import('./sign.ts')).signMemorandum(file, options)));
  command
    .command('say')
    .description(`make a signed statement: ${STATEMENTS}`)
    .argument('<file>')
    .argument('<statement>', STATEMENTS)
    .requiredOption('--key <key-file>', 'the key of the party')
    .option('--party <id>', 'the party, where it is to be said twice')
    .option('--from <time>', 'from when it is to hold (UTC); now when not given')
    .option('--office <text>', 'who says it for the party')
    .option('--words <text>', 'anything more, in words')
    .option('--new-key <key-file>', 'the key that takes the place of --key')
    .option('--revoke <key-id>', 'the key that is revoked; --key itself when not given')
    .option('--compromised-since <time>', 'from when on nothing counts that the revoked key signed (UTC)')
    .option('--passphrase-file <file>', 'holds the passphrase of the key')
    .action(async (file, kind, options) => run(async () => (await import('./sign.ts')).say(file, kind, options)));
  command
    .command('verify')
    .description('check every signature, and say exactly what failed')
    .argument('<file>')
    .action(async (file) => run(async () => (await import('./status.ts')).verifyMemorandum(file)));
  command
    .command('status')
    .description('say where each version of a memorandum stands: declared beside observed')
    .argument('<file...>', 'versions of one memorandum')
    .option('--at <time>', 'at another time than now (UTC)', time)
    .option('--json', 'print one JSON object', false)
    .action(async (files, options) => run(async () => (await import('./status.ts')).memorandumStatus(files, options)));
  command
    .command('send')
    .description('give a node the signatures and statements beside a memorandum')
    .argument('<file>')
    .option('--node <url>', 'the node', 'http://127.0.0.1:8080')
    .option('--token-file <file>', 'holds the token of this program, where people sign in')
    .action(async (file, options) => run(async () => (await import('./status.ts')).sendSteps(file, options)));
  command
    .command('render')
    .description('print it in one of its languages, parameters in words, with its signatures and the digest signed')
    .argument('<file>')
    .option('--language <tag>', 'its first language when not given')
    .option('--pdf <file>', 'write a PDF (A4) instead of text')
    .option('--at <time>', 'signatures and state at another time than now (UTC)', time)
    .action(async (file, options) =>
      run(async () => (await import('./print/print.ts')).renderMemorandum(file, options)),
    );
  command
    .command('kneeboard')
    .description('print a card for crews of a party: minima, frequencies, calls and read-back, rings, signals')
    .argument('<file>')
    .requiredOption('--party <id>', 'whose crews it is for')
    .option('--language <tag>', 'its first language when not given')
    .option('--pdf <file>', 'write a PDF (A5) instead of text')
    .option('--at <time>', 'whether it is in force at another time than now (UTC)', time)
    .action(async (file, options) => run(async () => (await import('./print/print.ts')).printKneeboard(file, options)));
  command
    .command('diff')
    .description('say in words what a second version changes')
    .argument('<before>')
    .argument('<after>')
    .option('--language <tag>', "the second one's first language when not given")
    .action(async (a, b, options) => run(async () => (await import('./show.ts')).diffMemoranda(a, b, options)));
  command
    .command('schema')
    .description('print the JSON Schema of a memorandum, for editors')
    .action(async () => run(async () => (await import('./show.ts')).tellSchema()));
  return command;
}

async function run(action: () => Promise<unknown>): Promise<void> {
  await action().catch(fail);
}
