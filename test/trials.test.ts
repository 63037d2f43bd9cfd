import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  flyEncounter,
  flyGuided,
  guidanceOf,
  type PeerResults,
  readPeerResults,
  readTrialEncounter,
  rowOf,
  summarize,
  type TrialEncounter,
  unmitigatedOf,
} from '@skyaccord/accord';
import { beforeAll, describe, expect, test } from 'vitest';

// The reference set of encounters and what other programs made of it. It is not part of the project.
const FOLDER = process.env.SKYACCORD_VECTORS ?? resolve(import.meta.dirname, '../../shared/vectors');
const STANDS = existsSync(join(FOLDER, 'public_encounters.jsonl.gz'));
const WHY = 'needs the reference encounters: set SKYACCORD_VECTORS to their folder';

type Told = {
  readonly metrics: { readonly [condition: string]: { readonly [group: string]: Figures } };
  readonly unmitigated: { readonly [id: string]: Unmitigated };
};
type Figures = { readonly [figure: string]: unknown };
type Unmitigated = {
  readonly pairs: readonly (readonly [number, number, number, number, number, number, 0 | 1, number | null])[];
  readonly final_pos_m: readonly (readonly number[])[];
  readonly first_two_noisy_reports?: readonly (readonly number[])[];
};

describe.skipIf(!STANDS)(STANDS ? 'the reference encounters' : `the reference encounters (${WHY})`, () => {
  let encounters: TrialEncounter[];
  let results: PeerResults;
  let told: Told;

  beforeAll(() => {
    const packed = readFileSync(join(FOLDER, 'public_encounters.jsonl.gz'));
    const lines = gunzipSync(packed).toString('utf8').trimEnd().split('\n');
    encounters = lines.map((line) => readTrialEncounter(JSON.parse(line)));
    told = JSON.parse(readFileSync(join(FOLDER, 'public_encounters_results.json'), 'utf8'));
    results = readPeerResults(told);
  });

  test('are flown alike when nobody acts: every flag, every distance to 0.01 mm', () => {
    for (const encounter of encounters) {
      const { pairs, final_pos_m } = flyEncounter(encounter, { sensors: 'perfect', equipped: 'own' }, null);
      const theirs = told.unmitigated[encounter.id] as Unmitigated;
      for (const [i, [least_m, least_s, height_m, nmacNorm, , dwcNorm, nmac, lost_s]] of theirs.pairs.entries()) {
        const ours = pairs[i];
        if (ours === undefined) throw new Error(`${encounter.id} has fewer intruders than its results`);
        expect(Math.abs(ours.min_horizontal_m - least_m)).toBeLessThan(1e-5);
        expect(Math.abs(ours.t_min_horizontal_s - least_s)).toBeLessThan(1e-6);
        expect(Math.abs(ours.vertical_at_min_horizontal_m - height_m)).toBeLessThan(1e-5);
        expect(Math.abs(ours.min_norm_nmac / nmacNorm - 1)).toBeLessThan(1e-6);
        expect(Math.abs(ours.min_norm_dwc / dwcNorm - 1)).toBeLessThan(1e-6);
        expect(ours.nmac).toBe(nmac === 1);
        if (lost_s === null) expect(ours.t_first_lowc_s).toBeNull();
        else expect(ours.t_first_lowc_s).toBeCloseTo(lost_s, 6);
      }
      for (const [i, place] of theirs.final_pos_m.entries()) {
        for (const [axis, value] of place.entries()) {
          expect(Math.abs((final_pos_m[i]?.[axis] as number) - value)).toBeLessThan(1e-5);
        }
      }
    }
  });

  test('give the same noisy reports, to the digits that are printed', () => {
    const some = encounters.filter(({ id }) => told.unmitigated[id]?.first_two_noisy_reports);
    expect(some.length).toBe(20);
    for (const encounter of some) {
      const heard: (number[] | null)[] = [];
      flyEncounter(encounter, { sensors: 'noisy', equipped: 'own' }, () => ({
        decide({ reports: [report] }) {
          heard.push(report ? [report.x, report.y, report.z, report.vx, report.vy, report.vz] : null);
          return { alert: false, probability: 0, command: null };
        },
      }));
      for (const [t_s, report] of (told.unmitigated[encounter.id]?.first_two_noisy_reports ?? []).entries()) {
        const [received, ...values] = report;
        const ours = heard[t_s];
        expect(ours === null).toBe(received === 0);
        for (const [i, value] of values.entries())
          if (ours) expect(Math.abs((ours[i] as number) - value)).toBeLessThan(6e-7);
      }
    }
  });

  // Our bands are those of the reference, so its guidance on them must come to its outcomes: this tries simulator,
  // crews, reports and scores at once. Every tenth encounter, all nine columns.
  test.each([
    ['daidalus_heading', 'noisy', 'own', 0],
    ['daidalus_heading', 'perfect', 'both', 0],
    ['daidalus_vertical', 'perfect', 'own', 0],
    ['daidalus_vertical', 'noisy', 'both', 0],
    ['mvp', 'perfect', 'own', 1],
    ['mvp', 'noisy', 'both', 3],
  ] as const)('%s with %s sensors, %s: outcomes are those of the other program', (method, sensors, equipped, most) => {
    const different: string[] = [];
    for (const encounter of encounters.filter((_, index) => index % 10 === 0)) {
      const { outcome } = flyGuided(encounter, { sensors, equipped }, guidanceOf(method));
      const theirs = results.outcome(`${method}|${sensors}|${equipped}`, encounter.id);
      if (theirs === null) throw new Error(`no outcome of ${encounter.id}`);
      const near = (ours: number, other: number, within: number) => Math.abs(ours - other) <= within;
      const same =
        outcome.nmac === theirs.nmac &&
        outcome.lowc === theirs.lowc &&
        near(outcome.min_norm_nmac, theirs.min_norm_nmac, 1e-3) &&
        near(outcome.min_norm_dwc, theirs.min_norm_dwc, 1e-3) &&
        outcome.t_first_alert_s === theirs.t_first_alert_s &&
        outcome.t_first_response_s === theirs.t_first_response_s &&
        outcome.reversals === theirs.reversals &&
        near(outcome.extra_distance_m, theirs.extra_distance_m, 0.1) &&
        near(outcome.altitude_deviation_m, theirs.altitude_deviation_m, 0.1);
      if (!same) different.push(encounter.id);
    }
    expect(different.length, different.join(' ')).toBeLessThanOrEqual(most);
  });

  test('sum up to the same figures from the same outcomes', () => {
    for (const condition of ['daidalus_heading|noisy|own', 'tcas_like|perfect|both', 'mvp|noisy|both']) {
      const rows = encounters.flatMap((encounter) => {
        const outcome = results.outcome(condition, encounter.id);
        if (outcome === null) return [];
        const planned = flyEncounter(encounter, { sensors: 'perfect', equipped: 'own' }, null);
        return [rowOf(encounter, unmitigatedOf(planned), outcome)];
      });
      const ours: { readonly [group: string]: unknown } = summarize(rows);
      for (const [group, figures] of Object.entries(told.metrics[condition] ?? {})) {
        compare(ours[group], figures, `${condition} ${group}`);
      }
    }
  });
});

/**
 * Every number of theirs against ours. Bootstrap intervals are drawn by another generator; outcomes are printed short.
 */
function compare(ours: unknown, theirs: unknown, path: string): void {
  // Not told by encounter, so it cannot be summed up again.
  if (path.endsWith('advisories_per_responded')) return;
  if (typeof theirs === 'object' && theirs !== null) {
    const fields = ours as { readonly [field: string]: unknown };
    for (const [field, value] of Object.entries(theirs)) compare(fields?.[field], value, `${path}.${field}`);
    return;
  }
  if (typeof theirs !== 'number') {
    expect(ours, path).toBe(theirs);
    return;
  }
  const within = /ratio\.ci95/.test(path) ? 0.03 : /_m\./.test(path) ? 0.06 : 2e-5;
  expect(Math.abs((ours as number) - theirs), path).toBeLessThanOrEqual(within);
}
