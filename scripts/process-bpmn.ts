/** Writes docs/process.bpmn from the tables and the default policy; a test fails when the file is out of date. */
import { writeFileSync } from 'node:fs';
import { twentePolicy } from '../src/domain/planning/policy.ts';
import { processBpmn } from '../src/process/drawing.ts';

writeFileSync(new URL('../docs/process.bpmn', import.meta.url), processBpmn(twentePolicy));
