import { spawn } from 'node:child_process';
import { fail, say, step } from './parts/progress.ts';
import { temporalProgram, testServerProgram } from './parts/temporal-programs.ts';

/**
 * Every test, on real parts: finds or makes the programs the tests need (slow the first time), and runs jest with
 * the arguments given. testkit/servers.ts starts the servers.
 */
try {
  await step('Temporal dev server found', () => temporalProgram(say));
  await step('Temporal test server found', () => testServerProgram(say));
} catch (error) {
  fail(error);
}

const jest = spawn(process.execPath, ['node_modules/jest/bin/jest.js', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    // jest runs native ES modules only with this flag, and Node warns of it in every worker.
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => jest.kill(signal));
jest.on('exit', (code) => process.exit(code ?? 1));
