import path from 'node:path';
import { Followers } from './followers.ts';
import { readSecret, writeSecret } from './secret_file.ts';
import { hashOfSecret, isSecret, newSecret } from './secrets.ts';

/** Without a request or an open stream. */
const IDLE_MS = 3_600_000;
/** A watch of eight hours and a handover on either side. */
const LONGEST_MS = 12 * 3_600_000;
/** Changes of people ask for a sign-in this fresh. */
const RECENT_MS = 10 * 60_000;
const MOST_OF_ONE = 10;
const LOOK_MS = 5_000;
const SAVE_MS = 60_000;

/** One browser in which somebody has signed in. The cookie's value is nowhere: only its hash is kept. */
export type Session = {
  readonly hash: string;
  readonly person: string;
  readonly created_ms: number;
  readonly seen_ms: number;
  readonly address: string;
  readonly agent: string;
};

type Kept = { seen_ms: number } & Omit<Session, 'seen_ms'>;

/** Who is signed in. Sessions outlive a restart of the node, so that a console comes back by itself. */
export class Sessions {
  readonly #file: string;
  readonly #now: () => number;
  readonly #sessions = new Map<string, Kept>();
  readonly #followers = new Followers();
  readonly #timer: NodeJS.Timeout;
  #saved_ms: number;

  constructor(folder: string, now: () => number) {
    this.#file = path.join(folder, 'sessions.json');
    this.#now = now;
    this.#saved_ms = now();
    for (const session of readSecret<Kept[]>(this.#file) ?? []) this.#sessions.set(session.hash, session);
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  /** Signs somebody in: always under a new id, so that nobody can have chosen it. @returns the cookie's value */
  begin(person: string, address: string, agent: string): { readonly secret: string; readonly session: Session } {
    const own = this.of(person);
    for (const old of own.slice(0, Math.max(0, own.length - MOST_OF_ONE + 1))) this.end(old.hash);
    const secret = newSecret();
    const now_ms = this.#now();
    const hash = hashOfSecret(secret);
    const session = { hash, person, created_ms: now_ms, seen_ms: now_ms, address, agent: agent.slice(0, 200) };
    this.#sessions.set(hash, session);
    this.#save();
    return { secret, session };
  }

  /** The session of a cookie's value; null: unknown, or at its end. Being asked for keeps it from falling idle. */
  find(secret: string): Session | null {
    if (!isSecret(secret)) return null;
    const session = this.#sessions.get(hashOfSecret(secret));
    if (session === undefined) return null;
    if (this.#isOver(session)) {
      this.end(session.hash);
      return null;
    }
    session.seen_ms = this.#now();
    return session;
  }

  /** A person's sessions, oldest first. */
  of(person: string): Session[] {
    return [...this.#sessions.values()].filter((one) => one.person === person && !this.#isOver(one));
  }

  end(hash: string): void {
    if (!this.#sessions.delete(hash)) return;
    this.#save();
    this.#followers.tell(hash);
  }

  endAllOf(person: string): void {
    for (const { hash, person: owner } of [...this.#sessions.values()]) if (owner === person) this.end(hash);
  }

  /** Tells when a session ends; while it is followed it does not fall idle. @returns stops following */
  follow(hash: string, ended: () => void): () => void {
    return this.#followers.follow(hash, ended);
  }

  /** When it ends at the latest. */
  endOf = ({ created_ms }: Session): number => created_ms + LONGEST_MS;

  /** Until when it counts as a sign-in of just now. */
  recentUntil = ({ created_ms }: Session): number => created_ms + RECENT_MS;

  isRecent = (session: Session): boolean => this.#now() < this.recentUntil(session);

  /** Ends what is over, and now and then writes down when the others were seen. */
  look(): void {
    const now_ms = this.#now();
    for (const hash of this.#followers.names()) {
      const session = this.#sessions.get(hash);
      if (session !== undefined) session.seen_ms = now_ms;
    }
    for (const session of [...this.#sessions.values()]) if (this.#isOver(session)) this.end(session.hash);
    if (now_ms - this.#saved_ms > SAVE_MS && this.#sessions.size > 0) this.#save();
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#sessions.size > 0) this.#save();
  }

  #isOver({ created_ms, seen_ms }: Session): boolean {
    const now_ms = this.#now();
    return now_ms - seen_ms >= IDLE_MS || now_ms - created_ms >= LONGEST_MS;
  }

  #save(): void {
    this.#saved_ms = this.#now();
    writeSecret(this.#file, [...this.#sessions.values()]);
  }
}
