/** The pages, by the part of the address after `#`. */
export type Route =
  | { page: 'watch' }
  | { page: 'cases' }
  | { page: 'case'; id: string }
  | { page: 'memorandum' }
  | { page: 'unknown'; hash: string };

export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#?\/?/, '').replace(/\/$/, '');
  if (path === '') return { page: 'watch' };
  if (path === 'cases') return { page: 'cases' };
  if (path === 'memorandum') return { page: 'memorandum' };
  const found = /^cases\/([^/]+)$/.exec(path)?.[1];
  if (found === undefined) return { page: 'unknown', hash };
  try {
    return { page: 'case', id: decodeURIComponent(found) };
  } catch {
    return { page: 'unknown', hash };
  }
}

export function caseLink(id: string): string {
  return `#/cases/${encodeURIComponent(id)}`;
}
