import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Life, parseMemorandum } from '@skyaccord/accord';
import { canonicalJson, keyFromSeed, keyId, publicHalf, sha256Hex, sign } from '@skyaccord/proof';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningNode, startNode, verifyJournal } from '../main.ts';

const KEYS = { nc: keyFromSeed(new Uint8Array(32).fill(1)), mu: keyFromSeed(new Uint8Array(32).fill(2)) };
const TEXT = `
skyaccord: memorandum/1
id: signed
version: 1
languages: [en]
title: {en: To be signed}
period: {from: 2020-01-01T00:00:00Z}
parties:
  - {id: nc, name: Compact, role: signatory, keys: [{kty: OKP, crv: Ed25519, x: ${KEYS.nc.x}}]}
  - {id: mu, name: Union, role: signatory, keys: [{kty: OKP, crv: Ed25519, x: ${KEYS.mu.x}}]}
clauses:
  - id: SEP-1
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed], between: different_parties}
    lateral: 3 NM
    vertical: 3000 ft
    grace: 3 min
    warn_ahead: 2 min
  - id: END
    kind: duration_and_withdrawal
    words: {en: How it ends.}
    withdrawal_notice: 0 s
    suspension_notice: 0 s
    survives_suspension: [SEP-1]
`;
const { content } = parseMemorandum(TEXT);
const sha256 = sha256Hex(canonicalJson(content));

let folder: string;
let node: RunningNode | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyaccord-life-'));
  await writeFile(join(folder, 'm.yaml'), TEXT);
});
afterEach(async () => {
  await node?.close();
  await rm(folder, { recursive: true });
});

async function start(speed = 1): Promise<void> {
  const options = { port: 0, data: join(folder, 'data'), memorandum: join(folder, 'm.yaml'), speed };
  node = await startNode({ ...options, logLevel: 'silent', signals: false });
}
const ask = (path: string, init?: RequestInit) => fetch(`${node?.url}/api/v1/${path}`, init);
const post = async (body: object) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await ask('memorandum/steps', { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as { error?: { code: string; message: string } } };
};
/** Sends a step that is to be taken in: at once, or when a busy journal has made it durable, which is said then. */
const send = async (body: object) => {
  const { status, body: answer } = await post(body);
  if (status !== 201) expect(answer.error?.code).toBe('change_waits');
};
const life = async () => (await (await ask('memorandum/life')).json()) as Life;
const state = async () => ((await (await ask('status')).json()) as { memorandum: { state: string } }).memorandum.state;
const suspended = () => {
  const made = `${new Date().toISOString().slice(0, 19)}Z`;
  const memorandum = { id: 'signed', version: 1, sha256 };
  return { skyaccord: 'statement/1', kind: 'suspended', memorandum, party: 'mu', made, from: '2020-01-02T00:00:00Z' };
};

describe('the memorandum of a node', () => {
  it('runs unsigned and says so; is in force once all signed its very bytes; keeps that in its journal', async () => {
    await start(30);
    expect(await state()).toBe('draft');
    const bytes = await ask('memorandum/content');
    expect(bytes.headers.get('x-content-sha256')).toBe(sha256);
    expect(sha256Hex(await bytes.text())).toBe(sha256);
    // Its rules run whatever its state: the October traffic breaks them.
    await expect
      .poll(async () => ((await (await ask('alerts')).json()) as { alerts: [] }).alerts.length)
      .toBeGreaterThan(0);

    await send({ signature: sign(content, KEYS.nc, 'nc', Date.now()) });
    await expect.poll(state).toBe('signed_in_part');
    await send({ signature: sign(content, KEYS.mu, 'mu', Date.now()) });
    await expect.poll(state).not.toBe('signed_in_part');
    const found = await life();
    expect(found.signatures.map(({ state, key_id }) => [state, key_id])).toEqual([
      ['valid', keyId(KEYS.nc)],
      ['valid', keyId(KEYS.mu)],
    ]);
    expect(found.memorandum).toEqual({ id: 'signed', version: 1, sha256 });
    expect(['in_force', 'signed']).toContain(found.observed.state);

    await node?.close();
    expect(verifyJournal(join(folder, 'data'))).toMatchObject({ ok: true });
    await start();
    expect((await life()).signatures.map((one) => one.state)).toEqual(['valid', 'valid']);
  });

  it('takes no step that does not count, and says why', async () => {
    await start();
    const good = sign(content, KEYS.nc, 'nc', Date.now());
    const other = sign({ ...(content as object), version: 2 }, KEYS.nc, 'nc', Date.now());
    const statement = suspended();
    const refusals: [object, number, string, string][] = [
      [{ signature: other }, 400, 'step_refused', 'the content was changed after it was signed'],
      [{ signature: sign(content, KEYS.mu, 'nc', Date.now()) }, 400, 'step_refused', 'is none of nc'],
      [{ signature: sign(content, KEYS.nc, 'xx', Date.now()) }, 400, 'step_refused', 'is none of xx'],
      [{ signature: 'x' }, 400, 'step_refused', 'not a detached signature'],
      [{}, 400, 'bad_request', 'signature'],
      [{ statement: { ...statement, from: 'now' }, signature: good }, 400, 'step_refused', 'not a time in UTC'],
      [
        { statement: { ...statement, party: 'nc' }, signature: sign(statement, KEYS.mu, 'mu', Date.now()) },
        400,
        'step_refused',
        'changed',
      ],
    ];
    for (const [body, status, code, words] of refusals) {
      const answer = await post(body);
      expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
      expect(answer.body.error?.message).toContain(words);
    }
    expect((await life()).steps).toEqual([]);
    await send({ signature: good });
    await expect.poll(state).toBe('signed_in_part');
    expect((await post({ signature: good })).body.error?.code).toBe('step_known');
  });

  it('takes in at its start what was signed beside its file, and a statement over the API', async () => {
    const steps = (['nc', 'mu'] as const).map((party) => {
      return { statement: null, signature: sign(content, KEYS[party], party, 1_600_000_000_000), received_ms: 1 };
    });
    await writeFile(join(folder, 'm.steps.json'), JSON.stringify({ skyaccord: 'steps/1', steps }));
    await start();
    await expect.poll(state).toBe('in_force');
    const statement = suspended();
    await send({ statement, signature: sign(statement, KEYS.mu, 'mu', Date.now()) });
    await expect.poll(async () => (await life()).steps.length).toBe(3);
    const { observed, declared, spans } = await life();
    // The time shown is the scenario's, which begins when the node does; notice is none.
    expect(declared.find(({ party }) => party === 'mu')).toMatchObject({ says: 'suspended' });
    expect(spans.at(-1)).toMatchObject({ clauses: ['SEP-1'], until_ms: null });
    expect(['in_force', 'suspended']).toContain(observed.state);
    const kept = await readFile(join(folder, 'm.steps.json'), 'utf8');
    expect(kept).not.toContain(KEYS.nc.d);
    expect(publicHalf(KEYS.nc)).not.toHaveProperty('d');
  });
});
