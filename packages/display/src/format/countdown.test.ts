import type { Alert } from '@skyaccord/accord';
import { expect, test } from 'vitest';
import { alertAt, START_MS } from '../../test/sample.ts';
import { countdowns } from './countdown.ts';

function alert(finding: Partial<Alert['findings'][number]>, t_cpa_ms: number): Alert {
  const sample = alertAt(START_MS);
  const [first] = sample.findings;
  if (first === undefined) throw new Error('the sample alert cites no clause');
  return { ...sample, findings: [{ ...first, ...finding }], cpa: { ...sample.cpa, t_cpa_ms } };
}

function shown(one: Alert, now_ms: number): string[] {
  return countdowns(one, now_ms).map(({ label, value }) => (value === null ? label : `${label} ${value}`));
}

test('before the minima are lost: to the loss, to the breach, to the closest point', () => {
  const one = alert({ inside_since_ms: null, entry_ms: 30_000, breach_ms: 210_000 }, 60_000);
  expect(shown(one, 0)).toEqual(['Minima lost in 0:30', 'Breach in 3:30', 'Closest in 1:00']);
  expect(countdowns(one, 0).map(({ leading }) => leading)).toEqual([true, false, false]);
});

test('inside the minima: counted up, with the grace time running out', () => {
  const one = alert({ inside_since_ms: 30_000, entry_ms: 30_000, breach_ms: 210_000 }, 60_000);
  expect(shown(one, 75_000)).toEqual(['Inside the minima for 0:45', 'Breach in 2:15', 'Closest was 0:15 ago']);
});

test('in breach: how long', () => {
  const one = alert({ level: 'breach', inside_since_ms: 30_000, entry_ms: 30_000, breach_ms: 210_000 }, 60_000);
  expect(shown(one, 211_000)).toEqual(['Inside the minima for 3:01', 'In breach for 0:01', 'Closest was 2:31 ago']);
});

test('a breach time that has passed without a breach is not shown: the next assessment tells', () => {
  const one = alert({ level: 'warning', inside_since_ms: 30_000, entry_ms: 30_000, breach_ms: 210_000 }, 60_000);
  expect(shown(one, 211_000)).not.toContain('In breach for 0:01');
});

test('a predicted entry that has just passed is said in words, not counted as inside', () => {
  const one = alert({ inside_since_ms: null, entry_ms: 30_000, breach_ms: null }, 60_000);
  expect(shown(one, 31_000)[0]).toBe('Minima lost: predicted now');
});

test('no loss predicted: the closest point alone', () => {
  const one = alert({ inside_since_ms: null, entry_ms: null, breach_ms: null }, 60_000);
  expect(shown(one, 0)).toEqual(['Closest in 1:00']);
});
