import type { HistoryMark } from '../api/types.ts';

/** Marks closer than this are the one a reader stands on. */
const SAME_MS = 500;

/** The nearest mark on each side of a time, for stepping from alert to alert; where one cleared is not stopped at. */
export function neighbours(
  marks: readonly HistoryMark[],
  at_ms: number,
): { before: HistoryMark | null; after: HistoryMark | null } {
  let before: HistoryMark | null = null;
  let after: HistoryMark | null = null;
  for (const mark of marks) {
    if (mark.level === 'cleared') continue;
    if (mark.time_ms < at_ms - SAME_MS && (before === null || mark.time_ms > before.time_ms)) before = mark;
    if (mark.time_ms > at_ms + SAME_MS && (after === null || mark.time_ms < after.time_ms)) after = mark;
  }
  return { before, after };
}
