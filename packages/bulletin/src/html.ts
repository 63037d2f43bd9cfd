/** Text that is markup already. */
export type Html = { readonly html: string };

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What neither HTML nor XML 1.0 may hold: control characters but for tab and line ends, and halves of characters. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu;

/**
 * Text as it may stand in an element or in a quoted attribute (OWASP, cross-site scripting prevention, rules 1 and 2).
 */
const escapeHtml = (text: string): string =>
  text
    .toWellFormed()
    .replace(FORBIDDEN, '\uFFFD')
    .replace(/[&<>"']/g, (letter) => ENTITIES[letter]!);

type Part = string | number | Html | null | readonly Part[];

/** Markup with values set in: text is escaped, markup of this function is not, `null` is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { html: parts.reduce((all, part, i) => all + part + (i < values.length ? write(values[i]!) : ''), '') };
}

function write(value: Part): string {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  if ('html' in value) return value.html;
  return value.map(write).join('');
}
