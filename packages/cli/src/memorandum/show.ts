import { existsSync, writeFileSync } from 'node:fs';
import { changeIn, compareMemoranda, describeMemorandum, MemorandumError, memorandumSchema } from '@skyaccord/accord';
import { type MemorandumFile, readMemorandum, tellWarnings } from './read.ts';
import { Refusal } from './refusal.ts';
import { TEMPLATE } from './template.ts';

const out = (text: string): void => void process.stdout.write(`${text}\n`);

/** `skyaccord memorandum check`: every problem and doubt with its place; what the document holds where it is sound. */
export async function checkMemoranda(files: readonly string[], { strict }: { strict: boolean }): Promise<void> {
  for (const file of files) {
    try {
      const read = await readMemorandum(file);
      tellWarnings(read);
      if (strict && read.warnings.length > 0) process.exitCode = 1;
      tellContent(read);
    } catch (error) {
      process.exitCode = 1;
      if (!(error instanceof MemorandumError)) throw error;
      for (const { line, column, path, value, reason, remedy } of error.problems) {
        const what = `${path === '' ? 'document' : path}${value === null ? '' : ` = ${value}`}`;
        process.stderr.write(`${file}:${line}:${column}: ${what}: ${reason}; ${remedy}\n`);
      }
    }
  }
}

function tellContent({ file, memorandum, sha256, canonical }: MemorandumFile): void {
  const { id, version, languages, parties, clauses } = memorandum;
  const { clauses: described } = describeMemorandum(JSON.parse(canonical));
  const people = described.filter(({ judged }) => judged === 'people').length;
  const signers = parties.filter(({ role }) => role !== 'third_party');
  out(`${file}: sound`);
  out(`  ${id}, version ${version}, in ${languages.join(', ')}`);
  const kinds = new Set(clauses.map(({ kind }) => kind)).size;
  out(`  ${clauses.length} clauses of ${kinds} kinds, ${people} for people to judge`);
  out(`  SHA-256 ${sha256} of ${Buffer.byteLength(canonical)} bytes of canonical JSON`);
  const missing = signers.filter(({ keys = [] }) => keys.length === 0).map((party) => party.id);
  const without = missing.length === 0 ? '' : `; without a key: ${missing.join(', ')}`;
  out(`  to be signed by ${signers.map((party) => party.id).join(', ') || 'nobody'}${without}`);
}

/** `skyaccord memorandum bytes`: exactly what is signed, and nothing else, not even a line feed at its end. */
export async function tellBytes(file: string): Promise<void> {
  process.stdout.write((await readMemorandum(file)).canonical);
}

/** `skyaccord memorandum new`: a document to begin with. */
export function newMemorandum(file: string): void {
  if (existsSync(file)) throw new Refusal(`${file} is there already`, 'give another name');
  writeFileSync(file, TEMPLATE, { flag: 'wx' });
  out(`${file} holds a memorandum to begin with; skyaccord memorandum check ${file} says whether it is sound.`);
}

/** `skyaccord memorandum schema`: the JSON Schema of the document, for editors. */
export function tellSchema(): void {
  out(JSON.stringify(memorandumSchema(), null, 2));
}

/** `skyaccord memorandum diff`: what the second version says otherwise, a sentence each; exit code 1 when it does. */
export async function diffMemoranda(before: string, after: string, options: { language?: string }): Promise<void> {
  const [a, b] = await Promise.all([readMemorandum(before), readMemorandum(after)]);
  const language = options.language ?? b.memorandum.languages[0] ?? 'en';
  out(`${a.memorandum.id} version ${a.memorandum.version}, SHA-256 ${a.sha256}`);
  out(`${b.memorandum.id} version ${b.memorandum.version}, SHA-256 ${b.sha256}`);
  const changes = compareMemoranda(a.content, b.content);
  for (const change of changes) out(`  ${changeIn(change, language)}`);
  if (changes.length === 0) out('  they say the same');
  else process.exitCode = 1;
}
