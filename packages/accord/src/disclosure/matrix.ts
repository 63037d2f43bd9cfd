import type { Rung } from './ladder.ts';
import { reaches } from './ladder.ts';
import { type Choice, type Duty, dutiesOf, type Setting, settingOf } from './setting.ts';
import { isFlight, type What } from './thing.ts';

/** What a party states that it shows another one of a kind of thing, from an instant on. */
export type ShowingStep = {
  readonly to: string;
  readonly what: What;
  /** Null: no more than the memorandum obliges to. */
  readonly choice: Choice | null;
  readonly effective_ms: number;
  readonly said_ms: number;
  /** Who said so for the party, by name. */
  readonly by: string;
  readonly reason: string;
};

/** One field of the matrix: one other party and one kind of thing, at an instant. */
export type MatrixCell = {
  readonly what: What;
  /** What clauses oblige to: the highest rung that they ask for, and each of them. */
  readonly floor: Rung;
  readonly duties: readonly Duty[];
  readonly choice: Choice | null;
  /** The statement that it follows from; null: what the node was started with. */
  readonly stated: ShowingStep | null;
  readonly shown: Setting;
  /** Statements that take effect later, the next one first. */
  readonly coming: readonly ShowingStep[];
};

/** Why a statement is not taken: the field, its value, the reason and what to do instead. */
type Objection = {
  readonly field: string;
  readonly value: string;
  readonly reason: string;
  readonly remedy: string;
};

/** Statements that wait to take effect, of one field of the matrix. */
const MOST_COMING = 20;
const MOST_DELAY_S = 31 * 86_400;
const MOST_RESOLUTION_M = 370_400;

/**
 * What one party shows each other party of each kind of thing: what it states, never less than its duties. Statements
 * are never changed; the one that took effect last stands.
 */
export class DisclosureMatrix {
  readonly own: string;
  readonly #initial: (to: string, what: What) => Choice | null;
  readonly #steps = new Map<string, ShowingStep[]>();
  readonly #history: ShowingStep[] = [];

  /** @param initial what stands where nothing was stated */
  constructor(own: string, initial: (to: string, what: What) => Choice | null = () => null) {
    this.own = own;
    this.#initial = initial;
  }

  /** Takes a statement that was checked. */
  take(step: ShowingStep): void {
    const key = `${step.to} ${step.what}`;
    const steps = this.#steps.get(key) ?? [];
    // Of two that take effect at once, the one that was said later stands.
    const at = steps.findLastIndex(({ effective_ms }) => effective_ms <= step.effective_ms) + 1;
    steps.splice(at, 0, step);
    this.#steps.set(key, steps);
    this.#history.push(step);
  }

  /** All statements, newest first. */
  get history(): readonly ShowingStep[] {
    return this.#history.toReversed();
  }

  /**
   * What is shown at an instant under these clauses.
   *
   * @param most the choice goes no higher than this; duties do
   */
  setting(
    clauses: readonly { readonly kind: string }[],
    to: string,
    what: What,
    now_ms: number,
    most: Rung = 'identity',
  ): Setting {
    return this.would(clauses, to, what, this.#choiceAt(to, what, now_ms).choice, most);
  }

  /** What would be shown by another choice. */
  would(
    clauses: readonly { readonly kind: string }[],
    to: string,
    what: What,
    choice: Choice | null,
    most: Rung = 'identity',
  ): Setting {
    const isMore = choice !== null && !reaches(most, choice.rung);
    const capped = isMore ? { rung: most, delay_s: null, resolution_m: null } : choice;
    return settingOf(what, dutiesOf(clauses, this.own, to, what), capped);
  }

  cell(clauses: readonly { readonly kind: string }[], to: string, what: What, now_ms: number): MatrixCell {
    const duties = dutiesOf(clauses, this.own, to, what);
    const { choice, stated } = this.#choiceAt(to, what, now_ms);
    return {
      what,
      floor: settingOf(what, duties, null).rung,
      duties,
      choice,
      stated,
      shown: settingOf(what, duties, choice),
      coming: this.#of(to, what).filter(({ effective_ms }) => effective_ms > now_ms),
    };
  }

  /** Why a statement cannot be taken at this instant; null when it can. */
  objection(clauses: readonly { readonly kind: string }[], step: ShowingStep, now_ms: number): Objection | null {
    const { to, what, choice, effective_ms } = step;
    const no = (field: string, value: unknown, reason: string, remedy: string): Objection => ({
      field,
      value: String(value),
      reason,
      remedy,
    });
    if (effective_ms < now_ms) {
      const remedy = 'name a later instant, or none for now';
      return no('effective_ms', effective_ms, 'what was shown before now cannot be changed', remedy);
    }
    const coming = this.#of(to, what).filter((one) => one.effective_ms > now_ms);
    if (coming.length >= MOST_COMING) {
      return no('effective_ms', effective_ms, `${MOST_COMING} statements wait already`, 'wait until one took effect');
    }
    if (choice === null) return null;
    const duties = dutiesOf(clauses, this.own, to, what);
    const floor = settingOf(what, duties, null).rung;
    if (!reaches(choice.rung, floor)) {
      const named = duties.map(({ clause }) => clause).join(', ');
      const remedy = `choose ${floor} or higher, or withdraw the choice`;
      return no('choice.rung', choice.rung, `it is less than ${floor}, which ${named} obliges to`, remedy);
    }
    return coarseness(choice, what, no);
  }

  #choiceAt(to: string, what: What, now_ms: number): { choice: Choice | null; stated: ShowingStep | null } {
    const stated = this.#of(to, what).findLast(({ effective_ms }) => effective_ms <= now_ms) ?? null;
    return { choice: stated === null ? this.#initial(to, what) : stated.choice, stated };
  }

  #of(to: string, what: What): readonly ShowingStep[] {
    return this.#steps.get(`${to} ${what}`) ?? [];
  }
}

/** How late and how coarse can be said only of what is told late or by cells. */
function coarseness(
  { rung, delay_s, resolution_m }: Choice,
  what: What,
  no: (field: string, value: unknown, reason: string, remedy: string) => Objection,
): Objection | null {
  if (delay_s !== null && !(rung === 'delayed_track' && isFlight(what))) {
    return no('choice.delay_s', delay_s, `nothing is told late of ${what} at ${rung}`, 'leave it out');
  }
  if (resolution_m !== null && rung !== 'delayed_track' && rung !== 'volume_and_time') {
    return no('choice.resolution_m', resolution_m, `nothing is told by cells at ${rung}`, 'leave it out');
  }
  if (delay_s !== null && !(delay_s >= 0 && delay_s <= MOST_DELAY_S)) {
    return no('choice.delay_s', delay_s, 'a delay is from 0 to 31 days', 'name a delay within that');
  }
  if (resolution_m !== null && !(resolution_m > 0 && resolution_m <= MOST_RESOLUTION_M)) {
    return no('choice.resolution_m', resolution_m, 'a cell has sides of up to 200 NM', 'name a size within that');
  }
  return null;
}
