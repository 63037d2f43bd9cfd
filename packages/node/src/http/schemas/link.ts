import Type from 'typebox';
import { closed, literals, number, text } from './aircraft.ts';
import { nullable, time_ms } from './common.ts';

const count = Type.Integer({ minimum: 0 });

export const LinkStatusSchema = Type.Object(
  {
    party: text,
    phase: literals('down', 'greeting', 'up', 'halted'),
    since_ms: time_ms,
    reason: Type.Union([text, Type.Null()], { description: 'Why it is down, in words' }),
    halted: nullable(
      Type.Object(
        {
          reason: literals('forked', 'chain_broken', 'receipt_differs', 'peer_lost_history', 'own_history_lost'),
          sequence: count,
          held: nullable(text),
          told: text,
        },
        closed,
      ),
    ),
    epoch: Type.Integer({ minimum: 0, description: 'How often the two have begun anew after a halt' }),
    peer_epoch: Type.Union([count, Type.Null()], { description: 'What the other side said of it last' }),
    clock: nullable(
      Type.Object(
        { offset_ms: Type.Number({ description: 'By how much the other clock is ahead' }), delay_ms: number },
        closed,
      ),
    ),
    sent: count,
    unacknowledged: count,
    received: count,
    refused: Type.Integer({ minimum: 0, description: 'Frames that were not taken: forged, cut off, of no known form' }),
    live: Type.Object({ waiting: count, shed: count, missed: count }, closed),
  },
  { $id: 'LinkStatus', ...closed },
);

export const PairingStateSchema = Type.Object(
  {
    phase: literals('unavailable', 'none', 'waiting', 'digits', 'checking', 'comparing', 'paired', 'failed'),
    port: Type.Union([count, Type.Null()], { description: 'Where it waits for the other node' }),
    digits: Type.Union([text, Type.Null()], { description: 'To be read to the other person' }),
    party: nullable(text),
    fingerprint: Type.Union([text, Type.Null()], { description: "Of the other node's card" }),
    own_fingerprint: text,
    reason: Type.Union([text, Type.Null()], { description: 'Why it failed, in words' }),
  },
  { $id: 'PairingState', ...closed },
);

/** A warning that a node of another party gave, in bands, under the clause that it names. */
export const HeardWarningSchema = Type.Object(
  {
    from: text,
    kind: Type.Literal('warning'),
    for: Type.String({ description: 'The aircraft that is warned' }),
    level: literals('advisory', 'warning', 'breach'),
    time_ms,
    warning: Type.Object(
      {
        clause: text,
        bearing: Type.Object({ from_deg: number, to_deg: number }, closed),
        distance: Type.Object({ from_m: number, to_m: nullable(number) }, closed),
        height: nullable(Type.Object({ from_m: number, to_m: number }, closed)),
      },
      closed,
    ),
  },
  { $id: 'HeardWarning', ...closed },
);
