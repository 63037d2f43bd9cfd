import { flyEncounter, type Guidance, type TrialEncounter } from '@skyaccord/accord';
import type { Briefing, Condition, Metrics, Row, Told, TrialReport, UnmitigatedRow } from '../src/trial/report.ts';

/** Two at one height, 200 kt, that meet at 60 s where the second crosses from the right; a third one may pass above. */
function encounter(
  id: string,
  changes: Partial<TrialEncounter>,
  offset_m = 0,
  thirdTo_m: number | null = null,
): TrialEncounter {
  const speed_mps = 100;
  const straight = (vertical_mps: number): TrialEncounter['own']['plan'] => [[0, 0, 0, vertical_mps]];
  const range = [50, 150] as const;
  const traffic = [
    {
      id: 't1',
      pos: [60 * speed_mps, 60 * speed_mps + offset_m, 2000] as const,
      vel: [-speed_mps, 0, 0] as const,
      speed_mps: range,
      plan: straight(0),
      equipped: true,
      delay_s: 5,
    },
    ...(thirdTo_m === null
      ? []
      : [
          {
            id: 't2',
            pos: [-4000, 9000, 2000 + thirdTo_m] as const,
            vel: [60, -60, -2] as const,
            speed_mps: range,
            plan: straight(-2),
            equipped: false,
            delay_s: 5,
          },
        ]),
  ];
  return {
    id,
    cls: 'enroute',
    duration_s: 120,
    own: { pos: [0, 0, 2000], vel: [0, speed_mps, 0], speed_mps: range, plan: straight(0) },
    traffic,
    limits: { turn_rate: 0.0524, accel: 1, vertical_accel: 2.45, vertical_rate: 10.16 },
    sensor: { pos_sigma_m: 10, vel_sigma_mps: 1, alt_sigma_m: 5, alt_vel_sigma_mps: 0.5, dropout: 0.05 },
    noise_seed: 7,
    delay_s: 5,
    weight: 1,
    stratum: 'any',
    ...changes,
  };
}

/** Alerts below 45 s to the nearest point of whoever comes nearest, and asks for a turn to the right and a climb. */
function guidance(briefings: Briefing[]): Guidance {
  return () => {
    const told: Told[] = [];
    const probability_pct: number[] = [];
    briefings.push({ aircraft: briefings.length, told, probability_pct });
    let before = '';
    return {
      decide({ t_s, own, reports }) {
        const near = reports.some((report) => {
          if (report === null) return false;
          const [x, y, vx, vy] = [report.x - own.x, report.y - own.y, report.vx - own.vx, report.vy - own.vy];
          const time_s = -(x * vx + y * vy) / (vx * vx + vy * vy);
          const miss_m = Math.sqrt((x + vx * time_s) * (x + vx * time_s) + (y + vy * time_s) * (y + vy * time_s));
          return time_s > 0 && time_s < 45 && miss_m < 1500;
        });
        const command = near ? { track_rad: 0.7, speed_mps: null, vertical_mps: 5 } : null;
        probability_pct.push(near ? 80 : 5);
        if (String(near) !== before) {
          before = String(near);
          told.push([t_s, near ? 1 : 0, command?.track_rad ?? null, null, command?.vertical_mps ?? null]);
        }
        return { alert: near, probability: near ? 0.8 : 0.05, command };
      },
    };
  };
}

const share = (events: number, n: number) => ({
  n,
  events,
  rate: n === 0 ? null : events / n,
  ci95: n === 0 ? ([null, null] as const) : ([Math.max(0, events / n - 0.1), Math.min(1, events / n + 0.1)] as const),
});
const ratio = (value: number) => ({ value, ci95: [value * 0.8, value * 1.2] as const });

/** Figures that hang together, so that a wrong column shows. */
function metrics(n: number, scale: number): Metrics {
  return {
    nmac: share(0, n),
    lowc: share(1, n),
    within_3_nmac: share(0, n),
    risk_ratio: ratio(0.01 * scale),
    lowc_ratio: ratio(0.07 * scale),
    within_3_nmac_ratio: ratio(0.02 * scale),
    induced_nmac: 0,
    induced_lowc: 0,
    alert: share(n, n),
    unnecessary_alert: share(0, n),
    late_or_missing_alert: share(0, n),
    responded: n,
    extra_distance_m: { mean_responded: 210 * scale, ci95: [200 * scale, 220 * scale] },
    altitude_deviation_m: { mean_responded: 60 * scale, ci95: [50 * scale, 70 * scale] },
    reversals: { per_responded: 0.01 * scale, ci95: [0, 0.02 * scale] },
  };
}

const GROUPS = ['all', 'manned', 'enroute', 'terminal', 'smalluas'].flatMap((cls) =>
  ['any', 'responding', '5', '10', 'never'].map((delay) => `${cls}/${delay}`),
);

/** A trial of four encounters, really flown, by ours and by one that others report. */
export function sampleTrial(): TrialReport {
  const encounters = [
    encounter('E00000', {}),
    encounter('E00001', { delay_s: 'never' }),
    encounter('E00002', { delay_s: 10, cls: 'terminal' }, 0, 120),
    encounter('E00003', { cls: 'smalluas' }, 3000),
  ];
  const condition = { sensors: 'noisy', equipped: 'own' } as const;
  const unmitigated = encounters.map((one): UnmitigatedRow => {
    const flown = flyEncounter(one, condition, null);
    const losses = flown.pairs.flatMap(({ t_first_lowc_s }) => (t_first_lowc_s === null ? [] : [t_first_lowc_s]));
    const first_s = losses.length === 0 ? null : Math.min(...losses);
    return [flown.nmac ? 1 : 0, flown.lowc ? 1 : 0, flown.min_norm_nmac, flown.min_norm_dwc, first_s];
  });
  const rows: Row[] = [];
  const briefings: Briefing[][] = [];
  for (const one of encounters) {
    const told: Briefing[] = [];
    const flown = flyEncounter(one, condition, guidance(told));
    briefings.push(told);
    rows.push([
      flown.nmac ? 1 : 0,
      flown.lowc ? 1 : 0,
      flown.min_norm_nmac,
      flown.min_norm_dwc,
      flown.t_first_alert_s,
      flown.t_first_response_s,
      flown.reversals,
      flown.extra_distance_m,
      flown.altitude_deviation_m,
    ]);
  }
  const ours: Condition = {
    key: 'ours|noisy|own',
    method: 'ours',
    ...condition,
    flown: true,
    metrics: Object.fromEntries(GROUPS.map((group) => [group, metrics(3, 1)])),
    paired: [{ peer: 'mvp|noisy|own', group: 'all/responding', only_ours: 3, only_peer: 41, p: 1e-9 }],
    rows,
    briefings,
  };
  const peer: Condition = {
    ...ours,
    key: 'mvp|noisy|own',
    method: 'mvp',
    flown: false,
    metrics: Object.fromEntries(GROUPS.map((group) => [group, metrics(3, 4)])),
    paired: [],
    rows: rows.map((row, index) => (index === 3 ? null : row)),
    briefings: null,
  };
  return {
    format: 'skyaccord-trial-report',
    version: 1,
    made_ms: Date.UTC(2026, 10, 23, 12),
    source: { name: 'encounters </script><script>alert(1)</script>.jsonl', sha256: '0123456789abcdef'.repeat(4) },
    encounters,
    unmitigated,
    conditions: [ours, peer],
    curves: [
      {
        label: 'by probability',
        used: 1,
        points: [0.3, 0.5, 0.7].map((threshold) => ({
          threshold,
          unnecessary: share(Math.round(40 * (1 - threshold)), 100),
          missed: share(Math.round(4 * threshold), 100),
        })),
      },
    ],
    reliability: [
      {
        label: 'noisy sensors',
        error: 0.031,
        bins: [0.05, 0.5, 0.95].map((predicted) => ({
          n: 200,
          predicted,
          observed: predicted,
          ci95: [predicted - 0.04, predicted + 0.04],
        })),
      },
    ],
  };
}
