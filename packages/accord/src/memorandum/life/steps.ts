import type { Entry } from './entries.ts';

/** The name of the file beside a memorandum that holds what was signed of it: `x.yaml` has `x.steps.json`. */
export function stepsFile(memorandum: string): string {
  return `${memorandum.replace(/\.(ya?ml|json)$/, '')}.steps.json`;
}

/** Steps as such a file holds them. */
export function writeSteps(steps: readonly Entry[]): string {
  return `${JSON.stringify({ skyaccord: 'steps/1', steps }, null, 1)}\n`;
}

/** Reads what `writeSteps` wrote; whether a step counts is another question. `reason` says why it cannot be read. */
export function readSteps(text: string): { readonly steps: readonly Entry[] } | { readonly reason: string } {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return { reason: 'it is not JSON' };
  }
  const { skyaccord, steps } = (found ?? {}) as { skyaccord?: unknown; steps?: unknown };
  if (skyaccord !== 'steps/1' || !Array.isArray(steps)) return { reason: 'it is not a steps/1 file' };
  const entries: Entry[] = [];
  for (const [index, step] of steps.entries()) {
    const { statement = null, signature, received_ms } = (step ?? {}) as Partial<Entry>;
    if (typeof signature !== 'string' || typeof received_ms !== 'number') {
      return { reason: `step ${index + 1} has no signature, or no time at which it was received` };
    }
    entries.push({ statement, signature, received_ms });
  }
  return { steps: entries };
}
