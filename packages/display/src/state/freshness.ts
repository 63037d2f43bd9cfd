import type { Status } from '../api/types.ts';
import { age } from '../format/time.ts';

/** Status comes once a second; three missed ones and the picture is no longer to be trusted. */
const STREAM_SILENCE_MS = 3000;

export type Freshness = {
  /** true: the picture may not be what flies there now, and the whole page must say so. */
  stale: boolean;
  /** Short: what is wrong, most serious first. */
  reasons: string[];
};

/**
 * Whether the picture may be trusted, from what the stream and the node say. A recording that has played to its end
 * is not stale: it is over.
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
  if (status !== null) {
    if (!status.journal.durable) {
      const problem = status.journal.problem ?? 'no reason given';
      reasons.push(`Nothing new is shown until the journal can be written (${problem})`);
    }
    for (const feed of status.feeds) {
      if (feed.state !== 'stale' && feed.state !== 'stopped') continue;
      const since =
        feed.last_message_ms === null ? 'no message yet' : `last message ${age(node_ms - feed.last_message_ms)} ago`;
      reasons.push(`Feed ${feed.name} ${feed.state === 'stale' ? 'is stale' : 'has stopped'}: ${since}`);
    }
  }
  return { stale: reasons.length > 0, reasons };
}
