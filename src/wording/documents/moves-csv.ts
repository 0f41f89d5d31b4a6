import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../../csv.ts';
import type { MoveRow } from '../../db/queries/planning/changes.ts';
import { effectLabels } from '../sentences/change.ts';
import { deadlineLabels } from '../labels/labels.ts';

const columns = ['gevolg', 'termijn', 'van', 'naar', 'gemeente', 'zaak', 'ronde'];

/** What a change moves as CSV: one line a deadline. */
export const movesCsv = (rows: AsyncIterable<MoveRow>): Readable => csvOf(columns, lines(rows));

async function* lines(rows: AsyncIterable<MoveRow>): AsyncGenerator<CsvCell[]> {
  for await (const { effect, kind, fromOn, toOn, municipalityCode, caseId, roundId } of rows) {
    yield [effectLabels[effect], deadlineLabels[kind], fromOn, toOn, municipalityCode ?? '', caseId ?? '', roundId ?? ''];
  }
}
