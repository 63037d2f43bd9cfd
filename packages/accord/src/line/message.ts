/** How soon a message wants an answer, most urgent first (the precedences of ACP 121, which NATO and others share). */
export const PRECEDENCES = ['flash', 'immediate', 'priority', 'routine'] as const;
export type Precedence = (typeof PRECEDENCES)[number];

/** Within what time a message is acknowledged where its sender does not say, s. */
export const ACKNOWLEDGE_S: Readonly<Record<Precedence, number>> = {
  flash: 60,
  immediate: 300,
  priority: 900,
  routine: 3_600,
};

export type FieldKind = 'text' | 'number' | 'time';
/** One field of a kind of message. What is `critical` is read back. */
export type MessageField = { readonly kind: FieldKind; readonly critical: boolean; readonly required: boolean };
const critical = (kind: FieldKind = 'text'): MessageField => ({ kind, critical: true, required: true });
const more = (kind: FieldKind = 'text'): MessageField => ({ kind, critical: false, required: false });

/** The kinds of message and their fields, in the order in which they are read out. Free text is in `words`. */
export const MESSAGE_KINDS = {
  traffic: { traffic: critical(), where: critical(), level_ft: more('number'), time: more('time') },
  delay_request: { mission: critical(), delay_min: critical('number'), reason: more() },
  reroute_proposal: { mission: critical(), via: critical(), reason: more() },
  hazard_notice: { hazard: critical(), where: critical(), from: critical('time'), until: critical('time') },
  emergency: { who: critical(), nature: critical(), where: critical(), intention: more() },
  /** Both say that an exercise of the cell was carried through: evidence of readiness, once it is read back. */
  exercise: { exercise: critical(), from: critical('time'), until: critical('time') },
  test_call: {},
  text: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, MessageField>>>>;
export type MessageKind = keyof typeof MESSAGE_KINDS;

/**
 * One message of the line. `serial` counts what `from` sent `to`, from 1 without a gap. `logged_by`: it was said over
 * telephone or radio and this party wrote it down; null: it goes over the link. Times, in fields too, are ms since 1970
 * UTC.
 */
export type Message = {
  readonly from: string;
  readonly to: string;
  readonly serial: number;
  readonly kind: MessageKind;
  readonly precedence: Precedence;
  readonly logged_by: string | null;
  readonly sent_ms: number;
  readonly acknowledge_by_ms: number;
  readonly by: string;
  readonly fields: Readonly<Record<string, string | number>>;
  /** Free text by language; every kind may have some, `text` must. */
  readonly words: Readonly<Record<string, string>>;
};

/** Longest free text in one language, and longest field, characters. */
export const LONGEST_TEXT = 2_000;
export const LONGEST_FIELD = 200;

/** The fields of a kind of message, in the order in which they are read out. */
export const fieldsOf = (kind: MessageKind): Readonly<Record<string, MessageField>> => MESSAGE_KINDS[kind];

/** Why a message cannot be as it is: the field, its value, the reason and the remedy; null where it can. */
export function objectionTo(message: Message): string | null {
  const { kind, fields, words, from, to, sent_ms, acknowledge_by_ms } = message;
  if (from === to) return `to is ${to}, who sends it: name the other party`;
  if (!(acknowledge_by_ms > sent_ms)) {
    return `acknowledge_by_ms is ${acknowledge_by_ms}, not after it is sent (${sent_ms}): give a later time`;
  }
  const known = fieldsOf(kind);
  for (const [name, value] of Object.entries(fields)) {
    const field = known[name];
    if (field === undefined) {
      const names = Object.keys(known).join(', ') || 'none';
      return `fields.${name} is no field of ${kind}: it has ${names}; say more in words`;
    }
    const wrong = objectionToField(name, field, value);
    if (wrong !== null) return wrong;
  }
  for (const [name, { required }] of Object.entries(known)) {
    if (required && fields[name] === undefined) return `fields.${name} is missing: ${kind} needs it`;
  }
  for (const [language, text] of Object.entries(words)) {
    if (text.trim() === '' || text.length > LONGEST_TEXT) {
      return `words.${language} has ${text.length} characters: write 1 to ${LONGEST_TEXT}`;
    }
  }
  if ('from' in fields && 'until' in fields && Number(fields.until) <= Number(fields.from)) {
    return `fields.until is ${fields.until}, not after fields.from (${fields.from}): give a later time`;
  }
  return kind === 'text' && Object.keys(words).length === 0 ? 'words is empty: a text needs words' : null;
}

function objectionToField(name: string, { kind }: MessageField, value: string | number): string | null {
  if (kind === 'text') {
    if (typeof value !== 'string') return `fields.${name} is ${value}: write it as text`;
    const length = value.trim().length;
    return length === 0 || value.length > LONGEST_FIELD
      ? `fields.${name} has ${value.length} characters: write 1 to ${LONGEST_FIELD}`
      : null;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return `fields.${name} is ${value}: give a number`;
  return kind === 'time' && !(Number.isInteger(value) && value >= 0)
    ? `fields.${name} is ${value}: give a time in ms since 1970 UTC`
    : null;
}
