import type { TrackTable } from '../tracks/table.ts';
import { ANONYMOUS, type Family, rankOf } from './family.ts';
import type { Likeness } from './likeness.ts';

/** All tracks held to be one aircraft with `slot`, itself among them, in order of slot. */
export function groupOf(slot: number, likenesses: (slot: number) => readonly Likeness[]): number[] {
  const group = [slot];
  for (let i = 0; i < group.length; i++) {
    for (const one of likenesses(group[i]!)) {
      if (one.fused_since_ms === null) continue;
      const other = one.a === group[i] ? one.b : one.a;
      if (!group.includes(other)) group.push(other);
    }
  }
  return group.sort((x, y) => x - y);
}

/** The track that goes on for a group: the address that says most of who it is, then the one heard first. */
export function leaderOf(group: readonly number[], table: TrackTable, family: Uint8Array): number {
  let best = group[0]!;
  for (const slot of group) if (leads(slot, best, table, family)) best = slot;
  return best;
}

function leads(x: number, y: number, table: TrackTable, family: Uint8Array): boolean {
  if (x === y) return false;
  const rank = rankOf(family[x] as Family) - rankOf(family[y] as Family);
  if (rank !== 0) return rank > 0;
  const first_ms = table.first_ms[x]! - table.first_ms[y]!;
  if (first_ms !== 0) return first_ms < 0;
  return table.words[x]!.id < table.words[y]!.id;
}

/** Would the union hold two devices of one kind? Then it is more than one aircraft. */
export function conflict(x: readonly number[], y: readonly number[], table: TrackTable, family: Uint8Array): boolean {
  return x.some((a) =>
    y.some((b) => {
      if (family[a] !== ANONYMOUS && family[a] === family[b]) return true;
      return table.words[a]!.address_kind === 'icao' && table.words[b]!.address_kind === 'icao';
    }),
  );
}
