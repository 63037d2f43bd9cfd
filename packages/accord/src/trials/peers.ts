import type { Condition } from './fly.ts';
import type { Outcome } from './summary.ts';
import { TrialError } from './trial_error.ts';

// The results of other methods on the same encounters, as a file beside them tells.

/** Columns of one encounter, in the order of the file. */
const COLUMNS = [
  'nmac',
  'lowc',
  'min_norm_nmac',
  'min_norm_dwc',
  't_first_alert_s',
  't_first_response_s',
  'reversals',
  'extra_distance_m',
  'altitude_deviation_m',
] as const;

export interface PeerResults {
  /** `method|sensors|equipped` in the order of the file. */
  readonly conditions: readonly string[];
  /** What a method made of an encounter in a condition; null where it did not fly it. */
  outcome(condition: string, id: string): Outcome | null;
  /** What became of the pairs of an encounter by their plans: least horizontal distance (m), nmac, first loss (s). */
  unmitigated(id: string): readonly UnmitigatedPair[] | null;
}

export interface UnmitigatedPair {
  readonly min_horizontal_m: number;
  readonly nmac: boolean;
  readonly t_first_lowc_s: number | null;
}

type Table = { readonly [id: string]: unknown };

function tableOf(value: unknown, field: string): Table {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Table;
  throw new TrialError(field, value, 'is not an object', 'give the results file that belongs to the encounters');
}

function columnsOf(value: unknown, field: string): readonly number[] {
  if (Array.isArray(value) && value.length === COLUMNS.length && value.every((one) => typeof one === 'number')) {
    return value;
  }
  throw new TrialError(field, value, `is not a list of ${COLUMNS.length} numbers`, `give ${COLUMNS.join(', ')}`);
}

function pairOf(value: unknown, field: string): UnmitigatedPair {
  const given: readonly unknown[] = Array.isArray(value) ? value : [];
  const [min_horizontal_m, , , , , , nmac, t_first_lowc_s] = given;
  const timeIsRight = t_first_lowc_s === null || typeof t_first_lowc_s === 'number';
  if (typeof min_horizontal_m === 'number' && (nmac === 0 || nmac === 1) && timeIsRight) {
    return { min_horizontal_m, nmac: nmac === 1, t_first_lowc_s };
  }
  throw new TrialError(field, value, 'is not a pair of 8 columns', 'give the results file as it was made');
}

/** Times below 0 stand for never. */
const timeOf = (value: number): number | null => (value < 0 ? null : value);

/** Reads the results of peers from parsed JSON. @throws {TrialError} for what cannot be used, when it is asked for */
export function readPeerResults(value: unknown): PeerResults {
  const given = tableOf(value, 'results');
  const perEncounter = tableOf(given.per_encounter, 'per_encounter');
  const planned = given.unmitigated === undefined ? {} : tableOf(given.unmitigated, 'unmitigated');
  const tables = new Map(
    Object.entries(perEncounter).map(([key, table]) => [key, tableOf(table, `per_encounter.${key}`)]),
  );
  return {
    conditions: [...tables.keys()],
    outcome(condition, id) {
      const found = tables.get(condition)?.[id];
      if (found === undefined || found === null) return null;
      const columns = columnsOf(found, `per_encounter.${condition}.${id}`);
      const [nmac, lowc, min_norm_nmac, min_norm_dwc, alert_s, response_s, reversals, extra, altitude] =
        columns as unknown as readonly [number, number, number, number, number, number, number, number, number];
      return {
        nmac: nmac !== 0,
        lowc: lowc !== 0,
        min_norm_nmac,
        min_norm_dwc,
        t_first_alert_s: timeOf(alert_s),
        t_first_response_s: timeOf(response_s),
        reversals,
        extra_distance_m: extra,
        altitude_deviation_m: altitude,
        advisories: null,
      };
    },
    unmitigated(id) {
      const found = planned[id];
      if (found === undefined) return null;
      const field = `unmitigated.${id}`;
      const { pairs } = tableOf(found, field);
      if (!Array.isArray(pairs))
        throw new TrialError(`${field}.pairs`, pairs, 'is not a list', 'give one for each intruder');
      return pairs.map((pair, index) => pairOf(pair, `${field}.pairs[${index}]`));
    },
  };
}

/** The peers that flew in a condition, by the key of theirs. */
export function peersIn({ sensors, equipped }: Condition, results: PeerResults): string[] {
  return results.conditions.filter((key) => key.endsWith(`|${sensors}|${equipped}`));
}
