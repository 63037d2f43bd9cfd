import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { completeFeed } from './config.ts';
import type { FeedHealth } from './feed.ts';
import { FeedThread } from './feed_thread.ts';

const SCRIPT = new URL('../../test/failing_thread.ts', import.meta.url);
const until = (check: () => unknown) =>
  vi.waitFor(() => expect(check()).toBeTruthy(), { timeout: 60_000, interval: 10 });

function thread(name: string) {
  const statuses: FeedHealth[] = [];
  const config = completeFeed({ name, connection: 'party_feed' }, []);
  const one = new FeedThread(config, { chunk: () => {}, status: (status) => statuses.push(status) }, SCRIPT);
  one.start();
  onTestFinished(() => one.stop());
  return { one, statuses, last: () => statuses.at(-1)! };
}

describe('a feed whose thread', () => {
  test('throws is told of, begun anew, and goes on counting', async () => {
    const { statuses, last } = thread('throws');
    await until(() => statuses.at(-1)?.state === 'stopped');
    expect(last().problems).toMatchObject([
      { problem: 'failed', text: 'its thread failed: broken on purpose; it is begun anew in 1 s' },
    ]);
    await until(() => last().state === 'live');
    expect(last()).toMatchObject({ observations: 14, complaints: 3, problems: [] });
  });

  test('eats memory is ended at its bound, and it alone', async () => {
    const { last, statuses } = thread('eats');
    // On a busy machine it is told before that it does not answer: it has no time for more than its garbage.
    await until(() => /memory limit/.test(statuses.at(-1)?.problems[0]?.text ?? ''));
    expect(last().state).toBe('stopped');
  });

  test('hangs is told of within 5 s, and replaced', async () => {
    const begun_ms = performance.now();
    const { last, statuses } = thread('hangs');
    await until(() => statuses.at(-1)?.state === 'stopped');
    expect(performance.now() - begun_ms).toBeLessThan(6_500);
    expect(last().problems[0]?.text).toMatch(/^its thread has not answered for [45] s$/);
    await until(() => /ended by itself; it is begun anew/.test(last().problems[0]?.text ?? ''));
  });

  test('hangs does not hold up the stop', async () => {
    const { one, statuses } = thread('hangs');
    await until(() => statuses.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const begun_ms = performance.now();
    await one.stop();
    expect(performance.now() - begun_ms).toBeLessThan(2_500);
  });
});
