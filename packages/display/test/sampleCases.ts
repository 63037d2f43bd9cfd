import {
  type CaseAct,
  CaseBook,
  type CaseStep,
  caseSheet,
  MAY_TAKE,
  type Report,
  readReport,
  type TallyBy,
  tallied,
  tallyCase,
} from '@skyaccord/accord';
import { MEMORANDUM, START_MS } from './sample.ts';
import { CASE } from './sampleCase.ts';

const PARTY = 'aldren';

/** The work on cases of the stand-in: what is posted is taken as a node takes it, and told again. */
export class StandInCases {
  readonly posted: { what: string; body: unknown }[] = [];
  readonly #book = new CaseBook(MEMORANDUM.clauses, { digest: () => 'f'.repeat(64), objection: () => null });

  constructor() {
    this.#book.closed(CASE);
  }

  /** Null: nothing of its own is kept there. */
  get(pathname: string, search: URLSearchParams): unknown {
    const [, id = '', what] = /^\/api\/v1\/cases\/([^/]+)\/(work|report|findings)$/.exec(pathname) ?? [];
    if (what !== undefined && this.#book.has(id)) {
      const work = this.#book.work(id, START_MS);
      if (what === 'work') return { work, party: PARTY, may: Object.keys(MAY_TAKE) };
      if (what === 'findings') return this.#book.findings(id);
      const rest = { verdicts: [], calls: [], reconstruction: null, at_ms: START_MS };
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

  #step(name: string, { step: act }: { step: CaseAct }): CaseStep {
    const { withhold: _none, ...rest } = act as CaseAct & { withhold?: unknown };
    const n = this.#book.next(PARTY, name);
    const more = act.act === 'account' ? { withheld: {} } : {};
    const by = { id: 'demo', name: 'Demo' };
    const step = { case: name, party: PARTY, n, made_ms: START_MS, by, ...rest, ...more } as CaseStep;
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
