/** What a statement is about: a permission to operate, readiness of a cell, the state of a line, or an assurance. */
export const SUBJECTS = ['permission', 'readiness', 'line', 'assurance'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What may be said, by subject. Requested, considered and asked are three different things. */
export const PREDICATES = {
  permission: [
    'not_asked',
    'asked',
    'requested',
    'considered',
    'under_consideration',
    'welcomed',
    'granted',
    'denied',
    'amended',
    'expired',
    'suspended',
    'withdrawn',
  ],
  readiness: ['announced', 'staffed', 'line_tested', 'initial', 'full', 'degraded', 'suspended', 'begun', 'stood_up'],
  line: ['open', 'tested', 'cut'],
  assurance: ['will_seek', 'will_operate', 'will_notify', 'will_keep_clear'],
} as const satisfies Readonly<Record<Subject, readonly string[]>>;
export type Predicate = (typeof PREDICATES)[Subject][number];

export const SETTINGS = ['public', 'closed_door', 'written'] as const;
export type Setting = (typeof SETTINGS)[number];

/** Whom and where a statement is about. A member that is null narrows nothing. */
export type About = {
  /** The party that operates, or whose cell or line it is. */
  readonly party: string | null;
  /** The name of an area, as the memorandum has it. */
  readonly area: string | null;
  /** The clause of the memorandum that it touches. */
  readonly clause: string | null;
  /** A line or a cell by its name. */
  readonly thing: string | null;
};

/** The fields of a request for diplomatic clearance of a flight, as such forms have them. */
export type Clearance = {
  readonly reference: string;
  readonly operator: string;
  readonly aircraft_type: string;
  readonly registrations: readonly string[];
  readonly callsign: string | null;
  readonly purpose: string;
  readonly flight: 'overflight' | 'landing';
  readonly entry_point: string;
  readonly exit_point: string;
  readonly persons_on_board: number | null;
  readonly dangerous_goods: 'none' | 'declared' | 'not_stated';
};

/**
 * What somebody said, as it was said: dated, attributed, never edited. A later one stands beside it. `negated`: that
 * it is not so ("there is no request" is a negated `requested`).
 */
export type Statement = {
  readonly id: string;
  readonly subject: Subject;
  readonly predicate: Predicate;
  readonly negated: boolean;
  readonly speaker: string;
  readonly office: string | null;
  /** The party for which the speaker speaks. */
  readonly speaks_for: string | null;
  /** Who passed it on, where it was not heard from the speaker. */
  readonly relayed_by: string | null;
  readonly setting: Setting;
  readonly about: About;
  /** When it was said. */
  readonly as_of_ms: number;
  /** When the register took it in. */
  readonly recorded_ms: number;
  /** From when on and before when what it says is to hold; null: without a bound. */
  readonly from_ms: number | null;
  readonly until_ms: number | null;
  /** The very words. */
  readonly words: string;
  readonly source: string;
  /** On what it is conditional, in words; null: on nothing. */
  readonly conditions: string | null;
  readonly clearance: Clearance | null;
};

/** A statement as one sentence for people: who said what of whom, when and where it comes from. */
export function statementWords(statement: Statement): string {
  const { speaker, office, relayed_by, as_of_ms, words, source } = statement;
  const who = office === null ? speaker : `${speaker}, ${office}`;
  const relayed = relayed_by === null ? '' : `, as told by ${relayed_by}`;
  return `${new Date(as_of_ms).toISOString().slice(0, 10)} ${who}${relayed}: “${words}” (${source})`;
}
