import { describe, expect, it } from 'vitest';
import { FT } from '../../test/traffic.ts';
import type { Manoeuvre } from '../outcome.ts';
import { adviceWords } from './words.ts';

const words = (manoeuvre: Manoeuvre | null, up_mps = 0, safe = true, lost: string[] = []): string =>
  adviceWords({ manoeuvre, safe, h_cpa_m: 3704 }, lost, up_mps);
const height = (by_ft: number, to_ft: number): Manoeuvre => ({
  kind: 'vertical',
  by_m: by_ft * FT,
  to_altitude_m: to_ft * FT,
  rate_mps: Math.sign(by_ft) * 5.08,
});

describe('adviceWords', () => {
  it('names the side, the amount and the track of a turn, in three digits', () => {
    expect(words({ kind: 'turn', by_deg: 20, to_track_deg: 95 })).toBe('Turn right 20°, track 095° true');
    expect(words({ kind: 'turn', by_deg: -5, to_track_deg: 355.2 })).toBe('Turn left 5°, track 355° true');
    expect(words({ kind: 'turn', by_deg: 10, to_track_deg: 359.7 })).toBe('Turn right 10°, track 000° true');
  });

  it('speaks of heights in feet with their thousands apart', () => {
    expect(words(height(1000, 26_500))).toBe('Climb 1,000 ft to 26,500 ft');
    expect(words(height(-500, 900))).toBe('Descend 500 ft to 900 ft');
    expect(words(height(1500, 100_000))).toBe('Climb 1,500 ft to 100,000 ft');
  });

  it('says stop to one that climbs or descends already', () => {
    expect(words(height(190, 14_000), 12)).toBe('Stop climb at 14,000 ft');
    expect(words(height(-190, 14_000), -12)).toBe('Stop descent at 14,000 ft');
    expect(words(height(-1000, 13_000), 12)).toBe('Descend 1,000 ft to 13,000 ft');
    expect(words(height(1000, 15_000), -12)).toBe('Climb 1,000 ft to 15,000 ft');
  });

  it('tells speeds in knots', () => {
    const slower: Manoeuvre = { kind: 'speed', by_mps: -10, to_mps: 190 };
    expect(words(slower)).toBe('Reduce ground speed 19 kt to 369 kt');
    expect(words({ kind: 'speed', by_mps: 10, to_mps: 210 })).toBe('Increase ground speed 19 kt to 408 kt');
  });

  it('never hides that the minima cannot be kept', () => {
    expect(words({ kind: 'turn', by_deg: 90, to_track_deg: 90 }, 0, false)).toBe(
      'Turn right 90°, track 090° true; minima cannot be kept, widest miss found 2.0 NM',
    );
    expect(words(null, 0, false)).toBe('No manoeuvre tried widens the miss; hold and look out');
    expect(words(null)).toBe('Hold present track and height');
    expect(words(null, 0, true, ['SEP-1'])).toBe('Hold present track and height; SEP-1 cannot be kept');
  });
});
