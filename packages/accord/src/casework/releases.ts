import type { Clause } from '../memorandum/kinds.ts';
import { type CaseRelease, releasableUnder } from './release.ts';
import { type CaseStep, stepId } from './step.ts';
import type { CaseStanding } from './words.ts';

type Act<Name extends CaseStep['act']> = Extract<CaseStep, { act: Name }> & CaseStep;
type Made = { readonly id: string; readonly party: string; readonly made_ms: number; readonly by: string | null };

/** A draft of what the public is told of a case, with how far the parties are with it. */
export type StandingRelease = Made & {
  readonly release: CaseRelease;
  /** Of the release in canonical form: what parties sign. */
  readonly sha256: string;
  readonly signed: readonly (Made & { readonly signature: string; readonly but: string | null })[];
  readonly declined: (Made & { readonly reason: string }) | null;
  /**
   * released: every party signed it; replaced: it was, and a later version is now; superseded: another draft took its
   * place before; void: it cannot be released, and `but` says why.
   */
  readonly state: 'waits' | 'released' | 'replaced' | 'declined' | 'superseded' | 'void';
  readonly but: string | null;
};

/** What the fold of releases needs of the case: how it stands with what the parties signed off. */
export type ReleaseGround = {
  readonly parties: readonly string[];
  readonly state: CaseStanding;
  readonly withdrawn: string | null;
};
type Context = {
  readonly clauses: readonly Clause[];
  digest(content: unknown): string;
  objection(party: string, signature: string, content: unknown): string | null;
};

/**
 * Why nothing may be told the public of a case; null where something may. `findings_sha256`: of what all parties signed
 * off, null while they have not.
 */
export function releaseObjection(
  { parties, state, withdrawn }: ReleaseGround,
  findings_sha256: string | null,
  clauses: readonly Clause[],
): string | null {
  if (parties.length === 0) return 'no party is known of either aircraft, so that nobody could sign a release';
  if (withdrawn !== null) return 'the report on which the case rests was withdrawn';
  const allowed = releasableUnder(clauses);
  if (!allowed.some((one) => one === state)) {
    const words = (one: string): string => one.replaceAll('_', ' ');
    return `the case is ${words(state)}, and the memorandum lets only cases be released that are ${allowed
      .map(words)
      .join(' or ')}`;
  }
  return findings_sha256 === null ? 'its findings have not been signed off by every party' : null;
}

/** The releases of a case as they follow from the steps, in order: the same on every node that has the same steps. */
export function standingReleases(
  steps: readonly CaseStep[],
  ground: ReleaseGround,
  findings_sha256: string | null,
  context: Context,
): StandingRelease[] {
  const made = (step: CaseStep): Made => ({
    id: stepId(step),
    party: step.party,
    made_ms: step.made_ms,
    by: step.by?.name ?? null,
  });
  const of = <Name extends CaseStep['act']>(act: Name) => steps.filter((one): one is Act<Name> => one.act === act);
  const drafts = of('release_drafted').map((step): StandingRelease => {
    const { release } = step;
    const sha256 = context.digest(release);
    const id = stepId(step);
    // The latest signature of each party that counts; those that do not are told with what is wrong.
    const signed = of('release_signed')
      .filter(({ draft }) => draft === id)
      .map((one) => ({ ...made(one), signature: one.signature, but: signatureObjection(one, release, sha256) }));
    const no = of('release_declined').find(({ draft, party }) => draft === id && ground.parties.includes(party));
    const but = draftObjection(step);
    const isWhole = release.parties.every((party) => signed.some((one) => one.party === party && one.but === null));
    const state = but !== null ? 'void' : isWhole ? 'released' : no === undefined ? 'waits' : 'declined';
    const declined = no === undefined ? null : { ...made(no), reason: no.reason };
    return { ...made(step), release, sha256, signed, declined, state, but };
  });
  const last = Math.max(0, ...drafts.map(({ state, release }) => (state === 'released' ? release.version : 0)));
  return drafts.map((one, i) => {
    if (one.state === 'released' && one.release.version < last) return { ...one, state: 'replaced' };
    if (one.state !== 'waits') return one;
    const later = drafts.slice(i + 1).some(({ state }) => state === 'waits');
    return one.release.version <= last || later ? { ...one, state: 'superseded' } : one;
  });

  function draftObjection({ release, party }: Act<'release_drafted'>): string | null {
    const no = releaseObjection(ground, findings_sha256, context.clauses);
    if (no !== null) return no;
    if (!ground.parties.includes(party)) return `${party} is no party to the case`;
    if (release.parties.join(' ') !== ground.parties.join(' ')) return 'it is not to be signed by all parties';
    const { standing, findings_sha256: sha256 } = release.basis;
    return standing === ground.state && sha256 === findings_sha256 ? null : 'it rests on other findings';
  }

  function signatureObjection(step: Act<'release_signed'>, release: CaseRelease, sha256: string): string | null {
    if (step.sha256 !== sha256) return `it is over another text: SHA-256 ${step.sha256}, this is ${sha256}`;
    return context.objection(step.party, step.signature, release);
  }
}

/** The version that a new draft of a case has. */
export const nextVersion = (releases: readonly StandingRelease[]): number =>
  1 + Math.max(0, ...releases.map(({ state, release }) => (isOut(state) ? release.version : 0)));

/** Whether the public was told it. */
export const isOut = (state: StandingRelease['state']): boolean => state === 'released' || state === 'replaced';
