import { expect, test } from 'vitest';
import { Mulberry32, NoisySensor } from './sensing.ts';

const sensor = { pos_sigma_m: 20, vel_sigma_mps: 1, alt_sigma_m: 8, alt_vel_sigma_mps: 0.5, dropout: 0.1 };
const state = () => ({ x: 0, y: 0, z: 0, vx: 0, vy: 0, vz: 0 });

test('the generator gives the numbers that others get from it', () => {
  const random = new Mulberry32(0);
  expect([random.next(), random.next(), random.next()]).toEqual([
    0.26642920868471265, 0.0003297457005828619, 0.2232720274478197,
  ]);
});

test('errors have the stated spread, reports drop out as often as stated', () => {
  const noisy = new NoisySensor(sensor, 12345, 0, 1);
  const count = 20_000;
  let received = 0;
  const squares = state();
  const sums = state();
  for (let i = 0; i < count; i++) {
    const at = state();
    if (noisy.draw(at)) received++;
    for (const axis of Object.keys(at) as (keyof typeof at)[]) {
      sums[axis] += at[axis];
      squares[axis] += at[axis] ** 2;
    }
  }
  expect(received / count).toBeCloseTo(0.9, 2);
  const spread = { x: 20, y: 20, z: 8, vx: 1, vy: 1, vz: 0.5 };
  for (const axis of Object.keys(spread) as (keyof typeof spread)[]) {
    expect(Math.sqrt(squares[axis] / count) / spread[axis]).toBeGreaterThan(0.98);
    expect(Math.sqrt(squares[axis] / count) / spread[axis]).toBeLessThan(1.02);
    expect(Math.abs(sums[axis] / count) / spread[axis]).toBeLessThan(0.03);
  }
});

test('each observer and each target has errors of its own, the same in every run', () => {
  const first = (observer: number, target: number) => {
    const at = state();
    new NoisySensor(sensor, 4_294_967_295, observer, target).draw(at);
    return at;
  };
  expect(first(0, 1)).toEqual(first(0, 1));
  expect(first(0, 1)).not.toEqual(first(1, 0));
  expect(first(0, 1)).not.toEqual(first(0, 2));
});
