import type { LocalDate } from '../domain/dates.ts';
import { amountStyle } from './amounts.ts';
import { checkRow, type RowRules } from './check-row.ts';
import { csvRows } from './csv.ts';
import { decodeText } from './encoding.ts';
import { jsonRows } from './json.ts';
import type { DeliveryMapping, Encoding } from './mapping.ts';
import type { RawRow } from './raw-row.ts';
import type { RowResult } from './row.ts';
import { xlsxRows } from './xlsx.ts';

/** The days that two-digit years are read against. */
export interface ReadContext {
  /** The day the delivery came in, Europe/Amsterdam: nobody is born later. */
  receivedOn: LocalDate;
  /** The day of the round's cut-off, Europe/Amsterdam: a two-digit arrears year is the nearest one not after it. */
  cutOffOn: LocalDate;
}

export interface ReadOptions {
  type: 'csv' | 'json' | 'xlsx';
  /** As found by `EncodingSniffer` over the whole file; when absent the start of the file decides. */
  encoding?: Encoding;
  /** What the creditor's agreement fixes; it goes before what is found. */
  mapping?: DeliveryMapping;
  context: ReadContext;
}

/** The first rows together decide how the file writes amounts. */
const rowsToLearnFrom = 500;

/**
 * Reads a creditor's delivery: for each row that is not blank, in the order of the file, the signal or all that is wrong
 * with it. Text is read as it is asked for, so memory does not grow with the file; the source's iterator is closed
 * when the reader stops early.
 * @throws UnreadableDelivery when the file as a whole cannot be read: nearly always before the first row; broken JSON or
 * a change of encoding halfway only where it is met.
 */
export async function* readDelivery(chunks: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncGenerator<RowResult> {
  const { mapping, context } = options;
  const first: RawRow[] = [];
  let rules: RowRules | undefined;
  const learn = (): RowRules => ({ ...context, dateOrder: mapping?.dateOrder, amounts: amountStyle(first, mapping?.decimalSign) });

  for await (const row of rawRows(chunks, options)) {
    if (rules) {
      yield checkRow(row, rules);
      continue;
    }
    first.push(row);
    if (first.length < rowsToLearnFrom) continue;
    rules = learn();
    for (const waiting of first.splice(0)) yield checkRow(waiting, rules);
  }
  rules ??= learn();
  for (const waiting of first) yield checkRow(waiting, rules);
}

function rawRows(chunks: AsyncIterable<Uint8Array>, { type, encoding, mapping }: ReadOptions): AsyncGenerator<RawRow> {
  const text = () => decodeText(chunks, mapping?.encoding ?? encoding);
  switch (type) {
    case 'csv':
      return csvRows(text(), mapping);
    case 'json':
      return jsonRows(text(), mapping);
    case 'xlsx':
      return xlsxRows(chunks, mapping);
  }
}
