import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/**
 * Writes script and styles into the page itself, so that one file is all there is: it can be mailed, kept with the case
 * it belongs to and opened from a disk years later. A policy in the page forbids it every request; its one script is
 * named there by its hash. Expects a page with one script and no other assets.
 */
export function singleFile(): Plugin {
  return {
    name: 'skyaccord-single-file',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const pages = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.html'));
      const scripts: string[] = [];
      const styles: string[] = [];
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === 'chunk') scripts.push(file.code);
        else if (name.endsWith('.css')) styles.push(String(file.source));
        else continue;
        delete bundle[name];
      }
      const [page] = pages;
      const [script] = scripts;
      if (page?.type !== 'asset' || pages.length !== 1 || script === undefined || scripts.length !== 1) {
        this.error(`one page with one script can be made one file, not ${pages.length} with ${scripts.length}`);
      }
      page.source = onePage(String(page.source), script, styles.join('\n'));
    },
  };
}

/** The page with its references to script and styles replaced by them, and a policy that allows nothing else. */
export function onePage(html: string, script: string, style: string): string {
  // Inside an element of a page these would end it, or begin a comment that never ends; in a string of a script they
  // mean the same.
  const safe = `\n${script.replaceAll('</script', '\\x3C/script').replaceAll('<!--', '\\x3C!--')}`;
  const hash = createHash('sha256').update(safe).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const bare = html
    .replace(/<script type="module"[^>]*\bsrc="[^"]*"[^>]*><\/script>\s*/g, '')
    .replace(/<link rel="(?:stylesheet|modulepreload)"[^>]*>\s*/g, '');
  return bare
    .replace('</title>', () => `</title>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`)
    .replace('</head>', () => `<style>\n${style}</style>\n  </head>`)
    .replace('</body>', () => `<script type="module">${safe}</script>\n  </body>`);
}
