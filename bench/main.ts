import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments } from './arguments.ts';
import { type Benchmark, calibrate, layOut, machine } from './harness.ts';

/** In the order they run when none is named: the quick ones first. */
const ALL = [
  'math',
  'sweep',
  'engine',
  'missions',
  'link',
  'tracks',
  'replay',
  'crosscheck',
  'cases',
  'regions',
  'alerts',
  'reliability',
  'coordination',
  'crash',
  'breaks',
  'live',
];

const { names, options, problem } = parseArguments(process.argv.slice(2), ALL);
if (problem !== null) {
  process.stderr.write(`skyaccord bench: ${problem}\n`);
  process.exit(2);
}

process.stdout.write(`machine: ${machine()}\n`);
let missed = 0;
for (const name of names) {
  const file = join(import.meta.dirname, `${name}.ts`);
  if (!existsSync(file)) throw new Error(`bench/${name}.ts is gone; take it out of bench/main.ts`);
  process.stderr.write(`measuring ${name}\n`);
  const calibration = await calibrate();
  const { run } = (await import(file)) as Benchmark;
  const table = await run(options);
  process.stdout.write(`\n# ${table.title}\n${table.about}\ncalibration: ${calibration}\n\n${layOut(table)}\n`);
  for (const { what, bar, measured, met } of table.bars ?? []) {
    process.stdout.write(`${met ? 'met' : 'NOT MET'}: ${what}: ${measured} (bar: ${bar})\n`);
    if (!met) missed += 1;
  }
}
process.exitCode = missed > 0 ? 1 : 0;
