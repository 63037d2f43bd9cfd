import { writeFileSync } from 'node:fs';
import { type CaseWork, type Sheet, sheetText, type Tally } from '@skyaccord/accord';
import { sign } from '@skyaccord/proof';
import { tellRelease } from '../bulletin/sign.ts';
import { openKeyFile } from '../memorandum/key_file.ts';
import { askPassphrase } from '../memorandum/passphrase.ts';
import { Refusal } from '../memorandum/refusal.ts';
import { tell } from '../tell.ts';
import { tokenHeaders } from '../token.ts';

/** Where a command asks, and by what token. */
export type At = { readonly node: string; readonly tokenFile?: string };

/** @throws Refusal where there is no node, or it refuses */
async function ask({ node, tokenFile }: At, path: string, body?: unknown): Promise<Response> {
  if (!URL.canParse(node)) throw new Refusal(`--node ${node} is no address`, 'write http://127.0.0.1:8080');
  const headers = { ...tokenHeaders(tokenFile), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(new URL(`/api/v1/${path}`, node), init).catch(() => {
    throw new Refusal(`nothing answers at ${node}`, 'start a node with `skyaccord start`');
  });
  if (answer.ok) return answer;
  const { error } = (await answer.json()) as { error: { message: string; remedy: string } };
  throw new Refusal(error.message.replace(/\.$/, ''), error.remedy);
}

const caseOf = (id: string): string => `cases/${encodeURIComponent(id)}`;

/** `skyaccord case work`: the report of a case as text, with how it stands between the parties. */
export async function showWork(id: string, options: At & { language: string }): Promise<void> {
  const answer = await ask(options, `${caseOf(id)}/report?language=${options.language}`);
  tell(sheetText((await answer.json()) as Sheet));
}

/** `skyaccord case report`: the report of a case as PDF. */
export async function writeReport(id: string, options: At & { language: string; out: string }): Promise<void> {
  const answer = await ask(options, `${caseOf(id)}/report.pdf?language=${options.language}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  try {
    writeFileSync(options.out, bytes, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Refusal(`${options.out} is there already`, 'give another name with --out');
  }
  tell(`${options.out}: ${bytes.length} bytes`);
}

/** `skyaccord case sign-off`: signs the findings of a case for a party; the key stays here. */
export async function signOff(
  id: string,
  options: At & { key: string; passphraseFile?: string; print: boolean },
): Promise<void> {
  const answer = await ask(options, `${caseOf(id)}/findings`);
  const { heads, sha256, findings } = (await answer.json()) as { heads: object; sha256: string; findings: unknown };
  const { party, key } = await openKeyFile(options.key, () => askPassphrase(options.passphraseFile));
  const signature = sign(findings, key, party, Date.now());
  if (options.print) {
    tell(signature);
    return;
  }
  tell(`case       ${id}\nSHA-256    ${sha256}\nparty      ${party}`);
  await ask(options, `${caseOf(id)}/steps`, { step: { act: 'signed_off', heads, sha256, signature } });
  const { work } = (await (await ask(options, `${caseOf(id)}/work`)).json()) as { work: CaseWork };
  tell(work.closed_ms === null ? 'signed; other parties have yet to sign' : 'signed by all: the case is closed');
}

/** `skyaccord case release`: shows the text for the public that waits, and signs it for a party; the key stays here. */
export async function signRelease(
  id: string,
  options: At & { key: string; passphraseFile?: string; print: boolean },
): Promise<void> {
  const workOf = async () => (await (await ask(options, `${caseOf(id)}/work`)).json()) as { work: CaseWork };
  const waiting = (await workOf()).work.releases.find(({ state }) => state === 'waits');
  if (waiting === undefined) {
    throw new Refusal(`no text of the case ${id} waits for a signature`, 'write one on the page of the case');
  }
  const { release, sha256, id: draft } = waiting;
  if (!options.print) tellRelease(release);
  const { party, key } = await openKeyFile(options.key, () => askPassphrase(options.passphraseFile));
  const signature = sign(release, key, party, Date.now());
  if (options.print) {
    tell(signature);
    return;
  }
  tell(`SHA-256    ${sha256}\nparty      ${party}`);
  await ask(options, `${caseOf(id)}/steps`, { step: { act: 'release_signed', draft, sha256, signature } });
  const now = (await workOf()).work.releases.find((one) => one.id === draft)?.state;
  tell(now === 'released' ? 'signed by all: it is released' : 'signed; other parties have yet to sign');
}

/** `skyaccord case tally`: cases counted, with the ids behind each number. */
export async function tally(options: At & { by: string; json: boolean }): Promise<void> {
  const answer = await ask(options, `tallies?by=${encodeURIComponent(options.by)}`);
  const { cases, tallies } = (await answer.json()) as { cases: number; tallies: Tally[] };
  if (options.json) {
    tell(JSON.stringify({ cases, tallies }, null, 2));
    return;
  }
  for (const { of, count, breached, cases: ids } of tallies) {
    tell(`${(of ?? 'not known').padEnd(24)} ${String(count).padStart(6)}  ${breached} with a breach  ${ids.join(' ')}`);
  }
  tell(`${cases} in all`);
}
