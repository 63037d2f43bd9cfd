import type { AdviceBand } from '@skyaccord/accord';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisWords, stretches } from './bands.ts';
import { likelihoodFigure, likelihoodWords } from './likelihood.ts';

const side = { altitude_datum: 'pressure' } as const;
const band = (from: number, to: number, says: AdviceBand['says']): AdviceBand => ({ from, to, says });

describe('bands in words', () => {
  test.each([
    [
      'track_deg',
      [band(0, 20, 'free'), band(20, 75, 'conflict'), band(75, 360, 'free')],
      'Tracks 020° to 075° conflict; all others are free.',
    ],
    [
      'track_deg',
      [band(0, 75, 'conflict'), band(75, 340, 'free'), band(340, 360, 'conflict')],
      'Tracks 340° to 075° conflict; all others are free.',
    ],
    ['track_deg', [band(0, 360, 'free')], 'Every track is free.'],
    ['altitude_m', [band(300, 12_000, 'recovery')], 'No level keeps the minima; any regains them.'],
    ['track_deg', [band(0, 100, 'conflict'), band(100, 360, 'conflict')], 'Every track conflicts.'],
    [
      'track_deg',
      [band(0, 100, 'conflict'), band(100, 130, 'recovery'), band(130, 360, 'conflict')],
      'Tracks 130° to 100° conflict; 100° to 130° regain the minima soonest.',
    ],
    [
      'altitude_m',
      [band(300, 8534.4, 'free'), band(8534.4, 9448.8, 'conflict'), band(9448.8, 12_000, 'free')],
      'Levels FL280 to FL310 conflict; all others are free.',
    ],
    [
      'vertical_rate_mps',
      [band(-10.16, 2.54, 'conflict'), band(2.54, 10.16, 'free')],
      'Vertical rates −2,000 ft/min to +500 ft/min conflict; all others are free.',
    ],
  ] as const)('%s: %#', (axis, bands, words) => {
    expect(axisWords(axis, bands, side, 'aviation')).toBe(words);
  });

  test('of an axis of which nothing is known there are none', () => {
    expect(axisWords('altitude_m', [], side, 'aviation')).toBe(null);
  });

  test('each track is in just one stretch, whatever the bands', () => {
    const says = fc.constantFrom('free', 'conflict', 'recovery');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 359 }), { maxLength: 8 }),
        fc.array(says, { minLength: 9 }),
        (cuts, kinds) => {
          const ends = [0, ...cuts.toSorted((a, b) => a - b), 360];
          const bands = ends.slice(1).map((to, index) => band(ends[index] ?? 0, to, kinds[index] ?? 'free'));
          for (let track = 0.5; track < 360; track += 7) {
            const own = bands.find(({ from, to }) => from < track && track < to);
            const holding = (['free', 'conflict', 'recovery'] as const).filter((one) =>
              stretches('track_deg', bands, one).some(({ from, to }) =>
                from < to ? from < track && track < to : track > from || track < to,
              ),
            );
            if (own !== undefined) expect(holding).toEqual([own.says]);
          }
        },
      ),
    );
  });
});

describe('a likelihood', () => {
  test.each([
    [0, 'less than 1 in 20', '< 0.01'],
    [0.05, 'about 1 in 10', '0.05'],
    [0.68, 'about 7 in 10', '0.68'],
    [0.94, 'about 9 in 10', '0.94'],
    [0.999, 'more than 19 in 20', '> 0.99'],
  ])('%d', (probability, words, figure) => {
    expect(likelihoodWords(probability)).toBe(words);
    expect(likelihoodFigure(probability)).toBe(figure);
  });
});
