import { describe, expect, test } from 'vitest';
import {
  flagBrief,
  flagDetail,
  flagMeaning,
  fusionWords,
  motionWords,
  partingWords,
  ratePerMinute,
  technologyName,
} from './tracking.ts';

const EVIDENCE = {
  comparisons: 23,
  over_s: 41,
  distance_m: 60.4,
  delay_s: 2.1,
  height_m: 30.48,
  relative_speed_mps: 0.3,
};

describe('why two tracks are one aircraft', () => {
  test('how often compared, over how long, how far apart, how much later, how far above', () => {
    expect(fusionWords(EVIDENCE, 'aviation')).toBe('23 comparisons over 41 s, 60 m apart, 2.1 s later, 100 ft above');
    expect(fusionWords(EVIDENCE, 'metric')).toBe('23 comparisons over 41 s, 60 m apart, 2.1 s later, 30 m above');
  });

  test('what is not known is said, and what is nothing is left out', () => {
    const bare = { ...EVIDENCE, comparisons: 1, delay_s: 0, height_m: null };
    expect(fusionWords(bare, 'aviation')).toBe('1 comparison over 41 s, 60 m apart, no height in common');
    expect(fusionWords({ ...bare, height_m: 0 }, 'aviation')).toContain('at the same height');
  });

  test('before, below, far and fast', () => {
    const other = { ...EVIDENCE, distance_m: 2000, delay_s: -1.25, height_m: -91.44, relative_speed_mps: 10 };
    expect(fusionWords(other, 'aviation')).toBe(
      '23 comparisons over 41 s, 1.08 NM apart, 1.3 s earlier, 300 ft below, 19 kt of speed left over',
    );
  });

  test('and why they are two again', () => {
    expect(partingWords('apart')).toContain('farther apart than their errors allow');
  });
});

test('what it is doing: to which side it turns, and how fast', () => {
  expect(motionWords({ mode: 'straight', climb: 'level', turn_rate_degps: 0.1 })).toBe('straight, level');
  expect(motionWords({ mode: 'turning', climb: 'climbing', turn_rate_degps: -3.04 })).toBe(
    'turning left at 3.0°/s, climbing',
  );
  expect(motionWords({ mode: 'turning', climb: 'descending', turn_rate_degps: null })).toBe('turning, descending');
  expect(motionWords({ mode: 'unknown', climb: 'unknown', turn_rate_degps: null })).toBe(
    'turn not known, climb not known',
  );
});

test('a rate below ten keeps its tenth, and none is a dash', () => {
  expect(ratePerMinute(1.96)).toBe('2.0 a minute');
  expect(ratePerMinute(60.4)).toBe('60 a minute');
  expect(ratePerMinute(null)).toBe('—');
});

test('what is added to a flag is a sentence', () => {
  expect(flagDetail('its height is 155 ft off')).toBe('Its height is 155 ft off.');
  expect(flagDetail('Twice heard.')).toBe('Twice heard.');
  expect(flagDetail(' ')).toBe('');
});

test('a word that a newer node brings is shown as it is', () => {
  expect(flagBrief('spoofing_suspected')).toBe('spoofed?');
  expect(flagBrief('of_tomorrow' as 'noise')).toBe('of tomorrow');
  expect(flagMeaning('of_tomorrow' as 'noise')).toBe('');
  expect(technologyName('adsr')).toBe('ADS-R');
  expect(technologyName('telepathy')).toBe('telepathy');
});
