import { describe, expect, it } from 'vitest';
import { every, type Flight, memorandumWith, NM, ofKind, play, reportsOf, WIDE } from '../../test/traffic.ts';
import { CaseBook } from '../casework/book.ts';
import type { CaseStep } from '../casework/step.ts';
import { BARRIERS, type BarrierTable } from '../casework/words.ts';
import type { Block } from '../memorandum/render/sheet.ts';
import { sheetText } from '../memorandum/render/text.ts';
import { Watch } from '../watch.ts';
import { plottedSamples } from './plots.ts';
import { type CaseReport, caseSheet } from './sheet.ts';

const memorandum = memorandumWith(WIDE);
const a: Flight = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 3000, track_deg: 0, speed_mps: 100 };
const b: Flight = { ...a, address: 'd2b001', east_m: 2 * NM, north_m: -6000, speed_mps: 146 };
const watch = new Watch({ memorandum });
const outcomes = [
  ...play(watch, [...reportsOf(a, every(0, 320)), ...reportsOf(b, every(0.5, 320))]),
  ...watch.finish(),
];
const file = ofKind(outcomes, 'case_closed')[0]!.case;

const book = new CaseBook(memorandum.clauses, { digest: () => 'f'.repeat(64), objection: () => null });
book.closed(file);
const table = Object.fromEntries(BARRIERS.map((one) => [one, { available: 'partial', effect: 'ineffective' }]));
const common = { case: file.id, party: 'nc', by: { id: 'p', name: 'A. Nord' } };
const at = (n: number) => ({ ...common, n, made_ms: file.closed_ms + n * 60_000 });
const STEPS: CaseStep[] = [
  {
    ...at(1),
    act: 'account',
    full: true,
    text: 'We never saw them.',
    figures: { h_cpa_m: 100 },
    contents: ['account'],
    withheld: { v_cpa_m: '0'.repeat(64) },
  },
  { ...at(2), act: 'risk', class: 'B', barriers: table as BarrierTable, reason: 'Late sighting.' },
  { ...at(3), act: 'recommended', to: 'mu', text: 'Call before overtaking.' },
  { ...at(4), act: 'stance', stance: 'acknowledged', reason: 'Seen on tape.' },
];
for (const step of STEPS) book.take(step);
const report: CaseReport = {
  file,
  work: book.work(file.id, file.closed_ms + 3_600_000),
  memorandum,
  verdicts: [],
  calls: [],
  on_word: [],
  reconstruction: null,
  at_ms: file.closed_ms + 3_600_000,
};
const blocks = (type: Block['type'], language = 'en') =>
  caseSheet(report, language).blocks.filter((block) => block.type === type);

describe('the report of a case', () => {
  it('tells what was recorded, said and found, in each language', () => {
    const [en, fr] = [sheetText(caseSheet(report, 'en')), sheetText(caseSheet(report, 'fr'))];
    for (const words of ['Standing: acknowledged', 'Risk class: not agreed by all parties', 'they differ: 1.95 NM']) {
      expect(en).toContain(words);
    }
    for (const words of ['État: reconnu', 'écart: 1,95 NM', 'distance verticale: non communiqué', 'Barrières']) {
      expect(fr).toContain(words);
    }
    for (const text of [en, fr]) {
      for (const words of ['We never saw them.', 'Late sighting.', 'Call before overtaking.', 'A. Nord', 'WIDE']) {
        expect(text).toContain(words);
      }
    }
    const plain = (text: string) => text.split('\n').filter((line) => line.trim() !== '').length;
    expect(plain(fr)).toBe(plain(en));
  });

  it('prints calls of an account as reported, with what the clauses say on its word, and none of them as recorded', () => {
    const [reported, recorded] = [
      {
        at: { earliest_ms: file.opened_ms, latest_ms: file.opened_ms + 10_000 },
        says: 'read_back',
        by: 'nc',
        clause: 'SAY',
        step: 2,
        frequency_mhz: 121.5,
        track: 'd1a001',
      },
      { at: { earliest_ms: file.opened_ms, latest_ms: file.opened_ms }, says: 'clearance', by: 'mu', clause: 'RING' },
    ] as const;
    const [account] = report.work.accounts;
    const work = { ...report.work, accounts: [{ ...account!, calls: [reported] }] };
    const verdict = {
      clause: 'SAY',
      subjects: [],
      recorded: 'cannot_tell',
      answer: 'breached',
      why: 'done_late',
    } as const;
    const told = { ...report, work, calls: [recorded], on_word: [{ ...verdict, on_word_of: ['nc'] }] };
    for (const [language, words] of [
      [
        'en',
        ['Calls, as reported. On the word of', 'read back, d1a001', 'cannot tell', 'breached: it was done too late'],
      ],
      [
        'fr',
        ['Appels, tels que déclarés. Sur la foi', 'collationnement, d1a001', 'indéterminé', 'cela a été fait trop'],
      ],
    ] as const) {
      const sheet = caseSheet(told, language);
      for (const one of words) expect(sheetText(sheet)).toContain(one);
      const rows = sheet.blocks.flatMap((block) => (block.type === 'table' ? [block.rows] : []));
      const own = rows.find((some) => some.some((row) => row.includes('SAY, 2')))!;
      const log = rows.find((some) => some.some((row) => row.includes('RING')))!;
      expect([own.length, log.length, own === log]).toEqual([1, 1, false]);
      expect(own[0]![0]).toMatch(/^\d\d:\d\d:\d\dZ – \d\d:\d\d:\d\dZ$/);
    }
    expect(sheetText(caseSheet(report, 'en'))).not.toMatch(/as reported|on the word/);
  });

  it('draws plots whose figures are those of its table, point by point', () => {
    const [plan, range, heights] = blocks('plot').map((block) => (block.type === 'plot' ? block.plot : null));
    const rows = blocks('table')
      .flatMap((block) => (block.type === 'table' ? [block] : []))
      .at(-1)!.rows;
    expect(rows).toHaveLength(file.samples.length);
    expect(range!.lines[0]!.points).toHaveLength(rows.length);
    rows.forEach(([time, range_nm, , a_place, a_ft, b_place, b_ft], i) => {
      const [x_s, y_nm] = range!.lines[0]!.points[i]!;
      expect(new Date(x_s * 1000).toISOString().slice(11, 23)).toBe(time);
      expect(y_nm.toFixed(3)).toBe(range_nm);
      expect(plan!.lines.map(({ points }) => points[i]!.map((one) => one.toFixed(3)).join(' '))).toEqual([
        a_place,
        b_place,
      ]);
      expect(heights!.lines.map(({ points }) => points[i]![1].toFixed(0))).toEqual([a_ft, b_ft]);
    });
    // Every value lies within the axes, and the minimum of the clause is drawn.
    for (const { lines, x, y } of [plan!, range!, heights!]) {
      for (const point of lines.flatMap(({ points }) => points)) {
        expect(point![0]).toBeGreaterThanOrEqual(x.low);
        expect(point![0]).toBeLessThanOrEqual(x.high);
        expect(point![1]).toBeGreaterThanOrEqual(y.low);
        expect(point![1]).toBeLessThanOrEqual(y.high);
      }
    }
    expect(range!.lines[1]).toMatchObject({
      label: 'lateral minimum',
      points: [
        [expect.any(Number), 3],
        [expect.any(Number), 3],
      ],
    });
    expect(plan!.x.high - plan!.x.low).toBeCloseTo(plan!.y.high - plan!.y.low, 9);
  });

  it('has two to eight round numbers on each axis, whole parts of a minute along time', () => {
    for (const block of blocks('plot')) {
      if (block.type !== 'plot') continue;
      for (const { ticks, low, high } of [block.plot.x, block.plot.y]) {
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(9);
        for (const { at } of ticks) expect(at >= low && at <= high + 1e-6).toBe(true);
      }
      if (!block.plot.equal) expect(block.plot.x.ticks.every(({ at }) => at % 10 === 0)).toBe(true);
    }
    const range = blocks('plot').map((block) => (block.type === 'plot' ? block.plot : null))[1]!;
    // The pass fills the plot.
    const span_s = (file.samples.at(-1)!.time_ms - file.samples[0]!.time_ms) / 1000;
    expect(range.x.high - range.x.low).toBeLessThan(1.1 * span_s);
  });

  it('shades a stretch once, however many clauses were lost over it', () => {
    const [loss] = file.encounter.losses;
    const twice = { ...file, encounter: { ...file.encounter, losses: [loss!, { ...loss!, clause: 'NEAR' }] } };
    const plots = caseSheet({ ...report, file: twice }, 'en').blocks.flatMap((one) =>
      one.type === 'plot' ? [one.plot] : [],
    );
    expect(plots.map(({ bands }) => bands.length)).toEqual([0, 1, 1]);
  });

  it('places both aircraft as far apart as it says they were', () => {
    for (const { range_nm, a_nm, b_nm } of plottedSamples(file)) {
      expect(Math.hypot(a_nm[0] - b_nm[0], a_nm[1] - b_nm[1])).toBeCloseTo(range_nm, 1);
    }
  });

  it('stands also where this node recorded nothing of the case', () => {
    const other = new CaseBook(memorandum.clauses, { digest: () => '', objection: () => null });
    other.take({
      ...at(1),
      case: 'theirs',
      act: 'opened',
      basis: 'report',
      time_ms: file.closed_ms,
      sides: [
        { track: null, callsign: 'NORD1', party: 'nc' },
        { track: null, callsign: null, party: null },
      ],
      parties: ['nc'],
      class: null,
      clause: null,
      recorded: {},
      withheld: [],
    });
    const sheet = caseSheet({ ...report, file: null, work: other.work('theirs', file.closed_ms) }, 'en');
    expect(sheet.subtitle).toContain('NORD1 and unidentified');
    expect(sheet.blocks.some(({ type }) => type === 'plot')).toBe(false);
  });
});
