import type { Message } from './message.ts';

/**
 * Something that happened on the line, as it is journalled: at which party, by which person, when by that party's
 * clock. Each party may say only what is its own to say: who sent a message cannot accept it.
 */
export type LineEvent = { readonly at_ms: number; readonly party: string } & (
  | { readonly kind: 'sent'; readonly message: Message }
  /** The other node has it on its disk. */
  | { readonly kind: 'delivered'; readonly of: string }
  /** A person has opened it. */
  | { readonly kind: 'read'; readonly of: string; readonly by: string }
  | { readonly kind: 'read_back'; readonly of: string; readonly by: string; readonly text: string }
  /** The receiver takes it on, or says why not: it is closed either way. */
  | { readonly kind: 'accepted'; readonly of: string; readonly by: string }
  | { readonly kind: 'refused'; readonly of: string; readonly by: string; readonly reason: string }
  /** What people say of the line, whatever it does. */
  | { readonly kind: 'declared'; readonly by: string; readonly state: 'open' | 'cut'; readonly words: string }
  | { readonly kind: 'watch_taken'; readonly by: string }
  /**
   * `taken_over`: own messages without an answer that the next watch says it knows of; `to` null: nobody follows, the
   * desk closes; `entered_by`: who wrote it down, who may be another than `by`.
   */
  | {
      readonly kind: 'handed_over';
      readonly by: string;
      readonly entered_by: string;
      readonly to: string | null;
      readonly taken_over: readonly string[];
    }
  /** How many feeds are live at a party's node: nothing can be ready that sees nothing. */
  | { readonly kind: 'feeds'; readonly live: number }
);

/** Why an event that a party's node sent is not its to say; null where it is. */
export function notIts(event: LineEvent, from: string, own: string): string | null {
  if (event.party !== from) return `party is ${event.party}, but it came from ${from}`;
  if (event.kind !== 'sent') return null;
  const { message } = event;
  if (message.from !== from) return `message.from is ${message.from}, but it came from ${from}`;
  if (message.to !== own) return `message.to is ${message.to}, but it came to ${own}`;
  return message.logged_by === null ? null : 'message.logged_by: what was spoken is logged by each side for itself';
}
