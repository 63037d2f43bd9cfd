import { inviteAt, peopleOf, resetAt } from '@skyaccord/node';
import { readWord, TokenProblem } from '../token.ts';

/** `skyaccord people list` */
export async function list({ data, json }: { data: string; json: boolean }): Promise<void> {
  const people = peopleOf(data);
  if (json) {
    const shown = people.map(({ id, login, name, roles }) => ({ id, login, name, roles }));
    process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
    return;
  }
  if (people.length === 0) process.stdout.write('Nobody may sign in yet. `skyaccord people invite` makes a link.\n');
  for (const { login, name, roles, passkeys, password } of people) {
    const ways = [password === null ? null : 'password and code', passkeys.length > 0 ? 'passkey' : null];
    const with_ = ways.filter((one) => one !== null).join(', ') || 'nothing yet';
    process.stdout.write(`${login.padEnd(20)} ${name.padEnd(28)} ${roles.join(', ')} (${with_})\n`);
  }
}

/** `skyaccord people invite` */
export async function invite(roles: readonly string[], { data, at }: { data: string; at: string }): Promise<void> {
  tell(at, inviteAt(data, roles)[0]);
}

/** `skyaccord people reset` */
export async function reset(login: string, { data, at }: { data: string; at: string }): Promise<void> {
  tell(at, resetAt(data, login)[0]);
}

/** `skyaccord people token`: OAuth 2.0 client credentials (RFC 6749, 4.4). */
export async function token(file: string, { node }: { node: string }): Promise<void> {
  const answer = await fetch(new URL('/api/v1/token', node), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(readWord(file)).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  }).catch(() => {
    throw new TokenProblem(`Nothing answers at ${node}.`, 'Start a node with `skyaccord start --live`.');
  });
  const said = (await answer.json()) as { access_token?: string; error_description?: string };
  if (said.access_token === undefined) {
    const remedy = 'Correct the id and the secret; a program is added on the page of people.';
    throw new TokenProblem(`The node gave no token: ${said.error_description}.`, remedy);
  }
  process.stdout.write(`${said.access_token}\n`);
}

function tell(at: string, secret: string): void {
  process.stdout.write(`${at.replace(/\/$/, '')}/#/join/${secret}\n`);
  process.stderr.write('Good once, for an hour. Whoever has it can use it.\n');
}
