import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../csv.ts';
import type { MoveRow } from '../db/queries/changes.ts';
import { effectLabels } from './change.ts';
import { deadlineLabels } from './labels.ts';

const columns = ['gevolg', 'termijn', 'van', 'naar', 'gemeente', 'zaak', 'ronde'];

/** What a change moves as CSV: one line a deadline. */
export const movesCsv = (rows: AsyncIterable<MoveRow>): Readable => csvOf(columns, lines(rows));

async function* lines(rows: AsyncIterable<MoveRow>): AsyncGenerator<CsvCell[]> {
  for await (const { effect, kind, fromOn, toOn, municipalityCode, caseId, roundId } of rows) {
    yield [effectLabels[effect], deadlineLabels[kind], fromOn, toOn, municipalityCode ?? '', caseId ?? '', roundId ?? ''];
  }
}
