import { expect, test } from 'vitest';
import { DiskSpace } from './disk_space.ts';

const GIB = 1024 ** 3;
const disk = (of_gib: number, free_gib: number) => async () => {
  const bsize = 4096;
  return { bsize, blocks: (of_gib * GIB) / bsize, bavail: (free_gib * GIB) / bsize };
};

test.each([
  ['a large disk with a twentieth', disk(1_000, 50), []],
  ['a large disk with little', disk(1_000, 3.5), [/has 3584 MiB left; when it is full nobody is warned/]],
  ['a small disk that is mostly free', disk(2, 1.5), []],
  ['a small disk that is nearly full', disk(2, 0.05), [/has 51 MiB left/]],
])('%s is told of when it must be', async (_name, ask, reasons) => {
  const space = new DiskSpace('/data', ask);
  await space.look();
  expect(space.reasons()).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
});

test('a system that does not say alarms nobody, and what was told ends', async () => {
  let fails = false;
  const space = new DiskSpace('/data', async () => {
    if (fails) throw new Error('not here');
    return disk(2, 1 / 64)();
  });
  await space.look();
  expect([space.free_bytes, space.reasons().length]).toEqual([GIB / 64, 1]);
  fails = true;
  await space.look();
  expect([space.free_bytes, space.reasons()]).toEqual([null, []]);
});

test('the disk of this folder has a size', async () => {
  const space = new DiskSpace('.');
  await space.start();
  space.stop();
  expect(space.free_bytes).toBeGreaterThan(0);
});
