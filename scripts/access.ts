/** Writes docs/access.md from the table of functions; a test fails when the file is out of date. */
import { writeFileSync } from 'node:fs';
import { accessPage } from '../src/wording/documents/access.ts';

writeFileSync(new URL('../docs/access.md', import.meta.url), accessPage());
