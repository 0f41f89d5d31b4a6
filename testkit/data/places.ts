import { readFileSync } from 'node:fs';
import type { seedTwente } from '../../src/usecases/identity/seed-twente.ts';

/** The municipalities of Twente, as the demo has them. */
export const places = JSON.parse(readFileSync(new URL('../../samples/municipalities.json', import.meta.url), 'utf8')) as Parameters<typeof seedTwente>[1];
