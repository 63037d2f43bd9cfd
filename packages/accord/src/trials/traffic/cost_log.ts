import { rankOf } from '../../alerts/findings.ts';
import type { Advice, Alert, Outcome } from '../../outcome.ts';

/** An advice that counts: the first one that an alert, once it warns, gives to an aircraft. */
export type Ask = {
  readonly alert: string;
  readonly track: string;
  readonly words: string;
  /** False: nothing that was tried keeps even the narrowest minima. */
  readonly safe: boolean;
  /** How much later it arrives, in whole ms so that sums are exact; 0 where it does not. */
  readonly delay_ms: number;
  /** How much sooner; 0 where it does not. */
  readonly sooner_ms: number;
  /** More way over ground, in whole mm. */
  readonly extra_mm: number;
};

/**
 * One thing that came of a memorandum. alert: raised; warning: an alert became one, or worse; call: it called a person;
 * breach: measured in a pass; breached, cannot_tell: a judge's verdict; notice: someone was where the clause does not
 * let them be; ask: an advice that counts.
 */
export type CostEvent = {
  readonly what: 'alert' | 'warning' | 'call' | 'breach' | 'breached' | 'cannot_tell' | 'notice' | 'ask';
  readonly time_ms: number;
  readonly clause: string;
  /** Whose aircraft it is about, each once; null: nobody knows whose. */
  readonly parties: readonly (string | null)[];
  /** Of an ask alone. */
  readonly ask: Ask | null;
};

/** An aircraft as it was followed, for as long as it was. */
export type Flight = { readonly track: string; party: string | null; readonly from_ms: number; until_ms: number };

type Standing = { warned: boolean; readonly asked: Set<string> };

/**
 * Keeps of a run's outcomes what the memorandum cost. Nobody in a recording flew the advice, so a conflict goes on and
 * what is advised grows; what would have been asked of a crew that acts is the first advice. An aircraft that is asked
 * already, by another alert that still stands, is not asked twice.
 */
export class CostLog {
  readonly events: CostEvent[] = [];
  readonly #standing = new Map<string, Standing>();
  readonly #flights = new Map<string, Flight>();
  readonly #flown: Flight[] = [];
  /** Tracks held to be of one aircraft, and not found to be two later. */
  #fused: (readonly [track: string, other: string])[] = [];
  /** Tracks that were a party's at any time. */
  readonly #ever = new Map<string, Set<string>>();

  add(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) this.#take(outcome);
  }

  /** Every aircraft followed, in the order in which they were first heard; those beneath another one are none. */
  flights(): Flight[] {
    const hidden = new Set(this.#fused.map(([, other]) => other));
    const all = [...this.#flown, ...this.#flights.values()].filter(({ track }) => !hidden.has(track));
    return all.sort((x, y) => x.from_ms - y.from_ms || (x.track < y.track ? -1 : 1));
  }

  /** Tracks that were held to be a party's at any time, and all that were held to be one aircraft with them. */
  tracksOf(party: string): Set<string> {
    const tracks = new Set(this.#ever.get(party) ?? []);
    for (let before = -1; before !== tracks.size; ) {
      before = tracks.size;
      for (const [track, other] of this.#fused) {
        if (tracks.has(track)) tracks.add(other);
        else if (tracks.has(other)) tracks.add(track);
      }
    }
    return tracks;
  }

  #take(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'track_started':
      case 'track_identified':
        this.#name(outcome.track, outcome.identity.party, outcome.time_ms);
        break;
      case 'track_dropped':
        this.#drop(outcome.track, outcome.last_seen_ms);
        break;
      case 'tracks_fused':
        this.#fused.push([outcome.track, outcome.other]);
        break;
      case 'tracks_parted':
        if (outcome.reason === 'silent') break;
        this.#fused = this.#fused.filter(([track, other]) => track !== outcome.track || other !== outcome.other);
        break;
      case 'alert_raised':
      case 'alert_updated':
        this.#alert(outcome.alert);
        break;
      case 'alert_cleared':
        this.#standing.delete(outcome.alert);
        break;
      case 'encounter_closed': {
        const { a, b, breaches } = outcome.encounter;
        const parties = this.#partiesOf([a, b]);
        for (const { clause, from_ms } of breaches) this.#say('breach', from_ms, clause, parties);
        break;
      }
      case 'verdict': {
        const { answer, clause, subjects, time_ms } = outcome;
        const parties = [...new Set(subjects.map((one) => one.party))];
        if (answer !== 'complied') this.#say(answer, time_ms, clause, parties);
        break;
      }
      case 'permission_notice':
      case 'clause_notice':
        this.#say('notice', outcome.time_ms, outcome.clause, [outcome.identity.party]);
        break;
      default:
    }
  }

  #name(track: string, party: string | null, time_ms: number): void {
    const flight = this.#flights.get(track);
    if (flight) flight.party = party;
    else this.#flights.set(track, { track, party, from_ms: time_ms, until_ms: time_ms });
    if (party === null) return;
    const ever = this.#ever.get(party);
    if (ever) ever.add(track);
    else this.#ever.set(party, new Set([track]));
  }

  #drop(track: string, until_ms: number): void {
    const flight = this.#flights.get(track);
    if (flight === undefined) return;
    flight.until_ms = until_ms;
    this.#flown.push(flight);
    this.#flights.delete(track);
  }

  #alert(alert: Alert): void {
    const { id, time_ms, level, a, b } = alert;
    const { clause } = alert.findings[0]!;
    const parties = [...new Set([a.party, b.party])];
    let standing = this.#standing.get(id);
    if (standing === undefined) {
      standing = { warned: false, asked: new Set() };
      this.#standing.set(id, standing);
      this.#say('alert', time_ms, clause, parties);
    }
    if (rankOf(level) === 0) return;
    if (!standing.warned) {
      standing.warned = true;
      this.#say('warning', time_ms, clause, parties);
      if (alert.alarm === id) this.#say('call', time_ms, clause, parties);
    }
    for (const advice of alert.advice) {
      if (advice.resolution_advisory || (advice.cost === undefined && advice.safe) || standing.asked.has(advice.for)) {
        continue;
      }
      if (!this.#isAsked(advice.for)) this.#ask(alert, clause, advice);
      standing.asked.add(advice.for);
    }
  }

  #isAsked(track: string): boolean {
    for (const { asked } of this.#standing.values()) if (asked.has(track)) return true;
    return false;
  }

  #ask({ id, time_ms }: Alert, clause: string, advice: Advice): void {
    const delay_ms = Math.round((advice.cost?.delay_s ?? 0) * 1000);
    const ask: Ask = {
      alert: id,
      track: advice.for,
      words: advice.words,
      safe: advice.safe,
      delay_ms: Math.max(0, delay_ms),
      sooner_ms: Math.max(0, -delay_ms),
      extra_mm: Math.round((advice.cost?.extra_m ?? 0) * 1000),
    };
    this.events.push({ what: 'ask', time_ms, clause, parties: [advice.party], ask });
  }

  #partiesOf(tracks: readonly string[]): (string | null)[] {
    return [...new Set(tracks.map((track) => this.#flights.get(track)?.party ?? null))];
  }

  #say(what: CostEvent['what'], time_ms: number, clause: string, parties: readonly (string | null)[]): void {
    this.events.push({ what, time_ms, clause, parties, ask: null });
  }
}
