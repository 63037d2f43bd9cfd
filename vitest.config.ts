import { defineConfig } from 'vitest/config';
import LongestFirst from './test/sequencer.ts';

const PAGES = '**/*.browser.test.ts';
/** No clock, no disk, no state of a module: their tests may follow one another in one process. */
const PURE = 'packages/{sky,wire,proof,accord,display}/{src,test}/**/*.test.ts';

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A busy machine takes its time; a poll ends as soon as it holds.
    expect: { poll: { timeout: 15_000 } },
    reporters: ['default', './test/reporter.ts'],
    setupFiles: ['./test/seed.ts'],
    passWithNoTests: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: [PURE],
          exclude: [PAGES],
          isolate: false,
          // A test that asserted nothing cannot fail. (Elsewhere some wait for a state, and fail where it never comes.)
          expect: { requireAssertions: true },
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'code',
          include: ['packages/*/{src,test}/**/*.test.ts', '{test,bench}/**/*.test.ts'],
          exclude: [PAGES, PURE],
          // Of two cores: a third of these tests mostly waits, for a feed to stall or a node to be played to its end.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: [`packages/*/src/${PAGES}`, `test/${PAGES}`],
          // Chromium draws without a graphics card here and wants a core of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
