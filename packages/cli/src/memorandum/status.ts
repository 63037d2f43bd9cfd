import { judgedBy, type Life } from '@skyaccord/accord';
import { tokenHeaders } from '../token.ts';
import { readMemorandum } from './read.ts';
import { Refusal } from './refusal.ts';
import { livesOfFiles, stepsBeside } from './steps.ts';

export type StatusOptions = { at?: number; json: boolean };

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const time = (time_ms: number | null): string =>
  time_ms === null ? '' : `${new Date(time_ms).toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** `skyaccord memorandum verify`: every signature, and what failed; exit code 1 unless all who must sign have. */
export async function verifyMemorandum(file: string): Promise<void> {
  const read = await readMemorandum(file);
  const [life] = livesOfFiles([read], Date.now());
  if (life === undefined) return;
  const { id, version } = read.memorandum;
  out(`memorandum ${id}, version ${version}, SHA-256 ${read.sha256}`);
  for (const { party, state, signed_ms, key_id, reason } of life.signatures) {
    const by = key_id === null ? '' : ` at ${time(signed_ms)} with the key ${key_id}`;
    out(`  ${party}: ${state}${by}${reason === null ? '' : `: ${reason}`}`);
  }
  for (const { kind, party, made_ms, counts, reason } of life.steps) {
    if (kind === 'signed') continue;
    out(`  ${party ?? '?'} said ${kind} at ${time(made_ms)}: ${counts ? 'valid' : `refused: ${reason}`}`);
  }
  const whole = life.signatures.every(({ state }) => state === 'valid') && life.steps.every(({ counts }) => counts);
  if (!whole) process.exitCode = 1;
}

/** `skyaccord memorandum status`: where each version stands at an instant, declared beside observed. */
export async function memorandumStatus(files: readonly string[], options: StatusOptions): Promise<void> {
  const read = await Promise.all(files.map(readMemorandum));
  const ids = new Set(read.map(({ memorandum }) => memorandum.id));
  if (ids.size > 1) {
    throw new Refusal(`these are several memoranda: ${[...ids].join(', ')}`, 'give versions of one');
  }
  const at_ms = options.at ?? Date.now();
  const lives = livesOfFiles(read, at_ms);
  const judge = judgedBy(lives, at_ms);
  if (options.json) {
    out(JSON.stringify({ at_ms, judged_by: judge, lives }, null, 1));
    return;
  }
  for (const life of lives) tell(life);
  const clauses = judge === null || judge.clauses === 'all' ? '' : `, its clauses ${judge.clauses.join(', ')}`;
  out(
    judge === null
      ? `At ${time(at_ms)} no version is in force.`
      : `What happens at ${time(at_ms)} is judged by version ${judge.version}${clauses}.`,
  );
}

function tell({ memorandum, observed, declared, signatures, spans, keys }: Life): void {
  out(`${memorandum.id}, version ${memorandum.version}, SHA-256 ${memorandum.sha256}`);
  const since = observed.since_ms === null ? '' : ` since ${time(observed.since_ms)}`;
  out(`  observed   ${observed.state.replaceAll('_', ' ')}${since}: ${observed.because}`);
  for (const { party, says, made_ms, but } of declared) {
    out(`  declared   ${party}: ${says} at ${time(made_ms)}${but === null ? '' : `; ${but}`}`);
  }
  for (const { party, state, signed_ms, reason } of signatures) {
    const when = signed_ms === null ? '' : ` at ${time(signed_ms)}`;
    out(`  signature  ${party}: ${state}${when}${reason === null ? '' : `: ${reason}`}`);
  }
  for (const { from_ms, until_ms, clauses } of spans) {
    const which = clauses === 'all' ? 'all clauses' : clauses.join(', ');
    out(`  binds      ${time(from_ms)} to ${until_ms === null ? 'no end in sight' : time(until_ms)}: ${which}`);
  }
  for (const { party, key_id, until_ms, ended } of keys) {
    out(`  key        ${party}: ${key_id}${ended === null ? '' : `, ${ended} at ${time(until_ms)}`}`);
  }
}

/** `skyaccord memorandum send`: gives a node the steps beside a memorandum that it does not have. */
export async function sendSteps(
  file: string,
  { node, tokenFile }: { node: string; tokenFile?: string },
): Promise<void> {
  const token = tokenHeaders(tokenFile);
  const { sha256 } = await readMemorandum(file);
  const url = (path: string): string => new URL(`/api/v1/memorandum/${path}`, node).href;
  const content = await fetch(url('content'), { headers: token }).catch(() => {
    throw new Refusal(`no node answers at ${node}`, 'start it, or correct --node');
  });
  const theirs = content.headers.get('x-content-sha256');
  if (theirs !== sha256) {
    throw new Refusal(
      `the node runs SHA-256 ${theirs}, ${file} is SHA-256 ${sha256}`,
      'send it to a node of that memorandum',
    );
  }
  for (const { statement, signature } of stepsBeside(file)) {
    const body = JSON.stringify(statement === null ? { signature } : { statement, signature });
    const answer = await fetch(url('steps'), {
      method: 'POST',
      headers: { ...token, 'content-type': 'application/json' },
      body,
    });
    const said = (await answer.json()) as { kind?: string; party?: string; error?: { code: string; message: string } };
    if (said.error === undefined) out(`taken: ${said.party} ${said.kind}`);
    else if (said.error.code === 'step_known') out('known already');
    else if (said.error.code === 'change_waits') out(`taken in: ${said.error.message}`);
    else {
      out(`refused: ${said.error.message}`);
      process.exitCode = 1;
    }
  }
}
