import type { Observation } from '@skyaccord/wire';
import type { LogEntry } from '../../judged.ts';
import type { Memorandum } from '../../memorandum/memorandum.ts';
import type { Outcome } from '../../outcome.ts';
import { recordedTicks } from '../../replay.ts';
import { JointWatch, type Turn } from '../../watch/joint.ts';
import { TrialError } from '../trial_error.ts';
import { costOf, type MemorandumCost } from './cost.ts';
import { CostLog } from './cost_log.ts';

/** More at once would be a table that nobody reads. */
const MOST_DRAFTS = 12;

/** @throws {TrialError} where there is no memorandum to try, there are too many, or two say the same */
export function checkDrafts(memoranda: readonly Memorandum[]): void {
  if (memoranda.length === 0 || memoranda.length > MOST_DRAFTS) {
    const reason = 'drafts cannot be tried at once';
    throw new TrialError('drafts', memoranda.length, reason, `name 1 to ${MOST_DRAFTS} of them`);
  }
  const seen = new Set<string>();
  for (const memorandum of memoranda) {
    const whole = JSON.stringify(memorandum);
    if (seen.has(whole)) {
      const name = `${memorandum.id} version ${memorandum.version}`;
      throw new TrialError('id', name, 'is named twice, and says the same both times', 'name each draft once');
    }
    seen.add(whole);
  }
}

/**
 * Runs recorded observations, in order of time, under several memoranda in one pass: the tracks are followed once, and
 * each memorandum makes of them what a replay under it alone would. Yields how many observations have been used.
 *
 * @param logged entries of the log of calls, under all of them
 * @param turn told before each piece of work whose it is
 * @param listen hears all outcomes by memorandum
 * @throws {TrialError} as {@link checkDrafts} does
 */
export function* tryMemoranda(
  memoranda: readonly Memorandum[],
  observations: readonly Observation[],
  logged: readonly LogEntry[] = [],
  turn?: Turn,
  listen?: (memorandum: number, outcomes: readonly Outcome[]) => void,
): Generator<number, MemorandumCost[]> {
  checkDrafts(memoranda);
  const joint = JointWatch.over(
    memoranda.map((memorandum) => ({ memorandum, bands: false })),
    turn,
  );
  const logs = memoranda.map(() => new CostLog());
  const take = (said: readonly (readonly Outcome[])[]): void => {
    for (const [i, outcomes] of said.entries()) {
      logs[i]!.add(outcomes);
      listen?.(i, outcomes);
    }
  };
  for (const { tick, observations: seen, logged: heard, used } of recordedTicks(observations, logged)) {
    take(joint.advance(tick, seen, [], heard));
    yield used;
  }
  take(joint.finish());
  return memoranda.map((memorandum, i) => costOf(memorandum, logs[i]!.events));
}
