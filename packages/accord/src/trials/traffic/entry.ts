import type { Observation } from '@skyaccord/wire';
import type { Memorandum } from '../../memorandum/memorandum.ts';
import { replay } from '../../replay.ts';
import { Watch } from '../../watch.ts';
import { TrialError } from '../trial_error.ts';
import { blockIntervals, type Difference } from './blocks.ts';
import { CostLog, type Flight } from './cost_log.ts';

export type EntryOptions = {
  readonly memorandum: Memorandum;
  /** Who enters: a party of the memorandum. */
  readonly party: string;
  /** A mission bears so much delay; beyond it, it is lost. */
  readonly flexibility_s: number;
  /** Time is cut into blocks of so much for the intervals. */
  readonly block_s: number;
};

/** What is counted with and without the party. */
export const ENTRY_MEASURES = ['alerts', 'conflicts', 'breaches', 'delay_s', 'extra_m', 'missions_lost'] as const;
export type EntryMeasure = (typeof ENTRY_MEASURES)[number];
export type EntryCounts = { readonly [measure in EntryMeasure]: number };

/** One party's part; null is aircraft of nobody known. */
export type EntryRow = {
  readonly party: string | null;
  /** Aircraft followed with the party in the sky. */
  readonly missions: number;
  readonly with: EntryCounts;
  readonly without: EntryCounts;
  readonly difference: { readonly [measure in EntryMeasure]: Difference };
};

export type EntryTrial = {
  readonly party: string;
  /** Tracks taken out. */
  readonly tracks: number;
  readonly observations: { readonly with: number; readonly without: number };
  readonly from_ms: number;
  readonly until_ms: number;
  readonly block_s: number;
  readonly blocks: number;
  readonly flexibility_s: number;
  /** Everybody but the party itself together. */
  readonly others: EntryRow;
  /** In the order of the memorandum, unknown last; the party's own row is what it bears itself. */
  readonly rows: readonly EntryRow[];
};

/** Which run, and how far it is, 0 to 1: first the tracks alone, to find the party's. */
export type EntryProgress = readonly [run: 'looking for' | 'with' | 'without', fraction: number];

/**
 * What it costs everybody that a party flies: the same traffic with its aircraft and without them. Observations in the
 * order of time.
 *
 * @throws {TrialError} where the memorandum or the traffic knows no such party
 */
export function* tryEntry(
  observations: readonly Observation[],
  options: EntryOptions,
): Generator<EntryProgress, EntryTrial> {
  const { memorandum, party, flexibility_s, block_s } = options;
  const known = memorandum.parties.map(({ id }) => id);
  if (!known.includes(party)) {
    const remedy = `name one of ${known.join(', ')}, or declare it in the memorandum`;
    throw new TrialError('party', party, `is none of ${memorandum.id}`, remedy);
  }
  if (observations.length === 0) throw new TrialError('traffic', 0, 'observations', 'give a recording that holds some');
  // Who is whose does not depend on clauses: a party that does not fly is told before the long runs.
  const tracks = (yield* run('looking for', { ...memorandum, clauses: [] }, observations)).tracksOf(party);
  if (tracks.size === 0) {
    const remedy = 'give traffic in which it flies, or declare its aircraft (address, registration or callsign)';
    throw new TrialError('party', party, 'has no aircraft in this traffic', remedy);
  }
  const addresses = new Set([...tracks].flatMap((track) => [track, addressOf(track)]));
  const left = observations.filter((one) => !addresses.has(one.address));
  const present = yield* run('with', memorandum, observations);
  const absent = yield* run('without', memorandum, left);
  const from_ms = observations[0]!.time_ms;
  const until_ms = observations.at(-1)!.time_ms;
  const blocks = Math.max(1, Math.ceil((until_ms - from_ms) / (block_s * 1000)));
  const blockOf = (time_ms: number): number =>
    Math.min(blocks - 1, Math.max(0, Math.floor((time_ms - from_ms) / (block_s * 1000))));
  const parties: (string | null)[] = [...known, null];
  const withParty = new Counter(present, parties, flexibility_s, blocks, blockOf);
  const withoutParty = new Counter(absent, parties, flexibility_s, blocks, blockOf);
  const others = parties.filter((one) => one !== party);
  return {
    party,
    tracks: tracks.size,
    observations: { with: observations.length, without: left.length },
    from_ms,
    until_ms,
    block_s,
    blocks,
    flexibility_s,
    others: rowOf(null, others, withParty, withoutParty),
    rows: parties.map((one) => rowOf(one, [one], withParty, withoutParty)),
  };
}

/** A second aircraft under one address has a track of its own: `a1b2c3#2`. It goes with the first. */
const addressOf = (track: string): string => track.replace(/#\d+$/, '');

function* run(
  name: EntryProgress[0],
  memorandum: Memorandum,
  observations: readonly Observation[],
): Generator<EntryProgress, CostLog> {
  const log = new CostLog();
  for (const { outcomes, used } of replay(new Watch({ memorandum, bands: false }), observations)) {
    log.add(outcomes);
    yield [name, observations.length === 0 ? 1 : used / observations.length];
  }
  return log;
}

/** Counts of one run for any set of parties, by block. */
class Counter {
  readonly #log: CostLog;
  readonly #missions: readonly (Flight & { lost: boolean })[];
  readonly #blocks: number;
  readonly #blockOf: (time_ms: number) => number;

  constructor(
    log: CostLog,
    parties: readonly (string | null)[],
    flexibility_s: number,
    blocks: number,
    blockOf: (time_ms: number) => number,
  ) {
    this.#log = log;
    this.#blocks = blocks;
    this.#blockOf = blockOf;
    const asks = Map.groupBy(
      log.events.flatMap(({ time_ms, ask }) => (ask === null ? [] : [{ time_ms, ...ask }])),
      ({ track }) => track,
    );
    this.#missions = log.flights().map((flight) => {
      const own = (asks.get(flight.track) ?? []).filter(
        ({ time_ms }) => time_ms >= flight.from_ms && time_ms <= flight.until_ms + SILENT_MS,
      );
      const delay_ms = own.reduce((sum, ask) => sum + ask.delay_ms, 0);
      const party = parties.includes(flight.party) ? flight.party : null;
      return { ...flight, party, lost: delay_ms > flexibility_s * 1000 || own.some((ask) => !ask.safe) };
    });
  }

  missions(parties: readonly (string | null)[]): number {
    return this.#missions.filter(({ party }) => parties.includes(party)).length;
  }

  /** By measure, by block. What concerns several of the parties counts once. */
  count(parties: readonly (string | null)[]): Map<EntryMeasure, number[]> {
    const counts = new Map(ENTRY_MEASURES.map((measure) => [measure, new Array<number>(this.#blocks).fill(0)]));
    const add = (measure: EntryMeasure, time_ms: number, by = 1): void => {
      const row = counts.get(measure)!;
      const block = this.#blockOf(time_ms);
      row[block] = row[block]! + by;
    };
    for (const { what, time_ms, parties: concerned, ask } of this.#log.events) {
      if (!concerned.some((one) => parties.includes(one))) continue;
      if (what === 'alert') add('alerts', time_ms);
      else if (what === 'warning') add('conflicts', time_ms);
      else if (what === 'breach') add('breaches', time_ms);
      else if (ask !== null) {
        add('delay_s', time_ms, ask.delay_ms);
        add('extra_m', time_ms, ask.extra_mm);
      }
    }
    for (const { party, lost, from_ms } of this.#missions) {
      if (lost && parties.includes(party)) add('missions_lost', from_ms);
    }
    return counts;
  }
}

/** An alert may outlast the last report of an aircraft by so much, ms. */
const SILENT_MS = 120_000;

/** Counted in whole ms and mm, told in s and m. */
const scaleOf = (measure: EntryMeasure): number => (measure === 'delay_s' || measure === 'extra_m' ? 1000 : 1);

function rowOf(party: string | null, parties: readonly (string | null)[], present: Counter, absent: Counter): EntryRow {
  const withParty = present.count(parties);
  const without = absent.count(parties);
  const told = (counts: ReadonlyMap<EntryMeasure, readonly number[]>): EntryCounts =>
    byMeasure((measure) => counts.get(measure)!.reduce((sum, one) => sum + one, 0) / scaleOf(measure));
  const differences = blockIntervals(
    ENTRY_MEASURES.map((measure) => withParty.get(measure)!.map((value, i) => value - without.get(measure)![i]!)),
  );
  return {
    party,
    missions: present.missions(parties),
    with: told(withParty),
    without: told(without),
    difference: byMeasure((measure, k) => {
      const { value, ci95 } = differences[k]!;
      const scale = scaleOf(measure);
      return { value: value / scale, ci95: ci95 === null ? null : ([ci95[0] / scale, ci95[1] / scale] as const) };
    }),
  };
}

function byMeasure<T>(of: (measure: EntryMeasure, index: number) => T): { readonly [measure in EntryMeasure]: T } {
  const [alerts, conflicts, breaches, delay_s, extra_m, missions_lost] = ENTRY_MEASURES.map(of) as [T, T, T, T, T, T];
  return { alerts, conflicts, breaches, delay_s, extra_m, missions_lost };
}
