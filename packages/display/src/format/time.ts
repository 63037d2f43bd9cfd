import { UNKNOWN } from './units.ts';

/** Time of day, `14:03:09Z`. */
export function clock(time_ms: number | null): string {
  return valid(time_ms) ? `${iso(time_ms).slice(11, 19)}Z` : UNKNOWN;
}

/** Day and time of day, `2026-03-01 14:03:09Z`. */
export function dateTime(time_ms: number | null): string {
  return valid(time_ms) ? `${iso(time_ms).slice(0, 10)} ${clock(time_ms)}` : UNKNOWN;
}

/** Day alone, `2026-03-01`. */
export function day(time_ms: number | null): string {
  return valid(time_ms) ? iso(time_ms).slice(0, 10) : UNKNOWN;
}

/** For the `datetime` attribute of a `<time>` element. */
export function machineTime(time_ms: number): string {
  return valid(time_ms) ? iso(time_ms) : '';
}

/** How long ago: tenths below 10 s, then seconds, then minutes and seconds, then hours. */
export function age(age_ms: number | null): string {
  if (age_ms === null || !Number.isFinite(age_ms)) return UNKNOWN;
  const seconds = Math.max(0, age_ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 119.5) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return minutesSeconds(seconds * 1000);
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** A duration, `3:01`; hours come in front when there are any. The sign is lost: words say which way it runs. */
export function minutesSeconds(duration_ms: number): string {
  const whole = Math.floor(Math.abs(duration_ms) / 1000);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const seconds = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/**
 * Time left until an event, rounded up, so that `0:00` is never shown while there is some left. After it, `null`.
 */
export function remaining(until_ms: number, now_ms: number): string | null {
  const left_ms = until_ms - now_ms;
  return left_ms > 0 ? minutesSeconds(Math.ceil(left_ms / 1000) * 1000) : null;
}

/** A duration in seconds as an ISO-like word, `181 s`, with minutes beside it from two minutes on. */
export function seconds(duration_s: number): string {
  const text = Number.isInteger(duration_s) ? String(duration_s) : duration_s.toFixed(1);
  return duration_s >= 120 ? `${text} s (${minutesSeconds(duration_s * 1000)})` : `${text} s`;
}

function valid(time_ms: number | null): time_ms is number {
  return time_ms !== null && Number.isFinite(time_ms) && Math.abs(time_ms) <= 8.64e15;
}

function iso(time_ms: number): string {
  return new Date(time_ms).toISOString();
}
