/** Rows drawn beyond what is seen, on either side, so that a short scroll finds them there. */
const SPARE_ROWS = 10;

/** The part of a long list that is drawn: rows `from` up to and without `to`, and the room of those left out. */
export type Window = { from: number; to: number; above_px: number; below_px: number };

/** Which rows of `count` are in sight, each `row_px` high, when `scrolled_px` of them are above the edge. */
export function windowOf(count: number, row_px: number, scrolled_px: number, height_px: number): Window {
  const first = Math.floor(Math.max(0, scrolled_px) / row_px);
  const seen = Math.ceil(height_px / row_px) + 1;
  const to = Math.min(count, first + seen + SPARE_ROWS);
  const from = Math.max(0, Math.min(first - SPARE_ROWS, to - seen - 2 * SPARE_ROWS));
  return { from, to, above_px: from * row_px, below_px: (count - to) * row_px };
}

/** How far the list must be scrolled for a row to be in sight below a heading; as it is, when it is already. */
export function scrollTo(row: number, row_px: number, scrolled_px: number, height_px: number): number {
  const top = row * row_px;
  if (top < scrolled_px) return top;
  return Math.max(scrolled_px, top + row_px - height_px);
}

/** Where a key moves the chosen row; null for a key that moves nothing. `now` is -1 while none is chosen. */
export function moved(key: string, now: number, count: number, page: number): number | null {
  const to: Record<string, number> = {
    ArrowDown: now + 1,
    ArrowUp: now < 0 ? 0 : now - 1,
    PageDown: Math.max(0, now) + page,
    PageUp: now - page,
    Home: 0,
    End: count - 1,
  };
  const wanted = to[key];
  return wanted === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, wanted));
}
