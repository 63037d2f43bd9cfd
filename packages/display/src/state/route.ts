/** The pages, by the part of the address after `#`. */
export type Route =
  | { page: 'watch' }
  | { page: 'tracks'; query: string }
  | { page: 'track'; id: string }
  | { page: 'feeds' }
  | { page: 'cases' }
  | { page: 'case'; id: string }
  | { page: 'case_report'; id: string }
  | { page: 'case_release'; id: string }
  | { page: 'report' }
  | { page: 'reports' }
  | { page: 'tallies' }
  | { page: 'judging' }
  | { page: 'missions' }
  | { page: 'ledger' }
  | { page: 'statements' }
  | { page: 'account' }
  | { page: 'people' }
  | { page: 'audit' }
  | { page: 'line' }
  | { page: 'readiness' }
  | { page: 'members' }
  | { page: 'disclosure' }
  | { page: 'journals' }
  | { page: 'personal' }
  | { page: 'memorandum'; clause: string | null }
  | { page: 'lab'; query: string }
  | { page: 'unknown'; hash: string };

/** Pages whose address says nothing more. */
const PLAIN = [
  'feeds',
  'cases',
  'report',
  'reports',
  'tallies',
  'judging',
  'missions',
  'ledger',
  'statements',
  'account',
  'people',
  'audit',
  'line',
  'readiness',
  'members',
  'disclosure',
  'journals',
  'personal',
] as const;

export function parseRoute(hash: string): Route {
  const [address = '', query = ''] = cut(hash.replace(/^#?\/?/, ''));
  const path = address.replace(/\/$/, '');
  if (path === '') return { page: 'watch' };
  if (path === 'tracks' || path === 'lab') return { page: path, query };
  const plain = PLAIN.find((page) => page === path);
  if (plain !== undefined) return { page: plain };
  if (path === 'memorandum') return { page: 'memorandum', clause: null };
  const [, reported, what] = /^cases\/([^/]+)\/(report|release)$/.exec(path) ?? [];
  if (reported !== undefined) {
    return named(reported, hash, (id) => ({ page: what === 'report' ? 'case_report' : 'case_release', id }));
  }
  const [, kind, name] = /^(cases|tracks|memorandum)\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined) return { page: 'unknown', hash };
  return named(name, hash, (id) => {
    if (kind === 'memorandum') return { page: 'memorandum', clause: id };
    return { page: kind === 'cases' ? 'case' : 'track', id };
  });
}

/** The route of a name in the address; unknown where it cannot be read. */
function named(name: string, hash: string, route: (id: string) => Route): Route {
  try {
    return route(decodeURIComponent(name));
  } catch {
    return { page: 'unknown', hash };
  }
}

export function caseLink(id: string): string {
  return `#/cases/${encodeURIComponent(id)}`;
}

export function clauseLink(clause: string): string {
  return `#/memorandum/${encodeURIComponent(clause)}`;
}

export function trackLink(track: string): string {
  return `#/tracks/${encodeURIComponent(track)}`;
}

function cut(address: string): string[] {
  const at = address.indexOf('?');
  return at < 0 ? [address] : [address.slice(0, at), address.slice(at + 1)];
}
