import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../../csv.ts';
import { lateNote } from '../../domain/rounds/round.ts';
import { signalKindInWords } from '../sentences/signal-kind.ts';
import type { RowVerdict } from '../../db/queries/deliveries/deliveries.ts';

const columns = ['regel', 'kenmerk', 'oordeel', 'soort', 'ronde', 'signaal', 'veld', 'gezien', 'code', 'wat te doen'];

const words: Record<RowVerdict['verdict'], string> = { accepted: 'aangenomen', duplicate: 'dubbel', replaced: 'vervangt eerdere melding', refused: 'geweigerd' };

/** The verdicts as CSV: one line a row, or a problem of a row. */
export const verdictsCsv = ({ rows }: { rows: AsyncIterable<RowVerdict> }): Readable => csvOf(columns, lines(rows));

async function* lines(verdicts: AsyncIterable<RowVerdict>): AsyncGenerator<CsvCell[]> {
  for await (const { line, reference, verdict, month, late, signalKind, endsOn, signalId, problems } of verdicts) {
    const start = [line, reference, late && month !== null ? `${words[verdict]}, ${lateNote(month)}` : words[verdict], signalKind === null ? '' : signalKindInWords({ signalKind, endsOn }), month, signalId];
    if (problems.length === 0) yield [...start, '', '', '', ''];
    for (const { field, value, rule, message } of problems) yield [...start, field, value, rule, message];
  }
}
