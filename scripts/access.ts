/** Writes docs/access.md from the table of functions; a test tells when it was forgotten. */
import { writeFileSync } from 'node:fs';
import { accessPage } from '../src/wording/access.ts';

writeFileSync(new URL('../docs/access.md', import.meta.url), accessPage());
