/** A file that is looked at and not delivered: nothing of it is stored. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import type { ReadContext } from '../../delivery/read.ts';
import { EncodingSniffer } from '../../delivery/formats/encoding.ts';
import type { DeliveryMapping, Encoding } from '../../delivery/mapping.ts';
import type { Part } from '../../delivery/reader/process.ts';
import { readers } from '../../delivery/reader/readers.ts';
import { UnreadableDelivery } from '../../delivery/unreadable.ts';
import { AppError } from '../../errors.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { mustBeTheirCreditor } from '../signals/read-signals.ts';

export interface SampleFile {
  format: 'csv' | 'json' | 'xlsx';
  bytes: Buffer;
}

export const LARGEST_SAMPLE_BYTES = 10 * 1024 * 1024;

/** The creditor for itself, or the desk of the region for it. @throws AppError forbidden, not-found */
export async function mustMapFor(sql: Sql, actor: CallingActor, creditorId: string): Promise<void> {
  mustBeTheirs(actor, null);
  await mustBeTheirCreditor(sql, actor, creditorId);
}

/** Reads it in the process that reads deliveries, within its limits. @throws AppError unreadable-delivery, with what to do */
export async function* partsOfSample({ format, bytes }: SampleFile, mapping: DeliveryMapping, context: ReadContext, proposes?: true): AsyncGenerator<Part> {
  try {
    const encoding = format === 'xlsx' ? null : encodingOf(bytes);
    const job = { type: format, mapping, context, ...(encoding === null ? {} : { encoding }), ...(proposes === undefined ? {} : { proposes }) };
    yield* readers.read({ job, source: () => piecesOf(bytes), bytes: bytes.length });
  } catch (error) {
    if (!(error instanceof UnreadableDelivery)) throw error;
    const { code, message, advice, missingColumns } = error;
    throw new AppError('unreadable-delivery', `${message} ${advice}`, { cause: error, extra: { problem: { code, missingColumns } } });
  }
}

function encodingOf(bytes: Buffer): Encoding {
  const sniffer = new EncodingSniffer();
  sniffer.push(bytes);
  return sniffer.result();
}

const PIECE_BYTES = 1024 * 1024;

async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) yield await Promise.resolve(bytes.subarray(start, start + PIECE_BYTES));
}
