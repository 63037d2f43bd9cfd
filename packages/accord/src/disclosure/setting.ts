import type { DisclosureClause } from '../memorandum/kinds/disclosure_duty.ts';
import { higher, type Rung, reaches } from './ladder.ts';
import { isFlight, type What } from './thing.ts';

/** What a party chooses by itself to show of one kind of thing; null: as the memorandum and the stated defaults say. */
export type Choice = {
  readonly rung: Rung;
  readonly delay_s: number | null;
  readonly resolution_m: number | null;
};

/** What is shown of one kind of thing to one party. */
export type Setting = {
  readonly rung: Rung;
  /** How old a position is at least when it is shown, s. */
  readonly delay_s: number;
  /** Sides of the cells that positions are told by, m; null: as they are. */
  readonly resolution_m: number | null;
  /** Positions are told for instants so far apart, s. */
  readonly step_s: number;
  /** The clauses that it is due to; none: it is the party's own choice. */
  readonly clauses: readonly string[];
};

/**
 * Where neither the duty nor the party says: 5 min late, by cells of 10 NM; flights, and alerts, which would give their
 * aircraft away, by volumes of 20 NM, while volumes of plans and hazards are told as they are.
 */
const DELAY_S = 300;
const TRACK_CELL_M = 18_520;
const FLIGHT_VOLUME_M = 37_040;
/**
 * An aircraft crosses a cell in so many seconds at 250 m/s. Told more often, the instant at which it passes from one
 * cell to the next would give its place away far finer than the cell.
 */
const CROSSING_MPS = 250;
/** What is due by a time is sent so much earlier, for the way. */
const MARGIN_S = 5;

/** Clauses that oblige a party to show another party things of a kind. */
export type Duty = DisclosureClause['shares'][number] & { readonly clause: string };

/** What clauses that bind `from` now oblige it to show `to` of a kind of thing. */
export function dutiesOf(clauses: readonly { readonly kind: string }[], from: string, to: string, what: What): Duty[] {
  const duties = clauses.filter((clause): clause is DisclosureClause => clause.kind === 'disclosure_duty');
  return duties
    .filter(({ binds }) => binds === undefined || binds === null || binds.includes(from))
    .flatMap(({ id, shares }) =>
      shares
        .filter((share) => share.what === what && (share.to === null || share.to.includes(to)))
        .map((share) => ({ ...share, clause: id })),
    );
}

/** What is shown: what the party chooses, but never less than its duties. */
export function settingOf(what: What, duties: readonly Duty[], own: Choice | null): Setting {
  const due = duties.reduce<Rung>((rung, { level }) => higher(rung, level), 'nothing');
  const rung = higher(due, own?.rung ?? 'nothing');
  const clauses = due === 'nothing' || !reaches(due, rung) ? [] : duties.map(({ clause }) => clause);
  if (reaches(rung, 'live_track') || !reaches(rung, 'volume_and_time')) {
    return { rung, delay_s: 0, resolution_m: null, step_s: 0, clauses };
  }
  // What was chosen for a lower rung than this says nothing of this one.
  const chosen = own !== null && own.rung === rung ? own : null;
  const moves = isFlight(what) || what === 'alerts';
  const usual_m = rung === 'delayed_track' ? TRACK_CELL_M : moves ? FLIGHT_VOLUME_M : null;
  const cell_m = least([chosen?.resolution_m ?? usual_m, ...duties.map(({ resolution_m }) => resolution_m)]);
  const limit_s = least([null, ...duties.map(({ delay_s }) => delay_s)]);
  const left_s = Math.max(0, limit_s - MARGIN_S);
  const step_s = cell_m === Infinity ? 1 : Math.max(1, Math.min(Math.ceil(cell_m / CROSSING_MPS), Math.floor(left_s)));
  const wanted_s = rung === 'delayed_track' ? (chosen?.delay_s ?? DELAY_S) : 0;
  const delay_s = Math.max(0, Math.min(wanted_s, left_s - step_s));
  return { rung, delay_s, resolution_m: cell_m === Infinity ? null : cell_m, step_s, clauses };
}

const least = (values: readonly (number | null)[]): number =>
  values.reduce<number>((smallest, value) => Math.min(smallest, value ?? Number.POSITIVE_INFINITY), Infinity);
