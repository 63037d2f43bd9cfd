import { type Html, html } from '../html.ts';
import type { Release } from '../release.ts';
import type { PublicReply } from '../replies/reply_store.ts';
import type { ReplyFault, Words } from '../words.ts';
import { page, type Setting, time } from './layout.ts';
import { plot } from './plot.ts';

/** A reply form as it is shown: anew, or with what was wrong with it. */
export type FormState = {
  readonly token: string;
  readonly fault: ReplyFault | null;
  readonly name: string;
  readonly text: string;
};

/** Words of a release in the page's language, or in the first one it has. */
export function wordsOf({ words }: Release, language: string) {
  const own = words[language];
  if (own !== undefined) return { ...own, language };
  const [first] = Object.keys(words).sort();
  return { ...words[first!]!, language: first! };
}

const gone = (words: Words): Html => html`<p class="withdrawn">${words.withdrawn}</p>`;

/** The front page: what was released, newest first. */
export function indexPage(setting: Setting, releases: readonly Release[], newer: string | null, older: string | null) {
  const { site, language, words } = setting;
  const items = releases.map((release) => {
    const text = wordsOf(release, language);
    return html`<li><p class="meta">${words.kinds[release.kind]} · ${time(release.released_ms)}</p>
<h2 lang="${text.language}"><a href="/${language}/releases/${release.id}">${text.title}</a></h2>
${release.state === 'withdrawn' ? gone(words) : html`<p lang="${text.language}">${text.summary}</p>`}</li>`;
  });
  const main = html`<h1>${words.newest}</h1>
${items.length === 0 ? html`<p>${words.none}</p>` : html`<ul class="releases">${items}</ul>`}
<p class="pages">${newer === null ? null : html`<a rel="prev" href="${newer}">←</a>`}
${older === null ? null : html`<a rel="next" href="${older}">→</a>`}</p>`;
  return page(setting, site, main);
}

/** One release with its replies and the form. */
export function articlePage(
  setting: Setting,
  release: Release,
  partyNames: readonly string[],
  replies: readonly PublicReply[],
  form: FormState,
): string {
  const { words, language } = setting;
  const text = wordsOf(release, language);
  const head = html`<p class="meta">${words.kinds[release.kind]} · ${words.releasedBy}
${partyNames.join(', ')} ${words.on}
${time(release.released_ms)} · ${words.version} ${release.version}</p>
<h1 lang="${text.language}">${text.title}</h1>`;
  const href = `/${language}/releases/${release.id}`;
  const link = html`<p class="meta"><a rel="bookmark" href="${href}">${words.permanent}</a></p>`;
  if (release.state === 'withdrawn') {
    return page(
      setting,
      text.title,
      html`<article>${head}<p class="withdrawn">${words.withdrawn}</p>${link}</article>`,
    );
  }
  const main = html`<article>${head}
${text.language === language ? null : html`<p class="note">${words.otherLanguage}</p>`}
<div lang="${text.language}"><p class="summary">${text.summary}</p>
${text.paragraphs.map((one) => html`<p>${one}</p>`)}</div>
${
  text.facts.length === 0
    ? null
    : html`<h2>${words.facts}</h2><table lang="${text.language}"><tbody>
${text.facts.map(({ label, value }) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}
</tbody></table>`
}
${release.plot === undefined ? null : plot(release.plot, words)}
${link}</article>
<section aria-labelledby="replies"><h2 id="replies">${words.replies}</h2>
${replies.length === 0 ? html`<p>${words.noReplies}</p>` : html`<ol class="replies">${replies.map(replyItem)}</ol>`}
</section>
${replyForm(setting, release, form)}`;
  return page(setting, text.title, main);
}

const replyItem = ({ id, name, text, time_ms }: PublicReply): Html =>
  html`<li id="reply-${id}"><p class="meta"><bdi>${name}</bdi> · ${time(time_ms)}</p>
${text.split(/\n{2,}/).map((one) => html`<p dir="auto">${one}</p>`)}</li>`;

/** The field called `website` is a trap: people do not see it, and programs fill it in. */
function replyForm({ language, words, consent }: Setting, { id }: Release, form: FormState): Html {
  return html`<section aria-labelledby="leave"><h2 id="leave">${words.leave}</h2>
${form.fault === null ? null : html`<p class="fault" role="alert">${words.problem}. ${words.faults[form.fault]}</p>`}
<form class="reply" method="post" action="/${language}/releases/${id}/replies">
<input type="hidden" name="token" value="${form.token}">
<p class="trap" aria-hidden="true"><label>Website <input name="website" tabindex="-1" autocomplete="off"></label></p>
<p><label for="name">${words.name}</label>
<input id="name" name="name" required maxlength="80" autocomplete="name" value="${form.name}"></p>
<p><label for="email">${words.email}</label>
<input id="email" name="email" type="email" required maxlength="254" autocomplete="email"
aria-describedby="email-note"><span class="note" id="email-note">${words.emailNote}</span></p>
<p><label for="text">${words.text}</label>
<textarea id="text" name="text" required maxlength="4000" rows="8"
aria-describedby="text-note">${form.text}</textarea>
<span class="note" id="text-note">${words.textNote}</span></p>
${consent === 'accepted' ? rememberMe(words) : null}
<p><button>${words.send}</button></p>
</form></section>`;
}

const rememberMe = (words: Words): Html =>
  html`<p><label class="tick"><input type="checkbox" name="remember" value="yes">
${words.remember}</label></p>`;
