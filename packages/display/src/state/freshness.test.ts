import { describe, expect, test } from 'vitest';
import { feedNamed, START_MS, statusAt } from '../../test/sample.ts';
import type { FeedStatus, Status } from '../api/types.ts';
import { freshness } from './freshness.ts';

const GOOD = { connected: true, everConnected: true, silence_ms: 400 };
const status = statusAt(START_MS, 4);

function withFeed(state: FeedStatus['state'], last_message_ms: number | null): Status {
  return { ...status, feeds: [feedNamed('north', { state, last_message_ms })] };
}

test('all well is not stale', () => {
  expect(freshness(GOOD, status, START_MS)).toEqual({ stale: false, reasons: [], cautions: [] });
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

describe('of several feeds', () => {
  const good = feedNamed('south', { last_message_ms: START_MS });
  const of = (...feeds: FeedStatus[]) => freshness(GOOD, { ...status, feeds }, START_MS);
  const stale = feedNamed('north', { state: 'stale', last_message_ms: START_MS - 9000 });

  test('one that falls silent leaves the picture of the others true, but not whole', () => {
    expect(of(good, stale)).toEqual({
      stale: false,
      reasons: [],
      cautions: ['Feed north is stale: last message 9.0 s ago'],
    });
  });

  test('when none brings anything the picture is stale, paused ones counted in', () => {
    const { stale: isStale, reasons } = of(stale, feedNamed('east', { state: 'paused', last_message_ms: null }));
    expect(isStale).toBe(true);
    expect(reasons).toEqual(['Feed north is stale: last message 9.0 s ago', 'Feed east is paused: no message yet']);
  });

  test('a problem is told whatever the state, one that says the same as the state only once', () => {
    const problem = (kind: FeedStatus['problems'][number]['problem'], text: string) => ({
      problem: kind,
      since_ms: START_MS,
      text,
    });
    const noisy = feedNamed('west', { problems: [problem('noise', '40 % could not be read')] });
    expect(of(good, noisy).cautions).toEqual(['Feed west: noise, 40 % could not be read']);
    const stalled = { ...stale, problems: [problem('stalled', 'nothing new for 9 s')] };
    expect(of(good, stalled).cautions).toHaveLength(1);
    // Connected and silent: the state need not say it.
    const silent = feedNamed('west', { problems: [problem('stalled', 'nothing new for 9 s')] });
    expect(of(silent).stale).toBe(true);
  });

  test('a live node without any says that nothing is heard', () => {
    const live = { ...status, mode: 'live' as const, feeds: [] };
    expect(freshness(GOOD, live, START_MS).cautions).toEqual(['No feed is set up: nothing is heard']);
    expect(freshness(GOOD, { ...status, feeds: [] }, START_MS).cautions).toEqual([]);
  });
});
