import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { linesOf, ROOT, read } from './tree.ts';

/** What is wrong with the links of a Markdown page, as `page:line: reason`; links to other hosts are not followed. */
export function brokenLinks(page: string, text: string): string[] {
  return withoutCode(text).flatMap((line, index) =>
    [...line.matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)].flatMap(([, label = '', target = '']) => {
      if (/^[a-z]+:/i.test(target)) return [];
      const reason = broken(page, label, target);
      return reason === null ? [] : [`${page}:${index + 1}: [${label}](${target}): ${reason}`];
    }),
  );
}

function broken(page: string, label: string, target: string): string | null {
  const [file = '', anchor] = target.split('#') as [string, string?];
  const path = file === '' ? page : posix.normalize(posix.join(posix.dirname(page), file));
  if (path.startsWith('..')) return 'it leaves the project';
  if (!existsSync(`${ROOT}/${path}`)) return `there is no ${path}`;
  if (anchor === undefined) return null;
  if (statSync(`${ROOT}/${path}`).isDirectory()) return 'a folder has no anchors';
  const lines = linesOf(read(path));
  if (path.endsWith('.md')) return headings(lines).has(anchor) ? null : `${path} has no heading #${anchor}`;
  return brokenLine(lines, path, label, anchor);
}

/**
 * A link to a line names, in backticks, what stands in that line: code moves, and a link one line off teaches the wrong
 * thing.
 */
function brokenLine(lines: readonly string[], path: string, label: string, anchor: string): string | null {
  const match = /^L(\d+)(?:-L(\d+))?$/.exec(anchor);
  if (match === null) return 'the anchor of a file of code is #L12 or #L12-L20';
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  if (first < 1 || last < first || last > lines.length) return `${path} has ${lines.length} lines`;
  const symbol = /^`(?:[\w.]+\.)?(\w+)(?:\(.*\))?`$/.exec(label)?.[1];
  if (symbol === undefined) return 'a link to a line names in backticks what stands there';
  const name = new RegExp(`\\b${symbol}\\b`);
  if (name.test(lines[first - 1] ?? '')) return null;
  const at = lines.flatMap((line, index) => (name.test(line) ? [index + 1] : []));
  return at.length === 0
    ? `${path} does not have ${symbol}`
    : `${symbol} is not in line ${first} but in ${at.join(', ')}`;
}

/** Anchors of headings as the usual renderers make them. */
function headings(lines: readonly string[]): Set<string> {
  const slugs = withoutCode(lines.join('\n')).flatMap((line) => {
    const title = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
    if (title === undefined) return [];
    return [
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ];
  });
  return new Set(slugs);
}

/** The lines of a page with fenced blocks blanked. */
function withoutCode(text: string): string[] {
  let fenced = false;
  return linesOf(text).map((line) => {
    if (/^\s*```/.test(line)) {
      fenced = !fenced;
      return '';
    }
    return fenced ? '' : line;
  });
}
