/** One sheet for all pages: system fonts, both colour schemes, and paper. */
export const STYLE = `:root{color-scheme:light dark;--paper:#fdfdfb;--ink:#1c2126;--soft:#566069;--line:#d4d8dc;--link:#0b5394;--mark:#8a4b00}
@media (prefers-color-scheme:dark){:root{--paper:#14181c;--ink:#e4e7ea;--soft:#a3adb6;--line:#39424a;--link:#8ebdf0;--mark:#f0b46a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.05rem/1.6 system-ui,sans-serif}
header,main{max-width:44rem;margin:0 auto;padding:1rem}
header{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;justify-content:space-between;border-bottom:1px solid var(--line)}
header p{margin:0}.site{font-weight:600}nav{display:flex;flex-wrap:wrap;gap:1rem}
a{color:var(--link)}a:focus-visible,button:focus-visible,input:focus-visible,textarea:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper)}
h1{line-height:1.2;font-size:1.9rem}h2{line-height:1.25;font-size:1.3rem}
.meta,.note{color:var(--soft);font-size:.9rem}.note{display:block}
.summary{font-size:1.15rem}.withdrawn,.fault{color:var(--mark);border-left:4px solid var(--mark);padding-left:.75rem}
.releases,.replies{list-style:none;padding:0}.releases li,.replies li{border-bottom:1px solid var(--line);padding:.5rem 0}
.releases h2{margin:.2rem 0}.replies p,article p,td{overflow-wrap:anywhere}
.pages{display:flex;gap:2rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}
figure{margin:1.5rem 0}svg{width:100%;height:auto}figcaption{font-weight:600}
.grid{stroke:var(--line)}.minimum{stroke:var(--mark);stroke-width:2;stroke-dasharray:8 5}.range{fill:none;stroke:var(--link);stroke-width:2.5}
.least{fill:var(--link)}.axis{fill:var(--soft);font-size:12px}.end{text-anchor:end}.middle{text-anchor:middle}
.reply label{display:block;font-weight:600}.reply .tick{font-weight:400}
.reply input:not([type=checkbox]),textarea{width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--soft);border-radius:4px;padding:.5rem}
button{font:inherit;color:var(--paper);background:var(--link);border:0;border-radius:4px;padding:.55rem 1.1rem;cursor:pointer}
.trap{position:absolute;left:-99rem}
.banner{position:sticky;bottom:0;background:var(--paper);border-top:2px solid var(--link);padding:.75rem 1rem}
.banner p{max-width:44rem;margin:0 auto .5rem}.banner form{max-width:44rem;margin:0 auto;display:flex;flex-wrap:wrap;gap:1rem;align-items:center}
@media print{nav,.banner,.reply,#leave,.skip{display:none}body{font-size:11pt;background:#fff;color:#000}a{color:inherit}article a[rel=bookmark]::after{content:' (' attr(href) ')'}}
`;
