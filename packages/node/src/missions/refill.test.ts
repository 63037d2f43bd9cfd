import { type Alert, Ledger } from '@skyaccord/accord';
import { expect, it } from 'vitest';
import { refillLedger } from './refill.ts';

const advised = (id: string, extra_m: number) => ({
  kind: 'alert_raised',
  alert: {
    id,
    time_ms: 0,
    a: { track: 'a', party: 'nc' },
    b: { track: 'b', party: 'mu' },
    findings: [{ clause: 'SEP-1', lateral_minimum_m: 5556 }],
    advice: [
      { for: 'a', party: 'nc', cost: { turn_deg: 20, height_m: 0, speed_mps: 0, extra_m, delay_s: 1 } },
    ] as unknown as Alert['advice'],
  },
});

it('the ledger is made again from the journal, page by page, and skips what is no advice', async () => {
  const all = Array.from({ length: 12_001 }, (_, k) => ({
    sequence: k + 1,
    outcome: k % 1000 === 0 ? advised(`alert-${k}`, k) : { kind: 'track_started' },
  }));
  const asked: number[] = [];
  const ledger = new Ledger();
  await refillLedger(ledger, all.length, async (after, limit) => {
    asked.push(after);
    return all.slice(after, after + limit);
  });
  expect(asked).toEqual([0, 5000, 10_000, 12_001]);
  expect(ledger.entries().map(({ extra_m }) => extra_m)).toEqual(Array.from({ length: 13 }, (_, k) => 1000 * k));
  const newest = new Ledger();
  await refillLedger(newest, 200_000 + 3000, async (after, limit) => all.slice(after, after + limit));
  expect(newest.entries()[0]?.extra_m).toBe(3000);
});
