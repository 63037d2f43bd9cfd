import { DetectAndAvoid, standardConfiguration } from '@skyaccord/sky';
import { Comparison, compareBands, KINDS, SECTIONS, skyOf, type ToldBands } from './daa_case.ts';
import { lines } from './read.ts';
import { count, emptyResult, type Result } from './result.ts';

type Triple = readonly [number, number, number];

type Sequence = {
  readonly id: string;
  readonly cfg: string;
  readonly coord: 'xyz' | 'latlon';
  readonly steps: readonly {
    readonly t: number;
    readonly own: readonly [Triple, Triple];
    readonly traffic: readonly (readonly [string, Triple, Triple, number])[];
    readonly exp: { readonly alert: readonly number[] } & {
      readonly [section in 'dir' | 'hs' | 'vs' | 'alt']: ToldBands;
    };
  }[];
};

/** Encounters step by step on one engine with memory. A case is a step; after a difference the rest is compared too. */
export function runSequences(path: string): Result {
  const result = emptyResult();
  for (const line of lines(path)) {
    const { id, cfg, coord, steps } = JSON.parse(line) as Sequence;
    const engine = new DetectAndAvoid(standardConfiguration(cfg));
    for (const { t, own, traffic, exp } of steps) {
      const compared = new Comparison(coord === 'latlon');
      const aircraft = traffic.map(([name, pos, vel, alerter]) => ({ id: name, pos, vel, alerter }));
      engine.update(skyOf(coord, t, [0, 0, 0], { id: 'own', pos: own[0], vel: own[1] }, aircraft));
      const alerts = aircraft.map((_, index) => engine.alertLevel(index));
      compared.same('alert', 'alert', alerts, exp.alert);
      for (const section of SECTIONS) {
        compareBands(
          compared,
          section,
          engine.bands(KINDS[section]),
          exp[section],
          aircraft.map(({ id: name }) => name),
        );
      }
      result.worst = Math.max(result.worst, compared.worst);
      const told = [...compared.problems].map(([section, text]) => `${section} ${text}`).join('; ');
      count(result, `${id} ${cfg} step ${t}`, told === '' ? null : told);
    }
  }
  return result;
}
