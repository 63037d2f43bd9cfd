import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { breakLink, type Way } from '../packages/node/test/link_breaks.ts';
import type { Options, Table } from './harness.ts';

const ROUNDS = 200;

/**
 * Two linked nodes in processes of their own; at random the line is cut, slowed, left half-open, or its bytes are said
 * again, or one of the two is killed with SIGKILL. `--rounds N`, `--seed N`.
 */
export async function run(options: Options): Promise<Table> {
  const rounds = Number(options.rounds ?? ROUNDS);
  const seed = Number(options.seed ?? Date.now() % 1_000_000);
  const folder = mkdtempSync(join(tmpdir(), 'skyaccord-breaks-'));
  try {
    const { kills, breaks, ways } = await breakLink({ folder, rounds, seed, onRound: () => process.stderr.write('.') });
    process.stderr.write('\n');
    const wrong = ways.filter(({ sent, received }) => sent.join() !== received.join()).length;
    const lost = ways.reduce((sum, way) => sum + missing(way), 0);
    const broken = ways.filter(({ verifies }) => !verifies).length;
    return {
      title: 'a link that breaks',
      about: `${rounds} rounds (seed ${seed}): ${kills} times kill -9, ${Object.entries(breaks)
        .map(([way, count]) => `${count} ${way.replace('_', '-')}`)
        .join(', ')}`,
      columns: ['way', 'said', 'messages sent', 'received'],
      rows: ways.map(({ said, sent, received }, i) => [
        i === 0 ? 'nc to mu' : 'mu to nc',
        said.length,
        sent.length,
        received.length,
      ]),
      bars: [
        { what: 'ways whose journals differ', bar: 'none', measured: `${wrong}`, met: wrong === 0 },
        { what: 'said and not received exactly once', bar: 'none', measured: `${lost}`, met: lost === 0 },
        { what: 'chains that do not verify', bar: 'none', measured: `${broken}`, met: broken === 0 },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const missing = ({ said, received }: Way): number =>
  said.filter((id) => received.filter((body) => body.includes(`"words":"${id}"`)).length !== 1).length;
