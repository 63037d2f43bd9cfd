import { ComplaintLog } from '../complaints.ts';
import { ElementSplitter } from '../json/elements.ts';
import type { Observation } from '../observation.ts';
import type { Reader, Reading } from '../reader.ts';
import { timeFromEpoch } from '../row.ts';
import { observationFromReadsb } from './aircraft.ts';

/** Aircraft held until the snapshot's time is known; a receiver hears a thousand at most. */
const MOST_HELD = 200_000;

/**
 * Reads readsb's `aircraft.json`: `{"now": seconds, "aircraft": [...]}`, also under the name `ac` and with `now` in
 * milliseconds after the list, as aggregators serve it. One snapshot may follow another, and after `end` the reader
 * takes the next: a feed that polls keeps one reader, and the sequence goes on. Each snapshot's time is a heartbeat.
 */
export class ReadsbSnapshotReader implements Reader {
  readonly format = 'readsb-aircraft-json';
  readonly #source: string;
  readonly #log = new ComplaintLog();
  readonly #elements = new ElementSplitter(this.#log, {
    element: (value, record, member) => {
      if (member === 'aircraft' || member === 'ac') this.#aircraft(value, record);
    },
    entry: () => {},
    scalar: (member, value) => {
      if (member === 'now') this.#now(value);
    },
    close: () => this.#close(),
  });
  #sequence: number;
  #now_ms: number | null = null;
  #last_ms = Number.NEGATIVE_INFINITY;
  #held: { value: unknown; record: number }[] = [];
  #observations: Observation[] = [];
  #heartbeats_ms: number[] = [];

  constructor(options: { source: string; sequence?: number }) {
    this.#source = options.source;
    this.#sequence = options.sequence ?? 0;
  }

  get suppressed(): number {
    return this.#log.suppressed;
  }

  push(text: string): Reading {
    this.#elements.push(text);
    return this.#reading();
  }

  end(): Reading {
    this.#elements.end();
    this.#log.sumUp({});
    return this.#reading();
  }

  #reading(): Reading {
    const reading = {
      observations: this.#observations,
      complaints: this.#log.take(),
      heartbeats_ms: this.#heartbeats_ms,
    };
    this.#observations = [];
    this.#heartbeats_ms = [];
    return reading;
  }

  #now(value: unknown): void {
    const now_ms = timeFromEpoch(value);
    if (now_ms === null) {
      this.#log.add(
        {},
        'now',
        value,
        'not seconds since 1970',
        'the snapshot is left out; check the clock of the feed',
      );
      return;
    }
    if (now_ms < this.#last_ms) {
      const reason = `${this.#last_ms - now_ms} ms earlier than the snapshot before`;
      this.#log.add({}, 'now', value, reason, 'the snapshot is used; check the clock of the feed');
    }
    this.#last_ms = now_ms;
    this.#now_ms = now_ms;
    this.#heartbeats_ms.push(now_ms);
    const held = this.#held;
    this.#held = [];
    for (const { value, record } of held) this.#aircraft(value, record);
  }

  #aircraft(value: unknown, record: number): void {
    if (this.#now_ms === null) {
      if (this.#held.length < MOST_HELD) this.#held.push({ value, record });
      else this.#log.add({ record }, null, value, `more than ${MOST_HELD} aircraft before \`now\``, 'it is left out');
      return;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#log.add(
        { record },
        null,
        value,
        'not an aircraft object',
        'it is left out; check how the file was written',
      );
      return;
    }
    const context = { source: this.#source, sequence: this.#sequence, now_ms: this.#now_ms, place: { record } };
    const observation = observationFromReadsb(value as Record<string, unknown>, context, this.#log);
    if (observation === null) return;
    this.#sequence++;
    this.#observations.push(observation);
  }

  #close(): void {
    if (this.#now_ms === null) {
      const reason = `a snapshot of ${this.#held.length} aircraft without a time`;
      this.#log.add({}, 'now', null, reason, 'the snapshot is left out; `now` must be in seconds since 1970');
    }
    this.#now_ms = null;
    this.#held = [];
  }
}
