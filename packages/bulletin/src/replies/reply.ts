import type { ReplyFault } from '../words.ts';

/** A reply as it was sent. */
export type ReplyForm = { readonly name: string; readonly email: string; readonly text: string };

/** A reply that can be kept. `marks` tell a moderator what to look at twice. */
export type CheckedReply = ReplyForm & { readonly marks: readonly Mark[] };
export type Mark = 'mixed_scripts' | 'like_a_party' | 'links' | 'trap';

const MOST_NAME = 80;
const MOST_EMAIL = 254;
const MOST_TEXT = 4000;
/** Control characters, those that are not seen, and those that turn the direction of writing (Unicode TR 36, 3.1). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u3164\u115F\u1160]/u;
/** The same, but lines and tabs may stand in a text, and joiners, which some scripts and emoji need. */
const UNSEEN_IN_TEXT = /(?![\n\t\u200C\u200D])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
/** Enough of RFC 5321 to answer to: one @, a dotted domain, no space, no second line, nothing that ends a header. */
const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

/** Letters that look like Latin ones, as far as names of parties could be imitated with them (Unicode TR 39). */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  т: 't',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  у: 'y',
  α: 'a',
  ο: 'o',
  ρ: 'p',
  ν: 'v',
  ι: 'i',
  κ: 'k',
  τ: 't',
  '0': 'o',
  '1': 'l',
  '5': 's',
};

/**
 * Checks a reply. Names and addresses are brought to one form (NFC, single spaces); what a reader could not see is
 * refused in them and taken out of the text.
 *
 * @param parties names that only parties should bear
 * @param trapped the field that people do not see was filled in
 */
export function checkReply(
  form: ReplyForm,
  parties: readonly string[],
  trapped: boolean,
): CheckedReply | { readonly fault: ReplyFault } {
  if (form.text.length > 4 * MOST_TEXT) return { fault: 'text_long' };
  const name = form.name.normalize('NFC').trim().replaceAll(/ +/g, ' ');
  const email = form.email.trim();
  const text = form.text.normalize('NFC').replaceAll(/\r\n?/g, '\n').replaceAll(UNSEEN_IN_TEXT, '').trim();
  if (name === '') return { fault: 'name_missing' };
  if (name.length > MOST_NAME) return { fault: 'name_long' };
  if (UNSEEN.test(name) || UNSEEN.test(email)) return { fault: 'letters' };
  if (email.length > MOST_EMAIL || !EMAIL.test(email)) return { fault: 'email_wrong' };
  if (text === '') return { fault: 'text_missing' };
  if (text.length > MOST_TEXT) return { fault: 'text_long' };
  const marks: Mark[] = [];
  if (hasMixedWord(name)) marks.push('mixed_scripts');
  if (parties.some((party) => skeleton(name).includes(skeleton(party)))) marks.push('like_a_party');
  if (/https?:|www\./i.test(text)) marks.push('links');
  if (trapped) marks.push('trap');
  return { name, email, text, marks };
}

/** A word of letters of two scripts that resemble each other is hardly ever a name. */
const hasMixedWord = (name: string): boolean =>
  name.split(/[\s-]+/).some((word) => SCRIPTS.filter((script) => script.test(word)).length > 1);

const skeleton = (name: string): string =>
  [
    ...name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, ''),
  ]
    .map((letter) => LOOKALIKES[letter] ?? letter)
    .join('');
