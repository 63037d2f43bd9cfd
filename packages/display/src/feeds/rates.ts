/** Seconds that a feed's rate is kept for. */
const KEPT_S = 300;

/** A feed's rate at one moment of the page's own clock. */
export type RatePoint = { at_ms: number; rate_per_s: number };

/**
 * Rates of all feeds over the last minutes, as the status told them once a second. They are kept by the page, which has
 * them only since it was opened.
 */
export class Rates {
  #points = new Map<string, RatePoint[]>();

  /** Takes the rates of one status; feeds that are not in it are forgotten. */
  take(feeds: readonly { name: string; rate_per_s: number }[], at_ms: number): void {
    const before = this.#points;
    this.#points = new Map();
    for (const { name, rate_per_s } of feeds) {
      const points = before.get(name) ?? [];
      // A status also comes at every change: one point a second is enough.
      const last = points.at(-1);
      if (last !== undefined && at_ms - last.at_ms < 900) last.rate_per_s = rate_per_s;
      else points.push({ at_ms, rate_per_s });
      while (points.length > 0 && at_ms - (points[0]?.at_ms ?? 0) > KEPT_S * 1000) points.shift();
      this.#points.set(name, points);
    }
  }

  of(feed: string): readonly RatePoint[] {
    return this.#points.get(feed) ?? [];
  }
}

/** Points farther apart than this are not joined: the page heard nothing of the node in between. */
const GAP_MS = 5000;

export type Spark = { paths: string[]; peak: number; minutes: number };

/** The points as lines of a drawing `width` by `height`, the latest at its right edge, from zero up to the peak. */
export function sparkOf(points: readonly RatePoint[], now_ms: number, width: number, height: number): Spark {
  const peak = Math.max(0, ...points.map(({ rate_per_s }) => rate_per_s));
  const paths: string[] = [];
  points.forEach(({ at_ms, rate_per_s }, index) => {
    const x = width - ((now_ms - at_ms) / (KEPT_S * 1000)) * width;
    const y = height - (rate_per_s / (peak || 1)) * height;
    const joined = index > 0 && at_ms - (points[index - 1]?.at_ms ?? 0) <= GAP_MS;
    const place = `${x.toFixed(1)} ${y.toFixed(1)}`;
    if (joined) paths[paths.length - 1] += ` L${place}`;
    else paths.push(`M${place}`);
  });
  return { paths, peak, minutes: KEPT_S / 60 };
}
