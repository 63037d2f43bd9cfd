// Violations planted on purpose: scripts/boundaries.mjs writes them into a tree of their own, where each must be
// reported under its rule, from its file. A checker that resolves nothing reports nothing, and would pass the real tree
// as well.

/** A library that the planted tree finds installed, and which none of its packages declares. */
export const LIBRARY = 'planted-library';

/** Sound files: nothing may be reported from them. */
export const SOUND = {
  'packages/sky/src/index.ts': 'export const sky = 1;',
  'packages/sky/src/deep.ts': 'export const deep = 1;',
  'packages/wire/src/index.ts': "export { sky as wire } from '@skyaccord/sky';",
  'packages/proof/src/index.ts': 'export const proof = 1;',
  'packages/accord/src/index.ts': "export { track } from './tracks/sound.ts';",
  'packages/accord/src/tracks/sound.ts': "import '../outcome.ts'; export { wire as track } from '@skyaccord/wire';",
  'packages/accord/src/tracks/sound.test.ts': "import 'node:fs'; import './sound.ts';",
  'packages/accord/src/identity/sound.ts': 'export const identity = 1;',
  'packages/node/src/main.ts': "export { proof } from '@skyaccord/proof';",
  'packages/node/src/inner.ts': 'export const inner = 1;',
  'packages/display/src/page.ts': "import '@skyaccord/accord'; import '@skyaccord/proof';",
  'packages/cli/src/main.ts': "import '@skyaccord/node';",
};

/**
 * The imports that must be reported: rule, file, and the file's text.
 * @type {readonly (readonly [rule: string, file: string, text: string])[]}
 */
export const PLANTED = [
  ['one-way-sky', 'packages/sky/src/up.ts', "import '@skyaccord/wire';"],
  ['one-way-wire', 'packages/wire/src/up.ts', "import '@skyaccord/accord';"],
  ['one-way-proof', 'packages/proof/src/aside.ts', "import '@skyaccord/sky';"],
  ['one-way-accord', 'packages/accord/src/cases/aside.ts', "import '@skyaccord/proof';"],
  ['one-way-node', 'packages/node/src/up.ts', "import '../../display/src/page.ts';"],
  ['one-way-bulletin', 'packages/bulletin/src/reach.ts', "import '@skyaccord/node';"],
  ['one-way-display', 'packages/display/src/down.ts', "import '@skyaccord/node';"],
  ['one-way-cli', 'packages/cli/src/aside.ts', "import '../../display/src/page.ts';"],
  ['stage-order-memorandum/', 'packages/accord/src/memorandum/late.ts', "import '../outcome.ts';"],
  ['stage-order-outcome.ts', 'packages/accord/src/outcome.ts', "import './ordering.ts';"],
  ['stage-order-ordering.ts', 'packages/accord/src/ordering.ts', "import './identity/sound.ts';"],
  ['stage-order-saved.ts', 'packages/accord/src/saved.ts', "import './identity/sound.ts';"],
  ['stage-order-tracks/', 'packages/accord/src/tracks/late.ts', "import '../identity/sound.ts';"],
  ['stage-order-identity/', 'packages/accord/src/identity/late.ts', "import type { a } from '../encounters/late.ts';"],
  ['stage-order-integrity/', 'packages/accord/src/integrity/late.ts', "import '../encounters/late.ts';"],
  ['stage-order-fusion/', 'packages/accord/src/fusion/late.ts', "import '../encounters/late.ts';"],
  [
    'stage-order-encounters/',
    'packages/accord/src/encounters/late.ts',
    "import '../alerts/late.ts'; export type a = 1;",
  ],
  ['stage-order-judges/', 'packages/accord/src/judges/late.ts', "import '../alerts/late.ts';"],
  ['stage-order-alerts/', 'packages/accord/src/alerts/late.ts', "import '../advice/late.ts';"],
  ['stage-order-advice/', 'packages/accord/src/advice/late.ts', "import '../cases/late.ts';"],
  ['stage-order-cases/', 'packages/accord/src/cases/late.ts', "import '../watch.ts';"],
  ['stage-order-judging/', 'packages/accord/src/judging/late.ts', "import '../watch.ts';"],
  ['stage-order-judged.ts', 'packages/accord/src/judged.ts', "import './outcome.ts';"],
  ['stage-order-disclosure/', 'packages/accord/src/disclosure/late.ts', "import '../watch.ts';"],
  ['stage-order-line/', 'packages/accord/src/line/late.ts', "import '../watch.ts';"],
  ['stage-order-readiness/', 'packages/accord/src/readiness/late.ts', "import '../watch.ts';"],
  ['stage-order-csv.ts', 'packages/accord/src/csv.ts', "import './outcome.ts';"],
  ['stage-order-case_report/', 'packages/accord/src/case_report/late.ts', "import '../index.ts';"],
  ['stage-order-casework/', 'packages/accord/src/casework/late.ts', "import '../watch.ts';"],
  ['stage-order-tallies/', 'packages/accord/src/tallies/late.ts', "import '../watch.ts';"],
  ['stage-order-plain.ts', 'packages/accord/src/plain.ts', "import './outcome.ts';"],
  ['stage-order-statements/', 'packages/accord/src/statements/late.ts', "import '../missions/late.ts';"],
  ['stage-order-missions/', 'packages/accord/src/missions/late.ts', "import '../ledger/late.ts';"],
  ['stage-order-ledger/', 'packages/accord/src/ledger/late.ts', "import '../watch.ts';"],
  ['stage-order-watch/', 'packages/accord/src/watch/late.ts', "import '../watch.ts';"],
  ['stage-order-watch.ts', 'packages/accord/src/watch.ts', "import './replay.ts';"],
  ['stage-order-replay.ts', 'packages/accord/src/replay.ts', "import './index.ts';"],
  ['stage-order-trials/', 'packages/accord/src/trials/late.ts', "import '../reconstruction/late.ts';"],
  ['stage-order-reconstruction/', 'packages/accord/src/reconstruction/late.ts', "import '../index.ts';"],
  ['stage-known', 'packages/accord/src/homeless/stage.ts', "import '@skyaccord/sky';"],
  ['cli-main-only', 'packages/cli/src/deep.ts', "import '../../node/src/inner.ts';"],
  ['by-name', 'packages/wire/src/reach.ts', "import '../../sky/src/deep.ts';"],
  ['pure-rooms', 'packages/wire/src/disk.ts', "import { readFileSync } from 'node:fs';"],
  ['sky-alone', 'packages/sky/src/library.ts', `import '${LIBRARY}';`],
  ['no-node-in-pages', 'packages/display/src/disk.ts', "import 'node:fs';"],
  ['declared', 'packages/node/src/borrowed.ts', `import '${LIBRARY}';`],
  ['no-circle', 'packages/node/src/circle.ts', "export * from './round.ts';"],
  ['no-circle', 'packages/node/src/round.ts', "export * from './circle.ts';"],
  ['resolves', 'packages/node/src/gone.ts', "import './nowhere.ts';"],
  ['no-test-in-source', 'packages/accord/src/tracks/tested.ts', "import './sound.test.ts';"],
];
