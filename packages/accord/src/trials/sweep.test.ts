import { ADVICE_LOOKAHEAD_S } from '@skyaccord/sky';
import { describe, expect, test } from 'vitest';
import { curvesOf, reliabilityOf } from './curves.ts';
import { drawEncounter } from './draw.ts';
import { readTrialEncounter } from './encounter.ts';
import { ALERT_CURVES, type AlertRecord, BINS, PREDICTIONS, recordAlerts } from './sweep.ts';
import { flyUnmitigated, unmitigatedOf } from './trial.ts';

describe('listening to encounters', () => {
  const encounters = Array.from({ length: 4 }, (_, index) => readTrialEncounter(drawEncounter(5, index)));
  const records = encounters.map((encounter) => recordAlerts(encounter, 'noisy'));

  test('the lower a threshold of the straight-line or the reference alerting, the later the first alert', () => {
    for (const { first_s } of records) {
      for (const curve of [1, 2]) {
        const times = (first_s[curve] ?? []).map((time) => time ?? Number.POSITIVE_INFINITY);
        for (const [i, time] of times.entries())
          expect(time).toBeLessThanOrEqual(times[i - 1] ?? Number.POSITIVE_INFINITY);
      }
    }
  });

  test('every second before the loss is predicted at once, by each prediction', () => {
    for (const [index, { tallies, t_first_lowc_s }] of records.entries()) {
      const encounter = encounters[index];
      if (encounter === undefined) throw new Error('no such encounter');
      expect(t_first_lowc_s).toBe(unmitigatedOf(flyUnmitigated(encounter)).t_first_lowc_s);
      const later = { ...encounter, duration_s: encounter.duration_s + ADVICE_LOOKAHEAD_S };
      const loss_s = unmitigatedOf(flyUnmitigated(later)).t_first_lowc_s ?? Number.POSITIVE_INFINITY;
      for (const [kind, { predictions, followed }] of tallies.entries()) {
        const seconds = Math.min(encounter.duration_s, Math.ceil(loss_s));
        expect(predictions.reduce((sum, n) => sum + n, 0)).toBe(seconds);
        const within_s = PREDICTIONS[kind]?.within_s ?? Number.NaN;
        const before = Array.from({ length: seconds }, (_, t_s) => loss_s - t_s <= within_s).filter(Boolean).length;
        expect(followed.reduce((sum, n) => sum + n, 0)).toBe(before);
      }
    }
  });
});

describe('what records come to', () => {
  const alerts = (at: number | null) => ALERT_CURVES.map(({ thresholds }) => thresholds.map(() => at));
  const empty = () => PREDICTIONS.map(() => ({ predictions: bins(), predicted: bins(), followed: bins() }));
  const bins = () => new Array<number>(BINS).fill(0);
  const record = (t_first_lowc_s: number | null, at: number | null): AlertRecord => ({
    id: 'x',
    t_first_lowc_s,
    first_s: alerts(at),
    tallies: empty(),
  });

  test('alerts are unnecessary where nothing is lost, late after the loss, missing where there is none', () => {
    const curves = curvesOf([record(null, 30), record(null, null), record(80, 50), record(80, 81), record(80, null)]);
    for (const { points, used } of curves) {
      for (const { unnecessary, missed, lead_s } of points) {
        expect(unnecessary).toMatchObject({ n: 2, events: 1 });
        expect(missed).toMatchObject({ n: 3, events: 2 });
        expect(lead_s).toBe(14.5);
      }
      if (used !== null) expect(points[used]).toBeDefined();
    }
  });

  test('predictions that hold have no reliability error, others the mean distance', () => {
    const told = record(null, null);
    const [tally] = told.tallies;
    if (tally === undefined) throw new Error('no tally');
    Object.assign(tally.predictions, [100, 0, 0, 0, 0, 0, 0, 0, 0, 100]);
    Object.assign(tally.predicted, [5, 0, 0, 0, 0, 0, 0, 0, 0, 95]);
    Object.assign(tally.followed, [5, 0, 0, 0, 0, 0, 0, 0, 0, 75]);
    const [first, second] = reliabilityOf([told]);
    expect(first?.error).toBeCloseTo(0.1, 12);
    expect(first?.likely_error).toBeCloseTo(0.2, 12);
    expect(first?.bins.map(({ n, predicted, observed }) => [n, predicted, observed])).toEqual([
      [100, 0.05, 0.05],
      [100, 0.95, 0.75],
    ]);
    expect(second).toMatchObject({ error: 0, likely_error: 0, bins: [] });
  });
});
