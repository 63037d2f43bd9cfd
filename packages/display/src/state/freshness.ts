import type { FeedStatus, Status } from '../api/types.ts';
import { feedSilent, problemWord } from '../format/feeds.ts';
import { age } from '../format/time.ts';

/** Status comes once a second; three missed ones and the picture is no longer to be trusted. */
const STREAM_SILENCE_MS = 3000;

export type Freshness = {
  /** true: the picture may not be what flies there now, and the whole page must say so. */
  stale: boolean;
  /** Short: what is wrong, most serious first. */
  reasons: string[];
  /** What is wrong with some of the feeds while others bring what they should: the picture is true, but not whole. */
  cautions: string[];
};

/**
 * Whether the picture may be trusted, from what the stream and the node say. One feed of several that falls silent
 * leaves the picture of the others true; when none brings anything, the picture is stale. A recording that has played
 * to its end is not stale: it is over.
 */
export function freshness(
  stream: { connected: boolean; everConnected: boolean; silence_ms: number },
  status: Status | null,
  node_ms: number,
): Freshness {
  const reasons: string[] = [];
  if (!stream.everConnected) reasons.push('No data yet: connecting to the node');
  else if (!stream.connected) reasons.push(`Connection to the node lost ${age(stream.silence_ms)} ago; trying again`);
  else if (stream.silence_ms > STREAM_SILENCE_MS)
    reasons.push(`The node has been silent for ${age(stream.silence_ms)}`);
  if (status === null) return { stale: reasons.length > 0, reasons, cautions: [] };
  if (!status.journal.durable) {
    const problem = status.journal.problem ?? 'no reason given';
    reasons.push(`Nothing new is shown until the journal can be written (${problem})`);
  }
  const troubles = status.feeds.flatMap((feed) => troublesOf(feed, node_ms));
  if (status.feeds.length > 0 && status.feeds.every(bringsNothing)) {
    return { stale: true, reasons: [...reasons, ...troubles], cautions: [] };
  }
  const nothing = status.mode === 'live' && status.feeds.length === 0 ? ['No feed is set up: nothing is heard'] : [];
  return { stale: reasons.length > 0, reasons, cautions: [...nothing, ...troubles] };
}

function bringsNothing(feed: FeedStatus): boolean {
  return feed.state === 'paused' || feedSilent(feed);
}

/** What is wrong with one feed, in short sentences. */
function troublesOf(feed: FeedStatus, node_ms: number): string[] {
  const { name, state } = feed;
  const since =
    feed.last_message_ms === null ? 'no message yet' : `last message ${age(node_ms - feed.last_message_ms)} ago`;
  const silent = {
    stale: `Feed ${name} is stale: ${since}`,
    stopped: `Feed ${name} has stopped: ${since}`,
    backing_off: `Feed ${name} has lost its connection: ${since}`,
    paused: `Feed ${name} is paused: ${since}`,
  };
  const problems = feed.problems
    .filter(({ problem }) => problem !== 'stalled' || !(state in silent))
    .map(({ problem, text }) => `Feed ${name}: ${problemWord(problem).toLowerCase()}, ${text}`);
  return state in silent ? [silent[state as keyof typeof silent], ...problems] : problems;
}
