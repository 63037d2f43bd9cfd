import { Command } from 'commander';
import { fail } from '../fail.ts';

/** `skyaccord people`: who may sign in on the node of this machine, for when nobody can. */
export function peopleCommand(): Command {
  const command = new Command('people').description(
    'who may sign in on the node of this machine, and links for those who cannot; the node may run meanwhile',
  );
  const data = ['--data <folder>', "the node's data folder", '.skyaccord'] as const;
  const at = ['--at <url>', 'where people reach the node', 'http://localhost:8080'] as const;

  command
    .command('list')
    .description('everybody who may sign in')
    .option(...data)
    .option('--json', 'print JSON', false)
    .action(async (options: { data: string; json: boolean }) => {
      const { list } = await import('./people.ts');
      await list(options).catch(fail);
    });

  command
    .command('invite')
    .description('a link with which somebody joins, good once and for an hour')
    .argument('<role...>', 'administrator, safety_manager, liaison_officer, mission_planner, investigator, observer')
    .option(...data)
    .option(...at)
    .action(async (roles: string[], options: { data: string; at: string }) => {
      const { invite } = await import('./people.ts');
      await invite(roles, options).catch(fail);
    });

  command
    .command('reset')
    .description('a link with which somebody sets up anew how they sign in, good once and for an hour')
    .argument('<login>', 'the name that they sign in with')
    .option(...data)
    .option(...at)
    .action(async (login: string, options: { data: string; at: string }) => {
      const { reset } = await import('./people.ts');
      await reset(login, options).catch(fail);
    });

  command
    .command('token')
    .description('a token for a program, good for ten minutes')
    .argument('<file>', 'holds the id and the secret that the page of people gave it, as ID:SECRET')
    .option('--node <url>', 'the node', 'http://127.0.0.1:8080')
    .action(async (file: string, options: { node: string }) => {
      const { token } = await import('./people.ts');
      await token(file, options).catch(fail);
    });
  return command;
}
