import type { MessageKind, Precedence } from '@skyaccord/accord';
import { Command, Option } from 'commander';
import { fail } from '../fail.ts';

// Told here so that no command loads the watch before it must; the compiler holds them to what the line knows.
const KINDS: Record<MessageKind, true> = {
  traffic: true,
  delay_request: true,
  reroute_proposal: true,
  hazard_notice: true,
  emergency: true,
  exercise: true,
  test_call: true,
  text: true,
};
const PRECEDENCES: Record<Precedence, true> = { flash: true, immediate: true, priority: true, routine: true };

/** `skyaccord line ...`: the line of a node that runs. What each needs is loaded when it is used. */
export function lineCommand(): Command {
  const command = new Command('line').description('the line between ground stations, at a node that runs');
  const at = (name: string, description: string): Command =>
    command
      .command(name)
      .description(description)
      .requiredOption('--node <url>', 'the node, such as http://127.0.0.1:8080')
      .option('--token-file <file>', 'holds the token of this program, where people sign in')
      .option('--json', 'print one JSON object in place of the words', false);
  at('list', 'say how the line is, who has the watch, and what waits; exits with 1 when something is overdue')
    .option('--all', 'also what was answered', false)
    .action(async (options) => run(async () => (await import('./list.ts')).listLine(options)));
  at('send', 'send a message to the node of another party')
    .requiredOption('--to <party>', 'the party')
    .addOption(new Option('--kind <kind>', 'what it is').choices(Object.keys(KINDS)).makeOptionMandatory())
    .addOption(new Option('--precedence <precedence>', 'how soon').choices(Object.keys(PRECEDENCES)).default('routine'))
    .option('--field <name=value...>', 'fields of the kind; times as 2030-10-15T06:00Z')
    .option('--words <text>', 'free text in English')
    .option('--words-fr <text>', 'free text in French')
    .action(async (options) => run(async () => (await import('./send.ts')).sendMessage(options)));
  return command;
}

async function run(command: () => Promise<void>): Promise<void> {
  await command().catch(fail);
}
