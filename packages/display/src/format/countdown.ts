import type { Alert } from '@skyaccord/accord';
import { minutesSeconds, remaining } from './time.ts';

export type Countdown = {
  label: string;
  /** `0:34`; null where words alone tell it. */
  value: string | null;
  /** The instant it runs to or from, for a tooltip. */
  at_ms: number;
  /** The one to look at first. */
  leading: boolean;
};

/**
 * The times that matter in an alert, as they stand at `now_ms`: the loss of the minima, the closest point and the
 * breach, each counted down to and, once past, counted up from.
 */
export function countdowns(alert: Alert, now_ms: number): Countdown[] {
  const finding = alert.findings[0];
  const list: Omit<Countdown, 'leading'>[] = [];
  if (finding !== undefined) {
    const { entry_ms, inside_since_ms, breach_ms } = finding;
    if (inside_since_ms !== null) {
      list.push({ label: 'Inside the minima for', value: since(inside_since_ms, now_ms), at_ms: inside_since_ms });
    } else if (entry_ms !== null) {
      const left = remaining(entry_ms, now_ms);
      list.push({
        label: left === null ? 'Minima lost: predicted now' : 'Minima lost in',
        value: left,
        at_ms: entry_ms,
      });
    }
    if (breach_ms !== null) {
      const left = remaining(breach_ms, now_ms);
      if (left !== null) list.push({ label: 'Breach in', value: left, at_ms: breach_ms });
      else if (finding.level === 'breach') {
        list.push({ label: 'In breach for', value: since(breach_ms, now_ms), at_ms: breach_ms });
      }
    }
  }
  const toCpa = remaining(alert.cpa.t_cpa_ms, now_ms);
  list.push(
    toCpa === null
      ? { label: 'Closest was', value: `${since(alert.cpa.t_cpa_ms, now_ms)} ago`, at_ms: alert.cpa.t_cpa_ms }
      : { label: 'Closest in', value: toCpa, at_ms: alert.cpa.t_cpa_ms },
  );
  return list.map((one, index) => ({ ...one, leading: index === 0 }));
}

function since(from_ms: number, now_ms: number): string {
  return minutesSeconds(Math.max(0, now_ms - from_ms));
}
