import { describe, expect, test } from 'vitest';
import { drawEncounter } from './draw.ts';
import { readTrialEncounter, VOLUMES } from './encounter.ts';
import { Fleet, PlanReader } from './flight.ts';
import { flyUnmitigated } from './trial.ts';

const drawn = Array.from({ length: 400 }, (_, index) => drawEncounter(20, index));
const share = (holds: (encounter: (typeof drawn)[number]) => boolean) => drawn.filter(holds).length / drawn.length;

describe('encounters drawn anew', () => {
  test('are the same for the same seed, one by one, and others for another', () => {
    expect(drawEncounter(20, 7)).toEqual(drawn[7]);
    expect(drawEncounter(21, 7)).not.toEqual({ ...drawn[7], id: 'S21-00007' });
  });

  test('can all be read', () => {
    for (const encounter of drawn) expect(readTrialEncounter(encounter).id).toBe(encounter.id);
  });

  test('have the make-up of the reference set', () => {
    expect(Math.abs(share(({ cls }) => cls === 'enroute') - 0.4)).toBeLessThan(0.08);
    expect(Math.abs(share(({ traffic }) => traffic.length === 1) - 0.8)).toBeLessThan(0.06);
    expect(Math.abs(share(({ sampling }) => sampling.stratum === 'dwc') - 0.6)).toBeLessThan(0.08);
    expect(Math.abs(share(({ response }) => response.delay_s === 'never') - 0.1)).toBeLessThan(0.05);
    expect(Math.abs(share(({ own }) => own.plan.length === 1) - 0.7)).toBeLessThan(0.08);
  });

  test('pass abeam when they are said to, within the miss of their stratum', () => {
    for (const encounter of drawn.slice(0, 100)) {
      const [first] = encounter.traffic;
      if (first === undefined) throw new Error('nobody there');
      const flyers = [encounter.own, first];
      const fleet = new Fleet(flyers, encounter.limits.vertical_accel);
      const plans = flyers.map(({ plan }) => new PlanReader(plan));
      const controls = flyers.map(() => ({ turn_rate_radps: 0, accel_mps2: 0, vertical_mps: 0 }));
      for (let n = 0; n < Math.round(encounter.sampling.t_cpa_s * 10); n++) {
        for (const [slot, now] of controls.entries()) {
          if (n % 10 === 0) plans[slot]?.read(n / 10, now);
          fleet.step(slot, now);
        }
      }
      const of = (column: Float64Array) => (column[1] as number) - (column[0] as number);
      const [sx, sy, vx, vy] = [of(fleet.x_m), of(fleet.y_m), of(fleet.vx_mps), of(fleet.vy_mps)];
      // The start is rounded to a centimetre.
      expect(Math.abs(sx * vx + sy * vy) / Math.hypot(vx, vy)).toBeLessThan(0.02);
      const { dwc, nmac_h_m, nmac_v_m } = VOLUMES[encounter.cls];
      const [most_h, most_v] =
        encounter.sampling.stratum === 'dwc' ? [1.5 * dwc.dthr_m, 1.5 * dwc.zthr_m] : [1.2 * nmac_h_m, 1.2 * nmac_v_m];
      expect(Math.hypot(sx, sy)).toBeLessThan(most_h + 0.02);
      expect(Math.abs(of(fleet.z_m))).toBeLessThan(most_v + 0.02);
    }
  });

  test('lose well clear in most cases when nobody acts, and never from the start', () => {
    const flights = drawn.slice(0, 200).map((encounter) => flyUnmitigated(readTrialEncounter(encounter)));
    const lost = flights.filter(({ lowc }) => lowc);
    expect(lost.length / flights.length).toBeGreaterThan(0.65);
    expect(lost.length / flights.length).toBeLessThan(0.9);
    for (const { pairs } of lost) {
      for (const { t_first_lowc_s } of pairs) if (t_first_lowc_s !== null) expect(t_first_lowc_s).toBeGreaterThan(5);
    }
  });

  test('spread out, misses are even and most of them keep well clear', () => {
    const wide = Array.from({ length: 200 }, (_, index) => drawEncounter(20, index, 6));
    expect(wide[3]?.id).toBe('S20x6-00003');
    const flights = wide.map((encounter) => {
      const { cls, sampling } = encounter;
      const [pair] = flyUnmitigated({
        ...readTrialEncounter(encounter),
        duration_s: Math.ceil(sampling.t_cpa_s),
      }).pairs;
      if (pair === undefined) throw new Error('nobody there');
      return pair.min_horizontal_m / VOLUMES[cls].dwc.dthr_m;
    });
    for (const miss of flights) expect(miss).toBeLessThan(6);
    const within = (times: number) => flights.filter((miss) => miss < times).length / flights.length;
    expect(Math.abs(within(3) - 0.5)).toBeLessThan(0.15);
    expect(wide.every(({ sampling }) => sampling.weight === 1)).toBe(true);
  });
});
