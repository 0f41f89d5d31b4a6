/** Deliveries as the API takes them, and the receipts that it gives. */
import type { Request } from 'express';
import { z } from 'zod';
import { codesOf, signalKinds } from '../../src/domain/codes.ts';
import { columnNames } from '../../src/delivery/mapping.ts';
import { AppError } from '../../src/errors.ts';
import { rawBody } from '../spec.ts';
import { localDate, month } from './common.ts';

export const receiptSchema = z
  .object({
    id: z.uuid(),
    creditorId: z.string(),
    month,
    format: z.enum(['csv', 'json', 'xlsx']),
    encoding: z.string().nullable(),
    fileName: z.string().nullable(),
    bytes: z.int(),
    sha256: z.string().nullable().describe('SHA-256 of the file as it came in, hexadecimal.'),
    state: z.enum(['receiving', 'processing', 'done', 'unreadable']),
    receivedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    rows: z.int(),
    accepted: z.int().describe('Rows that are signals now; those that replace an earlier one count.'),
    replaced: z.int(),
    duplicates: z.int(),
    refused: z.int(),
    placed: z.int().describe('Signals whose case knows them.'),
    problem: z.object({ code: z.string(), message: z.string(), advice: z.string(), missingColumns: z.array(z.string()), header: z.array(z.string()) }).nullable(),
    unusedColumns: z.array(z.string()).describe('Columns that were not used, as the file names them.'),
    unreadSheets: z.array(z.string()).describe('Sheets of a workbook that were not read: only the first that is shown is.'),
    goneColumns: z.array(z.object({ heading: z.string(), instead: z.string().nullable() })).describe('Columns that the agreement names and that the file does not have, and the column that was read in their place.'),
    isOtherFile: z.boolean().describe('The file has none of the columns that the agreement names: it was read by its headings alone.'),
    late: z.array(z.object({ month, rows: z.int() })).describe('Rows that came too late for the round, by the month whose round they go along with.'),
    kinds: z.array(z.object({ signalKind: z.enum(codesOf(signalKinds)), label: z.string(), rows: z.int() })).describe('Accepted rows of every kind but the ordinary one.'),
    links: z.object({ self: z.string(), rows: z.string(), rowsCsv: z.string(), refusedCsv: z.string() }),
  })
  .meta({ id: 'Receipt' });

export const rowSchema = z
  .object({
    line: z.int(),
    reference: z.string().nullable(),
    verdict: z.enum(['accepted', 'duplicate', 'replaced', 'refused']),
    month: month.nullable(),
    note: z.string().nullable().describe('What the creditor should know of an accepted row: that it came too late, and with which month it goes along.'),
    signalKind: z.enum(codesOf(signalKinds)).nullable().describe('Of a row that was taken.'),
    endsOn: localDate.nullable().describe('Of an end of supply or an eviction: its day.'),
    signalKindLabel: z.string().nullable().describe('Dutch: the kind, with its day.'),
    signalId: z.uuid().nullable(),
    caseId: z.uuid().nullable().describe('For who works on cases.'),
    problems: z.array(z.object({ field: z.string(), column: z.string().nullable().describe('What the creditor calls the column; null for the row as a whole.'), value: z.string(), rule: z.string(), message: z.string() })),
  })
  .meta({ id: 'RowVerdict' });

const cell = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

/** The fields of a delivery's row; what they must be is said by the verdict, as for a row of a file. */
export const signalSchema = z.strictObject(Object.fromEntries(columnNames.map((name) => [name, cell.optional()]))).meta({ id: 'Signal' });

const formats: [string, 'csv' | 'json' | 'xlsx'][] = [
  ['text/csv', 'csv'],
  ['text/plain', 'csv'],
  ['text/tab-separated-values', 'csv'],
  ['application/json', 'json'],
  ['application/x-ndjson', 'json'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
];

export const deliveryFile = rawBody(Object.fromEntries(formats.map(([mediaType, format]) => [mediaType, `The file, as ${format.toUpperCase()}.`])));

/** @throws AppError unsupported-media-type */
export function formatOf(request: Request): 'csv' | 'json' | 'xlsx' {
  const format = formats.find(([mediaType]) => request.is(mediaType) !== false)?.[1];
  if (format === undefined) throw new AppError('unsupported-media-type', `Stuur het bestand met een van deze Content-Types: ${formats.map(([type]) => type).join(', ')}.`);
  return format;
}
