import { describe, expect, it } from 'vitest';
import type { CaseBase } from './base.ts';
import { CaseBook } from './book.ts';
import { sameEncounter } from './join.ts';
import { candidatesFor } from './match.ts';
import { type Report, type ReportBody, readReport } from './report.ts';
import type { CaseStep } from './step.ts';

const T = Date.UTC(2030, 9, 15, 6);

function read(value: unknown): ReportBody {
  const found = readReport(value, T + 3_600_000);
  if ('wrongs' in found) throw new Error(JSON.stringify(found.wrongs));
  return found.report;
}
const base = (id: string, t_cpa_ms: number, callsigns: readonly [string | null, string | null]): CaseBase => ({
  id,
  opened_ms: t_cpa_ms - 60_000,
  closed_ms: t_cpa_ms + 60_000,
  memorandum: 'trial',
  version: 1,
  class: 'crewed/uncrewed',
  clause: 'WIDE',
  breached: [],
  area: null,
  sides: [
    { track: 'd1a001', callsign: callsigns[0], party: 'nc' },
    { track: 'd2b001', callsign: callsigns[1], party: 'mu' },
  ],
  parties: ['mu', 'nc'],
  recorded: { t_cpa_ms, h_cpa_m: 500 },
  place: { latitude_deg: 45, longitude_deg: 7 },
});
const filed = (body: ReportBody): Report => ({
  ...body,
  id: 'r1',
  party: 'nc',
  person: 'p1',
  personal: null,
  filed_ms: T + 3_600_000,
});

describe('a report', () => {
  it('needs nothing but what happened: all else is unknown where it is left out', () => {
    const report = read({ what_happened: 'A drone passed below us.' });
    expect(report).toMatchObject({ time_ms: null, horizontal_m: null, weather: null, own: { crewed: null } });
    expect(readReport({}, T)).toMatchObject({ wrongs: [{ field: 'what_happened', reason: 'missing' }] });
  });

  it('is refused with the field, the value and what to do', () => {
    const told = {
      what_happened: 'It was near.',
      time: '2030-10-16T06:00:00Z',
      latitude_deg: 45,
      own: { heading_deg: 400, lights: 'green' },
    };
    const found = readReport(told, T);
    expect('wrongs' in found ? found.wrongs.map(({ field, reason }) => [field, reason]) : []).toEqual([
      ['own.heading_deg', 'out of range'],
      ['own.lights', 'not one of the known words'],
      ['time', 'it is yet to come'],
      ['latitude_deg', 'half a position'],
    ]);
  });

  it('is held against recorded cases by time, place and callsigns, the best first', () => {
    const report = filed(
      read({
        what_happened: 'Too near.',
        time: '2030-10-15T06:04:00Z',
        latitude_deg: 45.1,
        longitude_deg: 7,
        own: { callsign: 'nord 12' },
      }),
    );
    const cases = [
      base('near-in-time', T + 200_000, [null, null]),
      base('by-name', T, ['NORD12', null]),
      base('hours-away', T + 7_200_000, ['NORD12', null]),
      { ...base('elsewhere', T, ['NORD12', null]), place: { latitude_deg: 46, longitude_deg: 7 } },
    ];
    const found = candidatesFor(report, cases);
    expect(found.map((one) => [one.case, one.callsigns, one.later_ms])).toEqual([
      ['by-name', 1, -240_000],
      ['near-in-time', 0, -40_000],
    ]);
    expect(found[0]?.away_m).toBeGreaterThan(11_000);
    expect(found[0]?.away_m).toBeLessThan(11_200);
  });

  it('without time and names fits nothing', () => {
    expect(candidatesFor(filed(read({ what_happened: 'Near.' })), [base('one', T, ['A', 'B'])])).toEqual([]);
  });

  it('is withdrawn by who filed it, and by nobody else', () => {
    const book = new CaseBook([], { digest: () => '', objection: () => null });
    book.takeReport({ step: 'report_filed', report: filed(read({ what_happened: 'Near.' })) });
    const withdrawn = { step: 'report_withdrawn', report: 'r1', reason: 'It was a bird.', made_ms: T } as const;
    expect(book.reportObjection(withdrawn, 'p2')?.reason).toBe('not_the_reporter');
    expect(book.reportObjection(withdrawn, 'p1')).toBeNull();
    book.takeReport(withdrawn);
    expect(book.report('r1')?.withdrawn?.reason).toBe('It was a bird.');
    expect(book.reportObjection(withdrawn, 'p1')?.reason).toBe('known');
    const linked = { step: 'report_linked', report: 'r1', case: 'x', made_ms: T } as const;
    expect(book.reportObjection(linked, null)?.reason).toBe('closed');
  });
});

describe('two nodes that each opened a case', () => {
  type Opened = Extract<CaseStep, { act: 'opened' }>;
  const opened = (time_ms: number | null, sides: Opened['sides']): Opened => ({
    case: 'theirs',
    party: 'mu',
    n: 1,
    made_ms: T,
    by: null,
    act: 'opened',
    basis: 'watch',
    time_ms,
    sides,
    parties: ['mu', 'nc'],
    class: null,
    clause: null,
    recorded: {},
    withheld: [],
  });
  const side = (track: string | null, callsign: string | null, party: string | null) => ({ track, callsign, party });
  const own = [base('first', T, ['NORD12', null]), base('second', T + 20_000, ['NORD13', null])];

  it('have one encounter by its time and an aircraft that both name, either way round', () => {
    const found = sameEncounter(opened(T + 15_000, [side('x', null, 'mu'), side('y', 'NORD12', 'nc')]), own);
    expect(found?.id).toBe('first');
    expect(sameEncounter(opened(T + 31_000, [side('x', null, 'mu'), side('y', 'NORD12', 'nc')]), own)).toBeNull();
  });

  it('go by the parties where no aircraft is named, the nearest in time, and not between two as near', () => {
    const nameless = [side('x', null, 'mu'), side('y', null, 'nc')] as const;
    expect(sameEncounter(opened(T + 14_000, nameless), own)?.id).toBe('second');
    expect(sameEncounter(opened(T + 10_000, nameless), own)).toBeNull();
    expect(sameEncounter(opened(null, nameless), own)).toBeNull();
    expect(sameEncounter(opened(T, [side('x', null, 'mu'), side('y', null, 'mu')]), own)).toBeNull();
  });

  it('wait for the own case where the other one came first', () => {
    const book = new CaseBook([], { digest: () => '', objection: () => null });
    book.take(opened(T, [side('x', null, 'mu'), side('y', null, 'nc')]));
    expect(book.joins(opened(T, [side('x', null, 'mu'), side('y', null, 'nc')]))).toBeNull();
    expect(book.waitsFor(base('ours', T + 1000, [null, null]))).toBe('theirs');
  });
});
