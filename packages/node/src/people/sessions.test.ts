import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Sessions } from './sessions.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let folder: string;
let now_ms: number;
let sessions: Sessions;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-sessions-'));
  now_ms = 1_000_000_000_000;
  sessions = new Sessions(folder, () => now_ms);
});
afterEach(() => {
  sessions.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('sessions', () => {
  test('end after an hour of nothing, and after twelve hours whatever is done', () => {
    const idle = sessions.begin('p-1', '127.0.0.1', 'a');
    const late = sessions.begin('p-3', '127.0.0.1', 'c');
    const busy = sessions.begin('p-2', '127.0.0.1', 'b');
    now_ms += HOUR_MS - 1;
    expect(sessions.find(late.secret)?.person).toBe('p-3');
    expect(sessions.find(busy.secret)?.person).toBe('p-2');
    now_ms += 1;
    expect(sessions.find(idle.secret)).toBeNull();
    for (let i = 1; i < 12; i++) {
      expect(sessions.find(busy.secret)?.person).toBe('p-2');
      now_ms += HOUR_MS - (i === 11 ? 0 : 1);
    }
    now_ms += 10;
    expect(sessions.find(busy.secret)).toBeNull();
    expect(sessions.of('p-2')).toEqual([]);
  });

  test('one that a stream follows does not fall idle, and tells the stream of its end', () => {
    const { secret, session } = sessions.begin('p-1', '127.0.0.1', 'a');
    let ended = 0;
    const stop = sessions.follow(session.hash, () => ended++);
    for (let i = 0; i < 11; i++) {
      now_ms += HOUR_MS - 1_000;
      sessions.look();
    }
    expect([ended, sessions.find(secret)?.person]).toEqual([0, 'p-1']);
    now_ms += HOUR_MS + 11_000;
    sessions.look();
    expect([ended, sessions.find(secret)]).toEqual([1, null]);
    stop();
  });

  test('outlive a restart; the file holds nothing to sign in with', () => {
    const { secret } = sessions.begin('p-1', '127.0.0.1', 'a');
    sessions.close();
    sessions = new Sessions(folder, () => now_ms);
    expect(sessions.find(secret)?.person).toBe('p-1');
    expect(fs.readFileSync(path.join(folder, 'sessions.json'), 'utf8')).not.toContain(secret);
  });

  test('of one person are at most ten: the oldest goes', () => {
    const made = Array.from({ length: 12 }, (_, i) => {
      now_ms += i;
      return sessions.begin('p-1', '127.0.0.1', 'a').secret;
    });
    expect(made.map((secret) => sessions.find(secret) !== null)).toEqual([false, false, ...Array(10).fill(true)]);
  });

  test('count as of just now for ten minutes', () => {
    const { session } = sessions.begin('p-1', '127.0.0.1', 'a');
    now_ms += 10 * MINUTE_MS - 1;
    expect(sessions.isRecent(session)).toBe(true);
    now_ms += 1;
    expect(sessions.isRecent(session)).toBe(false);
  });
});
