import {
  assurancesAgainst,
  changeNeeded,
  Ledger,
  type Memorandum,
  type Mission,
  MissionBook,
  type MissionChange,
  type MissionNotice,
  MissionRefused,
  type Offer,
  type Outcome,
  type WaysOut,
} from '@skyaccord/accord';
import { type ErrorCode, NodeError } from '../errors.ts';
import { FiledMissions } from './filed.ts';
import type { MissionStep } from './step.ts';
import { ToldThings } from './told.ts';

/** Notices that are kept for readers, the newest. */
const MOST_NOTICES = 1_000;
/** Offers that stand at once, of all who asked. */
const MOST_OFFERS = 10_000;

/** A notice to people: about a mission, or an assurance whose contrary appeared. */
export type DeskNotice = {
  readonly time_ms: number;
  readonly mission: string | null;
  readonly party: string | null;
  readonly clause: string | null;
  readonly says: string;
};

/**
 * The missions, hazard areas, statements and ledger of a node. All of it follows from the steps in the journal and from
 * what the watch said: steps are journalled first and taken when they are durable, in the order of the journal, which
 * is what decides between two that exclude one another.
 */
export class MissionDesk {
  readonly book: MissionBook;
  readonly ledger = new Ledger();
  /** What this node and others have filed with each other. */
  readonly filed: FiledMissions;
  /** Plans, hazard areas and statements that others were shown. */
  readonly shownThings = new ToldThings();
  readonly #notices: DeskNotice[] = [];
  readonly #offers = new Map<string, Offer>();
  /** Missions that changed, as they were before, until it is known whether that was needed. */
  readonly #changes = new Map<string, MissionChange>();
  readonly #flown = new Set<string>();
  readonly #called_off = new Map<string, number>();

  constructor(memorandum: Memorandum) {
    this.book = new MissionBook(memorandum);
    this.filed = new FiledMissions(memorandum, this.book);
  }

  /** Newest first. */
  get notices(): readonly DeskNotice[] {
    return this.#notices.toReversed();
  }

  /** Takes up what the journal holds; what was refused then is refused again. */
  restore(steps: readonly MissionStep[]): void {
    for (const step of steps) {
      try {
        this.take(step);
      } catch (error) {
        if (!(error instanceof NodeError)) throw error;
      }
    }
  }

  /** What the watch said, for the ledger. */
  told(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) this.ledger.told(outcome);
  }

  waysOut(mission: Mission, now_ms: number, wanted: number | undefined): WaysOut {
    const ways = this.book.waysOut(mission, now_ms, wanted);
    this.hold(ways.offers);
    return ways;
  }

  /** Holds offers that were made, so that they can be taken up. */
  hold(offers: readonly Offer[]): void {
    for (const offer of offers) {
      this.#offers.delete(offer.id);
      this.#offers.set(offer.id, offer);
      if (this.#offers.size > MOST_OFFERS) this.#offers.delete(this.#offers.keys().next().value as string);
    }
  }

  /** @throws NodeError offer_gone when no such offer stands */
  offer(id: string): Offer {
    const offer = this.#offers.get(id);
    if (offer === undefined) throw new NodeError('offer_gone', undefined, { field: 'offer', value: id });
    return offer;
  }

  /**
   * Takes a step that is durable.
   *
   * @throws NodeError mission_refused, mission_not_found, mission_state, offer_gone or statement_known; nothing changed
   */
  take(step: MissionStep): void {
    const { at_ms } = step;
    const { book, ledger } = this;
    asked(() => {
      switch (step.step) {
        case 'filed':
          this.#tell(book.file(step.mission, at_ms));
          ledger.missionFiled(step.mission.id);
          break;
        case 'taken': {
          const standing = book.get(step.mission);
          const party = standing?.mission.party ?? '';
          const other_party = partyIn(book, step.offer, at_ms, party);
          const findings = standing === null ? [] : book.check(standing.mission, at_ms);
          this.#tell(book.take(step.offer, at_ms));
          ledger.missionTook(step.offer, { mission: step.mission, party, other_party }, at_ms);
          // In flight it may have changed for an aircraft without a plan: what that would have done nobody knows.
          const is_known = standing?.state === 'accepted' && step.offer.kind !== 'as_filed';
          if (is_known && !this.#changes.has(step.mission)) {
            this.#changes.set(step.mission, { before: standing.mission, findings });
          }
          this.#lookBack();
          break;
        }
        case 'moved': {
          const before = book.get(step.mission)?.state;
          this.#tell(book.move(step.mission, step.to, at_ms));
          if (step.to === 'activated') this.#flown.add(step.mission);
          if (step.to === 'ended') {
            ledger.missionEnded(step.mission, before !== 'accepted');
            this.#lookBack();
          }
          break;
        }
        case 'hazard':
          this.#tell(book.putHazard(step.area, at_ms));
          this.#called_off.delete(step.area.id);
          break;
        case 'hazard_ended':
          book.endHazard(step.area);
          this.#called_off.set(step.area, at_ms);
          break;
        case 'statement':
          this.#state(step.statement, at_ms);
          break;
        case 'filing_shown':
        case 'filing_heard':
          this.#tell(this.filed.take(step));
          break;
        case 'thing_shown':
          this.shownThings.take(step);
          break;
        case 'reported':
          ledger.reported(`${at_ms} ${ledger.entries().length}`, step.report);
          break;
        default:
      }
    });
  }

  /** Missions that changed and are over: was it needed? Asked again while what stood in their way is yet to fly. */
  #lookBack(): void {
    const { book, ledger } = this;
    const then = {
      memorandum: book.memorandum,
      get: (id: string) => book.get(id),
      flown: this.#flown,
      called_off: this.#called_off,
    };
    for (const [mission, change] of this.#changes) {
      if (book.get(mission)?.state !== 'ended') continue;
      const needed = changeNeeded(change, then);
      ledger.missionNeeded(mission, needed);
      if (needed !== 'unknown') this.#changes.delete(mission);
    }
  }

  #state(statement: Parameters<MissionBook['putStatement']>[0], at_ms: number): void {
    const no = this.book.register.objection(statement);
    if (no !== null) throw new NodeError('statement_known', `${no}.`, { field: 'id', value: statement.id });
    this.#tell(this.book.putStatement(statement, at_ms));
    for (const { says, assurance } of assurancesAgainst(this.book.register, statement)) {
      const { party, clause } = assurance.about;
      this.#add({ time_ms: at_ms, mission: null, party, clause, says });
    }
  }

  #tell(notices: readonly MissionNotice[]): void {
    for (const { mission, party, time_ms, finding } of notices) {
      this.#add({ time_ms, mission, party, clause: finding.clause, says: finding.says });
    }
  }

  /** Adds a notice that follows from the sky, not from a step. */
  note(notice: DeskNotice): void {
    this.#add(notice);
  }

  #add(notice: DeskNotice): void {
    this.#notices.push(notice);
    if (this.#notices.length > MOST_NOTICES) this.#notices.shift();
  }
}

/** The party for whose sake a mission changed: that of the first mission in its way as it stood. */
function partyIn(book: MissionBook, { clauses }: Offer, at_ms: number, party: string): string | null {
  if (clauses.length === 0) return null;
  const found = book
    .all()
    .filter(({ mission, state }) => mission.party === party && state !== 'ended')
    .flatMap(({ mission }) => book.check(mission, at_ms))
    .find((finding) => finding.clause !== null && clauses.includes(finding.clause) && finding.party !== party);
  return found?.party ?? null;
}

const CODES = {
  conflict: 'mission_refused',
  known: 'mission_refused',
  full: 'mission_refused',
  party: 'mission_refused',
  unknown: 'mission_not_found',
  state: 'mission_state',
  expired: 'offer_gone',
  sky_changed: 'offer_gone',
} as const satisfies Record<MissionRefused['reason'], ErrorCode>;

/** What the book refuses, as an error of the API. */
export function asked<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof MissionRefused)) throw error;
    throw new NodeError(CODES[error.reason], `${error.message.replace(/\.$/, '')}.`);
  }
}
