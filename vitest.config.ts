import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', '{test,bench}/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // Chromium and child nodes want a core of their own; more workers only make timings jitter.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A busy machine takes its time; a poll ends as soon as it holds.
    expect: { poll: { timeout: 15_000 } },
    reporters: ['default', './test/reporter.ts'],
    // A property that fails prints its seed; the runs themselves stay the same length everywhere.
    passWithNoTests: false,
  },
});
