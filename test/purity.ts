import ts from 'typescript';

/** What `Math` offers that IEEE 754 or the language fixes to the last bit, in every engine. */
const EXACT = new Set([
  'sqrt',
  'abs',
  'floor',
  'ceil',
  'round',
  'min',
  'max',
  'trunc',
  'sign',
  'imul',
  'fround',
  'clz32',
]);
/** Constants are fixed as well. */
const CONSTANTS = new Set(['PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2']);

/** Globals that bring in a clock, chance, disk, network, or the machine's own habits. */
const OUTSIDE = new Set([
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'fetch',
  'WebSocket',
  'process',
  'crypto',
  'Buffer',
  'console',
  'Intl',
  'require',
  'navigator',
  'document',
  'window',
]);
/** Methods whose answer depends on the machine's language or time zone. */
const LOCAL = new RegExp(
  '^(localeCompare|toLocale\\w*|toDateString|toTimeString|getTimezoneOffset|' +
    '(get|set)(Date|Day|FullYear|Hours|Minutes|Month))$',
);

/** Uses of `Math` and of `**` whose last bit may differ between engines, as `path:line: use`. */
export function inexactness(path: string, text: string): string[] {
  return collect(path, text, (node) => {
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind === ts.SyntaxKind.AsteriskAsteriskToken) return '**';
      if (kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return '**=';
      return null;
    }
    if (!ts.isIdentifier(node) || !isGlobal(node, 'Math')) return null;
    const member = memberOf(node);
    if (member === null) return 'Math';
    const name = member.name ?? '';
    if (EXACT.has(name) || CONSTANTS.has(name) || name === 'random') return null; // chance is the other rule's business
    return member.dotted ? `Math.${name}` : `Math['${name}']`;
  });
}

/** Uses of the world outside in a room that should have none, as `path:line: use`. */
export function impurities(path: string, text: string): string[] {
  return collect(path, text, (node) => {
    if (ts.isStringLiteral(node) && node.text.startsWith('node:') && isModuleName(node)) return node.text;
    if (!ts.isIdentifier(node)) return null;
    if (isGlobal(node, 'Date')) {
      const member = memberOf(node)?.name ?? null;
      if (member === 'now') return 'Date.now';
      if (ts.isNewExpression(node.parent) && (node.parent.arguments?.length ?? 0) === 0) return 'new Date()';
      if (ts.isCallExpression(node.parent) && node.parent.expression === node) return 'Date()';
      return null;
    }
    if (isGlobal(node, 'Math')) return memberOf(node)?.name === 'random' ? 'Math.random' : null;
    if (OUTSIDE.has(node.text) && isGlobal(node, node.text)) return node.text;
    if (LOCAL.test(node.text) && ts.isPropertyAccessExpression(node.parent)) return node.text;
    return null;
  });
}

function collect(path: string, text: string, judge: (node: ts.Node) => string | null): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = judge(node);
    if (what !== null) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push(`${path}:${line + 1}: ${what}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** An identifier that reads the global of that name: not a member, a key, a type's member or a name declared here. */
function isGlobal(node: ts.Identifier, name: string): boolean {
  if (node.text !== name) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return parent.expression.getText() === 'globalThis';
  if (ts.isQualifiedName(parent) && parent.right === node) return false;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) {
    return 'initializer' in parent && parent.initializer === node;
  }
  if (ts.isPropertyDeclaration(parent) || ts.isMethodDeclaration(parent)) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  return !isDeclared(node);
}

/** Whether a declaration in the file binds this name where the identifier stands. */
function isDeclared(node: ts.Identifier): boolean {
  for (let scope: ts.Node | undefined = node.parent; scope !== undefined; scope = scope.parent) {
    if (isScope(scope) && declaredIn(scope).has(node.text)) return true;
  }
  return false;
}

function isScope(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isBlock(node) ||
    ts.isSourceFile(node) ||
    ts.isForStatement(node) ||
    ts.isCaseBlock(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isCatchClause(node)
  );
}

const declarations = new WeakMap<ts.Node, Set<string>>();

function declaredIn(scope: ts.Node): Set<string> {
  const known = declarations.get(scope);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const named =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node);
    if (named && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
    if (!isScope(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(scope, visit);
  declarations.set(scope, names);
  return names;
}

/** What is read from an object: `.name` or `['name']`; null when the object itself is passed on. */
function memberOf(node: ts.Identifier): { name: string | null; dotted: boolean } | null {
  const object = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
  const { parent } = object;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === object)
    return { name: parent.name.text, dotted: true };
  if (ts.isElementAccessExpression(parent) && parent.expression === object) {
    const { argumentExpression: key } = parent;
    return { name: ts.isStringLiteral(key) ? key.text : null, dotted: false };
  }
  return null;
}

function isModuleName(node: ts.StringLiteral): boolean {
  const { parent } = node;
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword)
  );
}
