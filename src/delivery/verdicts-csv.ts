import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { RowVerdict } from '../db/queries/deliveries.ts';

const columns = ['regel', 'kenmerk', 'oordeel', 'ronde', 'signaal', 'veld', 'gezien', 'code', 'wat te doen'];

const words: Record<RowVerdict['verdict'], string> = { accepted: 'aangenomen', duplicate: 'dubbel', replaced: 'vervangt eerdere melding', refused: 'geweigerd' };

/** The verdicts as CSV for Excel: semicolons, a byte order mark, one line a row or a problem; no cell is run as a formula. */
export function verdictsCsv(verdicts: AsyncIterable<RowVerdict>): Readable {
  return Readable.from(lines(verdicts)).pipe(stringify({ header: true, columns, delimiter: ';', bom: true, escape_formulas: true }));
}

async function* lines(verdicts: AsyncIterable<RowVerdict>): AsyncGenerator<(string | number | null)[]> {
  for await (const { line, reference, verdict, month, signalId, problems } of verdicts) {
    const start = [line, reference, words[verdict], month, signalId];
    if (problems.length === 0) yield [...start, '', '', '', ''];
    for (const { field, value, rule, message } of problems) yield [...start, field, value, rule, message];
  }
}
