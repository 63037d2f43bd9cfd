import type { Clause } from '../memorandum/kinds.ts';
import type { CaseFile } from '../outcome.ts';
import { baseOf, type CaseBase } from './base.ts';
import { sameEncounter } from './join.ts';
import { type Candidate, candidatesFor } from './match.ts';
import type { Report } from './report.ts';
import { type CaseStep, headOf } from './step.ts';
import { type CaseMatter, type CaseWork, findingsAt, headsOf, type WorkContext, workOf } from './work.ts';

/** More than these no case of people has; beyond it a step is refused. */
export const MOST_STEPS = 1_000;
const MOST_REPORTS = 100_000;
/** Texts for the public are long: of one case there are no more. */
const MOST_DRAFTS = 40;

/** What is done with reports; they stay with the party of who filed them. */
export type ReportStep =
  | { readonly step: 'report_filed'; readonly report: Report }
  | { readonly step: 'report_linked'; readonly report: string; readonly case: string; readonly made_ms: number }
  | { readonly step: 'report_withdrawn'; readonly report: string; readonly reason: string; readonly made_ms: number };

/** A report with what became of it. */
export type StandingReport = {
  readonly report: Report;
  readonly case: string | null;
  readonly withdrawn: { readonly reason: string; readonly made_ms: number } | null;
};

/** Why a step is not taken. */
export class CaseRefused extends Error {
  override readonly name = 'CaseRefused';
  readonly reason: 'unknown' | 'known' | 'out_of_turn' | 'full' | 'closed' | 'not_the_reporter';

  constructor(reason: CaseRefused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

type Entry = { readonly names: Set<string>; base: CaseBase | null; steps: CaseStep[] };

/**
 * The cases of a node with the work on them, and the reports. All of it follows from the case files that the watch
 * closed and from the steps, whichever came first: who has the same, has the same book.
 */
export class CaseBook {
  readonly #clauses: readonly Clause[];
  readonly #checks: Pick<WorkContext, 'digest' | 'objection'>;
  readonly #entries = new Map<string, Entry>();
  readonly #reports = new Map<string, StandingReport>();
  /** Whether each case was changed since it was asked for last; by any of its names. */
  readonly #works = new WeakMap<Entry, CaseWork>();

  constructor(clauses: readonly Clause[], checks: Pick<WorkContext, 'digest' | 'objection'>) {
    this.#clauses = clauses;
    this.#checks = checks;
  }

  /** What the watch closed. Gives what the work needs of it. */
  closed(file: CaseFile): CaseBase {
    const base = baseOf(file);
    const entry = this.#entries.get(base.id) ?? this.#add(base.id);
    entry.base = base;
    this.#works.delete(entry);
    return base;
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Every case once, in the order in which they came. */
  *all(): Generator<CaseMatter & { readonly names: ReadonlySet<string> }> {
    const seen = new Set<Entry>();
    for (const entry of this.#entries.values()) {
      if (!seen.has(entry)) yield entry;
      seen.add(entry);
    }
  }

  /** @throws CaseRefused unknown */
  matter(name: string): CaseMatter & { readonly names: ReadonlySet<string> } {
    return this.#get(name);
  }

  /** @throws CaseRefused unknown */
  work(name: string, now_ms: number): CaseWork {
    const entry = this.#get(name);
    const known = this.#works.get(entry) ?? workOf(entry, this.#context(now_ms));
    this.#works.set(entry, known);
    // Only deadlines go on by themselves.
    if (known.deadlines.every(({ state }) => state === 'met' || state === 'late')) return known;
    return { ...known, deadlines: workOf(entry, this.#context(now_ms)).deadlines };
  }

  /** What a sign-off made now is over, and its digest. @throws CaseRefused unknown */
  findings(name: string): {
    readonly heads: Record<string, number>;
    readonly findings: unknown;
    readonly sha256: string;
  } {
    const entry = this.#get(name);
    const heads = headsOf(entry.steps);
    const findings = findingsAt(entry, heads, this.#context(0));
    return { heads, findings, sha256: this.#checks.digest(findings) };
  }

  /** The number of the next step of a party under a name of the case. */
  next(party: string, name: string): number {
    return (
      1 +
      (this.#entries.get(name)?.steps ?? []).reduce(
        (last, step) => (step.party === party && step.case === name ? Math.max(last, step.n) : last),
        0,
      )
    );
  }

  /** The instant of the last step of a party in a case; its next one is not before it. */
  lastOf(party: string, name: string): number {
    const steps = this.#entries.get(name)?.steps ?? [];
    return steps.reduce((last, step) => (step.party === party ? Math.max(last, step.made_ms) : last), 0);
  }

  /** Which own case another party's is; null where none fits, or it has been joined already. */
  joins(opened: Extract<CaseStep, { act: 'opened' }>): CaseBase | null {
    if (this.#entries.get(opened.case)?.base !== null) return null;
    const own: CaseBase[] = [];
    for (const { base } of this.all()) if (base !== null) own.push(base);
    return sameEncounter(opened, own);
  }

  /** The case of another party that waits for this one to be recorded here; null where none does. */
  waitsFor(base: CaseBase): string | null {
    for (const { base: own, steps } of this.all()) {
      if (own !== null) continue;
      const opened = steps.find((step) => step.act === 'opened');
      if (opened !== undefined && sameEncounter(opened, [base]) !== null) return opened.case;
    }
    return null;
  }

  /** Whether two names are of two passes that were both recorded here: these never become one case. */
  apart(name: string, other: string): boolean {
    const [one, two] = [this.#entries.get(name), this.#entries.get(other)];
    return one !== two && one?.base != null && two?.base != null;
  }

  /** What keeps a step from being taken; null where nothing does. */
  objection(step: CaseStep): CaseRefused | null {
    const entry = this.#entries.get(step.case);
    const due = this.next(step.party, step.case);
    if (step.n !== due) {
      const known = step.n < due ? 'known' : 'out_of_turn';
      return refusal(known, `step ${step.n} of ${headOf(step)}, where ${due} is due`);
    }
    if (entry === undefined) return null;
    if (entry.steps.length >= MOST_STEPS) return refusal('full', `the case has ${MOST_STEPS} steps`);
    if (step.act === 'release_drafted' && entry.steps.filter(({ act }) => act === step.act).length >= MOST_DRAFTS) {
      return refusal('full', `the case has ${MOST_DRAFTS} texts for the public`);
    }
    if (step.made_ms < this.#lastUnder(entry, step)) {
      return refusal('out_of_turn', 'it is dated before the step of that party before it');
    }
    return null;
  }

  /** Takes a step that is durable. @throws CaseRefused; nothing changed */
  take(step: CaseStep): void {
    const no = this.objection(step);
    if (no !== null) throw no;
    const entry = this.#entries.get(step.case) ?? this.#add(step.case);
    entry.steps = [...entry.steps, step];
    // What another node says of two passes that were recorded here stands among the steps, and joins nothing.
    if (step.act === 'joined' && !this.apart(step.case, step.with)) this.#join(entry, step.with);
    this.#works.delete(entry);
  }

  /** What keeps a step with a report from being taken; `person`: who takes it, null where it was checked before. */
  reportObjection(step: ReportStep, person: string | null): CaseRefused | null {
    if (step.step === 'report_filed') {
      if (this.#reports.has(step.report.id)) return refusal('known', `there is a report ${step.report.id}`);
      return this.#reports.size >= MOST_REPORTS ? refusal('full', `there are ${MOST_REPORTS} reports`) : null;
    }
    const found = this.#reports.get(step.report);
    if (found === undefined) return refusal('unknown', `no report ${step.report} is known`);
    if (step.step === 'report_linked') {
      if (found.withdrawn !== null) return refusal('closed', 'the report was withdrawn');
      return this.has(step.case) ? null : refusal('unknown', `no case ${step.case} is known`);
    }
    if (found.withdrawn !== null) return refusal('known', 'the report was withdrawn before');
    if (person !== null && person !== found.report.person) {
      return refusal('not_the_reporter', 'only who filed a report withdraws it');
    }
    return null;
  }

  /** Takes a step with a report that is durable. @throws CaseRefused; nothing changed */
  takeReport(step: ReportStep): void {
    const no = this.reportObjection(step, null);
    if (no !== null) throw no;
    if (step.step === 'report_filed') {
      this.#reports.set(step.report.id, { report: step.report, case: null, withdrawn: null });
      return;
    }
    const found = this.#reports.get(step.report)!;
    const { made_ms } = step;
    const changed =
      step.step === 'report_linked'
        ? { ...found, case: step.case }
        : { ...found, withdrawn: { reason: step.reason, made_ms } };
    this.#reports.set(step.report, changed);
  }

  report(id: string): StandingReport | null {
    return this.#reports.get(id) ?? null;
  }

  reports(): readonly StandingReport[] {
    return [...this.#reports.values()];
  }

  /** Recorded cases that a report may be about. */
  candidates(report: Report): readonly Candidate[] {
    const bases: CaseBase[] = [];
    for (const { base } of this.all()) if (base !== null) bases.push(base);
    return candidatesFor(report, bases);
  }

  #join(entry: Entry, name: string): void {
    const other = this.#entries.get(name);
    if (other === entry) return;
    entry.base ??= other?.base ?? null;
    entry.steps = [...entry.steps, ...(other?.steps ?? [])];
    for (const one of [name, ...(other?.names ?? [])]) {
      entry.names.add(one);
      this.#entries.set(one, entry);
    }
  }

  #add(name: string): Entry {
    const entry: Entry = { names: new Set([name]), base: null, steps: [] };
    this.#entries.set(name, entry);
    return entry;
  }

  #get(name: string): Entry {
    const found = this.#entries.get(name);
    if (found === undefined) throw refusal('unknown', `no case ${name} is known`);
    return found;
  }

  #lastUnder(entry: Entry, { party, case: name }: CaseStep): number {
    return entry.steps.reduce(
      (last, step) => (step.party === party && step.case === name ? Math.max(last, step.made_ms) : last),
      0,
    );
  }

  #context(now_ms: number): WorkContext {
    return { clauses: this.#clauses, now_ms, ...this.#checks };
  }
}

const refusal = (reason: CaseRefused['reason'], message: string) => new CaseRefused(reason, message);
