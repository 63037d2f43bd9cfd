import { GatheringReader } from './gathering_reader.ts';
import { LineSplitter } from './lines.ts';
import type { Reader, Reading } from './reader.ts';

/** A reader of a format with one report a line. */
export abstract class LineReader extends GatheringReader implements Reader {
  readonly #lines = new LineSplitter(this.log, (text, number) => {
    const line = text.trim();
    if (line !== '') this.line(line, number);
  });
  #ended = false;

  push(text: string, received_ms?: number): Reading {
    this.begin(received_ms);
    this.#lines.push(text);
    return this.reading();
  }

  end(): Reading {
    this.#ended = true;
    this.#lines.end();
    this.finish();
    return this.lastReading({ line: this.#lines.number });
  }

  /** Takes in a line, trimmed and not empty; `number` counts from 1. */
  protected abstract line(line: string, number: number): void;

  /** After the last line. */
  protected finish(): void {}

  /** Complains of a line that is left out as a whole. The last one may just have been cut short. */
  protected leaveOut(number: number, value: string, reason: string, remedy: string): void {
    this.log.add({ line: number }, null, value, reason, this.#ended ? `the line was cut short; ${remedy}` : remedy);
  }
}
