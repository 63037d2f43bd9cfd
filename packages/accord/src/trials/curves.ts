import type { Rate } from './summary.ts';

/** One place on an operating curve. */
export interface CurvePoint {
  readonly threshold: number;
  /** Alerts among encounters that never lose well clear by their plans. */
  readonly unnecessary: Rate;
  /** Late or missing alerts among those that do. */
  readonly missed: Rate;
  /** Median time from the alert to the loss, s; null where there is none. */
  readonly lead_s: number | null;
}

/** Missed against unnecessary alerts while one threshold moves. */
export interface Curve {
  readonly label: string;
  readonly points: readonly CurvePoint[];
  /** Of the points, the one used where nothing else is asked for. */
  readonly used: number | null;
}

export interface ReliabilityBin {
  readonly n: number;
  /** Mean of the predictions, and the share of them after which well clear was lost. */
  readonly predicted: number;
  readonly observed: number | null;
  readonly ci95: readonly [low: number | null, high: number | null];
}

export interface Reliability {
  readonly label: string;
  /** Mean distance between predicted and observed, weighted by the number of predictions. */
  readonly error: number;
  readonly bins: readonly ReliabilityBin[];
}
