import { createPath, writeClimb, writeTurn } from '@skyaccord/sky';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agrees, type Sense, senseOf } from './sense.ts';
import type { Other } from './traffic.ts';

type Motion = { x: number; y: number; z: number; vx: number; vy: number; vz: number };

const seenFrom = (a: Motion, b: Motion, margin_m: number): Other => ({
  slot: 1,
  id: 'other',
  east_m: b.x - a.x,
  north_m: b.y - a.y,
  up_m: b.z - a.z,
  east_mps: b.vx,
  north_mps: b.vy,
  up_mps: b.vz,
  miss_margin_m: margin_m,
  miss_margin_mps: 0,
  up_margin_m: margin_m,
  up_margin_mps: 0,
  constraints: [{ clause: 'SEP', lateral_m: 5556, vertical_m: 305, leave_by_s: null }],
});
const sense = (a: Motion, b: Motion, margin_m = 100): Sense =>
  senseOf(a.vx, a.vy, a.vz, seenFrom(a, b, margin_m), null);

const north: Motion = { x: 0, y: 0, z: 6000, vx: 0, vy: 200, vz: 0 };
const south: Motion = { x: 0, y: 30_000, z: 6000, vx: 0, vy: -200, vz: 0 };

describe('the agreed sense', () => {
  const motion = fc.record({
    x: fc.integer({ min: -30_000, max: 30_000 }),
    y: fc.integer({ min: -30_000, max: 30_000 }),
    z: fc.integer({ min: 5000, max: 7000 }),
    vx: fc.integer({ min: -250, max: 250 }),
    vy: fc.integer({ min: -250, max: 250 }),
    vz: fc.integer({ min: -10, max: 10 }),
  });

  it('is the same for both sides, and opposite in height', () => {
    fc.assert(
      fc.property(motion, motion, (a, b) => {
        const [ours, theirs] = [sense(a, b), sense(b, a)];
        expect(theirs.side).toBe(ours.side);
        expect(theirs.doubtful).toBe(ours.doubtful);
        expect(theirs.miss_m).toBeCloseTo(ours.miss_m, 6);
        expect(theirs.up + ours.up).toBe(0);
      }),
    );
  });

  it('is a right turn for both where they meet head-on, in doubt too', () => {
    const turn = createPath(3, 180);
    for (const x of [-50, 0, 50, 500]) {
      const ahead = { ...south, x };
      for (const [a, b] of [
        [north, ahead],
        [ahead, north],
      ] as const) {
        const agreed = sense(a, b);
        const other = seenFrom(a, b, 100);
        writeTurn(turn, a.vx, a.vy, 0, 20, 2);
        expect(agrees(agreed, turn, 'turn', 0, other)).toBe(x < 500);
        writeTurn(turn, a.vx, a.vy, 0, -20, 2);
        expect(agrees(agreed, turn, 'turn', 0, other)).toBe(x === 500);
      }
    }
    expect(sense(north, south).doubtful).toBe(true);
    expect(sense(north, { ...south, x: 500 }).doubtful).toBe(false);
  });

  it('takes no height where it is not clear who is above, and stays what was advised', () => {
    expect(sense(north, { ...south, z: 6099 }).up).toBe(0);
    expect(sense(north, { ...south, z: 6101 }).up).toBe(-1);
    const before = { kind: 'turn', by_deg: -10, to_track_deg: 350 } as const;
    expect(senseOf(0, 200, 0, seenFrom(north, south, 100), before).side).toBe(-1);
  });

  it('does not take levelling off on the way apart for a climb', () => {
    const up = createPath(3, 180);
    const climbing = { ...north, vz: 3 };
    const below = { ...south, z: 5700, vz: 2 };
    const other = seenFrom(climbing, below, 50);
    const agreed = sense(climbing, below, 50);
    expect(agreed.up).toBe(1);
    writeClimb(up, 0, 200, 3, 280, 5);
    expect(agrees(agreed, up, 'vertical', 3, other)).toBe(false);
    writeClimb(up, 0, 200, 3, 1200, 8);
    expect(agrees(agreed, up, 'vertical', 3, other)).toBe(true);
  });
});
