import { GatheringReader } from '../gathering_reader.ts';
import { ElementSplitter } from '../json/elements.ts';
import type { Reader, Reading } from '../reader.ts';
import { timeFromEpoch } from '../row.ts';
import { observationFromReadsb } from './aircraft.ts';

/** Aircraft held until the snapshot's time is known, of a kilobyte each; a receiver hears a thousand at most. */
const MOST_HELD = 200_000;

/**
 * Reads readsb's `aircraft.json`: `{"now": seconds, "aircraft": [...]}`, also under the name `ac` and with `now` in
 * milliseconds after the list, as aggregators serve it. One snapshot may follow another, and after `end` the reader
 * takes the next: a feed that polls keeps one reader, and the sequence goes on. Each snapshot's time is a heartbeat. A
 * snapshot without a time is of when it was received, if that is known.
 */
export class ReadsbSnapshotReader extends GatheringReader implements Reader {
  readonly format = 'readsb-aircraft-json';
  readonly #elements = new ElementSplitter(this.log, {
    element: (value, record, member, length) => {
      if (member !== 'aircraft' && member !== 'ac') return;
      if (this.#now_ms === null) this.#hold(value, record, length);
      else this.#aircraft(value, record, this.#now_ms);
    },
    entry: () => {},
    scalar: (member, value) => {
      if (member === 'now') this.#now(value);
    },
    close: () => this.#close(),
  });
  #now_ms: number | null = null;
  #held: { value: unknown; record: number }[] = [];
  #held_weight = 0;
  /** Whether the snapshot gives a time that is none. */
  #no_time = false;

  push(text: string, received_ms?: number): Reading {
    this.begin(received_ms);
    this.#elements.push(text);
    return this.reading();
  }

  end(): Reading {
    this.#elements.end();
    return this.lastReading({});
  }

  #now(value: unknown): void {
    const now_ms = timeFromEpoch(value);
    if (now_ms === null) {
      this.#no_time = true;
      this.log.add({}, 'now', value, 'not seconds since 1970', 'the snapshot is left out; check the clock of the feed');
      return;
    }
    const earlier = this.earlier(now_ms, 0);
    if (earlier !== null) {
      this.log.add({}, 'now', value, earlier, 'the snapshot is used; check the clock of the feed');
    }
    this.alive(now_ms);
    this.#use(now_ms);
  }

  #use(now_ms: number): void {
    this.#now_ms = now_ms;
    const held = this.#held;
    this.#forget();
    for (const { value, record } of held) this.#aircraft(value, record, now_ms);
  }

  #hold(value: unknown, record: number, length: number): void {
    this.#held_weight += 1 + length / 1024;
    if (this.#held_weight <= MOST_HELD) this.#held.push({ value, record });
    else this.log.add({ record }, null, value, `more than ${MOST_HELD} aircraft before \`now\``, 'it is left out');
  }

  #forget(): void {
    this.#held = [];
    this.#held_weight = 0;
  }

  #aircraft(value: unknown, record: number, now_ms: number): void {
    const place = { record };
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.log.add(place, null, value, 'not an aircraft object', 'it is left out; check how the file was written');
      return;
    }
    const context = { source: this.source, sequence: this.sequence, now_ms, place };
    const observation = observationFromReadsb(value as Record<string, unknown>, context, this.log);
    if (observation === null) return;
    this.sequence++;
    this.found(observation);
  }

  #aged(value: unknown, record: number): boolean {
    const { lat, seen_pos } = Object(value) as Record<string, unknown>;
    if (lat === undefined || seen_pos !== undefined) return true;
    const reason = 'missing, and the snapshot has no `now`';
    this.log.add({ record }, 'seen_pos', null, reason, 'the report is left out; check the receiver');
    return false;
  }

  #close(): void {
    if (this.#now_ms === null && this.received_ms !== null && !this.#no_time) {
      // Where not even an age is given, nothing says how old a position is.
      this.#held = this.#held.filter(({ value, record }) => this.#aged(value, record));
      this.#use(this.received_ms);
    } else if (this.#now_ms === null) {
      const reason = `a snapshot of ${this.#held.length} aircraft without a time`;
      this.log.add({}, 'now', null, reason, 'the snapshot is left out; `now` must be in seconds since 1970');
    }
    this.#now_ms = null;
    this.#no_time = false;
    this.#forget();
  }
}
