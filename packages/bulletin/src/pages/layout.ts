import { type Html, html } from '../html.ts';
import { WORDS, type Words } from '../words.ts';

/** What a visitor chose about cookies. */
export type Consent = 'none' | 'accepted' | 'declined';

/** What every page needs to know. */
export type Setting = {
  readonly site: string;
  readonly language: string;
  readonly words: Words;
  readonly consent: Consent;
  /** The page's own address below the language, such as `/releases/heron-1`. */
  readonly path: string;
};

/** A whole page around its main part. */
export function page(setting: Setting, title: string, main: Html): string {
  const { site, language, words, path } = setting;
  const { html: text } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === site ? site : `${title} · ${site}`}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" type="image/svg+xml" href="/icon.svg">
<link rel="alternate" type="application/atom+xml" title="${words.feed}" href="/${language}/feed.atom">
${languages(language).map((other) => html`<link rel="alternate" hreflang="${other}" href="/${other}${path}">`)}
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header>
<p class="site"><a href="/${language}/">${site}</a></p>
<nav aria-label="${words.bulletin}">
${languages(language).map(
  (other) => html`<a lang="${other}" hreflang="${other}" href="/${other}${path}">${WORDS[other]!.language}</a>`,
)}
<a href="/${language}/feed.atom">${words.feed}</a>
<a href="/${language}/cookies">${words.cookies}</a>
</nav>
</header>
<main id="main">${main}</main>
${setting.consent === 'none' ? banner(setting) : null}
</body>
</html>
`;
  return text;
}

/** The languages other than the page's. */
const languages = (language: string): string[] => Object.keys(WORDS).filter((other) => other !== language);

function banner({ language, words, path }: Setting): Html {
  return html`<section class="banner" aria-label="${words.cookies}">
<p>${words.banner}</p>
<form method="post" action="/${language}/consent">
<input type="hidden" name="back" value="${path}">
<button name="choice" value="accepted">${words.accept}</button>
<button name="choice" value="declined">${words.decline}</button>
<a href="/${language}/cookies">${words.readMore}</a>
</form>
</section>`;
}

/** An instant for readers: UTC, to the minute. */
export function time(time_ms: number): Html {
  const iso = new Date(time_ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} Z</time>`;
}
