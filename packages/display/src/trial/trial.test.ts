import { describe, expect, test } from 'vitest';
import { onePage } from '../../build/single-file.ts';
import { sampleTrial } from '../../test/sampleTrial.ts';
import { agrees, askedWords, eventWords } from './events.ts';
import { fly, marksOf, placeAt, separations } from './flight.ts';
import { entriesOf, isLate } from './list.ts';
import { readReport } from './report.ts';
import { axisTo, histogram, quantileOf } from './scale.ts';
import { chance, figure, MEASURES, tickWords, way } from './words.ts';

const report = sampleTrial();
const [ours = null, peer = null] = report.conditions;
const every = { cls: 'all', delay: 'any', outcome: 'any', search: '' } as const;

describe('a report', () => {
  test('comes back as it was written', () => {
    expect(readReport(JSON.stringify(report))).toEqual(report);
  });

  test('that was never filled says how to write one', () => {
    expect(() => readReport('null')).toThrow('skyaccord trial encounters FILE --report report.html');
  });

  test('of another version is not guessed at', () => {
    expect(() => readReport('{"format":"skyaccord-trial-report","version":2}')).toThrow(
      'it holds skyaccord-trial-report 2',
    );
  });
});

describe('an encounter flown again from what its crews were told', () => {
  test.each(report.encounters.map((one, index) => ({ id: one.id, one, index })))(
    '$id comes to what was recorded',
    ({ one, index }) => {
      const flown = fly(one, { sensors: 'noisy', equipped: 'own' }, ours?.briefings?.[index] ?? null);
      const row = ours?.rows?.[index];
      if (row == null) throw new Error('the sample has no row');
      expect(agrees(flown.outcome, row)).toBe(true);
      const changed = row.with(7, row[7] + 30) as unknown as typeof row;
      expect(agrees(flown.outcome, changed)).toBe(false);
    },
  );

  test('is told of in order: alert and command, response, end', () => {
    const flown = fly(report.encounters[0]!, { sensors: 'noisy', equipped: 'own' }, ours?.briefings?.[0] ?? null);
    const marks = marksOf(flown, ours?.briefings?.[0] ?? []);
    expect(marks.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['alert', 'command', 'response', 'back', 'clear']),
    );
    expect(marks.map(({ t_s }) => t_s)).toEqual(marks.map(({ t_s }) => t_s).toSorted((a, b) => a - b));
    const [alert, response] = [
      marks.find(({ kind }) => kind === 'alert'),
      marks.find(({ kind }) => kind === 'response'),
    ];
    expect((response?.t_s ?? 0) - (alert?.t_s ?? 0)).toBe(5);
  });

  test('by the plans meets at 60 s, and the guided one stays apart', () => {
    const [one] = report.encounters;
    const bare = separations(fly(one!, { sensors: 'noisy', equipped: 'own' }, null).paths, 1);
    expect(bare[60]?.horizontal_m).toBeLessThan(1);
    const flown = separations(fly(one!, { sensors: 'noisy', equipped: 'own' }, ours?.briefings?.[0] ?? null).paths, 1);
    expect(Math.min(...flown.map(({ horizontal_m }) => horizontal_m))).toBeGreaterThan(200);
  });

  test('stands between two seconds where the straight line is', () => {
    const { paths } = fly(report.encounters[0]!, { sensors: 'noisy', equipped: 'own' }, null);
    expect(placeAt(paths[0]!, 10.25).north_m).toBeCloseTo(1025, 6);
    expect(placeAt(paths[0]!, 1e9)).toEqual(placeAt(paths[0]!, 120));
  });
});

describe('the list of encounters', () => {
  test.each([
    ['any', ['E00000', 'E00001', 'E00002', 'E00003']],
    [
      'prevented',
      report.encounters.flatMap(({ id }, i) =>
        report.unmitigated.rows[i]?.[1] === 1 && ours?.rows?.[i]?.[1] === 0 ? [id] : [],
      ),
    ],
    ['lost', report.encounters.flatMap(({ id }, i) => (ours?.rows?.[i]?.[1] === 1 ? [id] : []))],
  ] as const)('outcome %s', (outcome, ids) => {
    expect(ids.length).toBeGreaterThan(0);
    expect(entriesOf(report, ours, peer, { ...every, outcome }).map(({ id }) => id)).toEqual(ids);
  });

  test('by class, by crew, by id', () => {
    const ids = (filter: Partial<Parameters<typeof entriesOf>[3]>) =>
      entriesOf(report, ours, peer, { ...every, ...filter }).map(({ id }) => id);
    expect(ids({ cls: 'manned' })).toEqual(['E00000', 'E00001', 'E00002']);
    expect(ids({ delay: 'never' })).toEqual(['E00001']);
    expect(ids({ delay: '10', cls: 'terminal' })).toEqual(['E00002']);
    expect(ids({ search: ' e00003 ' })).toEqual(['E00003']);
    expect(ids({ search: 'nothing' })).toEqual([]);
  });

  test('an alert at the moment of the loss is late, one before is not, and without a loss none is', () => {
    expect(isLate([0, 1, 1, 1, 40], 40)).toBe(true);
    expect(isLate([0, 1, 1, 1, 40], 39)).toBe(false);
    expect(isLate([0, 1, 1, 1, 40], null)).toBe(true);
    expect(isLate([0, 0, 9, 3, null], null)).toBe(false);
  });
});

describe('figures', () => {
  test('nothing happens less often than never', () => {
    const metrics = report.conditions[0]?.metrics['all/responding'];
    if (metrics === undefined) throw new Error('no figures');
    const reversals = { per_responded: 0.013, ci95: [-0.013, 0.039], share_with_any: 0.013 } as const;
    const measure = MEASURES.find(({ key }) => key === 'reversals');
    expect(measure?.of({ ...metrics, reversals })).toEqual({ value: 0.013, low: 0, high: 0.039 });
  });

  test('an axis holds the most, at round ticks, few of them', () => {
    expect(axisTo(0.79)).toEqual({ end: 0.8, ticks: [0, 0.2, 0.4, 0.6000000000000001, 0.8] });
    expect(axisTo(0).end).toBe(1);
    expect(axisTo(Number.NaN).end).toBe(1);
    for (const most of [0.003, 0.1, 0.99, 1, 7, 49, 123, 9999]) {
      const { end, ticks } = axisTo(most);
      expect(end).toBeGreaterThanOrEqual(most * (1 - 1e-9));
      expect(end).toBeLessThanOrEqual(most * 2);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
    expect(axisTo(300, 0.3048).ticks.map((tick) => Math.round(tick / 0.3048))).toEqual([0, 200, 400, 600, 800, 1000]);
  });

  test('a histogram counts everything once', () => {
    expect(histogram([-1, 0, 4.9, 5, 10, 99], 10, 2)).toEqual([3, 3]);
    expect(quantileOf([3, 1, 2], 0.5)).toBe(2);
    expect(quantileOf([], 0.5)).toBe(null);
  });

  test('are said in their units', () => {
    expect(figure('share', 0.1234, 'aviation')).toBe('12.3 %');
    expect(figure('ratio', null, 'aviation')).toBe('—');
    expect(way(-12.4, 'aviation')).toBe('−12 m');
    expect(way(-0.4, 'aviation')).toBe('0 m');
    expect(way(18_520, 'aviation')).toBe('10.0 NM');
    expect(tickWords('share', 0.025, 'metric')).toBe('2.5 %');
    expect(chance(1e-12)).toBe('p < 0.0001');
    expect(chance(0.0421)).toBe('p = 0.04');
  });

  test('commands are said as they would be spoken', () => {
    expect(askedWords([0, 1, Math.PI / 2, null, -5.08], 'aviation')).toBe('Turn to 090°, descend at 1,000 ft/min.');
    expect(askedWords([0, 1, null, 51.444, 0], 'aviation')).toBe('Level off, fly 100 kt.');
    expect(askedWords([0, 1, null, null, null], 'aviation')).toBe(null);
    expect(eventWords({ t_s: 3, aircraft: 1, kind: 'loss', told: null }, ['own', 't1'], 'aviation')).toBe(
      '▲ Well clear of t1 lost.',
    );
  });
});

describe('one file', () => {
  const html =
    '<head><title>T</title><script type="module" crossorigin src="./a.js"></script>' +
    '<link rel="stylesheet" href="./a.css"></head><body></body>';

  test('asks nobody for anything, and its script cannot end early', () => {
    const page = onePage(html, 'const a = "</script><!--";', 'b { color: red }');
    expect(page).not.toMatch(/src=|href=/);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(page).toContain('const a = "\\x3C/script>\\x3C!--";');
    expect(page).toMatch(/default-src 'none'; script-src 'sha256-[\w+/]{43}='/);
  });
});
