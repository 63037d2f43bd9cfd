import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { NodeError } from '../errors.ts';
import { isCard } from './config.ts';
import type { LinkCard } from './identity.ts';

/** Digits that each side reads to the other. */
const DIGITS = 6;
/** So often what was heard may be typed; then all begins again, with other digits. */
const TRIES = 3;
const MOST_BYTES = 32_768;
/** Machines answer at once, people take their time. */
const ANSWER_MS = 15_000;
const PEOPLE_MS = 5 * 60_000;

/** `listens`: the side that the other one connects to; it speaks first. */
export type PairingSide = 'listens' | 'connects';

/** Asks a person to read `mine` to the other side, and gives what the other side read; `left`: tries after this one. */
export type AskDigits = (mine: string, other: string, left: number) => Promise<string>;

type Said = { readonly commit?: string; readonly card?: unknown; readonly nonce?: string; readonly ends?: string };

/**
 * Exchanges cards with another node over a line that anybody may be on, and lets the two people make sure of it over
 * the telephone: each reads six digits to the other, which are worked out from both cards and a number that each side
 * drew. The side that speaks first has bound itself to its card and number before it sees those of the other (commit,
 * then reveal: Vaudenay, "Secure communications over insecure channels based on short authenticated strings", CRYPTO
 * 2005), so that whoever sits between cannot search for numbers that give both sides the same digits: one attempt
 * deceives a side with a chance of one in a million.
 *
 * @param tries so often digits may be typed
 * @returns the other side's card, once both have said that the digits were right
 * @throws NodeError pairing_failed, with the reason in words
 */
export async function pairCards(
  line: Duplex,
  own: LinkCard,
  side: PairingSide,
  ask: AskDigits,
  tries: number = TRIES,
): Promise<LinkCard> {
  const talk = new Talk(line);
  try {
    const mine = { card: own, nonce: randomBytes(16).toString('hex') };
    const speaksFirst = side === 'listens';
    let theirs: { card: LinkCard; nonce: string };
    if (speaksFirst) {
      talk.say({ commit: commitTo(mine) });
      theirs = revealed(await talk.hear(ANSWER_MS), own);
      talk.say(mine);
    } else {
      const { commit } = await talk.hear(ANSWER_MS);
      talk.say(mine);
      theirs = revealed(await talk.hear(ANSWER_MS), own);
      if (commitTo(theirs) !== commit) throw failed('what it showed is not what it had bound itself to');
    }
    const [first, second] = digitsOf(speaksFirst ? [mine, theirs] : [theirs, mine]);
    const [read, heard] = speaksFirst ? [first, second] : [second, first];
    await confirm(talk, theirs.card.party, read, heard, ask, tries);
    return theirs.card;
  } finally {
    talk.end();
  }
}

async function confirm(
  talk: Talk,
  other: string,
  read: string,
  heard: string,
  ask: AskDigits,
  tries: number,
): Promise<void> {
  for (let left = tries - 1; ; left--) {
    const typed = (await ask(read, other, left)).replaceAll(/\D/g, '');
    if (typed === heard) break;
    if (left > 0) continue;
    talk.say({ ends: 'refused' });
    throw failed(`the digits were not those of ${other}; somebody may be between you: begin again, on another line`);
  }
  talk.say({ ends: 'right' });
  const { ends } = await talk.hear(PEOPLE_MS);
  if (ends !== 'right') throw failed(`${other} heard other digits than these`);
}

type Mine = { readonly card: LinkCard; readonly nonce: string };

const commitTo = ({ card, nonce }: Mine): string =>
  sha256Hex(canonicalJson({ pairing: 'skyaccord-pairing/1', card, nonce }));

/** The digits that the first to speak reads, and those of the other. */
function digitsOf([first, second]: readonly [Mine, Mine]): readonly [string, string] {
  const hash = sha256Hex(canonicalJson({ pairing: 'skyaccord-pairing/1 digits', first, second }));
  // 52 bits each: of a million, no value is likelier than another by more than one in a thousand million.
  const at = (from: number): string =>
    String(Number.parseInt(hash.slice(from, from + 13), 16) % 10 ** DIGITS).padStart(DIGITS, '0');
  return [at(0), at(13)];
}

function revealed({ card, nonce }: Said, own: LinkCard): Mine {
  if (!isCard(card) || typeof nonce !== 'string' || !/^[0-9a-f]{32}$/.test(nonce)) throw failed('it showed no card');
  if (card.party === own.party) throw failed(`it is of ${own.party}, as this node is`);
  return { card, nonce };
}

const failed = (reason: string): NodeError =>
  new NodeError('pairing_failed', `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`);

/** Lines of JSON, each waited for, of bounded length. */
class Talk {
  readonly #line: Duplex;
  #text = '';
  #over: string | null = null;
  #wake: () => void = () => {};

  constructor(line: Duplex) {
    this.#line = line;
    line.setEncoding('utf8');
    line.on('data', (data: string) => {
      this.#text += data;
      if (this.#text.length > MOST_BYTES) this.#end('it sent more than a card takes');
      this.#wake();
    });
    line.on('error', (error) => this.#end(error.message));
    line.on('end', () => this.#end('the connection ended'));
    line.on('close', () => this.#end('the connection ended'));
  }

  say(said: Said): void {
    this.#line.write(`${JSON.stringify(said)}\n`);
  }

  async hear(within_ms: number): Promise<Said> {
    const timer = setTimeout(() => this.#end(`no answer within ${within_ms / 1_000} s`), within_ms);
    try {
      for (;;) {
        const end = this.#text.indexOf('\n');
        if (end >= 0) {
          const line = this.#text.slice(0, end);
          this.#text = this.#text.slice(end + 1);
          return parsed(line);
        }
        if (this.#over !== null) throw failed(this.#over);
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.#line.end();
  }

  #end(reason: string): void {
    this.#over ??= reason;
    if (this.#text.length > MOST_BYTES) this.#text = '';
    this.#wake();
  }
}

function parsed(line: string): Said {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below.
  }
  throw failed('it sent something that is no part of a pairing');
}
