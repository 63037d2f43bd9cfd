import { createHash } from 'node:crypto';
import type { BestEstimate, CaseFile, Encounter, Outcome } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import { Tracking } from './tracking.ts';
import { Verdicts } from './verdicts.ts';

/**
 * What a replay gathers while it runs. Where outcomes are kept, each is one line of canonical JSON, hashed as it comes.
 */
export class Result {
  readonly encounters: Encounter[] = [];
  readonly cases: CaseFile[] = [];
  readonly tracking = new Tracking();
  readonly verdicts = new Verdicts();
  readonly alerts = { raised: 0, advisory: 0, warning: 0, breach: 0 };
  outcomes = 0;
  readonly #hash = createHash('sha256');
  readonly #keep: ((line: string) => void) | null;

  constructor(keep: ((line: string) => void) | null) {
    this.#keep = keep;
  }

  add(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      this.outcomes += 1;
      this.tracking.add(outcome);
      this.verdicts.add(outcome);
      if (this.#keep !== null) this.#write(outcome, this.#keep);
      if (outcome.kind === 'alert_raised') this.alerts.raised += 1;
      else if (outcome.kind === 'encounter_closed') this.#close(outcome.encounter);
      else if (outcome.kind === 'case_closed') this.cases.push(outcome.case);
    }
  }

  /** SHA-256 of all lines kept: two replays agree if and only if these do. Null when none were. Call once. */
  digest(): string | null {
    return this.#keep === null ? null : this.#hash.digest('hex');
  }

  #write(outcome: Outcome, keep: (line: string) => void): void {
    const line = `${canonicalJson(outcome)}\n`;
    this.#hash.update(line);
    keep(line);
  }

  #close(encounter: Encounter): void {
    this.encounters.push(encounter);
    if (encounter.alerted !== null) this.alerts[encounter.alerted] += 1;
  }
}

const utc = (time_ms: number): string => new Date(time_ms).toISOString();

function bestJson({ t_cpa_ms, ...rest }: BestEstimate): Record<string, unknown> {
  return { ...rest, t_cpa: utc(t_cpa_ms) };
}

/** An encounter as `--json` prints it: times in ISO 8601 UTC, distances in m, speed in m/s. */
export function encounterJson(encounter: Encounter): Record<string, unknown> {
  const spanJson = ({ from_ms, to_ms, ...rest }: Encounter['losses'][number]) => ({
    ...rest,
    from: utc(from_ms),
    to: utc(to_ms),
  });
  const { t_cpa_ms, best, breaches, losses, ...rest } = encounter;
  return {
    ...rest,
    t_cpa: utc(t_cpa_ms),
    best: best === null ? null : bestJson(best),
    breaches: breaches.map(spanJson),
    losses: losses.map(spanJson),
  };
}
