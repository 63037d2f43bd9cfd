import { type AircraftRule, type Memorandum, TICK_MS, tickOf } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import type { FeedSink, LiveFeed } from '../feeds/feed.ts';
import { Timeline } from '../feeds/timeline.ts';

/** Between the end of a scenario and its next beginning. */
const PAUSE_MS = 20_000;

/** Whose an aircraft is by what the memorandum declares or an authenticated feed says; null: nobody's. */
function partyOf({ party, address, callsign, registration }: Observation, memorandum: Memorandum): string | null {
  if (party !== null) return party;
  const isDeclared = (rule: AircraftRule): boolean =>
    (rule.by === 'address' && rule.address === address) ||
    (rule.by === 'registration' && rule.registration === registration) ||
    (rule.by === 'callsign_prefix' && (callsign?.startsWith(rule.prefix) ?? false)) ||
    (rule.by === 'registration_prefix' && (registration?.startsWith(rule.prefix) ?? false));
  const declared = memorandum.parties.find(({ aircraft }) => aircraft.some(isDeclared));
  return declared?.id ?? null;
}

/**
 * What one party sees of a scenario by itself: its own aircraft and those of nobody else's linked node. An aircraft
 * heard once with a callsign is the same one when it is heard without. Own aircraft come as from the party's own feed.
 */
export function ownShare(
  observations: readonly Observation[],
  memorandum: Memorandum,
  own: string,
  others: readonly string[],
): Observation[] {
  const owners = new Map<string, string>();
  for (const observation of observations) {
    const party = partyOf(observation, memorandum);
    if (party !== null) owners.set(observation.address, party);
  }
  return observations
    .filter(({ address }) => !others.includes(owners.get(address) ?? ''))
    .map((one) => (owners.get(one.address) === own ? { ...one, party: own } : one));
}

/** A scenario played again and again at the speed of time, from an instant that several nodes may share. */
export class ScenarioFeed implements LiveFeed {
  readonly name: string;
  readonly #observations: (now_ms: number) => Observation[];
  #timeline = new Timeline([]);
  #sink: FeedSink | null = null;
  #timer: NodeJS.Timeout | null = null;
  #begin_ms: number;
  #sent = 0;

  constructor(name: string, begin_ms: number, observations: (begin_ms: number) => Observation[]) {
    this.name = name;
    this.#begin_ms = begin_ms;
    this.#observations = observations;
  }

  start(sink: FeedSink): void {
    this.#sink = sink;
    this.#timeline = new Timeline(this.#observations(this.#begin_ms));
    this.#timer = setInterval(() => this.#step(), TICK_MS);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#sink = null;
  }

  #step(): void {
    const now_ms = Date.now();
    const { done, to_ms } = this.#timeline;
    if (done && now_ms > to_ms + PAUSE_MS) {
      // Both nodes reckon the next beginning alike.
      this.#begin_ms = Math.floor(to_ms / 1000) * 1000 + PAUSE_MS;
      this.#timeline = new Timeline(this.#observations(this.#begin_ms));
    }
    for (const { payload, observations } of this.#timeline.take(tickOf(now_ms))) {
      if (payload === null) continue;
      this.#sent += observations;
      this.#sink?.chunk({ lines: new Uint8Array(payload), count: observations });
    }
    this.#sink?.status({
      name: this.name,
      state: 'live',
      last_message_ms: this.#timeline.last_ms,
      observations: this.#sent,
      complaints: 0,
      last_complaint: null,
    });
  }
}
