import type { EncounterClass } from '../memorandum/memorandum.ts';
import type { Figures } from './figures.ts';
import type { ReportedCall } from './on_word.ts';
import type { CaseRelease } from './release.ts';
import type { BarrierTable, Content, RiskClass, Stance } from './words.ts';

/** One aircraft of a case, as the party that opened the case names it; what is not known, or not shown, is null. */
export type CaseSide = {
  readonly track: string | null;
  readonly callsign: string | null;
  readonly party: string | null;
};

/** What is done with a case. Texts are whole sentences by people, as they wrote them. */
export type CaseAct =
  /**
   * The case stands at this party's node: recorded by its watch, or reported by one of its people. `withheld`: names of
   * what is not shown, by the memorandum's tables.
   */
  | {
      readonly act: 'opened';
      readonly basis: 'watch' | 'report';
      readonly time_ms: number | null;
      readonly sides: readonly [CaseSide, CaseSide];
      readonly parties: readonly string[];
      readonly class: EncounterClass | null;
      readonly clause: string | null;
      readonly recorded: Figures;
      readonly withheld: readonly string[];
    }
  /** Two cases are one encounter: this one, and `with`, as another party's node names it. */
  | { readonly act: 'joined'; readonly with: string }
  /**
   * What the party says happened; `full`: the final one. `figures` are as reported; `withheld` names figures that are
   * kept back, each with a commitment to its value.
   */
  | {
      readonly act: 'account';
      readonly full: boolean;
      readonly text: string;
      readonly figures: Figures;
      readonly contents: readonly Content[];
      readonly withheld: Readonly<Record<string, string>>;
      /** Calls that were made or heard, as the party reports them. */
      readonly calls?: readonly ReportedCall[];
    }
  | { readonly act: 'commented'; readonly text: string }
  | { readonly act: 'stance'; readonly stance: Stance; readonly reason: string }
  | { readonly act: 'risk'; readonly class: RiskClass; readonly barriers: BarrierTable; readonly reason: string }
  | { readonly act: 'recommended'; readonly to: string; readonly text: string }
  /** `recommendation`: the id of the step that made it. */
  | { readonly act: 'answered'; readonly recommendation: string; readonly accepted: boolean; readonly reason: string }
  | { readonly act: 'reviewed'; readonly held_ms: number; readonly text: string }
  /** A file that is kept beside the journal, under its digest; `shared`: the other parties are given it too. */
  | {
      readonly act: 'attached';
      readonly name: string;
      readonly media_type: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly shared?: boolean;
    }
  /** The report on which this party's case rests was withdrawn by who had filed it. */
  | { readonly act: 'report_withdrawn'; readonly report: string; readonly reason: string }
  /**
   * The party's signature over the findings as they stand after the steps that `heads` counts, by `party case`. What is
   * signed follows from these; `sha256` is its digest.
   */
  | {
      readonly act: 'signed_off';
      readonly heads: Readonly<Record<string, number>>;
      readonly sha256: string;
      readonly signature: string;
    }
  /** What the public may be told of the case, once it is closed: a first text, a correction or a withdrawal. */
  | { readonly act: 'release_drafted'; readonly release: CaseRelease }
  /** The party's signature over a draft; `draft`: the id of its step, `sha256` of the release in canonical form. */
  | { readonly act: 'release_signed'; readonly draft: string; readonly sha256: string; readonly signature: string }
  | { readonly act: 'release_declined'; readonly draft: string; readonly reason: string };

/** Acts about telling the public: they come after the findings were signed, and are no part of them. */
export const isOfRelease = ({ act }: Pick<CaseAct, 'act'>): boolean =>
  act === 'release_drafted' || act === 'release_signed' || act === 'release_declined';

/**
 * One step of the work on a case, as the journals of all parties concerned hold it. `n` counts the steps of this party
 * under this name of the case, from 1; `by`: the person, null where the node did it by itself.
 */
export type CaseStep = {
  readonly case: string;
  readonly party: string;
  readonly n: number;
  readonly made_ms: number;
  readonly by: { readonly id: string; readonly name: string } | null;
} & CaseAct;

/** The step's own name: the same in every journal. */
export const stepId = ({ party, case: name, n }: Pick<CaseStep, 'party' | 'case' | 'n'>): string =>
  `${party} ${name} ${n}`;
/** Whose steps under which name of the case, as `heads` counts them. */
export const headOf = ({ party, case: name }: Pick<CaseStep, 'party' | 'case'>): string => `${party} ${name}`;

/** The order in which steps are weighed: the same everywhere, whatever order they arrived in. */
export function inOrder(a: CaseStep, b: CaseStep): number {
  if (a.made_ms !== b.made_ms) return a.made_ms - b.made_ms;
  const [first, second] = [headOf(a), headOf(b)];
  return first === second ? a.n - b.n : first < second ? -1 : 1;
}
