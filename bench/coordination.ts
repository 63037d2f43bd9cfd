import { writeFileSync } from 'node:fs';
import { Draw } from '../packages/wire/src/scenario/draw.ts';
import { type Encounter, encounter, type Minima, missOf, SHAPES, seen } from './coordination/encounter.ts';
import { adviseOwn, memorandumOf } from './coordination/node.ts';
import { type Bar, type Options, quantile, type Table } from './harness.ts';

const EXAMPLES = ['terminal-3nm-1000ft', 'en-route-5nm-900ft'] as const;
/** A change of the miss below this part of the minima is none. */
const SAME = 1e-6;
const TOLD_EVERY = 1000;
const LINKS = ['none', 'live'] as const;
type Link = (typeof LINKS)[number];

type Count = { advised: number; closer: number; lost: number; kept: number; failures: string[] };

/**
 * Each of two nodes advises its own aircraft by what it sees, with errors of its own; both crews fly as told. Counts
 * how often they then come closer, in units of the minima, than if nobody had been advised. Options: `--pairs 100000`,
 * `--seed text`, `--failures FILE` (how far it is, and every failure with its seed, while it runs).
 */
export async function run(options: Options): Promise<Table> {
  const pairs = Number(options.pairs ?? 100_000);
  if (!Number.isSafeInteger(pairs) || pairs < 1) throw new RangeError(`--pairs ${options.pairs}: give a whole number`);
  const series = options.seed ?? 'coordination';
  const memoranda = EXAMPLES.map((name) => {
    const memorandum = memorandumOf(name);
    const clause = memorandum.clauses.find((one) => one.kind === 'separation_minimum')!;
    return { memorandum, minima: { lateral_m: clause.lateral_m, vertical_m: clause.vertical_m } };
  });
  const counts = new Map<string, Count>();
  const costs: number[] = [];
  const tell = (flown: number): void => {
    if (options.failures === undefined) return;
    const failures = [...counts.values()].flatMap((count) => count.failures);
    writeFileSync(options.failures, [`# ${flown} of ${pairs} pairs`, ...failures, ''].join('\n'));
  };
  for (let i = 0; i < pairs; i++) {
    if (i % TOLD_EVERY === 0) tell(i);
    const { memorandum, minima } = memoranda[i % memoranda.length]!;
    const seed = `${series}/${i}`;
    const one = encounter(seed, minima);
    const draws = [new Draw(`${seed}/first`), new Draw(`${seed}/second`)];
    const views = draws.map((draw) => [one.a, one.b].map((truth) => seen(truth, one.accuracy, draw)));
    const first = adviseOwn(memorandum, 0, views[0]!, one.accuracy, null);
    const second = adviseOwn(memorandum, 1, views[1]!, one.accuracy, null);
    const linked = first.advice === null ? second : adviseOwn(memorandum, 1, views[1]!, one.accuracy, first.advice);
    if (first.ms > 0) costs.push(first.ms);
    if (second.ms > 0) costs.push(second.ms);
    const given = { none: [first.advice, second.advice], live: [first.advice, linked.advice] };
    for (const link of LINKS) {
      const told = given[link].map((advice) => advice?.manoeuvres ?? []);
      judge(
        counts,
        link,
        seed,
        one,
        minima,
        told,
        given[link].map((advice) => advice?.words ?? 'not advised'),
      );
    }
  }
  tell(pairs);
  return table(counts, pairs, costs);
}

function judge(
  counts: Map<string, Count>,
  link: Link,
  seed: string,
  one: Encounter,
  minima: Minima,
  told: Parameters<typeof missOf>[2],
  words: readonly string[],
): void {
  const key = `${link} ${one.shape}`;
  const count = counts.get(key) ?? { advised: 0, closer: 0, lost: 0, kept: 0, failures: [] };
  counts.set(key, count);
  if (told.every((manoeuvres) => manoeuvres.length === 0)) return;
  count.advised += 1;
  const before = missOf(one, minima, [[], []]);
  const after = missOf(one, minima, told);
  if (after >= 1) count.kept += 1;
  if (after >= before - SAME) return;
  count.closer += 1;
  if (after < 1) count.lost += 1;
  const change = `${before.toFixed(4)} to ${after.toFixed(4)}`;
  if (after < 1) count.failures.push(`link ${link}, ${one.shape}, seed ${seed}: ${change}; ${words.join(' | ')}`);
}

function table(counts: ReadonlyMap<string, Count>, pairs: number, costs: readonly number[]): Table {
  const rows: (string | number)[][] = [];
  const bars: Bar[] = [];
  for (const link of LINKS) {
    const all = { advised: 0, lost: 0 };
    for (const shape of SHAPES) {
      const one = counts.get(`${link} ${shape}`) ?? { advised: 0, closer: 0, lost: 0, kept: 0, failures: [] };
      all.advised += one.advised;
      all.lost += one.lost;
      rows.push([link, shape, one.advised, one.kept, one.closer - one.lost, one.lost]);
    }
    const bound = upperBound(all.lost, pairs);
    const measured = `${all.lost} of ${pairs} pairs, at most ${bound.toExponential(2)} (95 %)`;
    const what = `joint advice closer than none, link ${link}`;
    bars.push(
      link === 'live'
        ? { what, bar: '0', measured, met: all.lost === 0 }
        : { what, bar: 'at most 1e-4 (95 %)', measured, met: bound <= 1e-4 },
    );
  }
  const cost =
    costs.length > 0 ? [0.5, 0.9, 0.99].map((share) => quantile(costs, share).toFixed(3)).join(' / ') : 'none';
  return {
    title: 'two nodes, each advising its own aircraft',
    about: `${pairs} pairs; advice for one aircraft takes ${cost} ms (median / 90 % / 99 %)`,
    columns: ['link', 'encounter', 'advised', 'minima kept', 'closer outside the minima', 'closer and lost'],
    rows,
    bars,
  };
}

/** The rate that would show so few failures only once in 20 times (Clopper and Pearson, Biometrika 26, 1934). */
function upperBound(failures: number, trials: number): number {
  let [low, high] = [failures / trials, 1];
  for (let k = 0; k < 100; k++) {
    const rate = (low + high) / 2;
    // Binomial probability of at most so many failures, by its logarithm.
    let term = trials * Math.log1p(-rate);
    let sum = Math.exp(term);
    for (let i = 1; i <= failures; i++) {
      term += Math.log(((trials - i + 1) / i) * (rate / (1 - rate)));
      sum += Math.exp(term);
    }
    if (sum > 0.05) low = rate;
    else high = rate;
  }
  return high;
}
