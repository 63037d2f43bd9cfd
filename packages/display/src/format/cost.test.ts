import { expect, test } from 'vitest';
import { costWords } from './cost.ts';

const NOTHING = { turn_deg: 0, height_m: 0, speed_mps: 0, extra_m: 0, delay_s: 0 };

test.each([
  [{ turn_deg: -20, extra_m: 420, delay_s: 6.4 }, 'costs 20°, 420 m of way and 6 s'],
  [{ turn_deg: 10, height_m: -152.4, speed_mps: 5.144 }, 'costs 10°, 500 ft and 10 kt'],
  [{ delay_s: 4 }, 'costs 4 s'],
  [{ extra_m: 3704 }, 'costs 2.00 NM of way'],
  [{ extra_m: 200, delay_s: -5 }, 'costs 200 m of way, arrives 5 s sooner'],
  [{ delay_s: -5 }, 'arrives 5 s sooner'],
  [{ turn_deg: 0.4, height_m: 3, speed_mps: 0.2, extra_m: 2, delay_s: 0.3 }, null],
])('%o %s', (cost, words) => {
  expect(costWords({ ...NOTHING, ...cost }, 'aviation')).toBe(words);
});
