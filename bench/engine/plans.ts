import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PlanIndex, PlanSet } from '@skyaccord/sky';
import { DAY_LATERAL_M, DAY_VERTICAL_M, readDay } from '../../scripts/vectors/day.ts';
import type { Part } from '../engine.ts';
import { keep, quantile, spread, time } from '../harness.ts';

const DAY = 'public_day33k.csv.gz';
const ASKED = 2_000;
const WARM_UPS = 3;

/** A day of 33,000 flights: all its conflicts, from the points on; and one plan more, asked for one by one. */
export async function benchPlans(vectors: string | null): Promise<Part> {
  const path = join(vectors ?? '', DAY);
  if (vectors === null || !existsSync(path)) {
    return { rows: [['all conflicts of a day', '', 'not measured', `needs ${DAY}`]], bars: [] };
  }
  const { plans, conflicts } = readDay(path);
  const size = plans.length.toLocaleString('en');
  let found = 0;
  const before = process.threadCpuUsage();
  const whole = await time(
    () => {
      const index = new PlanIndex(new PlanSet('flat', plans), DAY_LATERAL_M, DAY_VERTICAL_M);
      found = index.all().count;
    },
    9,
    WARM_UPS,
  );
  const { user, system } = process.threadCpuUsage(before);
  const cpu_ms = (user + system) / 1000 / (whole.runs + WARM_UPS);
  if (found !== conflicts.length) throw new Error(`found ${found} conflicts, expected ${conflicts.length}`);
  const day = new PlanSet('flat', plans);
  const built = await time(() => new PlanIndex(day, DAY_LATERAL_M, DAY_VERTICAL_M), 9, 1);
  const index = new PlanIndex(day, DAY_LATERAL_M, DAY_VERTICAL_M);
  const single_ms: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    single_ms.length = 0;
    for (let k = 0; k < ASKED; k += 1) {
      const plan = plans[Math.floor((k * plans.length) / ASKED)] as number[];
      // The same flight a minute later: near what the day holds, and no part of it.
      const later = plan.map((value, i) => (i % 4 === 3 ? value + 60 : value));
      const started = performance.now();
      keep(index.against(new PlanSet('flat', [later])).count);
      single_ms.push(performance.now() - started);
    }
  }
  const one_ms = quantile(single_ms, 0.5);
  const one = { median_ms: one_ms, p10_ms: quantile(single_ms, 0.1), p90_ms: quantile(single_ms, 0.9), runs: ASKED };
  return {
    rows: [
      [
        'all conflicts of a day, index included',
        size,
        spread(whole),
        `${cpu_ms.toFixed(0)} ms of its own processor time`,
      ],
      ['index of that day', size, spread(built), ''],
      ['one new plan against it', '1', spread(one, 1, 3), `${ASKED} plans, one by one`],
    ],
    bars: [
      {
        what: `all conflicts of ${size} flights`,
        bar: 'at most 600 ms',
        measured: `${whole.median_ms.toFixed(0)} ms`,
        met: whole.median_ms <= 600,
      },
      {
        what: 'one new plan',
        bar: 'at most 0.3 ms',
        measured: `${one_ms.toFixed(3)} ms`,
        met: one_ms <= 0.3,
      },
    ],
  };
}
