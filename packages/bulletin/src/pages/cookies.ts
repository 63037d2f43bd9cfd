import { html } from '../html.ts';
import { page, type Setting } from './layout.ts';

/** What is kept in the browser, why, and the choice. */
export function cookiesPage(setting: Setting): string {
  const { words, language, consent } = setting;
  const main = html`<h1>${words.cookies}</h1>
<p>${words.cookiesNote}</p>
<table><thead><tr>${words.cookieHead.map((one) => html`<th scope="col">${one}</th>`)}</tr></thead>
<tbody>${words.cookieTable.map(
    ([name, ...rest]) => html`<tr><th scope="row">${name}</th>${rest.map((one) => html`<td>${one}</td>`)}</tr>`,
  )}</tbody></table>
<p>${words.choice[consent]}</p>
<form method="post" action="/${language}/consent"><input type="hidden" name="back" value="/cookies">
<button name="choice" value="accepted">${words.accept}</button>
<button name="choice" value="declined">${words.decline}</button></form>`;
  // The choice stands on the page itself: a banner beside it would ask twice.
  return page({ ...setting, consent: consent === 'none' ? 'declined' : consent }, words.cookies, main);
}

/** A page that says one thing, and where to go from there. */
export function plainPage(setting: Setting, title: string, text: string, link: { href: string; words: string } | null) {
  const back = link === null ? null : html`<p><a href="${link.href}">${link.words}</a></p>`;
  return page(setting, title, html`<h1>${title}</h1><p>${text}</p>${back}`);
}
