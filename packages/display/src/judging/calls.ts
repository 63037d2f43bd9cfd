import type { CallLogged, LogEntry } from '@skyaccord/accord';

/** A person who writes down what was just said is as far off as this with the instant, ms. */
const JUST_NOW_MS = 5_000;
const DAY_MS = 86_400_000;

/**
 * When something was said: `time` as `14:03` or `14:03:20` of the last 24 hours, UTC, or empty for now, and what the
 * clock may be off by either way. null: it is no such time.
 */
export function withinOf(time: string, off_s: number, now_ms: number): LogEntry['at'] | null {
  let at_ms = Math.round(now_ms);
  if (time.trim() !== '') {
    const [, hours, minutes, seconds = '0'] = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(time.trim()) ?? [];
    const of_day_s = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
    at_ms = Math.floor(now_ms / DAY_MS) * DAY_MS + of_day_s * 1000;
    if (at_ms > now_ms + off_s * 1000) at_ms -= DAY_MS;
  }
  const off_ms = Math.round(off_s * 1000);
  return { earliest_ms: at_ms - off_ms, latest_ms: at_ms + off_ms };
}

/** What can be ticked off of a call: that it was made, and that it was read back. */
export type Said = Extract<LogEntry['says'], 'call' | 'read_back'>;

/** A call that was made, or read back, just now. */
export function justSaid(
  said: { says: Said; clause: string; step: number; by: string; track: string; about: string },
  now_ms: number,
): LogEntry {
  return { at: { earliest_ms: Math.round(now_ms) - JUST_NOW_MS, latest_ms: Math.round(now_ms) }, ...said };
}

/** The entry about an alert that says so of a step of a clause: the first of them; null where nobody logged it. */
export function loggedAs(
  calls: readonly CallLogged[],
  { says, clause, step, about }: { says: Said; clause: string; step: number; about: string },
): LogEntry | null {
  const found = calls.findLast(
    ({ entry }) => entry.says === says && entry.clause === clause && entry.step === step && entry.about === about,
  );
  return found?.entry ?? null;
}

export const SAYING_WORDS: Readonly<Record<LogEntry['says'], string>> = {
  call: 'call made',
  answer: 'answered',
  read_back: 'read back',
  clearance: 'clearance',
  test: 'test call',
  notice: 'notice',
  outage: 'outage',
  account: 'account sent',
  review: 'review held',
  confirmation: 'confirmation',
  to_share: 'had to be shared',
  shared: 'shared',
  ceased: 'ceased to keep it',
  log_opened: 'log opened',
  log_closed: 'log closed',
  coverage_began: 'coverage began',
  coverage_ended: 'coverage ended',
};
