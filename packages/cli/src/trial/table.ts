import type { Metrics, Paired, Rate, Ratio } from '@skyaccord/accord';

/** Groups that people read first, with what they are called; all others are in the JSON and in the report. */
export const TOLD_GROUPS: readonly (readonly [group: string, title: string])[] = [
  ['all/responding', 'all classes, crews that respond'],
  ['enroute/responding', 'en route, crews that respond'],
  ['terminal/responding', 'terminal, crews that respond'],
  ['smalluas/responding', 'small unmanned, crews that respond'],
  ['all/5', 'all classes, crews that respond after 5 s'],
  ['all/10', 'all classes, crews that respond after 10 s'],
  ['all/never', 'all classes, crews that never respond'],
  ['all/pairwise/responding', 'one intruder, crews that respond'],
  ['all/multi/responding', 'two and more intruders, crews that respond'],
];

/** One method in one group; `paired` compares its losses of well clear with ours on the same encounters. */
export type TableRow = { readonly method: string; readonly metrics: Metrics; readonly paired: Paired | null };

const HEAD = [
  'method',
  'NMAC',
  'induced',
  'LoWC',
  'LoWC ratio',
  'within 3 NMAC ratio',
  'alerted',
  'unnecessary',
  'late',
  'extra m',
  'height m',
  'reversals',
  'ours : theirs lost alone, p',
];

/** One group as a table: our method, then the peers. */
export function groupTable(title: string, rows: readonly TableRow[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const { n } = first.metrics.nmac;
  const cells = rows.map(({ method, metrics, paired }) => [
    // A peer need not fly every class.
    metrics.nmac.n === n ? method : `${method}, ${metrics.nmac.n} flown`,
    `${metrics.nmac.events}`,
    `${metrics.induced_nmac}`,
    percent(metrics.lowc),
    ratio(metrics.lowc_ratio),
    ratio(metrics.within_3_nmac_ratio),
    percent(metrics.alert),
    percent(metrics.unnecessary_alert),
    percent(metrics.late_or_missing_alert),
    metrics.extra_distance_m?.mean_responded.toFixed(0) ?? '-',
    metrics.altitude_deviation_m?.mean_responded.toFixed(0) ?? '-',
    metrics.reversals?.per_responded.toFixed(3) ?? '-',
    paired === null ? '' : `${paired.only_first} : ${paired.only_second}, ${probability(paired.p)}`,
  ]);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return `${title} (${n} encounters)\n${[line(HEAD), ...cells.map(line)].join('\n')}\n`;
}

const percent = ({ rate }: Rate): string => (rate === null ? '-' : `${(100 * rate).toFixed(1)} %`);

function ratio({ value, ci95 }: Ratio): string {
  if (value === null || ci95 === null) return '-';
  return `${value.toFixed(3)} [${ci95.map((end) => end.toFixed(3)).join('-')}]`;
}

const probability = (p: number): string => (p < 0.0001 ? 'p < 0.0001' : `p ${p.toFixed(4)}`);
