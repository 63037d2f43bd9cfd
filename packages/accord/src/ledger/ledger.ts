import type { Offer } from '../missions/ways_out.ts';
import type { Advice, Alert, Encounter, Outcome } from '../outcome.ts';
import type { LedgerEntry, Measure, MissionEnd, Needed, Report } from './entry.ts';

/** Beyond so many entries the oldest are left to the journal, and counted. */
const MOST_ENTRIES = 200_000;
/** Farther than this many times the lateral minimum the two never came near. */
const FAR = 2;

/** The counts that say how much of what was planned went on as planned. */
export type MissionCounts = Readonly<Record<MissionEnd, number>> & { readonly filed: number };

/**
 * What an agreement costs those who keep it: a fold over what the watch advised, what missions took and what people
 * reported. Of advice to one aircraft under one alert the last that was given counts, once; what was advised before it
 * raised its count of revisions.
 */
export class Ledger {
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #missions = new Map<string, MissionEnd>();
  /** Of advice that stands: the pair it is about, and the greatest lateral minimum of its alert. */
  readonly #pairs = new Map<string, { readonly a: string; readonly b: string; readonly lateral_m: number }>();
  /** Entries that are held no more. */
  left_out = 0;

  /** In the order in which they came to be. */
  entries(): readonly LedgerEntry[] {
    return [...this.#entries.values()];
  }

  counts(): MissionCounts {
    const counts = { filed: this.#missions.size, planned: 0, flown_as_planned: 0, flown_changed: 0, cancelled: 0 };
    for (const end of this.#missions.values()) counts[end] += 1;
    return counts;
  }

  /** Takes in what the watch said. */
  told(outcome: Outcome): void {
    if (outcome.kind === 'alert_raised' || outcome.kind === 'alert_updated') this.#advised(outcome.alert);
    else if (outcome.kind === 'encounter_closed') this.#flown(outcome.encounter);
  }

  missionFiled(mission: string): void {
    this.#missions.set(mission, 'planned');
  }

  /** An offer that a mission took up. */
  missionTook(
    offer: Offer,
    about: { mission: string; party: string; other_party: string | null },
    time_ms: number,
  ): void {
    const measure = MEASURE_OF[offer.kind];
    if (measure === null) return;
    const { mission, party, other_party } = about;
    this.#put({
      id: `mission ${mission} ${time_ms}`,
      time_ms,
      basis: 'taken',
      source: `offer ${offer.id}`,
      mission,
      track: null,
      party,
      other_party,
      clause: offer.clauses[0] ?? null,
      measure,
      delay_s: offer.delay_s + offer.air_s,
      extra_m: offer.extra_m,
      height_m: offer.level_m,
      turn_deg: 0,
      speed_mps: 0,
      needed: 'unknown',
      revisions: 0,
    });
    this.#missions.set(mission, offer.mission === null ? 'cancelled' : 'flown_changed');
  }

  /** A mission that ended: as planned, unless it was changed or cancelled before. */
  missionEnded(mission: string, flown: boolean): void {
    const before = this.#missions.get(mission);
    if (!flown) this.#missions.set(mission, 'cancelled');
    else if (before === 'planned') this.#missions.set(mission, 'flown_as_planned');
  }

  /** What later data says of whether the changes of a mission were needed. */
  missionNeeded(mission: string, needed: Needed): void {
    for (const entry of this.#entries.values()) if (entry.mission === mission) this.#put({ ...entry, needed });
  }

  reported(id: string, report: Report): void {
    this.#put({
      ...report,
      id: `report ${id}`,
      basis: 'reported',
      height_m: 0,
      turn_deg: 0,
      speed_mps: 0,
      needed: 'unknown',
      revisions: 0,
    });
  }

  #advised(alert: Alert): void {
    for (const advice of alert.advice) {
      const { cost } = advice;
      if (cost === undefined) continue;
      const id = `alert ${alert.id} ${advice.for}`;
      const before = this.#entries.get(id);
      const other = alert.a.track === advice.for ? alert.b : alert.a;
      const entry: LedgerEntry = {
        id,
        time_ms: before?.time_ms ?? alert.time_ms,
        basis: 'advised',
        source: `alert ${alert.id}`,
        mission: null,
        track: advice.for,
        party: advice.party,
        other_party: other.party,
        clause: alert.findings[0]?.clause ?? null,
        measure: measureOf(advice),
        delay_s: cost.delay_s,
        extra_m: cost.extra_m,
        height_m: cost.height_m,
        turn_deg: cost.turn_deg,
        speed_mps: cost.speed_mps,
        needed: 'unknown',
        revisions: before === undefined ? 0 : before.revisions + (sameCost(before, cost) ? 0 : 1),
      };
      this.#put(entry);
      const lateral_m = alert.findings.reduce((most, one) => Math.max(most, one.lateral_minimum_m), 0);
      this.#pairs.set(id, { a: alert.a.track, b: alert.b.track, lateral_m });
    }
  }

  /** The pass is over: was what was advised in it needed? */
  #flown({ a, b, losses, h_cpa_m, basis }: Encounter): void {
    for (const [id, pair] of this.#pairs) {
      const same = (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a);
      const entry = this.#entries.get(id);
      if (!same || entry === undefined) continue;
      const far = basis === 'measured' && h_cpa_m > FAR * pair.lateral_m;
      this.#entries.set(id, { ...entry, needed: losses.length > 0 ? 'yes' : far ? 'no' : 'unknown' });
      this.#pairs.delete(id);
    }
  }

  #put(entry: LedgerEntry): void {
    this.#entries.set(entry.id, entry);
    if (this.#entries.size <= MOST_ENTRIES) return;
    const [oldest] = this.#entries.keys();
    if (oldest === undefined) return;
    this.#entries.delete(oldest);
    this.#pairs.delete(oldest);
    this.left_out += 1;
  }
}

const MEASURE_OF = {
  as_filed: null,
  delay: 'delay',
  slower: 'slower',
  level: 'level',
  reroute: 'reroute',
  mix: 'mix',
  cancel: 'cancel',
} as const satisfies Record<Offer['kind'], Measure | null>;

type Cost = NonNullable<Advice['cost']>;

/** What an advice asks for, by what it costs: more than one of turn, height and speed is a mix. */
function measureOf({ cost }: Advice): Measure {
  const asked: readonly (readonly [Measure, number])[] = [
    ['turn', cost?.turn_deg ?? 0],
    ['level', cost?.height_m ?? 0],
    ['speed', cost?.speed_mps ?? 0],
  ];
  const named = asked.filter(([, value]) => value !== 0);
  return named.length === 1 ? (named[0]?.[0] ?? 'mix') : 'mix';
}

const sameCost = (entry: LedgerEntry, cost: Cost): boolean =>
  entry.turn_deg === cost.turn_deg &&
  entry.height_m === cost.height_m &&
  entry.speed_mps === cost.speed_mps &&
  entry.extra_m === cost.extra_m &&
  entry.delay_s === cost.delay_s;
