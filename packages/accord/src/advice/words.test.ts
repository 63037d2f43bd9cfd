import { describe, expect, it } from 'vitest';
import { FT } from '../../test/traffic.ts';
import type { Manoeuvre } from '../outcome.ts';
import { adviceWords } from './words.ts';

const words = (manoeuvres: Manoeuvre[], up_mps = 0, safe = true, lost: string[] = [], loss = safe ? 0 : 1): string =>
  adviceWords({ manoeuvres, safe, h_cpa_m: 3704, loss }, lost, up_mps);
const height = (by_ft: number, to_ft: number): Manoeuvre => ({
  kind: 'vertical',
  by_m: by_ft * FT,
  to_altitude_m: to_ft * FT,
  rate_mps: Math.sign(by_ft) * 5.08,
});

const turn = (by_deg: number, to_track_deg: number): Manoeuvre => ({ kind: 'turn', by_deg, to_track_deg });

describe('adviceWords', () => {
  it('names the side, the amount and the track of a turn, in three digits', () => {
    expect(words([turn(20, 95)])).toBe('Turn right 20°, track 095° true');
    expect(words([turn(-5, 355.2)])).toBe('Turn left 5°, track 355° true');
    expect(words([turn(10, 359.7)])).toBe('Turn right 10°, track 000° true');
  });

  it('speaks of heights in feet with their thousands apart, and of the rate', () => {
    expect(words([height(1000, 26_500)])).toBe('Climb at 1,000 ft/min to 26,500 ft');
    expect(words([height(-500, 900)])).toBe('Descend at 1,000 ft/min to 900 ft');
    expect(words([height(1500, 100_000)])).toBe('Climb at 1,000 ft/min to 100,000 ft');
  });

  it('says stop or reduce to one that climbs or descends already', () => {
    expect(words([{ ...height(190, 14_000), rate_mps: 12 } as Manoeuvre], 12)).toBe('Stop climb at 14,000 ft');
    expect(words([{ ...height(-190, 14_000), rate_mps: -12 } as Manoeuvre], -12)).toBe('Stop descent at 14,000 ft');
    expect(words([height(1000, 15_000)], 12)).toBe('Reduce climb to 1,000 ft/min, stop at 15,000 ft');
    expect(words([height(-1000, 13_000)], 12)).toBe('Descend at 1,000 ft/min to 13,000 ft');
    expect(words([height(1000, 15_000)], -12)).toBe('Climb at 1,000 ft/min to 15,000 ft');
  });

  it('tells speeds in knots', () => {
    expect(words([{ kind: 'speed', by_mps: -10, to_mps: 190 }])).toBe('Reduce ground speed to 369 kt');
    expect(words([{ kind: 'speed', by_mps: 10, to_mps: 210 }])).toBe('Increase ground speed to 408 kt');
  });

  it('reads out several as one order: turn, height, speed', () => {
    expect(words([turn(30, 120), height(500, 5500), { kind: 'speed', by_mps: 10, to_mps: 100 }])).toBe(
      'Turn right 30°, track 120° true, climb at 1,000 ft/min to 5,500 ft, increase ground speed to 194 kt',
    );
  });

  it('asks to hold what is flown already', () => {
    expect(words([turn(1, 120), height(20, 5500), { kind: 'speed', by_mps: 0.5, to_mps: 100 }])).toBe(
      'Hold track 120° true, hold 5,500 ft, hold ground speed 194 kt',
    );
  });

  it('never hides that the minima cannot be kept', () => {
    expect(words([turn(90, 90)], 0, false)).toBe(
      'Turn right 90°, track 090° true; minima cannot be kept, widest miss found 2.0 NM',
    );
    expect(words([turn(90, 90)], 0, false, [], 0.2)).toBe('Turn right 90°, track 090° true; minima may be lost');
    expect(words([], 0, false)).toBe('No manoeuvre tried widens the miss; hold and look out');
    expect(words([], 0, false, [], 0.2)).toBe('Hold present track and height; minima may be lost');
    expect(words([])).toBe('Hold present track and height');
    expect(words([], 0, true, ['SEP-1'])).toBe('Hold present track and height; SEP-1 may be lost');
  });
});
