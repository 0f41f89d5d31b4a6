/** JSX is Preact's, as in tsconfig.json; in plain `.ts` files `<T>` stays the beginning of a type. */
const compiled = (tsx) => ['@swc/jest', { jsc: { parser: { syntax: 'typescript', tsx }, transform: { react: { runtime: 'automatic', importSource: 'preact' } }, target: 'es2022' }, module: { type: 'es6' } }];

const suites = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.ts$': compiled(false),
    '^.+\\.tsx$': compiled(true),
  },
  globalSetup: '<rootDir>/testkit/global-setup.js',
  globalTeardown: '<rootDir>/testkit/global-teardown.js',
};

/**
 * Every suite once, and the lives of cases once more on workers that keep nothing between two tasks, so that each of
 * their tests is a replay test as well (`--selectProjects tests`, behind the paths, leaves those out). Not those that
 * reach a workflow through the API: with local activities such a worker lets tasks run into their time-out, ten seconds each.
 * See scripts/test.mjs for what must run before.
 */
export default {
  projects: [
    { ...suites, displayName: 'tests' },
    { ...suites, displayName: 'uncached', testMatch: ['<rootDir>/tests/{lives,random-lives}/engine.test.ts', '<rootDir>/tests/{engine,changes}/*.test.ts', '<rootDir>/tests/{rounds,avg}/workflow.test.ts', '<rootDir>/tests/mail/sender.test.ts', '<rootDir>/tests/lives/forecast.test.ts', '<rootDir>/tests/deliveries/placing.test.ts'], setupFiles: ['<rootDir>/testkit/engine/uncached.js'] },
  ],
  maxWorkers: 2,
  testSequencer: '<rootDir>/testkit/longest-first.mjs',
  // What test files leave in memory made each later one slower: a process that holds this much is replaced after its file.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 120_000,
};
