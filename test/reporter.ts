import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with one line that a person and a script can read: `N passed, N failed, N skipped`. A file that does not
 * load, a failing hook and an error outside any test count as failures: none of them may hide behind a round number.
 *
 * Where SKYACCORD_TALLY names a file the counts go there instead, for `npm test`, which adds its own steps.
 */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    let skipped = 0;
    for (const module of modules) {
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else if (state === 'skipped') skipped += 1;
        else failed += 1; // pending: the run ended without it
      }
    }
    const file = process.env.SKYACCORD_TALLY;
    if (file === undefined) {
      process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
    } else {
      writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
    }
  }
}
