import {
  type Metrics,
  mcnemar,
  type Paired,
  type PeerResults,
  peersIn,
  rowOf,
  summarize,
  TRIAL_GROUPS,
  type TrialCondition,
  type TrialEncounter,
  type TrialRow,
} from '@skyaccord/accord';
import type { FlownEncounter } from './tasks.ts';

export const keyOf = (method: string, { sensors, equipped }: TrialCondition): string =>
  `${method}|${sensors}|${equipped}`;

/** One condition: our rows, the peers' rows on the same encounters, and the figures of both. */
export type Trial = {
  readonly condition: TrialCondition;
  readonly index: number;
  readonly rows: readonly TrialRow[];
  readonly metrics: Readonly<Record<string, Metrics>>;
  readonly peers: readonly Peer[];
};

export type Peer = {
  readonly method: string;
  /** By encounter; null where it did not fly it. */
  readonly rows: readonly (TrialRow | null)[];
  readonly metrics: Readonly<Record<string, Metrics>>;
};

export function trialOf(
  condition: TrialCondition,
  index: number,
  encounters: readonly TrialEncounter[],
  flown: readonly FlownEncounter[],
  results: PeerResults | null,
): Trial {
  const rows = encounters.map((encounter, i) => {
    const { unmitigated, outcomes } = flown[i] as FlownEncounter;
    return rowOf(encounter, unmitigated, outcomes[index] as FlownEncounter['outcomes'][number]);
  });
  const peers =
    results === null ? [] : peersIn(condition, results).map((key) => peerOf(key, encounters, rows, results));
  return { condition, index, rows, metrics: summarize(rows), peers: peers.filter((peer) => peer.rows.some(Boolean)) };
}

function peerOf(
  key: string,
  encounters: readonly TrialEncounter[],
  ours: readonly TrialRow[],
  results: PeerResults,
): Peer {
  const rows = encounters.map((encounter, i) => {
    const outcome = results.outcome(key, encounter.id);
    return outcome === null ? null : { ...(ours[i] as TrialRow), outcome };
  });
  const metrics = summarize(rows.filter((row) => row !== null));
  return { method: key.split('|')[0] as string, rows, metrics };
}

/** Ours against a peer in a group, on the encounters that both flew: who alone lost well clear. */
export function pairedIn(group: string, { rows }: Trial, peer: Peer): Paired {
  const holds = TRIAL_GROUPS.find(([name]) => name === group)?.[1] ?? (() => false);
  const both = rows.flatMap((row, i) => {
    const theirs = peer.rows[i];
    return theirs && holds(row) ? [[row.outcome.lowc, theirs.outcome.lowc] as const] : [];
  });
  return mcnemar(
    both.map(([ours]) => ours),
    both.map(([, theirs]) => theirs),
  );
}
