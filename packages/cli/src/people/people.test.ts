import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startNode } from '@skyaccord/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = path.join(import.meta.dirname, '../main.ts');
let folder: string;
let node: Awaited<ReturnType<typeof startNode>>;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-cli-people-'));
  node = await startNode({ port: 0, data: path.join(folder, 'data'), live: true, logLevel: 'silent', signals: false });
});
afterAll(async () => {
  await node.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function run(...words: string[]): Promise<{ out: string; code: number }> {
  try {
    return { out: (await promisify(execFile)(process.execPath, [MAIN, 'people', ...words])).stdout, code: 0 };
  } catch (error) {
    const { stderr, code } = error as { stderr: string; code: number };
    return { out: stderr, code };
  }
}
const post = async <T>(route: string, body: unknown): Promise<T> => {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await fetch(`${node.url}/api/v1/${route}`, sent)).json()) as T;
};

describe('skyaccord people', () => {
  test('lists, invites and resets beside a node that runs', async () => {
    const data = path.join(folder, 'data');
    expect((await run('list', '--data', data)).out).toContain('Nobody may sign in yet');
    const { out } = await run('invite', 'investigator', 'observer', '--data', data, '--at', node.url);
    const link = new RegExp(`^${node.url}/#/join/([A-Za-z0-9_-]{43})\\n$`);
    expect(out).toMatch(link);
    const look = await post<{ roles: string[] }>('invitations/look', { secret: link.exec(out)?.[1] });
    expect(look.roles).toEqual(['investigator', 'observer']);
    expect(await run('invite', 'king', '--data', data)).toMatchObject({
      out: expect.stringContaining('roles are'),
      code: 1,
    });
    expect(await run('reset', 'ada', '--data', data)).toMatchObject({ code: 1 });
  });

  test('a token is refused to a program that the node does not know', async () => {
    const file = path.join(folder, 'credentials');
    fs.writeFileSync(file, 'm-0000000000000000:wrong\n');
    const { out, code } = await run('token', file, '--node', node.url);
    expect([code, out]).toEqual([1, expect.stringContaining('not known, or its secret is another')]);
  });
});
