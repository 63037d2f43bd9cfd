// Mends links to lines in the pages after code has moved: [`name`](../file.ts#L12) gets the line where `name` is
// declared, or, where it is declared nowhere, the mention nearest to the old line. test/docs.test.ts says which links
// are off.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { conclude, ROOT, say } from './house.mjs';

const LINK = /\[`((?:[\w.]+\.)?(\w+)(?:\([^`]*\))?)`\]\(([^)#\s]+)#L(\d+)\)/g;

/** @param {readonly string[]} lines @param {string} name @param {number} old */
function lineOf(lines, name, old) {
  const mentions = lines.flatMap((line, i) => (new RegExp(`\\b${name}\\b`).test(line) ? [i + 1] : []));
  const declared_as = `(export )?(async )?(function|class|const|type|interface|let) ${name}\\b`;
  const method = `(async |static )?#?${name}\\((.*\\{)?$`;
  const declaration = new RegExp(`^\\s*(${declared_as}|${method})`);
  const declared = mentions.filter((line) => declaration.test(lines[line - 1] ?? ''));
  const candidates = declared.length > 0 ? declared : mentions;
  return candidates.sort((a, b) => Math.abs(a - old) - Math.abs(b - old))[0] ?? null;
}

await conclude(async () => {
  const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
  for (const page of pages) {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const mended = text.replace(LINK, (link, label, name, file, old) => {
      const lines = readFileSync(join(ROOT, dirname(page), file), 'utf8').split('\n');
      const line = lineOf(lines, name, Number(old));
      if (line === null) say(`${page}: ${file} has no ${name}`);
      return line === null ? link : `[\`${label}\`](${file}#L${line})`;
    });
    if (mended === text) continue;
    writeFileSync(join(ROOT, page), mended);
    say(`mended links in ${page}`);
  }
  return 0;
});
