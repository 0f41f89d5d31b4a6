import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../../csv.ts';
import type { SignalRow } from '../../db/queries/signals/signals.ts';
import { eurosAsNumber } from '../../domain/money.ts';
import { localDate } from '../../domain/time/dates.ts';
import { feedbackInWords } from '../sentences/feedback.ts';
import { creditorSignalOf } from './creditors-view.ts';

const columns = ['kenmerk', 'bedrag', 'achterstand sinds', 'soort melding', 'ontvangen', 'status', 'toelichting', 'incasso opgeschort vanaf', 'incasso opgeschort tot en met', 'terugkoppeling', 'heropaf beantwoorden uiterlijk'];

/** What became of a creditor's signals as CSV, one line a signal: what the list shows, and nothing more. */
export const signalsCsv = (rows: AsyncIterable<SignalRow>): Readable => csvOf(columns, lines(rows));

async function* lines(rows: AsyncIterable<SignalRow>): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) {
    const signal = creditorSignalOf(row);
    yield [
      signal.reference, eurosAsNumber(signal.amountCents), signal.arrearsSince, signal.signalKindLabel, localDate(signal.receivedAt), signal.statusLabel, signal.sentence,
      signal.suspension?.from ?? null, signal.suspension?.until ?? null, signal.feedback === null ? null : feedbackInWords(signal.feedback), signal.reCheck?.dueOn ?? null,
    ];
  }
}
