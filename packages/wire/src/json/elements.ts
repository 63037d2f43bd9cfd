import type { ComplaintLog } from '../complaints.ts';
import { utf8Length } from '../utf8.ts';
import { BoundarySearch, MOST_ELEMENT_LENGTH, ValueScan } from './scan.ts';

/** What the splitter found. `record` counts the elements of an array from 0. */
export type ElementHandlers = {
  /**
   * An element of the outermost array (`member` is null) or of an array that is a member of the outermost object;
   * `length` is that of its text.
   */
  element(value: unknown, record: number, member: string | null, length: number): void;
  /** `key: value` of an object that is a member of the outermost object. */
  entry(member: string, key: string, value: unknown, length: number): void;
  /** A member of the outermost object that is neither array nor object. */
  scalar(member: string, value: unknown): void;
  /** The outermost array or object is over, whole or cut short. */
  close(): void;
};

type Step = 'gap' | 'key' | 'colon' | 'before' | 'value' | 'skip';
/** A text to read from `at`; `counted` characters of it end at byte `byte` of the input. */
type Work = { text: string; at: number; counted: number; byte: number };

/** A document with more broken items is noise; to go on would cost a hostile sender little and us much. */
export const MOST_BROKEN = 100_000;
/** So is one of which broken items, one within another, make us read so many times as much, and so many characters. */
export const MOST_READ_AGAIN = { times: 64, characters: 4_194_304 };

const SKIP_REMEDY = 'it is left out and reading goes on after it; check how the file was written';

/**
 * Hands over the elements of a large JSON document one by one while it arrives, and survives what a JSON parser does
 * not: an end in the middle, a broken element, noise between elements. Each is complained about with record and byte;
 * the elements around it are used. One document after another may follow.
 */
export class ElementSplitter {
  readonly #log: ComplaintLog;
  readonly #handlers: ElementHandlers;
  readonly #scan = new ValueScan();
  #boundary = new BoundarySearch();
  #step: Step = 'gap';
  /** The outermost container and, when that is an object, the member of it that is being read: bracket or ''. */
  #outer = '';
  #inner = '';
  #member: string | null = null;
  #key: string | null = null;
  #record = 0;
  #broken = 0;
  /** Characters of the pieces before this one, and of what was read again. */
  #read = 0;
  #read_again = 0;
  #piece: Work | null = null;
  #held = '';
  #held_byte = 0;
  #piece_byte = 0;
  #in_noise = false;

  constructor(log: ComplaintLog, handlers: ElementHandlers) {
    this.#log = log;
    this.#handlers = handlers;
  }

  push(text: string): void {
    this.#piece = { text, at: 0, counted: 0, byte: this.#piece_byte };
    this.#run(this.#piece);
    this.#piece = null;
    this.#read += text.length;
    this.#piece_byte += utf8Length(text);
  }

  /** The input is over: reports what was cut short, and is ready for another document. */
  end(): void {
    let told = false;
    // An unclosed quote may have swallowed whole elements: they are found again before the last is given up.
    while (this.#outer !== '' && this.#elements() && this.#step === 'value') {
      told = true;
      const again = this.#breakOff(this.#held, this.#held_byte, 'the input ends inside it', true);
      if (again !== null) this.#run(again);
    }
    if (this.#outer !== '') {
      const reason = `the input ends before its outermost ${this.#outer === '[' ? 'array' : 'object'} is closed`;
      if (!told && this.#broken < MOST_BROKEN)
        this.#complain(this.#piece_byte, this.#held, reason, 'what came before it is used; fetch the file again');
      this.#handlers.close();
    }
    this.#step = 'gap';
    this.#outer = '';
    this.#inner = '';
    this.#member = null;
    this.#key = null;
    this.#held = '';
    this.#piece_byte = 0;
    this.#broken = 0;
    this.#read = 0;
    this.#read_again = 0;
    this.#in_noise = false;
  }

  /** Whether the values being read are elements of an array. */
  #elements(): boolean {
    return (this.#inner || this.#outer) === '[';
  }

  #run(first: Work): void {
    const stack: Work[] = [first];
    for (let work = stack.pop(); work !== undefined; work = stack.pop()) {
      while (work.at < work.text.length) {
        if (this.#broken >= MOST_BROKEN) return;
        if (this.#step === 'key' || this.#step === 'value') {
          const again = this.#item(work);
          if (again !== null) {
            stack.push(work);
            work = again;
          }
        } else if (this.#step === 'skip') this.#pass(work);
        else this.#punctuation(work);
      }
    }
  }

  /** Reads on in a key or value. Answers text to read again when a broken element had swallowed its neighbours. */
  #item(work: Work): Work | null {
    const start = work.at;
    const to = Math.min(work.text.length, start + MOST_ELEMENT_LENGTH - this.#held.length);
    const end = this.#scan.run(work.text, start, to);
    work.at = end >= 0 ? end : end === -1 ? to : this.#scan.failed_at;
    const part = work.text.slice(start, work.at);
    const item = this.#held === '' ? part : this.#held + part;
    if (end >= 0) {
      const value = parse(item);
      if (value !== undefined) {
        this.#held = '';
        this.#use(value, item.length);
        return null;
      }
    }
    const byte = this.#held === '' ? byteOf(work, start) : this.#held_byte;
    if (end === -1 && item.length < MOST_ELEMENT_LENGTH) {
      this.#held = item;
      this.#held_byte = byte;
      return null;
    }
    const reason = end >= 0 ? 'not JSON' : `no end to it in ${item.length} characters; a quote or bracket is missing`;
    return this.#breakOff(item, byte, reason, end >= 0);
  }

  #use(value: unknown, length: number): void {
    if (this.#step === 'key') {
      this.#key = String(value);
      this.#step = 'colon';
      return;
    }
    this.#step = 'gap';
    if (this.#elements()) this.#handlers.element(value, this.#record++, this.#member, length);
    else if (this.#member === null) this.#handlers.scalar(this.#key ?? '', value);
    else this.#handlers.entry(this.#member, this.#key ?? '', value, length + (this.#key ?? '').length);
  }

  /** Complains about an item, and finds what follows it: in its own text or, when it has no end, further on. */
  #breakOff(item: string, byte: number, reason: string, ended: boolean): Work | null {
    this.#held = '';
    this.#step = 'gap';
    this.#boundary = new BoundarySearch();
    this.#read_again += item.length;
    const next = this.#elements() ? this.#boundary.run(item, 0) : -1;
    this.#complain(byte, next === -1 ? item : item.slice(0, next), reason, SKIP_REMEDY);
    if (!this.#elements()) return null;
    this.#record++;
    if (next !== -1) return { text: item.slice(next), at: 0, counted: 0, byte: byte + utf8Length(item.slice(0, next)) };
    if (!ended) this.#step = 'skip';
    return null;
  }

  #pass(work: Work): void {
    const found = this.#boundary.run(work.text, work.at);
    work.at = found === -1 ? work.text.length : found;
    if (found !== -1) this.#step = 'gap';
  }

  /** Brackets, commas, colons and white space between the items. */
  #punctuation(work: Work): void {
    const mark = work.text[work.at] as string;
    const opens = mark === '[' || mark === '{';
    if (mark === ' ' || mark === '\n' || mark === '\r' || mark === '\t') work.at++;
    else if (this.#step === 'colon') {
      if (mark === ':') {
        this.#step = 'before';
        work.at++;
      } else this.#stray(work, 'a key without a colon');
    } else if (this.#step === 'before') {
      if (opens && this.#inner === '') {
        this.#inner = mark;
        this.#member = this.#key;
        this.#record = 0;
        this.#step = 'gap';
        work.at++;
      } else this.#begin('value');
    } else if (this.#outer !== '') this.#inside(work, mark);
    else if (opens) {
      this.#outer = mark;
      this.#record = 0;
      this.#in_noise = false;
      work.at++;
    } else this.#stray(work, 'neither [ nor {');
  }

  #inside(work: Work, mark: string): void {
    const container = this.#inner || this.#outer;
    if (mark === ',') work.at++;
    else if (mark === (container === '[' ? ']' : '}')) {
      work.at++;
      if (this.#inner !== '') {
        this.#inner = '';
        this.#member = null;
      } else {
        this.#outer = '';
        this.#handlers.close();
      }
    } else if (container === '[' && mark !== '}') this.#begin('value');
    else if (container === '{' && mark === '"') this.#begin('key');
    else this.#stray(work, 'not where a value can begin');
  }

  #begin(step: 'key' | 'value'): void {
    this.#in_noise = false;
    this.#scan.reset();
    this.#step = step;
  }

  /** One complaint for a run of noise. */
  #stray(work: Work, reason: string): void {
    if (!this.#in_noise) {
      this.#complain(byteOf(work, work.at), work.text.charAt(work.at), reason, SKIP_REMEDY);
    }
    this.#in_noise = true;
    this.#step = 'gap';
    work.at++;
  }

  #complain(byte: number, value: string, reason: string, remedy: string): void {
    const place = this.#elements() ? { byte, record: this.#record } : { byte };
    this.#log.add(place, this.#member === null || this.#elements() ? null : this.#member, value, reason, remedy);
    const { times, characters } = MOST_READ_AGAIN;
    const most_read_again = characters + times * (this.#read + (this.#piece?.at ?? 0));
    if (++this.#broken === MOST_BROKEN) this.#giveUp(byte, `${MOST_BROKEN} broken items`);
    else if (this.#read_again > most_read_again) this.#giveUp(byte, `${this.#broken} broken items, one within another`);
  }

  #giveUp(byte: number, reason: string): void {
    this.#broken = MOST_BROKEN;
    this.#log.add({ byte }, null, null, reason, 'the rest of the document is left out as noise');
  }
}

/** The byte at which a character stands. Asked in rising order, so that a text is counted once. */
function byteOf(work: Work, at: number): number {
  work.byte += utf8Length(work.text.slice(work.counted, at));
  work.counted = at;
  return work.byte;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
