import { handOver, prepare } from './parts/npm-install.mjs';

handOver(await prepare(), 'scripts/test.ts', process.argv.slice(2));
