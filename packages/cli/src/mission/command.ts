import { Command, InvalidArgumentError } from 'commander';
import { fail } from '../fail.ts';

const time = (text: string): number => {
  const time_ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time_ms)) return time_ms;
  throw new InvalidArgumentError('It must be a UTC time such as 2030-10-15T06:00:00Z.');
};
const few = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 20) return value;
  throw new InvalidArgumentError('It must be a whole number from 1 to 20.');
};

/** `skyaccord mission ...`: missions before flight. What each needs is loaded when it is used. */
export function missionCommand(): Command {
  const command = new Command('mission').description(
    'check missions before flight, find ways out, file them at a node',
  );
  const against = (name: string, description: string): Command =>
    command
      .command(name)
      .description(description)
      .argument('<file>', 'missions: JSON, GeoJSON or CSV')
      .option('--memorandum <file>', 'the memorandum; October when not given')
      .option('--with <file...>', 'other missions: JSON, GeoJSON or CSV')
      .option('--hazards <file...>', 'hazard areas: GeoJSON, ED-318 or KML')
      .option('--statements <file>', 'statements, a JSON list')
      .option('--now <time>', 'as if it were that time (UTC)', time)
      .option('--json', 'print one JSON object in place of the words', false);
  against('check', 'say what is in the way of missions; exits with 1 when something refuses one').action(
    async (file, options) => run(async () => (await import('./look.ts')).checkMissions(file, options)),
  );
  against('options', 'the cheapest safe ways out for missions, by the costs that they state')
    .option('--wanted <number>', 'how many beside cancelling', few, 3)
    .action(async (file, options) => run(async () => (await import('./look.ts')).missionOptions(file, options)));
  command
    .command('file')
    .description('file missions at a node; what it refuses is told with its reason')
    .argument('<file>', 'missions: JSON, GeoJSON or CSV')
    .requiredOption('--node <url>', 'the node, such as http://127.0.0.1:8080')
    .option('--token-file <file>', 'holds the token of this program, where people sign in')
    .option('--json', 'print one JSON object in place of the words', false)
    .action(async (file, options) => run(async () => (await import('./file.ts')).fileMissions(file, options)));
  return command;
}

async function run(command: () => Promise<void>): Promise<void> {
  await command().catch(fail);
}
