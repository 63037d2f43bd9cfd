import {
  flyGuided,
  flyUnmitigated,
  type Guidance,
  type ReportCondition,
  reportRow,
  rowOf,
  summarize,
  type TrialEncounter,
  type TrialReport,
  unmitigatedOf,
  unmitigatedRow,
} from '@skyaccord/accord';

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

/** Alerts below 45 s to the nearest point of whoever passes near, and asks for a turn to the right and a climb. */
function guidance(turn_rad: number): Guidance {
  return () => ({
    decide({ own, reports }) {
      const near = reports.some((report) => {
        if (report === null) return false;
        const [x, y, vx, vy] = [report.x - own.x, report.y - own.y, report.vx - own.vx, report.vy - own.vy];
        const time_s = -(x * vx + y * vy) / (vx * vx + vy * vy);
        const miss_m = Math.sqrt((x + vx * time_s) * (x + vx * time_s) + (y + vy * time_s) * (y + vy * time_s));
        return time_s > 0 && time_s < 45 && miss_m < 1500;
      });
      const command = near ? { track_rad: turn_rad, speed_mps: null, vertical_mps: 5 } : null;
      return { alert: near, probability: near ? 0.8 : 0.05, command };
    },
  });
}

const share = (events: number, n: number) => ({ n, events, rate: events / n, ci95: [0, 1] as const });

/** A trial of four encounters, flown by ours, and by one that others report and that leaves the last one out. */
export function sampleTrial(): TrialReport {
  const encounters = [
    encounter('E00000', {}),
    encounter('E00001', { delay_s: 'never' }),
    encounter('E00002', { delay_s: 10, cls: 'terminal' }, 0, 120),
    encounter('E00003', { cls: 'smalluas' }, 3000),
  ];
  const condition = { sensors: 'noisy', equipped: 'own' } as const;
  const planned = encounters.map(flyUnmitigated);
  const flown = (method: string, turn_rad: number, count: number): ReportCondition => {
    const flights = encounters.map((one) => flyGuided(one, condition, guidance(turn_rad)));
    const rows = encounters.map((one, index) =>
      rowOf(one, unmitigatedOf(planned[index]!), (flights[index] as (typeof flights)[number]).outcome),
    );
    return {
      key: `${method}|noisy|own`,
      method,
      ...condition,
      flown: method === 'ours',
      metrics: summarize(rows.slice(0, count)),
      paired: method === 'ours' ? [{ peer: 'mvp', group: 'all/responding', only_ours: 3, only_peer: 41, p: 1e-9 }] : [],
      rows: rows.map(({ outcome }, index) => (index < count ? reportRow(outcome) : null)),
      briefings: method === 'ours' ? flights.map(({ briefings }) => briefings) : null,
    };
  };
  return {
    format: 'skyaccord-trial-report',
    version: 1,
    made_ms: Date.UTC(2026, 10, 23, 12),
    source: { name: 'encounters </script><script>alert(1)</script>.jsonl', sha256: '0123456789abcdef'.repeat(4) },
    encounters,
    unmitigated: {
      metrics: {},
      rows: planned.map((flight) => unmitigatedRow({ ...flight, ...unmitigatedOf(flight) })),
    },
    conditions: [flown('ours', 0.7, 4), flown('mvp', 0.1, 3)],
    curves: [
      {
        label: 'by probability',
        used: 1,
        points: [0.3, 0.5, 0.7].map((threshold) => ({
          threshold,
          unnecessary: share(Math.round(40 * (1 - threshold)), 100),
          missed: share(Math.round(4 * threshold), 100),
          lead_s: 40,
        })),
      },
    ],
    reliability: [
      {
        label: 'noisy sensors',
        error: 0.031,
        likely_error: 0.052,
        bins: [
          { n: 200, encounters: 4, predicted: 0.05, observed: 0.04, ci95: [0.02, 0.08] },
          { n: 200, encounters: 3, predicted: 0.95, observed: 0.97, ci95: [0.94, 0.99] },
        ],
      },
    ],
  };
}
