import {
  type CaseAct,
  CaseBook,
  type CaseRelease,
  type CaseStep,
  caseSheet,
  draftOf,
  MAY_TAKE,
  nextVersion,
  type Report,
  readReport,
  redactionProblems,
  releaseIdOf,
  releaseObjection,
  secretsOf,
  type TallyBy,
  TOLD_FIELDS,
  tallied,
  tallyCase,
} from '@skyaccord/accord';
import { MEMORANDUM, START_MS } from './sample.ts';
import { CASE } from './sampleCase.ts';

const PARTY = 'aldren';
const OTHER = 'borealis';
const PARTIES = [PARTY, OTHER] as const;
type Text = Pick<CaseRelease, 'state' | 'words'> & { readonly plotted: boolean };

/** The work on cases of the stand-in: what is posted is taken as a node takes it, and told again. */
export class StandInCases {
  readonly posted: { what: string; body: unknown }[] = [];
  readonly #book = new CaseBook(MEMORANDUM.clauses, { digest: () => 'f'.repeat(64), objection: () => null });

  constructor() {
    this.#book.closed(CASE);
  }

  /** Null: nothing of its own is kept there. */
  get(pathname: string, search: URLSearchParams): unknown {
    const [, id = '', what] = /^\/api\/v1\/cases\/([^/]+)\/(work|report|findings|release)$/.exec(pathname) ?? [];
    if (what !== undefined && this.#book.has(id)) {
      const work = this.#book.work(id, START_MS);
      if (what === 'work') return { work, party: PARTY, may: Object.keys(MAY_TAKE) };
      if (what === 'findings') return this.#book.findings(id);
      if (what === 'release') return this.#releasing(id, null);
      const rest = { verdicts: [], calls: [], on_word: [], reconstruction: null, at_ms: START_MS };
      const report = { file: CASE, work, memorandum: MEMORANDUM, ...rest };
      return caseSheet(report, search.get('language') ?? 'en');
    }
    if (pathname === '/api/v1/reports') return { reports: this.#book.reports() };
    const report = this.#book.report(/^\/api\/v1\/reports\/([^/]+)$/.exec(pathname)?.[1] ?? '');
    if (report !== null) {
      return { report, candidates: this.#book.candidates(report.report), reporter: { name: 'A. Pilot' } };
    }
    if (pathname !== '/api/v1/tallies') return null;
    const all = [...this.#book.all()].map(({ base }) => tallyCase(base, this.#book.work(base?.id ?? '', START_MS)));
    return { cases: all.length, tallies: tallied(all, (search.get('by') ?? 'class') as TallyBy) };
  }

  post(pathname: string, body: unknown): { status: number; body: unknown } {
    const [, what = '', id = '', more = ''] = /^\/api\/v1\/(cases|reports)\/?([^/]*)\/?(.*)$/.exec(pathname) ?? [];
    this.posted.push({ what: more === '' ? what : `${what}/${more}`, body });
    if (more === 'release/preview') return { status: 200, body: this.#releasing(id, body as Text) };
    if (more === 'releases') {
      const { release } = this.#releasing(id, body as Text);
      return { status: 201, body: this.#step(id, { step: { act: 'release_drafted', release: release! } }) };
    }
    if (what === 'cases') return { status: 201, body: this.#step(id, body as { step: CaseAct }) };
    if (id === '') return this.#file(body as { report: unknown });
    const made_ms = START_MS;
    if (more === 'case') {
      const name = (body as { case: string | null }).case ?? CASE.id;
      this.#book.takeReport({ step: 'report_linked', report: id, case: name, made_ms });
    } else {
      const { reason } = body as { reason: string };
      this.#book.takeReport({ step: 'report_withdrawn', report: id, reason, made_ms });
    }
    return { status: 200, body: this.#book.report(id) };
  }

  /** Both parties agree on a case and sign it off, so that it can be told. */
  agree(name: string): void {
    for (const party of PARTIES) this.#step(name, { step: { act: 'stance', stance: 'agreed', reason: '' } }, party);
    const { heads, sha256 } = this.#book.findings(name);
    for (const party of PARTIES) {
      this.#step(name, { step: { act: 'signed_off', heads, sha256, signature: 'signature' } }, party);
    }
  }

  /** The other party signs the text that waits. */
  signRelease(name: string): void {
    const waiting = this.#book.work(name, START_MS).releases.find(({ state }) => state === 'waits')!;
    const step = { act: 'release_signed', draft: waiting.id, sha256: waiting.sha256, signature: 'signature' } as const;
    this.#step(name, { step }, OTHER);
  }

  #releasing(id: string, text: Text | null) {
    const work = this.#book.work(id, START_MS);
    const signed = work.closed_ms === null ? null : 'f'.repeat(64);
    const but = releaseObjection(work, signed, MEMORANDUM.clauses);
    const rest = { but, languages: MEMORANDUM.languages, told: TOLD_FIELDS };
    if (but !== null || signed === null) return { ...rest, release: null, problems: [] };
    const out = work.releases.find(({ state }) => state === 'released')?.release;
    const { words, plot } = draftOf(CASE, MEMORANDUM, 'agreed');
    const release: CaseRelease = {
      skyaccord: 'release/1',
      id: releaseIdOf(work.time_ms, signed),
      version: nextVersion(work.releases),
      kind: 'case',
      state: text?.state ?? 'published',
      released_ms: START_MS,
      parties: work.parties,
      basis: { standing: 'agreed', findings_sha256: signed },
      words: text?.words ?? out?.words ?? words,
      ...(plot === undefined || text?.plotted === false ? {} : { plot }),
    };
    return { ...rest, release, problems: redactionProblems(release, MEMORANDUM.languages, secretsOf(work, CASE)) };
  }

  #step(name: string, { step: act }: { step: CaseAct }, party = PARTY): CaseStep {
    const { withhold: _none, ...rest } = act as CaseAct & { withhold?: unknown };
    const n = this.#book.next(party, name);
    const more = act.act === 'account' ? { withheld: {} } : {};
    const by = { id: 'demo', name: 'Demo' };
    const step = { case: name, party, n, made_ms: START_MS, by, ...rest, ...more } as CaseStep;
    this.#book.take(step);
    return step;
  }

  #file({ report: value }: { report: unknown }): { status: number; body: unknown } {
    const found = readReport(value, START_MS);
    if ('wrongs' in found) {
      const [{ field, reason, remedy } = { field: '', reason: '', remedy: '' }] = found.wrongs;
      const message = `The report cannot be as it is written. ${field}: ${reason}; ${remedy}.`;
      return { status: 400, body: { error: { code: 'report_invalid', message, remedy, field, value: null } } };
    }
    const id = `r-${this.#book.reports().length + 1}`;
    const report: Report = { id, party: PARTY, person: 'demo', personal: null, filed_ms: START_MS, ...found.report };
    this.#book.takeReport({ step: 'report_filed', report });
    return { status: 201, body: { report, candidates: this.#book.candidates(report) } };
  }
}
