/** Writes docs/openapi.json from the routes; a test fails when the file is out of date. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { openApiDocument } from '../api/openapi.ts';

const folder = new URL('../docs/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('openapi.json', folder), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
