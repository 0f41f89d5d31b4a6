/**
 *     npm run fuzz                                   200 random requests to each route by each role
 *     npm run fuzz -- --examples 1000 --seed 42      more requests; the seed repeats a run
 */
import { parseArgs } from 'node:util';
import { handOver, prepare } from './parts/npm-install.mjs';

const { values } = parseArgs({ options: { examples: { type: 'string', default: '200' }, seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) } } });
console.log(`${values.examples} examples, seed ${values.seed}`);
Object.assign(process.env, { FUZZ_EXAMPLES: values.examples, FUZZ_SEED: values.seed, FUZZ_PHASES: 'examples,coverage,fuzzing' });
handOver(await prepare(), 'scripts/test.ts', ['tests/fuzz', '--selectProjects', 'tests']);
