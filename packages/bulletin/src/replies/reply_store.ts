import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { CheckedReply } from './reply.ts';

/** A reply as everybody may see it: no address belongs to it. */
export type PublicReply = {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly time_ms: number;
};

/** A reply as a moderator sees it. */
export type HeldReply = PublicReply & {
  readonly release: string;
  readonly email: string | null;
  readonly marks: readonly string[];
};

/** No more wait to be read; who floods the queue fills it, and nothing that was received is lost. */
const MOST_HELD = 10_000;
/** Shown with one article, the newest ones. */
const MOST_SHOWN = 200;
/** An address is kept no longer. */
const KEEP_EMAIL_MS = 30 * 24 * 3_600_000;

const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA busy_timeout = 5000;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS replies (
  id TEXT PRIMARY KEY, release TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, time_ms INTEGER NOT NULL,
  state TEXT NOT NULL, marks TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS replies_shown ON replies (release, state, time_ms);
CREATE INDEX IF NOT EXISTS replies_held ON replies (state, time_ms);
CREATE TABLE IF NOT EXISTS addresses (reply TEXT PRIMARY KEY, email TEXT NOT NULL, erase_ms INTEGER NOT NULL) STRICT;
`;

/**
 * Replies and, in a table of their own that no page reads, the addresses of those who wrote them. Safe to be opened
 * twice: by the bulletin and by whoever moderates.
 */
export class ReplyStore {
  readonly #database: DatabaseSync;
  readonly #most: number;

  /** @param most replies that may wait to be read */
  constructor(file: string, most = MOST_HELD) {
    this.#most = most;
    this.#database = new DatabaseSync(file);
    this.#database.exec(SCHEMA);
  }

  /** Takes a reply in, to be read; false when too many wait. It is on the disk when this returns. */
  hold(release: string, { name, email, text, marks }: CheckedReply, now_ms: number): boolean {
    const { held } = this.#database.prepare("SELECT count(*) AS held FROM replies WHERE state = 'held'").get() as {
      held: number;
    };
    if (held >= this.#most) return false;
    const id = randomBytes(12).toString('base64url');
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      this.#database
        .prepare("INSERT INTO replies VALUES (?, ?, ?, ?, ?, 'held', ?)")
        .run(id, release, name, text, now_ms, marks.join(' '));
      this.#database.prepare('INSERT INTO addresses VALUES (?, ?, ?)').run(id, email, now_ms + KEEP_EMAIL_MS);
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
    return true;
  }

  /** Published replies to an article, oldest first. */
  shown(release: string): PublicReply[] {
    const rows = this.#database
      .prepare(
        "SELECT id, name, text, time_ms FROM replies WHERE release = ? AND state = 'published' " +
          'ORDER BY time_ms DESC, id LIMIT ?',
      )
      .all(release, MOST_SHOWN) as PublicReply[];
    return rows.reverse();
  }

  /** The oldest that wait to be read. */
  held(limit: number): HeldReply[] {
    const rows = this.#database
      .prepare(
        'SELECT id, release, name, text, time_ms, marks, email FROM replies LEFT JOIN addresses ON reply = id ' +
          "WHERE state = 'held' ORDER BY time_ms, id LIMIT ?",
      )
      .all(limit) as (Omit<HeldReply, 'marks'> & { marks: string })[];
    return rows.map((row) => ({ ...row, marks: row.marks === '' ? [] : row.marks.split(' ') }));
  }

  /** Publishes or refuses a reply, also one that was decided before; false when there is none of that id. */
  decide(id: string, state: 'published' | 'refused'): boolean {
    const { changes } = this.#database.prepare('UPDATE replies SET state = ? WHERE id = ?').run(state, id);
    if (state === 'refused') this.#database.prepare('DELETE FROM addresses WHERE reply = ?').run(id);
    return changes > 0;
  }

  /** Erases addresses whose time is over. */
  expire(now_ms: number): void {
    this.#database.prepare('DELETE FROM addresses WHERE erase_ms <= ?').run(now_ms);
  }

  close(): void {
    this.#database.close();
  }
}
