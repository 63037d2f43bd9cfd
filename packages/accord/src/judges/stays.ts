import type { Answer, Interval, Why } from './verdict.ts';

/** Inside from then to then; `certain`: on every reading of the facts, else only on some. */
export type Span = { readonly from_ms: number; readonly to_ms: number; readonly certain: boolean };

/** When something was inside, within a window; spans are in order, do not overlap, and between them it was outside. */
export type Timeline = {
  readonly from_ms: number;
  readonly until_ms: number;
  /** Nothing is known of before the window, or after: who is inside at its edge may be so beyond it. */
  readonly open_start: boolean;
  readonly open_end: boolean;
  readonly spans: readonly Span[];
};

export type Grace = {
  readonly grace_s: number;
  /** A pause shorter than this does not begin the grace time anew; 0: any pause does. */
  readonly resets_after_s: number;
  /** Time that does not run against the grace, in order and without overlap. */
  readonly excused: readonly { readonly from_ms: number; readonly to_ms: number }[];
};

export type Stay = {
  readonly answer: Answer;
  readonly why: Why;
  readonly began: Interval | null;
  readonly ended: Interval | null;
  /** The longest stay: at least and at most, what is excused not counted. */
  readonly longest_least_s: number;
  readonly longest_most_s: number;
};

/** A stay with the pauses that do not count as such. */
type Run = { readonly from_ms: number; readonly to_ms: number };

/**
 * Is any stay longer than the grace time? Whatever really happened lies between two extremes: inside only where that is
 * certain, and inside wherever it is possible. A longer stay never unmakes a breach, so where both extremes
 * agree the answer is certain. A stay that reaches an open edge of the window may be longer than what was seen; without
 * a grace time that is all the same, since what lies beyond the window is not judged. Staying for exactly the grace
 * time is no breach. The clock of a stay runs on through a pause that does not begin it anew.
 */
export function judgeStay(timeline: Timeline, grace: Grace): Stay {
  const surely = runsOf(
    timeline.spans.filter(({ certain }) => certain),
    grace.resets_after_s,
  );
  const possibly = runsOf(timeline.spans, grace.resets_after_s);
  const figures = {
    longest_least_s: longest_s(surely, grace),
    longest_most_s: longest_s(possibly, grace),
  };
  const sure = surely.find((run) => breachOf(run, grace) !== null);
  const maybe = possibly.filter((run) => {
    return breachOf(run, grace) !== null || (grace.grace_s > 0 && reachesEdge(run, timeline));
  });
  const first = maybe[0];
  if (first === undefined) return { answer: 'complied', why: 'kept', began: null, ended: null, ...figures };
  const earliest_ms = earliest(first, timeline, grace);
  if (sure === undefined) {
    const last = maybe.at(-1)!;
    const open = timeline.open_end && last.to_ms === timeline.until_ms;
    const decided = maybe.some((run) => breachOf(run, grace) !== null);
    return {
      answer: 'cannot_tell',
      why: decided ? 'uncertainty_decides' : 'reaches_the_end_of_the_records',
      began: { earliest_ms, latest_ms: open ? null : last.to_ms },
      ended: null,
      ...figures,
    };
  }
  const around = possibly.find((run) => run.from_ms <= sure.from_ms && run.to_ms >= sure.to_ms)!;
  const goesOn = timeline.open_end && around.to_ms === timeline.until_ms;
  return {
    answer: 'breached',
    why: 'broken',
    began: { earliest_ms, latest_ms: breachOf(sure, grace) },
    ended: { earliest_ms: sure.to_ms, latest_ms: goesOn ? null : around.to_ms },
    ...figures,
  };
}

/** Spans joined over pauses too short to count. */
function runsOf(spans: readonly Span[], resets_after_s: number): Run[] {
  const runs: { from_ms: number; to_ms: number }[] = [];
  for (const { from_ms, to_ms } of spans) {
    const last = runs.at(-1);
    if (last !== undefined && (from_ms === last.to_ms || from_ms - last.to_ms < resets_after_s * 1000)) {
      last.to_ms = to_ms;
    } else runs.push({ from_ms, to_ms });
  }
  return runs;
}

/** When the grace time of a stay ran out, if it did. */
function breachOf(run: Run, { grace_s, excused }: Grace): number | null {
  let left_ms = grace_s * 1000;
  let at_ms = run.from_ms;
  for (const span of excused) {
    if (span.to_ms <= at_ms) continue;
    if (span.from_ms >= run.to_ms || span.from_ms - at_ms > left_ms) break;
    left_ms -= Math.max(0, span.from_ms - at_ms);
    at_ms = span.to_ms;
  }
  return run.to_ms - at_ms > left_ms ? at_ms + left_ms : null;
}

/** What of the longest run counts, s. */
function longest_s(runs: readonly Run[], { excused }: Grace): number {
  let longest_ms = 0;
  for (const { from_ms, to_ms } of runs) {
    let counted_ms = to_ms - from_ms;
    for (const span of excused) {
      counted_ms -= Math.max(0, Math.min(to_ms, span.to_ms) - Math.max(from_ms, span.from_ms));
    }
    longest_ms = Math.max(longest_ms, counted_ms);
  }
  return longest_ms / 1000;
}

function reachesEdge(run: Run, { from_ms, until_ms, open_start, open_end }: Timeline): boolean {
  return (open_start && run.from_ms === from_ms) || (open_end && run.to_ms === until_ms);
}

/** When at the soonest the grace time of a run that is possible ran out; null: maybe before the window. */
function earliest(run: Run, { from_ms, open_start }: Timeline, grace: Grace): number | null {
  const breach_ms = breachOf(run, grace) ?? run.from_ms + grace.grace_s * 1000;
  const cut = open_start && run.from_ms === from_ms;
  return cut && (grace.grace_s > 0 || breach_ms === from_ms) ? null : breach_ms;
}
