import { Command, InvalidArgumentError } from 'commander';
import { fail } from '../fail.ts';

const port = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('It must be a port from 0 to 65535.');
};

const origin = (text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin;
  throw new InvalidArgumentError('It must be an address such as https://bulletin.example.org.');
};

const DATA = '.skyaccord-bulletin';

/** `skyaccord bulletin ...`: what parties tell the public together, and what the public replies. */
export function bulletinCommand(): Command {
  const command = new Command('bulletin').description('release cases and notices to the public, and read its replies');

  command
    .command('draft')
    .description('write a release of a notice to edit: no crew, speaker or exact place')
    .argument('<file>', 'a hazard area, an assurance or the readiness of the cell, as the API gives it')
    .requiredOption('--memorandum <file>', 'the memorandum: names of the parties')
    .requiredOption('--out <file>', 'where to write it')
    .action(async (file, options) => run(async () => (await import('./draft.ts')).draftRelease(file, options)));
  command
    .command('sign')
    .description('sign a release in the name of a party, after showing what the public will see')
    .argument('<file>', 'the release')
    .requiredOption('--key <key-file>', 'the key of the party')
    .option('--passphrase-file <file>', 'holds the passphrase of the key')
    .action(async (file, options) => run(async () => (await import('./sign.ts')).signRelease(file, options)));
  command
    .command('serve')
    .description('serve the public pages: a process of its own that reads a folder of releases and knows no node')
    .requiredOption('--memorandum <file>', 'the memorandum: names and public keys of the parties')
    .requiredOption('--releases <folder>', 'folder of signed releases')
    .option('--data <folder>', 'folder for the replies', DATA)
    .option('--site <text>', 'name of the bulletin', 'Bulletin')
    .option('--port <number>', 'port', port, 8090)
    .option('--host <address>', 'address to listen at; put TLS in front of any but loopback', '127.0.0.1')
    .option('--origin <url>', 'the address at which readers find it', origin)
    .option('--behind-proxy', 'a proxy in front says who asks (X-Forwarded-For)', false)
    .action(async (options) => run(async () => (await import('./serve.ts')).serveBulletin(options)));
  command
    .command('replies')
    .description('list the replies that wait to be read')
    .option('--data <folder>', 'folder of the replies', DATA)
    .option('--json', 'print one JSON object a line', false)
    .action(async (options) => run(async () => (await import('./moderate.ts')).listReplies(options)));
  command
    .command('moderate')
    .description('a page on this machine on which replies are read, published and refused; it runs until stopped')
    .option('--data <folder>', 'folder of the replies', DATA)
    .option('--port <number>', 'port', port, 8091)
    .action(async (options) => run(async () => (await import('./moderate.ts')).serveModeration(options)));
  for (const [name, what] of [
    ['publish', 'show a reply on its article'],
    ['refuse', 'never show a reply, and erase the address of who wrote it'],
  ] as const) {
    command
      .command(name)
      .description(what)
      .argument('<id...>', 'replies, by the ids that `skyaccord bulletin replies` lists')
      .option('--data <folder>', 'folder of the replies', DATA)
      .action(async (ids, options) => run(async () => (await import('./moderate.ts')).decide(name, ids, options)));
  }
  return command;
}

async function run(action: () => Promise<unknown>): Promise<void> {
  await action().catch(fail);
}
