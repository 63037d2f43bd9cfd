import type { ComplaintLog } from './complaints.ts';
import { utf8Length } from './utf8.ts';

/** A longer line is passed over and complained about: 1 MiB, in UTF-16 units. */
export const MOST_LINE_LENGTH = 1_048_576;

/** Cuts text that arrives in pieces into lines (LF or CR LF), never holding more than one line of bounded length. */
export class LineSplitter {
  readonly #log: ComplaintLog;
  readonly #use: (line: string, number: number) => void;
  #rest = '';
  #number = 1;
  /** Bytes of UTF-8 before the piece that is being pushed. */
  #piece_byte = 0;
  /** Bytes before the line that was unfinished when the last piece ended. */
  #rest_byte = 0;
  /** Bytes of an over-long line that were already let go; 0 while the line is within the bound. */
  #passed_bytes = 0;
  #opening = '';

  /** `use` gets each line without its end, and its number from 1. */
  constructor(log: ComplaintLog, use: (line: string, number: number) => void) {
    this.#log = log;
    this.#use = use;
  }

  /** The number of the line that is being read. */
  get number(): number {
    return this.#number;
  }

  push(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#take(text.slice(start, end));
      if (this.#passed_bytes > 0) this.#complain(this.#byteOf(text, start));
      else this.#use(this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest, this.#number);
      this.#next();
      start = end + 1;
    }
    this.#rest_byte = this.#byteOf(text, start);
    this.#piece_byte += utf8Length(text);
    this.#take(text.slice(start));
  }

  /** Hands over a last line that has no end. */
  end(): void {
    if (this.#passed_bytes > 0) this.#complain(this.#rest_byte);
    else if (this.#rest !== '') this.#use(this.#rest, this.#number);
    else return;
    this.#next();
  }

  /** Bytes before the line that begins at `start` of the piece, or before it when that is its very beginning. */
  #byteOf(piece: string, start: number): number {
    return start === 0 ? this.#rest_byte : this.#piece_byte + utf8Length(piece.slice(0, start));
  }

  #take(part: string): void {
    if (this.#passed_bytes > 0) {
      this.#passed_bytes += utf8Length(part);
      return;
    }
    this.#rest = this.#rest === '' ? part : this.#rest + part;
    if (this.#rest.length <= MOST_LINE_LENGTH) return;
    this.#passed_bytes = utf8Length(this.#rest);
    this.#opening = this.#rest.slice(0, 80);
    this.#rest = '';
  }

  #complain(byte: number): void {
    this.#log.add(
      { line: this.#number, byte },
      null,
      this.#opening,
      `a line of ${this.#passed_bytes} bytes; the longest allowed has ${MOST_LINE_LENGTH} characters`,
      'the line is left out and reading goes on after it; check whether the line ends were lost',
    );
  }

  #next(): void {
    this.#number++;
    this.#rest = '';
    this.#passed_bytes = 0;
    this.#opening = '';
  }
}
