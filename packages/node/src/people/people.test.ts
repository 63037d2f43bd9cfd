import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { peopleIn, somebody, tokenFor } from '../../test/people.ts';
import { inviteAt, peopleOf, resetAt } from './at_machine.ts';
import { codeAddress, newCodeSecret, stepOfCode } from './codes.ts';
import { isPassword, NO_PASSWORD } from './passwords.ts';
import type { People } from './people.ts';

const HOUR_MS = 3_600_000;
const FROM = { address: '127.0.0.1', agent: '' };
let data: string;
let now_ms: number;
let people: People;
beforeEach(() => {
  data = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-people-'));
  now_ms = Date.now();
  people = peopleIn(data, () => now_ms);
});
afterEach(() => {
  people.close();
  fs.rmSync(data, { recursive: true, force: true });
});
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing was refused';
};

describe('invitations', () => {
  test('the first one is for an administrator and for an hour; each start makes another and voids the last', () => {
    const first = people.firstInvitation()!;
    const second = people.firstInvitation()!;
    expect(codeOf(() => people.look(first, 'x', FROM))).toBe('invitation_gone');
    expect(people.look(second, 'x', FROM).invitation.roles).toEqual(['administrator']);
    now_ms += HOUR_MS;
    expect(codeOf(() => people.look(second, 'x', FROM))).toBe('invitation_gone');
    somebody(people, 'ada', ['administrator']);
    expect(people.firstInvitation()).toBeNull();
  });

  test('made at the machine beside a node that runs, they are taken at once; files hold no secret', () => {
    const [secret] = inviteAt(data, ['observer']);
    expect(people.look(secret, 'x', FROM).invitation.by).toBe('machine');
    const ada = somebody(people, 'ada', ['administrator']);
    const [reset] = resetAt(data, 'ada');
    expect(people.look(reset, 'x', FROM).account?.id).toBe(ada.id);
    expect(peopleOf(data).map(({ login }) => login)).toEqual(['ada']);
    expect(codeOf(() => resetAt(data, 'bo'))).toBe('person_not_found');
    expect(codeOf(() => inviteAt(data, ['king']))).toBe('person_invalid');
    const folder = path.join(data, 'people', 'invitations');
    for (const name of fs.readdirSync(folder)) {
      const text = name + fs.readFileSync(path.join(folder, name), 'utf8');
      expect(text).not.toContain(secret);
      expect(text).not.toContain(reset);
    }
  });

  test('are not found by guessing: who tries many is told to wait', () => {
    const codes = Array.from({ length: 40 }, () => codeOf(() => people.look('A'.repeat(43), 'x', FROM)));
    expect(codes.filter((code) => code === 'invitation_gone').length).toBe(30);
    expect(codes.at(-1)).toBe('sign_in_wait');
  });

  test('of somebody who is removed are void', async () => {
    somebody(people, 'ada', ['administrator']);
    const bo = somebody(people, 'bo', ['observer']);
    const [secret] = await people.invitationToReset(bo.id, 'machine');
    await people.remove(bo.id, 'machine');
    expect(codeOf(() => people.look(secret, 'x', FROM))).toBe('invitation_gone');
  });
});

describe('second factors', () => {
  const secret = newCodeSecret();
  /** Of RFC 6238, appendix B, whose secret is the ASCII text 12345678901234567890; the last six digits. */
  const RFC = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

  test('are those of RFC 6238', () => {
    for (const [time_s, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_234_567_890, '005924'],
      [20_000_000_000, '353130'],
    ] as const) {
      expect(stepOfCode(code, { secret: RFC, last_step: 0 }, time_s * 1000)).toBe(Math.floor(time_s / 30));
    }
  });

  test('count one step to either side, once, and never one that was passed over', () => {
    const at = (step: number, last_step: number) => stepOfCode('287082', { secret: RFC, last_step }, step * 30_000);
    expect([at(0, 0), at(1, 0), at(2, 0), at(3, 0)]).toEqual([1, 1, 1, null]);
    expect([at(1, 1), at(1, 2)]).toEqual([null, null]);
    for (const wrong of ['', '28708', '2870822', '28708a', '٢٨٧٠٨٢']) {
      expect(stepOfCode(wrong, { secret: RFC, last_step: 0 }, 59_000)).toBeNull();
    }
    expect(codeAddress(secret, 'ada')).toMatch(/^otpauth:\/\/totp\/Skyaccord:ada\?.*secret=[A-Z2-7]{32}/);
  });
});

describe('machines', () => {
  test('what is taken from a machine is not in its tokens any more; a token lasts ten minutes', async () => {
    const token = await tokenFor(people, ['observer', 'sensor']);
    expect((await people.byToken(token))?.person.roles).toEqual(['observer', 'sensor']);
    const [machine] = people.store.machines();
    people.store.putMachine({ ...machine!, roles: ['sensor'] });
    expect((await people.byToken(token))?.person.roles).toEqual(['sensor']);
    now_ms += 600_000;
    expect(await people.byToken(token)).toBeNull();
  });

  test("a token changed anywhere is nobody's", async () => {
    const token = await tokenFor(people, ['observer']);
    for (let at = 0; at < token.length; at += 7) {
      const other = token[at] === 'A' ? 'B' : 'A';
      const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
      // The last letter of a part may hold bits that say nothing.
      if (
        Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(Buffer.from(token.split('.')[2]!, 'base64url'))
      ) {
        if (changed.split('.').slice(0, 2).join('.') === token.split('.').slice(0, 2).join('.')) continue;
      }
      expect([at, await people.byToken(changed)]).toEqual([at, null]);
    }
  });
});

test("what nobody's password is compared with is no password, not even an empty one", async () => {
  expect(await isPassword('', NO_PASSWORD)).toBe(false);
});
