import { fieldsOf, type Message } from './message.ts';

/**
 * What the receiver repeats, so that both know it was understood: kind and critical fields, in order, times as
 * `DDHHMMZ`. Null for a text and a test call, where an acknowledgement is enough.
 */
export function readBackOf({ kind, fields }: Message): string | null {
  const parts = Object.entries(fieldsOf(kind))
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
export const readBackMatches = (wanted: string, said: string): boolean => bare(wanted, '') === bare(said, '');

const DIGIT = /\p{N}/u;

/** What counts of a text; `gap` stands where spaces and signs are that do not. */
function bare(text: string, gap: string): string {
  const plain = text.toUpperCase().normalize('NFC').trim();
  return plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, (signs: string, offset: number) => {
    const numberFollows = DIGIT.test(plain[offset + signs.length] ?? '');
    if (!numberFollows) return gap;
    // A minus stands apart from what is before it; a hyphen joins.
    if (/[-−]$/.test(signs) && (signs.length > 1 || offset === 0)) return `${gap}-`;
    if (!DIGIT.test(plain[offset - 1] ?? '')) return gap;
    return signs === '.' || signs === ',' ? '.' : ' ';
  });
}

/** A stretch of a read-back: as it was to be, left out, or put in. */
export type Stretch = { readonly text: string; readonly as: 'same' | 'missing' | 'extra' };

/**
 * Where a read-back differs from what it was to be, by character: the fewest characters left out and put in that lead
 * from one to the other (the longest common subsequence). What does not count (case, signs) is left out of both.
 */
export function differencesIn(wanted: string, said: string): Stretch[] {
  const [a, b] = [[...bare(wanted, ' ').trim()], [...bare(said, ' ').trim()]];
  // common[i][j]: how much the rest of `wanted` from i on and of `said` from j on have in common.
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const found: { text: string; as: Stretch['as'] }[] = [];
  const add = (text: string, as: Stretch['as']): void => {
    const last = found.at(-1);
    if (last?.as === as) last.text += text;
    else found.push({ text, as });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(a[i]!, 'same');
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) add(a[i++]!, 'missing');
    else add(b[j++]!, 'extra');
  }
  return found;
}
