import type { HeadsAnswer, PersonalAnswer } from '../src/journals/types.ts';
import { START_MS } from './sample.ts';

const head = (size: number, root: string, at_ms = START_MS - 60_000) => ({
  size,
  root: root.repeat(64),
  time_ms: at_ms,
});
const signed = (size: number, root: string) => ({ head: head(size, root), signature: 'eyJ..x' });
const seen = (size: number, root: string, via: string) => ({ ...signed(size, root), via, at_ms: START_MS - 60_000 });
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Borealis agrees with itself and with us; Maristan showed two histories, and refuses ours. */
export const HEADS: HeadsAnswer = {
  heads: [
    {
      party: 'borealis',
      seen: head(100, 'a'),
      seen_ms: START_MS - 5 * MINUTE_MS,
      chain: Array.from({ length: 10 }, (_, i) => ({
        size: 10 * (i + 1),
        at_ms: START_MS - (10 - i) * 10 * MINUTE_MS,
        via: i === 8 ? 'maristan' : 'borealis',
      })),
      told: head(205, 'b'),
      countersigned: signed(205, 'b'),
      waiting: 0,
      fault: null,
      refused: null,
    },
    {
      party: 'maristan',
      seen: head(60, 'c'),
      seen_ms: START_MS - 20 * MINUTE_MS,
      chain: [20, 40, 60].map((size) => ({ size, at_ms: START_MS - (80 - size) * MINUTE_MS, via: 'maristan' })),
      told: head(205, 'b'),
      countersigned: signed(140, 'd'),
      waiting: 1,
      fault: {
        kind: 'forked',
        seen: seen(60, 'c', 'maristan'),
        told: seen(55, 'e', 'borealis'),
        after: 40,
        until: 55,
        words:
          'maristan showed two journals: that of 60 records and that of 55 records (as borealis was told) part ' +
          'between record 41 and record 55',
      },
      refused: { told: signed(205, 'b'), seen: signed(140, 'd'), because: 'truncated', after: 120, until: 141 },
    },
  ],
};

const NAME = '5c'.repeat(32);

/** Personal values of the stand-in, which erases them. */
export class StandInJournals {
  personal: PersonalAnswer = {
    kept: [
      {
        store: 'reporters',
        name: NAME,
        kept_ms: START_MS - 100 * DAY_MS,
        due_ms: START_MS + 265 * DAY_MS,
        opens: true,
      },
      { store: 'openings', name: 'ab'.repeat(8), kept_ms: null, due_ms: null, opens: false },
    ],
    erased: [{ store: 'withheld', name: '7e'.repeat(32), erased_ms: START_MS - DAY_MS, because: 'its time was over' }],
    retention: { reporters: 365, withheld: 1825, openings: 365 },
  };

  get(pathname: string): unknown {
    if (pathname === '/api/v1/journal/head') {
      return { sequence: 207, hash: 'f'.repeat(64), verified_at_ms: START_MS - 3_600_000 };
    }
    if (pathname === '/api/v1/journal/heads') return HEADS;
    return pathname === '/api/v1/personal' ? this.personal : null;
  }

  erase({ name, because }: { name: string; because: string }): unknown {
    const { kept, erased, retention } = this.personal;
    const gone = kept.filter((one) => one.name === name);
    const now = gone.map(({ store }) => ({ store, name, erased_ms: START_MS, because: `Demo: ${because}` }));
    this.personal = { kept: kept.filter((one) => one.name !== name), erased: [...erased, ...now], retention };
    return { erased: now };
  }
}
