import { handOver, prepare } from './parts/npm-install.mjs';

handOver(await prepare(), 'scripts/start.ts', process.argv.slice(2));
