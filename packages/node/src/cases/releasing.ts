import {
  type CaseFile,
  type CaseRelease,
  type CaseWork,
  draftOf,
  nextVersion,
  type RedactionProblem,
  type Releasable,
  type ReleaseWords,
  redactionProblems,
  releaseIdOf,
  releaseObjection,
  secretsOf,
} from '@skyaccord/accord';
import { NodeError } from '../errors.ts';
import type { Person } from '../people/person.ts';
import type { Core } from '../run/core.ts';
import { takeAct } from './acting.ts';
import { asked } from './desk.ts';

/** What a person writes of a release; the rest of it follows from the case. */
export type ReleaseText = {
  readonly state: CaseRelease['state'];
  readonly words: Readonly<Record<string, ReleaseWords>>;
  readonly plotted: boolean;
};

/** What may be told the public of a case now: why nothing (`but`), or a release, and what in it must not be said. */
export type Releasing = {
  readonly but: string | null;
  readonly release: CaseRelease | null;
  readonly problems: readonly RedactionProblem[];
};

/** A release of a case as it would be now, with what was written for it, or with the plain words of the case. */
export function releaseOf(core: Core, id: string, file: CaseFile | null, text: ReleaseText | null): Releasing {
  const work = asked(() => core.cases.book.work(id, core.time_ms));
  const findings_sha256 = findingsOf(work);
  const but = releaseObjection(work, findings_sha256, core.memorandum.clauses);
  if (but !== null || findings_sha256 === null) return { but, release: null, problems: [] };
  const standing = work.state as Releasable;
  const out = work.releases.find(({ state }) => state === 'released')?.release ?? null;
  const drafted = file === null ? null : draftOf(file, core.memorandum, standing);
  // A correction begins with what the public reads now.
  const words = text?.words ?? out?.words ?? drafted?.words ?? {};
  const plot = text?.plotted === false ? undefined : (drafted?.plot ?? out?.plot);
  const release: CaseRelease = {
    skyaccord: 'release/1',
    id: out?.id ?? releaseIdOf(work.time_ms, findings_sha256),
    version: nextVersion(work.releases),
    kind: 'case',
    state: text?.state ?? 'published',
    released_ms: Math.floor(core.time_ms / 1000) * 1000,
    parties: work.parties,
    basis: { standing, findings_sha256 },
    words,
    ...(plot === undefined ? {} : { plot }),
  };
  return { but, release, problems: redactionProblems(release, core.memorandum.languages, secretsOf(work, file)) };
}

/**
 * Drafts a release for a party.
 *
 * @throws NodeError release_refused naming the text and why, or that the case cannot be released yet; as `takeAct`
 */
export function draftRelease(core: Core, id: string, file: CaseFile | null, text: ReleaseText, person: Person) {
  const { but, release, problems } = releaseOf(core, id, file, text);
  if (release === null) throw new NodeError('release_refused', `${capital(but ?? 'It cannot be released')}.`);
  if (text.state === 'withdrawn' && release.version === 1) {
    throw new NodeError('release_refused', 'Nothing was released that could be withdrawn.', {
      field: 'state',
      value: text.state,
    });
  }
  const [first] = problems;
  if (first !== undefined) {
    const all = problems.map(({ field, reason, remedy }) => `${field}: ${reason}; ${remedy}`).slice(0, 10);
    throw new NodeError('release_refused', `${all.join('. ')}.`, { field: 'words', value: first.field });
  }
  return takeAct(core, id, person.party, person, { act: 'release_drafted', release });
}

/**
 * What keeps a signature over a draft, or a refusal of one, from being taken; nothing where nothing does.
 *
 * @throws NodeError release_refused
 */
export function checkAnswer(core: Core, id: string, party: string, answer: Answer): void {
  const work = asked(() => core.cases.book.work(id, core.time_ms));
  const found = work.releases.find((one) => one.id === answer.draft);
  const refuse = (reason: string, field: string, value: string) =>
    new NodeError('release_refused', reason, { field, value });
  if (found === undefined) throw refuse('The case has no such draft.', 'draft', answer.draft);
  if (found.state !== 'waits') {
    throw refuse(`The draft is ${found.state}${found.but === null ? '' : `: ${found.but}`}.`, 'draft', answer.draft);
  }
  if (answer.act === 'release_declined') return;
  if (answer.sha256 !== found.sha256) {
    throw refuse(`The text of the draft has SHA-256 ${found.sha256}.`, 'sha256', answer.sha256);
  }
  const no = core.cases.objection(party, answer.signature, found.release);
  if (no !== null) throw refuse(`${capital(no)}.`, 'signature', answer.signature);
}
type Answer =
  | { readonly act: 'release_signed'; readonly draft: string; readonly sha256: string; readonly signature: string }
  | { readonly act: 'release_declined'; readonly draft: string };

/** SHA-256 of what every party signed off; null while they have not. */
function findingsOf({ closed_ms, sign_offs }: CaseWork): string | null {
  return closed_ms === null ? null : (sign_offs.findLast(({ but }) => but === null)?.sha256 ?? null);
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
