import { workflowTests } from './tests/support/workflow-tests.js';

const suites = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } }],
  },
  globalSetup: '<rootDir>/tests/support/global-setup.js',
  globalTeardown: '<rootDir>/tests/support/global-teardown.js',
};

/**
 * Every suite once, and those that run workflows once more on workers that keep nothing between two tasks
 * (`--selectProjects tests` leaves those out). See scripts/test.mjs for what must run before.
 */
export default {
  projects: [
    { ...suites, displayName: 'tests' },
    { ...suites, displayName: 'uncached', testMatch: workflowTests(), setupFiles: ['<rootDir>/tests/support/uncached.js'] },
  ],
  maxWorkers: 2,
  testTimeout: 30_000,
};
