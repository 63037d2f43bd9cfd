import { canonicalJson, checkSignature, linkHash, type PrivateJwk, type PublicJwk, sign } from '@skyaccord/proof';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { unfitIn } from '../journal/fit.ts';
import type { Frame, Kept } from './frames.ts';

const FORM = 'skyaccord-link/1';
/** A longer message is neither sent nor read. */
export const MOST_BYTES = 256 * 1024;

/** The two ends of a link, by the ids of their parties. */
export type Ends = { readonly from: string; readonly to: string };

/** A frame as it is sent: what is signed, and the signature over it (a detached one, as `proof` makes them). */
export type Sealed = { readonly content: Content; readonly signature: string };
type Content = Ends & { readonly skyaccord: typeof FORM; readonly frame: Frame };

/** A frame that came, with what proves whose it is; `hash`: of a kept one, its place in the chain. */
export type Opened = { readonly frame: Frame; readonly sealed: Sealed; readonly hash: string | null };

/** Why what came was not taken, in words for both sides. */
export type Refused = { readonly refused: string };

/** Signs a frame. */
export function seal(frame: Frame, { from, to }: Ends, key: PrivateJwk, now_ms: number): Sealed {
  const content: Content = { skyaccord: FORM, from, to, frame };
  return { content, signature: sign(content, key, from, now_ms) };
}

/** Its hash binds a kept message to all before it. */
export const hashOf = ({ content }: Sealed, { previous }: Kept): string => linkHash(previous, canonicalJson(content));

/** The text that goes over the wire. */
export const textOf = ({ content, signature }: Sealed): string =>
  `{"content":${canonicalJson(content)},"signature":"${signature}"}`;

/**
 * Reads what came: of the right form and size, from the other side, to this one, signed with a key of the other side.
 * Nothing that fails any of these has an effect.
 */
export function open(text: string, { from, to }: Ends, keys: readonly PublicJwk[]): Opened | Refused {
  if (text.length > MOST_BYTES) return { refused: `it has ${text.length} characters; the most is ${MOST_BYTES}` };
  const sealed = parsed(text);
  if (sealed === null) return { refused: 'it is no JSON text, or was cut off' };
  if (!SEALED.Check(sealed)) {
    const [first] = SEALED.Errors(sealed);
    return {
      refused: `it is no frame of a link: ${first?.instancePath || 'it'} ${first?.message ?? 'has another form'}`,
    };
  }
  const { content, signature } = sealed as Sealed;
  const unfit = unfitIn(content);
  if (unfit !== null) return { refused: `it cannot be journalled: content${unfit.at} ${unfit.reason}` };
  if (content.from !== from || content.to !== to) {
    return { refused: `it is from ${content.from} to ${content.to}; this link takes what is from ${from} to ${to}` };
  }
  const verdict = checkSignature(signature, content, keys);
  if (!verdict.ok) return { refused: verdict.reason };
  if (verdict.signer.party !== from) return { refused: `${verdict.signer.party} signed what is to be from ${from}` };
  const { frame } = content;
  return {
    frame,
    sealed: { content, signature },
    hash: frame.kind === 'kept' ? hashOf(sealed as Sealed, frame) : null,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const whole = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const place = Type.Object({ sequence: whole, hash }, { additionalProperties: false });
const frameOf = <Fields extends Type.TProperties>(kind: string, fields: Fields) =>
  Type.Object({ kind: Type.Literal(kind), ...fields }, { additionalProperties: false });
const versions = Type.Array(whole, { minItems: 1, maxItems: 16 });
const party = Type.String({ minLength: 1, maxLength: 32 });

const FRAME = Type.Union([
  frameOf('hello', { versions, epoch: whole, sent: place, received: place }),
  frameOf('ack', { received: place }),
  frameOf('ping', { number: whole, time_ms: whole }),
  frameOf('pong', { number: whole, asked_ms: whole, received_ms: whole, time_ms: whole }),
  frameOf('bye', { reason: Type.String({ maxLength: 400 }) }),
  frameOf('kept', {
    sequence: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    previous: hash,
    time_ms: whole,
    body: Type.Unknown(),
  }),
  frameOf('live', { number: whole, fresh: Type.Boolean(), updates: Type.Array(Type.Unknown(), { maxItems: 2_000 }) }),
]);
const SEALED = Compile(
  Type.Object(
    {
      content: Type.Object(
        { skyaccord: Type.Literal(FORM), from: party, to: party, frame: FRAME },
        { additionalProperties: false },
      ),
      signature: Type.String({ maxLength: 4_096 }),
    },
    { additionalProperties: false },
  ),
);
