import { MESSAGE_KINDS, type Message } from './message.ts';

/**
 * What the receiver repeats, so that both know it was understood: kind and critical fields, in order, times as
 * `DDHHMMZ`. Null for a text and a test call, where an acknowledgement is enough.
 */
export function readBackOf({ kind, fields }: Message): string | null {
  const known: Readonly<Record<string, { readonly kind: string; readonly critical: boolean }>> = MESSAGE_KINDS[kind];
  const parts = Object.entries(known)
    .filter(([, field]) => field.critical)
    .map(([name, field]) => {
      const value = fields[name] ?? '';
      return field.kind === 'time' ? dateTimeGroup(Number(value)) : String(value);
    });
  return parts.length === 0 ? null : [kind.replaceAll('_', ' '), ...parts].join(' / ').toUpperCase();
}

/** Day of the month, hour and minute in UTC, as date-time groups are written. */
export const dateTimeGroup = (time_ms: number): string => {
  const [, day, hour, minute] = /-(\d\d)T(\d\d):(\d\d)/.exec(new Date(time_ms).toISOString()) ?? [];
  return `${day}${hour}${minute}Z`;
};

/**
 * Whether what was read back is what was to be: letters and digits in their order count, and where one number ends and
 * the next begins; case, other spaces and punctuation do not.
 */
export const readBackMatches = (wanted: string, said: string): boolean => bare(wanted) === bare(said);

const DIGIT = /\p{N}/u;

function bare(text: string): string {
  const plain = text.toUpperCase().normalize('NFC').trim();
  return plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, (gap: string, offset: number) => {
    const numberFollows = DIGIT.test(plain[offset + gap.length] ?? '');
    if (!numberFollows) return '';
    // A minus stands apart from what is before it; a hyphen joins.
    if (/[-−]$/.test(gap) && (gap.length > 1 || offset === 0)) return '-';
    if (!DIGIT.test(plain[offset - 1] ?? '')) return '';
    return gap === '.' || gap === ',' ? '.' : ' ';
  });
}
