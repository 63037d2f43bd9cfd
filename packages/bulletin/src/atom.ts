import { html } from './html.ts';
import { wordsOf } from './pages/articles.ts';
import type { Release } from './release.ts';
import { WORDS } from './words.ts';

/** The newest releases as an Atom feed (RFC 4287); an entry's id is its permanent address. */
export function atomFeed(site: string, origin: string, language: string, releases: readonly Release[]): string {
  const iso = (time_ms: number): string => new Date(time_ms).toISOString();
  const home = `${origin}/${language}/`;
  const own = WORDS[language]!;
  const newest_ms = releases.reduce((most, one) => Math.max(most, one.released_ms), 0);
  const { html: text } = html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<title>${site}</title>
<id>${home}</id>
<link rel="self" href="${home}feed.atom"/>
<link href="${home}"/>
<updated>${iso(newest_ms)}</updated>
<author><name>${site}</name></author>
${releases.map((release) => {
  const words = wordsOf(release, language);
  return html`<entry><title>${words.title}</title><id>${home}releases/${release.id}</id>
<link href="${home}releases/${release.id}"/><updated>${iso(release.released_ms)}</updated>
<summary>${release.state === 'withdrawn' ? own.withdrawn : words.summary}</summary></entry>
`;
})}</feed>
`;
  return text;
}
