// Who may import whom. The rules are docs/architecture.md's; scripts/boundaries.mjs runs them over the packages, and
// over test/boundaries/planted.mjs, where each of them must strike.

/** The packages in order: each may import those before it, and `proof` only where it is named. */
const MAY_IMPORT = {
  sky: [],
  wire: ['sky'],
  proof: [],
  accord: ['sky', 'wire'],
  node: ['sky', 'wire', 'proof', 'accord'],
  bulletin: ['proof'],
  display: ['sky', 'wire', 'proof', 'accord'],
  cli: ['sky', 'wire', 'proof', 'accord', 'node', 'bulletin'],
};

/** The stages of the watch in order (folders end in a slash): each imports only itself and earlier ones. */
const STAGES = [
  'plain.ts',
  'csv.ts',
  'memorandum/',
  'judged.ts',
  'outcome.ts',
  'ordering.ts',
  'saved.ts',
  'tracks/',
  'identity/',
  'integrity/',
  'fusion/',
  'encounters/',
  'judges/',
  'alerts/',
  'advice/',
  'cases/',
  'disclosure/',
  'line/',
  'readiness/',
  'judging/',
  'statements/',
  'missions/',
  'ledger/',
  'casework/',
  'tallies/',
  'watch/',
  'watch.ts',
  'replay.ts',
  'trials/',
  'reconstruction/',
  'case_report/',
  'index.ts',
];

const TEST = '\\.test\\.ts$|/test/';
/** @param {readonly string[]} names */
const packageSource = (names) => `^packages/(${names.join('|')})/src/`;
/** @param {readonly string[]} stages */
const stagePath = (stages) => `^packages/accord/src/(${stages.map((stage) => stage.replace('.', '\\.')).join('|')})`;

const oneWay = Object.entries(MAY_IMPORT).map(([name, allowed]) => ({
  name: `one-way-${name}`,
  comment: `${name} may import ${allowed.length === 0 ? 'no other package' : allowed.join(', ')} of this project`,
  severity: 'error',
  from: { path: `^packages/${name}/` },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

const stageOrder = STAGES.slice(0, -1).map((stage, index) => ({
  name: `stage-order-${stage}`,
  comment: 'a stage of accord imports earlier stages only; what it needs from later ones is handed to it as data',
  severity: 'error',
  from: { path: stagePath([stage]), pathNot: TEST },
  to: { path: stagePath(STAGES.slice(index + 1)) },
}));

module.exports = {
  forbidden: [
    ...oneWay,
    ...stageOrder,
    {
      name: 'stage-known',
      comment: 'every file of accord belongs to a stage listed in .dependency-cruiser.cjs',
      severity: 'error',
      from: { path: '^packages/accord/src/', pathNot: `${stagePath(STAGES)}|${TEST}` },
      to: {},
    },
    {
      name: 'cli-main-only',
      comment:
        "cli starts a node through node's main.ts, reads recordings through a door of their own, and knows no more",
      severity: 'error',
      from: { path: '^packages/cli/' },
      to: {
        path: '^packages/(node|bulletin)/',
        pathNot: '^packages/(node|bulletin)/src/main\\.ts$|^packages/node/src/recording/open\\.ts$',
      },
    },
    {
      name: 'by-name',
      comment: 'another package is imported by its name, through its index; a relative path would reach past that',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/', pathNot: '^packages/$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'pure-rooms',
      comment: 'sky, wire, proof and accord do no I/O and read no clock',
      severity: 'error',
      from: { path: packageSource(['sky', 'wire', 'proof', 'accord']), pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sky-alone',
      comment: 'sky has no dependency at all',
      severity: 'error',
      from: { path: packageSource(['sky']), pathNot: TEST },
      to: { path: 'node_modules/' },
    },
    {
      name: 'no-node-in-pages',
      comment: 'the pages run in a browser',
      severity: 'error',
      from: { path: packageSource(['display']), pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'declared',
      comment: 'a library that ships is named in the dependencies of the package that uses it',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: TEST },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/(svelte|vite)/',
      },
    },
    {
      name: 'no-circle',
      comment: 'modules that need each other are one',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolves',
      comment: 'an import that resolves to nothing would escape every other rule',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-test-in-source',
      comment: 'what ships does not import tests',
      severity: 'error',
      from: { path: '^packages/', pathNot: TEST },
      to: { path: TEST },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    // Without these two it resolves no import between workspaces, and a rule about nothing is never broken.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'svelte', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.svelte', '.d.ts', '.json'],
    },
  },
};
