import type { Cell } from '../link/cell.ts';
import { openIdentity } from '../link/identity.ts';
import type { QueryClient } from '../query/client.ts';
import type { Core } from '../run/core.ts';
import { HeadExchange } from './exchange.ts';

/** Tells linked nodes the head of this journal, and holds theirs to what they told before. */
export function openHeads(core: Core, cell: Cell, queries: QueryClient): HeadExchange {
  const { data, log } = core.options;
  const keyOf = (party: string) => cell.cards.find((card) => card.party === party)?.key ?? null;
  const journal = {
    head: () => queries.ask('treeHead'),
    paths: (to: number, from: readonly number[]) => queries.ask('treePaths', to, from),
  };
  const host = {
    note: (event: string, detail: Readonly<Record<string, unknown>>) => core.note(event, detail),
    changed: () => core.changed(),
    warn: (detail: object, words: string) => log.warn({ part: 'journal', ...detail }, words),
  };
  const own = openIdentity(data, cell.own).key;
  const heads = new HeadExchange(journal, cell, host, { own, of: keyOf });
  core.restOn(() => heads.reasons());
  return heads;
}
