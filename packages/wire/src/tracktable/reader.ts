import { GatheringReader } from '../gathering_reader.ts';
import { ElementSplitter } from '../json/elements.ts';
import type { Reader, Reading } from '../reader.ts';
import { COLUMNS, observationFromRow } from './row.ts';

/** Cells of a column-oriented table that are held until its end: a million rows of ten columns. */
const MOST_CELLS = 10_000_000;

/**
 * Reads tables of tracks as JSON: an array of row objects, used row by row as it arrives, or an object of columns
 * `{field: {row: value}}` (what pandas writes), which has no row until its end. Rows need not be in time order.
 */
export class TrackTableReader extends GatheringReader implements Reader {
  readonly format = 'track-table-json';
  readonly #elements = new ElementSplitter(this.log, {
    element: (value, record, member) => {
      if (member === null) this.#row(value, record);
    },
    entry: (member, key, value, length) => this.#cell(member, key, value, length),
    scalar: () => {},
    close: () => this.#assemble(),
  });
  #columns = new Map<string, Map<string, unknown>>();
  #cells = 0;

  push(text: string, received_ms?: number): Reading {
    this.begin(received_ms);
    this.#elements.push(text);
    return this.reading();
  }

  end(): Reading {
    this.#elements.end();
    return this.lastReading({});
  }

  #row(value: unknown, record: number): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.log.add({ record }, null, value, 'not a row object', 'it is left out; check how the file was written');
      return;
    }
    const context = { source: this.source, sequence: this.sequence, place: { record } };
    const observation = observationFromRow(value as Record<string, unknown>, context, this.log);
    if (observation === null) return;
    this.sequence++;
    this.found(observation);
  }

  #cell(member: string, key: string, value: unknown, length: number): void {
    if (!COLUMNS.has(member) || this.#cells > MOST_CELLS) return;
    // No cell is longer than 64 characters; one that is takes the place of several.
    this.#cells += 1 + Math.floor(length / 64);
    if (this.#cells > MOST_CELLS) {
      const remedy = 'the rest is left out; split the table or write it as an array of rows';
      this.log.add({}, member, null, `more than ${MOST_CELLS} cells`, remedy);
      return;
    }
    let column = this.#columns.get(member);
    if (column === undefined) {
      column = new Map();
      this.#columns.set(member, column);
    }
    column.set(key, value);
  }

  /** Builds the rows from the columns, in the order in which the rows were first named. */
  #assemble(): void {
    const columns = [...this.#columns];
    const keys = new Set<string>();
    for (const [, column] of columns) for (const key of column.keys()) keys.add(key);
    this.#columns = new Map();
    this.#cells = 0;
    let record = 0;
    for (const key of keys) {
      const row: Record<string, unknown> = {};
      for (const [field, column] of columns) row[field] = column.get(key) ?? null;
      this.#row(row, record++);
    }
  }
}
