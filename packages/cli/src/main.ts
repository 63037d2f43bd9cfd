import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Method } from '@skyaccord/accord';
import { Command, InvalidArgumentError, Option } from 'commander';
import { bulletinCommand } from './bulletin/command.ts';
import { caseCommand } from './case/command.ts';
import { fail } from './fail.ts';
import { journalCommand } from './journal/command.ts';
import { lineCommand } from './line/command.ts';
import { linkCommand } from './link/command.ts';
import { memorandumCommand } from './memorandum/command.ts';
import { missionCommand } from './mission/command.ts';
import { peopleCommand } from './people/command.ts';
import { personalCommand } from './personal/command.ts';

// The command `skyaccord`: what can be said on its line, and what each word starts. Commands load only when used.

// Types are stripped and modules compiled once, not at each start; a folder that cannot be written only costs the time.
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/skyaccord', import.meta.url));
enableCompileCache(CACHE);
// Threads take it from here.
process.env.NODE_COMPILE_CACHE ??= CACHE;

const whole = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
};

const positive = (text: string) => {
  const value = Number(text);
  if (value > 0 && value <= 1000) return value;
  throw new InvalidArgumentError('It must be a number above 0, at most 1000.');
};

const day = (text: string) => {
  const time_ms = Date.parse(`${text}T00:00:00Z`);
  if (!Number.isNaN(time_ms) && new Date(time_ms).toISOString() === `${text}T00:00:00.000Z`) return time_ms;
  throw new InvalidArgumentError('It must be a day as YYYY-MM-DD.');
};

/** Options of `start` that make a node live. */
const LIVE = ['live', 'feed', 'feeds'];

/** Those of a trial; told here so that no command loads the watch before it must. */
const METHODS: Method[] = ['ours', 'ours_unlinked', 'daidalus_heading', 'daidalus_vertical', 'mvp', 'none'];

const DATE_HELP = 'day (UTC) of the first report, for a format that gives only times of day (OGN)';

const program = new Command('skyaccord')
  .description('Flight safety between parties that share a sky and none commands. Advisory; not certified.')
  .version('0.1.0')
  .showHelpAfterError('(skyaccord --help shows what can be said)');

program
  .command('start')
  .description('run a node and serve its pages on this machine (without options: the scenario October)')
  .option('--port <number>', 'port to listen on', whole(0, 65_535), 8080)
  .option('--host <address>', 'live: address to listen on other than loopback, over TLS alone; 0.0.0.0 for all')
  .option('--hostname <name...>', 'with --host: the names under which browsers reach it')
  .option('--tls-cert <file>', 'certificate in PEM; without it, a node that leaves loopback makes its own')
  .option('--tls-key <file>', 'its key in PEM')
  .option('--party <id>', 'whose node it is: a party of the memorandum; that of the links, or the first')
  .option('--data <folder>', 'folder for the journal and the observation log', '.skyaccord')
  .option('--memorandum <file>', 'the memorandum to run; October when not given')
  .option('--name <text>', 'name of the node, shown on its pages')
  .addOption(new Option('--scenario <file>', 'play simulated traffic').conflicts(['replay', ...LIVE]))
  .addOption(new Option('--replay <file...>', 'play recordings: files or folders').conflicts(['scenario', ...LIVE]))
  .addOption(
    new Option('--live', 'watch live feeds: those that the data folder knows; more can be added while it runs'),
  )
  .addOption(new Option('--feed <url>', "live, with a readsb receiver's aircraft.json as one of the feeds"))
  .addOption(new Option('--feeds <file>', 'live, with the feeds of a YAML file'))
  .addOption(new Option('--feed-folder <folder>', 'where files must lie that are added as feeds while it runs'))
  .option('--speed <factor>', 'how fast a scenario or replay goes; 1 when not given', positive)
  .option('--basemap <file>', 'your own base map, a PMTiles file')
  .addOption(new Option('--link <file>', 'live, with links to nodes of other parties, as docs/cell.md describes them'))
  .addOption(
    new Option('--pair', 'two linked nodes of two parties play October; the second has the next port').conflicts([
      'scenario',
      'replay',
      'memorandum',
      'name',
      'link',
      'speed',
      'basemap',
      ...LIVE,
    ]),
  )
  .action(async ({ pair, ...options }) => {
    const { start, startBoth } = await import('./start.ts');
    const { feeds, hostname, ...others } = options;
    const rest = hostname === undefined ? others : { ...others, hostnames: hostname };
    if (pair === true) return startBoth({ port: rest.port, data: rest.data }).catch(fail);
    await start(feeds === undefined ? rest : { ...rest, feedsFile: feeds }).catch(fail);
  });

program
  .command('replay')
  .description('put recordings through the watch as fast as it goes, and say what came of it')
  .argument('<file...>', 'recordings: files or folders, gzip or plain')
  .option('--memorandum <file>', 'the memorandum to run; October when not given')
  .option('--out <folder>', 'write outcomes.jsonl, encounters.json and a file for each case there')
  .option('--date <day>', DATE_HELP, day)
  .option('--json', 'print one JSON object in place of the table', false)
  .action(async (files: string[], options) => {
    const { replayFiles } = await import('./replay/command.ts');
    await replayFiles(files, options).catch(fail);
  });

program
  .command('decode')
  .description('tell the format of recordings and print their observations in the order of time')
  .argument('<file...>', 'recordings: files or folders, gzip or plain')
  .option('--limit <number>', 'print at most so many observations', whole(0, 5_000_000))
  .option('--date <day>', DATE_HELP, day)
  .option('--json', 'print lines that can be read again as a recording, in place of the table', false)
  .action(async (files: string[], options) => {
    const { decodeFiles } = await import('./decode/command.ts');
    await decodeFiles(files, options).catch(fail);
  });

program
  .command('verify')
  .description("check every link of a node's journal and every segment of its observation log")
  .argument('[folder]', 'the data folder', '.skyaccord')
  .option('--replay', 'also run all its observations again, and compare every outcome to the last byte', false)
  .option('--out <file>', 'with --replay: write the outcomes there, one a line')
  .action(async (folder: string, options) => {
    const { verify } = await import('./journal/verify.ts');
    await verify(folder, options).catch(fail);
  });

const trial = program
  .command('trial')
  .description('fly simulated encounters, and try memoranda and newcomers on recorded traffic');

trial
  .command('encounters')
  .description('fly encounters in closed loop: crews follow the advice late or not at all, on noisy reports')
  .argument('<file>', 'encounters, one JSON object a line, gzip or plain')
  .addOption(new Option('--method <name>', 'whose advice is flown').choices(METHODS).default('ours'))
  .addOption(new Option('--sensors <kind>', 'what the reports are like').choices(['noisy', 'perfect']).default('noisy'))
  .addOption(
    new Option('--equipped <who>', 'who is advised: the own ship alone, or equipped traffic too')
      .choices(['own', 'both'])
      .default('own'),
  )
  .addOption(
    new Option('--all', 'all four conditions, one after the other').default(false).conflicts(['sensors', 'equipped']),
  )
  .option('--results <file>', "the peers' outcomes on these encounters; FILE_results.json when it stands beside FILE")
  .option('--sample <number>', 'fly only so many, spread over the file', whole(1, 100_000))
  .option('--threads <number>', 'threads to fly with; as many as there are processors', whole(1, 256))
  .option('--json', 'print the figures of every group as one JSON object in place of the tables', false)
  .option('--report <file>', 'write a page with charts, in which every encounter can be flown again')
  .option('--curves', 'with --report: operating curves and reliability too; takes a few minutes', false)
  .action(async (file: string, options) => {
    const { trialEncounters } = await import('./trial/command.ts');
    await trialEncounters(file, options).catch(fail);
  });

program.addCommand(memorandumCommand());
program.addCommand(lineCommand());
program.addCommand(linkCommand());
program.addCommand(missionCommand());
program.addCommand(peopleCommand());
program.addCommand(personalCommand());
program.addCommand(journalCommand());
program.addCommand(caseCommand());
program.addCommand(bulletinCommand());

// Whoever reads the output may have had enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? process.exit() : fail(error)));

trial
  .command('curves')
  .description('missed against unnecessary alerts as thresholds move, and whether predicted probabilities hold')
  .argument('<file>', 'encounters, one JSON object a line, gzip or plain')
  .addOption(new Option('--sensors <kind>', 'what the reports are like').choices(['noisy', 'perfect']).default('noisy'))
  .option('--sample <number>', 'listen to only so many, spread over the file', whole(1, 100_000))
  .option('--threads <number>', 'threads to fly with; as many as there are processors', whole(1, 256))
  .option('--json', 'print one JSON object in place of the tables', false)
  .action(async (file: string, options) => {
    const { trialCurves } = await import('./trial/curves.ts');
    await trialCurves(file, options).catch(fail);
  });

trial
  .command('recordings')
  .description('the same for pairs of aircraft as they were recorded, whatever their crews knew')
  .argument('<file...>', 'recordings: files or folders, gzip or plain')
  .option('--date <day>', DATE_HELP, day)
  .option('--sample <number>', 'listen to only so many pairs, spread over all', whole(1, 1_000_000))
  .option('--threads <number>', 'threads to work with; as many as there are processors', whole(1, 256))
  .option('--json', 'print one JSON object in place of the tables', false)
  .action(async (files: string[], options) => {
    const { trialRecordings } = await import('./trial/curves.ts');
    await trialRecordings(files, options).catch(fail);
  });

trial
  .command('draw')
  .description('draw encounters anew, one JSON object a line: the same seed gives the same ones everywhere')
  .option('--seed <number>', 'which ones', whole(0, 4_294_967_295), 1)
  .option('--count <number>', 'how many', whole(1, 100_000), 2000)
  .option('--spread <times>', 'misses even up to so many well-clear minima, in place of near ones alone', whole(1, 100))
  .option('--out <file>', 'write them there in place of printing them; packed where the name ends in .gz')
  .action(async (options) => {
    const { drawEncounters } = await import('./trial/draw.ts');
    await drawEncounters(options).catch(fail);
  });

trial
  .command('memorandum')
  .description('the same traffic under several memoranda in one pass, side by side: what each number costs')
  .argument('<draft...>', 'memoranda, drafts (see examples/drafts) or folders of them; differences are from the first')
  .requiredOption('--traffic <file...>', 'recordings and scenarios: files or folders, gzip or plain')
  .option('--date <day>', DATE_HELP, day)
  .option('--threads <number>', 'threads to share the memoranda; as many as there are processors', whole(1, 256))
  .option('--json', 'print one JSON object in place of the tables, with every advice that counts', false)
  .option('--report <file>', 'write a page with charts')
  .action(async (drafts: string[], options) => {
    const { trialMemorandum } = await import('./trial/traffic/memorandum.ts');
    await trialMemorandum(drafts, options).catch(fail);
  });

trial
  .command('entry')
  .description('the same traffic with a party and without it: what its flights cost everybody')
  .requiredOption('--party <id>', 'who enters: a party of the memorandum')
  .requiredOption('--traffic <file...>', 'recordings and scenarios: files or folders, gzip or plain')
  .option('--memorandum <file>', 'the memorandum that holds; October when not given')
  .option('--flexibility <minutes>', 'how much delay a mission bears before it is lost', positive, 10)
  .option('--block <minutes>', 'time is cut into blocks of so much for the intervals', positive, 10)
  .option('--date <day>', DATE_HELP, day)
  .option('--json', 'print one JSON object in place of the tables', false)
  .option('--report <file>', 'write a page with charts')
  .action(async (options) => {
    const { trialEntry } = await import('./trial/traffic/entry.ts');
    await trialEntry(options).catch(fail);
  });

await program.parseAsync();
