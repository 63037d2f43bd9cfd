import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LiveClock } from './live.ts';
import { PlaybackClock } from './playback.ts';

function hands(start_ms: number) {
  const state = { wall_ms: start_ms, monotonic_ms: 0 };
  return {
    wall: () => state.wall_ms,
    monotonic: () => state.monotonic_ms,
    pass: (ms: number, jump_ms = 0) => {
      state.wall_ms += ms + jump_ms;
      state.monotonic_ms += ms;
    },
  };
}

describe('live clock', () => {
  test('the tick holds all that came until now', () => {
    const { wall, monotonic, pass } = hands(1_000_000);
    const clock = new LiveClock(-1, wall, monotonic);
    expect(clock.step()).toEqual({ tick: 10_000, jumped_ms: null, restart: false });
    pass(1);
    expect(clock.step().tick).toBe(10_001);
    pass(50);
    expect(clock.step().tick).toBeNull();
    pass(50);
    expect(clock.step().tick).toBe(10_002);
  });

  test('a clock set forward is followed and told of', () => {
    const { wall, monotonic, pass } = hands(1_000_000);
    const clock = new LiveClock(-1, wall, monotonic);
    clock.step();
    pass(100, 60_000);
    expect(clock.step()).toEqual({ tick: 10_601, jumped_ms: 60_000, restart: false });
    pass(100);
    expect(clock.step()).toEqual({ tick: 10_602, jumped_ms: null, restart: false });
  });

  test('a clock set back a little is waited for', () => {
    const { wall, monotonic, pass } = hands(1_000_000);
    const clock = new LiveClock(-1, wall, monotonic);
    clock.step();
    pass(100, -1_000);
    expect(clock.step()).toEqual({ tick: null, jumped_ms: -1_000, restart: false });
    pass(1_000);
    expect(clock.step()).toEqual({ tick: 10_001, jumped_ms: null, restart: false });
  });

  test('a clock set back far asks for a new run, which begins at the new time', () => {
    const { wall, monotonic, pass } = hands(1_000_000);
    const clock = new LiveClock(-1, wall, monotonic);
    clock.step();
    pass(100, -3_600_000 / 10);
    expect(clock.step()).toEqual({ tick: null, jumped_ms: -360_000, restart: true });
    expect(new LiveClock(6_400, wall, monotonic).step().tick).toBe(6_401);
  });

  test('property: whatever is done to the clock, ticks only rise', () => {
    const move = fc.record({ ms: fc.integer({ min: 0, max: 300 }), jump_ms: fc.integer({ min: -1_500, max: 5_000 }) });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const { wall, monotonic, pass } = hands(10_000_000);
        const clock = new LiveClock(-1, wall, monotonic);
        let last = -1;
        for (const { ms, jump_ms } of moves) {
          pass(ms, jump_ms);
          const { tick } = clock.step();
          if (tick === null) continue;
          expect(tick).toBeGreaterThan(last);
          last = tick;
        }
      }),
    );
  });
});

describe('playback clock', () => {
  test('time goes at its speed, stands while paused, and changes speed from where it is', () => {
    const { monotonic, pass } = hands(0);
    const clock = new PlaybackClock(5_000, 10, monotonic);
    pass(100);
    expect(clock.advance()).toBe(6_000);
    clock.set({ paused: true });
    pass(500);
    expect(clock.advance()).toBe(6_000);
    clock.set({ paused: false, speed: 2 });
    pass(100);
    expect(clock.advance()).toBe(6_200);
    expect([clock.speed, clock.paused]).toEqual([2, false]);
  });

  test('held back, it does not catch up in a leap', () => {
    const { monotonic, pass } = hands(0);
    const clock = new PlaybackClock(0, 100, monotonic);
    pass(100);
    expect(clock.advance()).toBe(10_000);
    clock.hold(4_000);
    pass(10);
    expect(clock.advance()).toBe(5_000);
  });
});
