/** One axis of a plot, in the unit that its label names; ticks stand where a reader wants a number. */
export type PlotAxis = {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
};

/** A line of a plot through points in the units of its axes; a null breaks it. `tone`: 0, 1 the aircraft, 2 a limit. */
export type PlotLine = {
  readonly label: string;
  readonly tone: 0 | 1 | 2;
  readonly dashed: boolean;
  readonly points: readonly (readonly [x: number, y: number] | null)[];
};

/**
 * A plot as figures, not as a drawing: who draws it (on paper, on a page) draws exactly these, and a table beside it
 * holds the same. `equal`: both axes to one scale, a plan; `description` is for who cannot see it.
 */
export type Plot = {
  readonly title: string;
  readonly description: string;
  readonly equal: boolean;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly lines: readonly PlotLine[];
  readonly marks: readonly { readonly at: readonly [x: number, y: number]; readonly text: string }[];
  /** Stretches along x to be shaded. */
  readonly bands: readonly { readonly from: number; readonly to: number }[];
};

const STEPS = [1, 2, 5] as const;
const CLOCK_STEPS_S = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600] as const;
const MOST_TICKS = 8;

/** An axis over some values with round numbers on it, at most eight; a plan asks for a span of its own. */
export function axisOver(
  label: string,
  values: readonly number[],
  options: {
    readonly zero?: boolean;
    readonly text?: (at: number) => string;
    readonly span?: number;
    readonly clock?: boolean;
  } = {},
): PlotAxis {
  const known = values.filter((value) => Number.isFinite(value));
  const [least, most] = known.length === 0 ? [0, 1] : [Math.min(...known), Math.max(...known)];
  const low = options.zero === true ? Math.min(0, least) : least;
  const middle = (low + most) / 2;
  const span = Math.max(options.span ?? (most - low) * 1.08, 1e-3);
  const [from, to] = options.zero === true ? [low, low + span] : [middle - span / 2, middle + span / 2];
  const step = options.clock === true ? clockStep(to - from) : stepFor(to - from);
  const ticks: { at: number; text: string }[] = [];
  for (let n = Math.ceil(from / step); n * step <= to + step * 1e-9; n += 1) {
    const at = n * step;
    ticks.push({ at, text: options.text?.(at) ?? rounded(at, step) });
  }
  return { label, low: from, high: to, ticks };
}

/** The smallest of 1, 2, 5 times a power of ten that leaves at most eight ticks. */
function stepFor(span: number): number {
  let power = 1;
  while (span / power > MOST_TICKS) power *= 10;
  while (span / power < MOST_TICKS) power /= 10;
  for (const step of STEPS) if (span / (step * power) <= MOST_TICKS) return step * power;
  return 10 * power;
}

/** Seconds between ticks of an axis of time: whole minutes and hours, as a clock has them. */
const clockStep = (span_s: number): number =>
  CLOCK_STEPS_S.find((step_s) => span_s / step_s <= MOST_TICKS) ?? stepFor(span_s);

function rounded(value: number, step: number): string {
  let digits = 0;
  for (let unit = step; unit < 0.999 && digits < 6; unit *= 10) digits += 1;
  return value.toFixed(digits);
}
