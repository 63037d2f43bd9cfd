import type { Cost, DraftCost, EntryMeasure, EntryReport, EntryRow, MemorandaReport } from '@skyaccord/accord';

const NOTHING: Cost = {
  alerts: 0,
  warnings: 0,
  calls: 0,
  breaches: 0,
  breached: 0,
  cannot_tell: 0,
  notices: 0,
  asked: 0,
  unsafe: 0,
  delay_s: 0,
  sooner_s: 0,
  extra_m: 0,
};
const PARTIES = [
  { id: 'nc', name: 'Northern Compact' },
  { id: 'mu', name: 'Meridian Union' },
];
const MADE = {
  version: 1,
  made_ms: Date.UTC(2030, 0, 2, 9),
  traffic: {
    files: ['day </script><script>alert(1)</script>.jsonl'],
    observations: 44_120,
    aircraft: 812,
    from_ms: Date.UTC(2030, 0, 1),
    until_ms: Date.UTC(2030, 0, 2),
  },
} as const;

/** Two drafts: the second one costs more of nearly everything. */
export function sampleMemoranda(): MemorandaReport {
  const draft = (name: string, by: number, changes: string[]): DraftCost => {
    const total = {
      ...NOTHING,
      alerts: 7 + by,
      warnings: 6,
      asked: 1,
      delay_s: 312 + 60 * by,
      extra_m: 1852 * (9 + by),
    };
    return {
      id: name,
      version: 1,
      name,
      file: `${name}.yaml`,
      title: 'Over the sea',
      changes,
      parties: PARTIES,
      took_ms: 900,
      total,
      by_clause: [
        { clause: 'SEP-1', kind: 'separation_minimum', ...total },
        { clause: 'SEP-2', kind: 'separation_minimum', ...NOTHING },
      ],
      by_party: [
        { party: 'nc', ...total },
        { party: 'mu', ...NOTHING, alerts: 7 + by },
        { party: null, ...NOTHING },
      ],
      asks: [
        {
          time_ms: Date.UTC(2030, 0, 1, 12),
          clause: 'SEP-1',
          party: 'nc',
          alert: 'a/b/1',
          track: 'd1a011',
          words: 'Turn right 20°.',
          safe: true,
          delay_s: 312 + 60 * by,
          sooner_s: 0,
          extra_m: 1852 * (9 + by),
        },
      ],
    };
  };
  return {
    ...MADE,
    format: 'skyaccord-memoranda-trial',
    drafts: [draft('october', 0, []), draft('october-5nm', 2, ['SEP-1: lateral minimum rises from 3 NM to 5 NM'])],
    tracking_ms: 300,
  };
}

/** One of two parties enters: six alerts more, and somewhat less delay for aircraft of nobody known. */
export function sampleEntry(): EntryReport {
  const counts = { alerts: 1, conflicts: 1, breaches: 0, delay_s: 90, extra_m: 1852, missions_lost: 0 };
  const row = (party: string | null, alerts: number, delay_s: number): EntryRow => {
    const more: { readonly [measure in EntryMeasure]: number } = {
      ...counts,
      alerts: 1 + alerts,
      delay_s: 90 + delay_s,
    };
    const difference = (by: number) => ({ value: by, ci95: by === 0 ? null : ([by - 3, by + 4] as const) });
    const [none, delay] = [difference(0), difference(delay_s)];
    return {
      party,
      missions: 9,
      without: counts,
      with: more,
      difference: {
        alerts: difference(alerts),
        conflicts: none,
        breaches: none,
        delay_s: delay,
        extra_m: none,
        missions_lost: none,
      },
    };
  };
  return {
    ...MADE,
    format: 'skyaccord-entry-trial',
    memorandum: { id: 'october', version: 1 },
    parties: PARTIES,
    trial: {
      party: 'mu',
      tracks: 8,
      observations: { with: 44_120, without: 40_000 },
      from_ms: MADE.traffic.from_ms,
      until_ms: MADE.traffic.until_ms,
      block_s: 600,
      blocks: 144,
      flexibility_s: 600,
      others: row(null, 6, 120),
      rows: [row('nc', 6, 180), row('mu', 6, 240), row(null, 0, -60)],
    },
  };
}
