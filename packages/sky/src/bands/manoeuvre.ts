import type { CylinderVolume, Volume } from '../detectors/detector.ts';
import type { IntervalSet } from './interval_set.ts';
import type { Situation } from './situation.ts';

/** The four kinds of bands. */
export type BandKind = 'direction' | 'horizontal_speed' | 'vertical_speed' | 'altitude';

/** What a family of manoeuvres of the ownship must keep clear of. */
export interface Threat {
  readonly aircraft: number;
  readonly heightKnown: boolean;
  readonly volume: Volume;
  /** How far ahead each future state is looked at, s. */
  readonly horizon_s: number;
}

/** A threat that is filled in anew, to be used again without garbage. */
export type MutableThreat = { -readonly [field in keyof Threat]: Threat[field] };

/** A family of manoeuvres of one kind: to each value of the quantity the ownship may choose. */
export interface Manoeuvre {
  readonly kind: BandKind;
  /** Present value and limits: m, m/s or rad. */
  value: number;
  readonly min: number;
  readonly max: number;
  /** Whether only values near the present one may be chosen, and which: from low (left) to high, maybe across north. */
  readonly limited: boolean;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** 2 pi for direction, 0 for quantities without wrap. */
  readonly modulus: number;
  readonly instantaneous: boolean;
  /** Takes the ownship's state; false where the present value lies outside the limits. */
  prepare(situation: Situation): boolean;
  /** Starts a free set: every value is free. */
  open(): void;
  /** From when on threats are kept clear of, s. */
  from_s: number;
  /**
   * Strikes the values that do not keep clear of a threat from `from_s` on, and of `before` until then; false where
   * nothing is left.
   */
  strike(threat: Threat, before: CylinderVolume | undefined): boolean;
  /** Writes what is still free within the limits. */
  write(free: IntervalSet): void;
  /**
   * Whether any value no farther than `reach` from the present one fails to keep clear of the threat, later danger on
   * the way not counted.
   */
  meets(threat: Threat, reach: number): boolean;
  /** Whether from the state at own a threat of the situation can be kept clear of at all. */
  escapes(own: Float64Array, situation: Situation, threat: Threat): boolean;
}
