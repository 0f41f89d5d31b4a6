import type { LocalDate } from '../domain/dates.ts';
import type { DeliveryMapping, Encoding } from './mapping.ts';
import type { RowResult } from './row.ts';

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
  mapping?: DeliveryMapping;
  context: ReadContext;
}

export type ReadDelivery = (chunks: AsyncIterable<Uint8Array>, options: ReadOptions) => AsyncGenerator<RowResult>;
