import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../../csv.ts';
import type { RowVerdict } from '../../db/queries/deliveries/deliveries.ts';

/** A file's own columns may be called so too: what they hold is under their own place. */
const reason = 'Wat te verbeteren';

/** The refused rows as their creditor gave them, under the headings of its file, with what to do behind each. */
export const refusedCsv = ({ header, rows }: { header: readonly string[]; rows: AsyncIterable<RowVerdict> }): Readable => csvOf([...header, reason], lines(header, rows));

async function* lines(header: readonly string[], refused: AsyncIterable<RowVerdict>): AsyncGenerator<CsvCell[]> {
  for await (const { given, problems } of refused) yield [...header.map((_, place) => given[place] ?? ''), problems.map(({ message }) => message).join(' ')];
}
