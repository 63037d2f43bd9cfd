import { type Alias, type Document, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { Field } from './field.ts';
import { cut, type Problem } from './problem.ts';
import { findExcess } from './survey.ts';

/** Longest document read, in UTF-16 code units. A long memorandum is a hundredth of it. */
export const MOST_DOCUMENT_LENGTH = 1_048_576;
const MOST_ALIASES = 100;
const MOST_PROBLEMS = 200;

/** A document opened for reading: its root, and the problems found so far. */
export type OpenDocument = { readonly root: Field | null; readonly problems: Problem[] };

/**
 * Opens a YAML 1.2 or JSON document a person wrote, whose field `skyaccord` must say `form`. Nothing in it is ever
 * run: unknown tags are refused, the size, the depth and the aliases are bounded. `root` is `null` when the document
 * cannot be read at all; `problems` then says why.
 */
export function openDocument(text: string, form: string): OpenDocument {
  const problems: Problem[] = [];
  const lines = new LineCounter();
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const report = (problem: Problem): void => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
    else if (problems.length === MOST_PROBLEMS) {
      problems.push({ ...problem, value: null, reason: 'more problems follow', remedy: 'mend these first' });
    }
  };
  const whole = (reason: string, remedy: string, offset = 0): OpenDocument => {
    report({ path: '', ...place(offset), value: null, reason, remedy });
    return { root: null, problems };
  };

  if (text.length > MOST_DOCUMENT_LENGTH) {
    return whole(`${text.length} characters long`, `give a document of at most ${MOST_DOCUMENT_LENGTH} characters`);
  }
  const excess = findExcess(text);
  if (excess !== null) {
    for (let at = text.indexOf('\n'); at >= 0 && at < excess.offset; at = text.indexOf('\n', at + 1)) {
      lines.addNewLine(at + 1);
    }
    if (lines.lineStarts.length === 0 || lines.lineStarts[0] !== 0) lines.lineStarts.unshift(0);
    return whole(excess.reason, excess.remedy, excess.offset);
  }
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    stringKeys: true,
    // The library compares each key with all before it, which takes minutes on a hostile map; Field has a set.
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    // Not 'silent': that also hides a second document in the text.
    logLevel: 'error',
    lineCounter: lines,
  });
  // Blocks that begin where their parent does can be twice as deep as was counted; the parser says so if it must.
  const exhausted = document.errors.find((error) => error.code === 'RESOURCE_EXHAUSTION');
  if (exhausted !== undefined) return whole('nested too deeply', 'use fewer levels', exhausted.pos[0]);
  for (const error of [...document.errors, ...document.warnings].slice(0, MOST_PROBLEMS + 1)) {
    report({ path: '', ...place(error.pos[0]), value: null, reason: cut(error.message), remedy: REMEDY });
  }
  if (problems.length > 0) return { root: null, problems };

  const targets = resolveAliases(document);
  // By place: a field that is looked at twice follows its alias once.
  const followed = new Set<string>();
  const follow = (alias: Alias, path: string): Node | null => {
    const target = targets.get(alias) ?? null;
    followed.add(path);
    const known = target !== null && followed.size <= MOST_ALIASES;
    if (!known) {
      const at = place(alias.range?.[0] ?? 0);
      const reason = target === null ? 'an alias of an unknown anchor' : `more than ${MOST_ALIASES} aliases followed`;
      report({ path, ...at, value: `*${cut(alias.source)}`, reason, remedy: 'write the value out' });
    }
    return known ? target : null;
  };
  const content = document.contents;
  if (content === null) return whole('empty', `write the document, beginning with "skyaccord: ${form}"`);
  const root = new Field({ place, follow, report, read: new Map() }, '', content, 0);
  const header = root.peek('skyaccord');
  if (header === null) return whole('no field skyaccord', `write "skyaccord: ${form}" at its beginning`);
  if (header.text() === form) return { root, problems };
  if (problems.length === 0)
    header.problem(`not a ${form} document`, `write "skyaccord: ${form}", or give another file`);
  return { root: null, problems };
}

/** What each alias stands for: the last anchor of its name before it. One pass, where the library makes one each. */
function resolveAliases(document: Document.Parsed): Map<Alias, Node | null> {
  const targets = new Map<Alias, Node | null>();
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_key, node) => {
      if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node as Node);
    },
    Alias: (_key, alias) => {
      targets.set(alias, anchors.get(alias.source) ?? null);
    },
  });
  return targets;
}

const REMEDY = 'mend the YAML (version 1.2) or JSON at this place';
