import type { Mission } from './mission.ts';

/** A mission as one node holds it, with what the other nodes said of it. */
export type Filing = {
  readonly mission: Mission;
  /** The node at which it was filed. */
  readonly node: string;
  /** SHA-256 of the mission in canonical form; it decides last, and nobody can choose it freely. */
  readonly sha256: string;
  /** Other nodes whose signed receipt has come. */
  readonly receipts: readonly string[];
};

/**
 * confirmed: every other node has it and it stands; provisional: receipts are yet to come; unconfirmed: they cannot,
 * for a link is down; yields: it gives way to one that goes before it.
 */
export type FilingState = 'confirmed' | 'provisional' | 'unconfirmed' | 'yields';

export type SettledFiling = {
  readonly filing: Filing;
  readonly state: FilingState;
  /** The mission that it gives way to. */
  readonly to: string | null;
};

/** Who goes first: the greater priority, then who filed first, then the lesser hash. */
function filingOrder(a: Filing, b: Filing): number {
  if (a.mission.priority !== b.mission.priority) return b.mission.priority - a.mission.priority;
  if (a.mission.filed_ms !== b.mission.filed_ms) return a.mission.filed_ms - b.mission.filed_ms;
  if (a.sha256 !== b.sha256) return a.sha256 < b.sha256 ? -1 : 1;
  return a.mission.id < b.mission.id ? -1 : 1;
}

/**
 * Which filings of several nodes stand: a pure fold, so that nodes that hold the same filings say the same in whatever
 * order these came. Each stands unless it conflicts with one that stands and goes before it. Answers in that order.
 *
 * @param conflicts whether two missions may not both fly
 * @param nodes all nodes, and which of them cannot be reached from the node that asks
 */
export function settleFilings(
  filings: readonly Filing[],
  conflicts: (a: Mission, b: Mission) => boolean,
  nodes: { readonly all: readonly string[]; readonly down: readonly string[] },
): readonly SettledFiling[] {
  const standing: Filing[] = [];
  return [...filings].sort(filingOrder).map((filing): SettledFiling => {
    const before = standing.find((one) => conflicts(one.mission, filing.mission));
    if (before !== undefined) return { filing, state: 'yields', to: before.mission.id };
    standing.push(filing);
    const missing = nodes.all.filter((node) => node !== filing.node && !filing.receipts.includes(node));
    if (missing.length === 0) return { filing, state: 'confirmed', to: null };
    const cut = missing.some((node) => nodes.down.includes(node) || nodes.down.includes(filing.node));
    return { filing, state: cut ? 'unconfirmed' : 'provisional', to: null };
  });
}
