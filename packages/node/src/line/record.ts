import type { LineAlarm, LineEvent } from '@skyaccord/accord';

/**
 * What the journal holds of the line. begun: since when test calls are due here; own: what this party said, and to
 * whose nodes it goes; heard: what another node said, when it came (`here_ms`) and when it was sent by this node's
 * clock, as far as clocks were compared (`sent_ms`); link: a link came up or went down; alarm: what people were told
 * of. What is refused when it is taken changes nothing, at the time and at every restart.
 */
export type LineRecord =
  | { readonly way: 'begun'; readonly at_ms: number }
  | { readonly way: 'own'; readonly event: LineEvent; readonly to: readonly string[] }
  | {
      readonly way: 'heard';
      readonly from: string;
      readonly event: LineEvent;
      readonly here_ms: number;
      readonly sent_ms: number;
    }
  | { readonly way: 'link'; readonly party: string; readonly up: boolean; readonly at_ms: number }
  | { readonly way: 'alarm'; readonly alarm: LineAlarm; readonly at_ms: number };

/** A message of the kept stream: one event of the line. */
export type LineBody = { readonly kind: 'line'; readonly event: LineEvent };
