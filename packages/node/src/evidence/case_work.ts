import { CaseBook, CaseRefused, type CaseStep, type CaseWork, type Memorandum } from '@skyaccord/accord';
import { canonicalJson, checkSignature, sha256Hex } from '@skyaccord/proof';
import type { CaseRecord } from '../cases/record.ts';
import type { CaseArchive } from './archive.ts';
import type { Finding } from './finding.ts';

/** The steps that a journal holds of the work on a case, under all its names, from its records of that kind. */
export function stepsOf(id: string, records: Iterable<CaseRecord>): readonly CaseStep[] {
  const book = new CaseBook([], { digest: () => '', objection: () => null });
  for (const record of records) {
    if (record.of !== 'work') continue;
    try {
      book.take(record.step);
    } catch (error) {
      // What the node refused stands in the journal and came to nothing.
      if (!(error instanceof CaseRefused)) throw error;
    }
  }
  return book.has(id) ? book.matter(id).steps : [];
}

/** The digest of the steps, as the manifest has it. */
export const workDigest = (steps: readonly CaseStep[]): string => sha256Hex(canonicalJson(steps));

/**
 * The work on a case as it follows from the steps of its file, with the keys that the memorandum names.
 *
 * @throws CaseRefused for a step that cannot follow those before it
 */
function workIn({ case: file, work }: CaseArchive, memorandum: Memorandum): CaseWork {
  const keys = memorandum.parties.flatMap(({ id, keys = [] }) => (keys ?? []).map((key) => ({ party: id, key })));
  const book = new CaseBook(memorandum.clauses, {
    digest: (findings) => sha256Hex(canonicalJson(findings)),
    objection: (party, signature, findings) => {
      const own = keys.filter((one) => one.party === party).map(({ key }) => key);
      const verdict = checkSignature(signature, findings, own);
      if (!verdict.ok) return verdict.reason;
      return verdict.signer.party === party ? null : `it is a signature of ${verdict.signer.party}, not of ${party}`;
    },
  });
  book.closed(file);
  for (const step of work ?? []) book.take(step);
  return book.work(file.id, file.closed_ms);
}

/** What the parties said of the case and signed: that it is what the manifest has, and that their signatures hold. */
export function checkWork(archive: CaseArchive, memorandum: Memorandum): Finding[] {
  const { work: steps, manifest } = archive;
  if (steps === undefined || manifest.work === undefined) {
    return [{ says: 'open', words: 'The archive holds nothing of what the parties said of the case.' }];
  }
  const found = workDigest(steps);
  if (found !== manifest.work) {
    const words = `The part work was altered: its SHA-256 is ${found}, and the manifest has ${manifest.work}.`;
    return [{ says: 'fails', words }];
  }
  let work: CaseWork;
  try {
    work = workIn(archive, memorandum);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ says: 'fails', words: `What the parties did with the case does not hold together: ${reason}.` }];
  }
  const { state, parties } = work;
  const standing = `The case is ${state.replaceAll('_', ' ')}: ${steps.length} steps of ${parties.join(', ')}`;
  const findings: Finding[] = [];
  for (const { party, but, sha256 } of work.sign_offs) {
    const words = `${party} signed off the findings with SHA-256 ${sha256}`;
    findings.push(
      but === null
        ? { says: 'holds', words: `${words}; they were made again from the steps.` }
        : { says: 'open', words: `${words}, which does not count: ${but}.` },
    );
  }
  findings.push(
    work.closed_ms === null
      ? { says: 'open', words: `${standing}. Not every party signed: it rests on who made the file.` }
      : { says: 'holds', words: `${standing}, signed off by every party.` },
  );
  return findings;
}
