import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crash, type Kill } from '../packages/node/test/crash.ts';
import type { Options, Table } from './harness.ts';

const KILLS = 50;

/**
 * `kill -9` at random moments, half of them of a live node and half of one that plays the scenario. `--kills N`,
 * `--seed N`.
 */
export async function run(options: Options): Promise<Table> {
  const kills = Number(options.kills ?? KILLS);
  const seed = Number(options.seed ?? Date.now() % 1_000_000);
  const rows: (string | number)[][] = [];
  let missing = 0;
  let broken = 0;
  for (const [mode, count] of [
    ['live', Math.ceil(kills / 2)],
    ['scenario', Math.floor(kills / 2)],
  ] as const) {
    const data = mkdtempSync(join(tmpdir(), 'skyaccord-crash-'));
    try {
      const report = await crash({ data, mode, kills: count, seed, onKill: () => process.stderr.write('.') });
      const sum = (of: (kill: Kill) => number) => report.reduce((total, kill) => total + of(kill), 0);
      const lost = sum((kill) => kill.missing.length);
      const bad = report.filter(({ problem }) => problem !== null).length;
      missing += lost;
      broken += bad;
      const { records = 0 } = report.at(-1) ?? {};
      rows.push([
        mode,
        count,
        sum(({ starting }) => (starting ? 1 : 0)),
        sum(({ given }) => given),
        lost,
        bad,
        records,
      ]);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }
  process.stderr.write('\n');
  return {
    title: 'kill -9',
    about: `${kills} kills at random moments (seed ${seed}), each followed by a start on the same data directory`,
    columns: ['node', 'kills', 'while starting', 'outcomes given', 'missing', 'broken chains', 'records at the end'],
    rows,
    bars: [
      { what: 'outcomes given and not in the journal', bar: 'none', measured: `${missing}`, met: missing === 0 },
      { what: 'chains that do not verify', bar: 'none', measured: `${broken}`, met: broken === 0 },
    ],
  };
}
