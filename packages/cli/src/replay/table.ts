import type { Encounter } from '@skyaccord/accord';
import type { Tracking } from './tracking.ts';

const M_PER_NM = 1852;
const M_PER_FT = 0.3048;
const MPS_PER_KT = 1852 / 3600;
const ROWS = 40;

/** The encounters as a table for people, closest first: NM, ft, kt, UTC. */
export function encounterTable(encounters: readonly Encounter[], { labelOf }: Pick<Tracking, 'labelOf'>): string {
  if (encounters.length === 0)
    return 'No encounters: no two aircraft came, or were about to come, within the minima.\n';
  const scaled = (e: Encounter) => Math.sqrt((e.h_cpa_m / 926) ** 2 + ((e.v_cpa_m ?? 0) / 152.4) ** 2);
  const closest = [...encounters].sort((x, y) => scaled(x) - scaled(y)).slice(0, ROWS);
  const rows = closest.map((e) => [
    new Date(e.t_cpa_ms).toISOString().replace(/\.\d+Z$/, 'Z'),
    labelOf(e.a_callsign, e.a),
    labelOf(e.b_callsign, e.b),
    e.kind,
    (e.h_cpa_m / M_PER_NM).toFixed(2),
    e.v_cpa_m === null ? '?' : Math.round(e.v_cpa_m / M_PER_FT).toString(),
    Math.round(e.closure_mps / MPS_PER_KT).toString(),
    e.alerted ?? '-',
    e.breaches.map((breach) => `${breach.clause} ${Math.round(breach.duration_s)} s`).join(', ') || '-',
  ]);
  const head = ['closest (UTC)', 'a', 'b', 'kind', 'NM', 'ft', 'kt', 'alert', 'breaches'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  const rest = encounters.length > ROWS ? [`... and ${encounters.length - ROWS} more, further apart`] : [];
  return `${[line(head), ...rows.map(line), ...rest].join('\n')}\n`;
}
