import { EARLIEST_TIME_MS, LATEST_TIME_MS } from './row.ts';

/** Midnight UTC of a day of the calendar; `null` where there is no such day, or it lies outside 1980 to 2099. */
export function midnight(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1) return null;
  const time_ms = Date.UTC(year, month - 1, day);
  const same_month = new Date(time_ms).getUTCMonth() === month - 1;
  return same_month && time_ms >= EARLIEST_TIME_MS && time_ms <= LATEST_TIME_MS ? time_ms : null;
}

/** Midnight UTC of the last date in a name or path: `2018-05-30`, `2018_05_30` or `20180530`; `null` without one. */
export function dateInName(name: string): number | null {
  let last: number | null = null;
  for (const found of name.matchAll(/(?<!\d)(\d{4})([-_.]?)(\d\d)\2(\d\d)(?!\d)/g)) {
    last = midnight(Number(found[1]), Number(found[3]), Number(found[4])) ?? last;
  }
  return last;
}
