import { describe, expect, test } from 'vitest';
import { START_MS, statusAt } from '../../test/sample.ts';
import type { FeedStatus, Status } from '../api/types.ts';
import { freshness } from './freshness.ts';

const GOOD = { connected: true, everConnected: true, silence_ms: 400 };
const status = statusAt(START_MS, 4);

function withFeed(state: FeedStatus['state'], last_message_ms: number | null): Status {
  return {
    ...status,
    feeds: [
      { name: 'north', state, last_message_ms, observations: 1, refused: 0, complaints: 0, last_complaint: null },
    ],
  };
}

test('all well is not stale', () => {
  expect(freshness(GOOD, status, START_MS)).toEqual({ stale: false, reasons: [] });
});

describe('stale', () => {
  test('before the first picture', () => {
    const { stale, reasons } = freshness({ connected: false, everConnected: false, silence_ms: 10 }, null, 0);
    expect(stale).toBe(true);
    expect(reasons[0]).toContain('connecting');
  });

  test('after three seconds of silence, not before', () => {
    expect(freshness({ ...GOOD, silence_ms: 3000 }, status, START_MS).stale).toBe(false);
    const silent = freshness({ ...GOOD, silence_ms: 3100 }, status, START_MS);
    expect(silent.reasons).toEqual(['The node has been silent for 3.1 s']);
  });

  test('when the connection is lost, at once', () => {
    expect(freshness({ ...GOOD, connected: false }, status, START_MS).reasons[0]).toContain('lost');
  });

  test('when the journal is not durable, with the node its own reason', () => {
    const journal = { ...status.journal, durable: false, problem: 'no space left on the disk' };
    expect(freshness(GOOD, { ...status, journal }, START_MS).reasons[0]).toContain('no space left on the disk');
  });

  test('when a feed is stale or stopped, with its name and age', () => {
    const stale = freshness(GOOD, withFeed('stale', START_MS - 42_000), START_MS);
    expect(stale.reasons).toEqual(['Feed north is stale: last message 42 s ago']);
    expect(freshness(GOOD, withFeed('stopped', null), START_MS).reasons).toEqual([
      'Feed north has stopped: no message yet',
    ]);
  });
});

test.each(['starting', 'live', 'finished'] as const)('a feed that is %s is not stale', (state) => {
  expect(freshness(GOOD, withFeed(state, START_MS - 60_000), START_MS).stale).toBe(false);
});
