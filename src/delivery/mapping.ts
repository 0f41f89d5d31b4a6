import { z } from 'zod';

/** What a column (or a JSON property) of a delivery can hold; the names are those of `SignalRow`, its address flattened. */
export const columnNames = [
  'reference', 'lastName', 'prefix', 'initials', 'birthDate', 'phone', 'email', 'street', 'streetAndNumber', 'place', 'postcode',
  'postcodeAndPlace', 'houseNumber', 'houseLetter', 'addition', 'besideNumber', 'amount', 'amountCents', 'arrearsSince', 'ageDays',
  'ageMonths', 'legalForm', 'companyName', 'crisis', 'endsOn', 'evictionOn', 'supplyEndsOn', 'endOfSupply',
  'signalKind', 'warm',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** Columns that hold a day. */
export const dayColumns = ['birthDate', 'arrearsSince', 'endsOn', 'evictionOn', 'supplyEndsOn'] as const satisfies ColumnName[];
export type DayColumn = (typeof dayColumns)[number];

export const delimiters = [';', ',', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

export const encodings = ['utf-8', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

/** In which order a date's parts stand when the year is not written first with four digits. */
export const dateOrders = ['DMY', 'YMD', 'MDY'] as const;
export type DateOrder = (typeof dateOrders)[number];

const MOST_COLUMNS = 200;

/** What a creditor's agreement fixes about its files. Everything left out is detected. */
export const deliveryMappingSchema = z.strictObject({
  delimiter: z.enum(delimiters).optional(),
  encoding: z.enum(encodings).optional(),
  columns: z
    .record(z.string().min(1).max(200), z.enum([...columnNames, 'ignored']))
    .refine((columns) => Object.keys(columns).length <= MOST_COLUMNS, { params: { rule: 'max' }, error: `Een bestand mag ${MOST_COLUMNS} kolommen hebben.` })
    .optional()
    .describe('Header as in the file (case, spaces and punctuation do not matter) to what it holds.'),
  dateOrder: z.enum(dateOrders).optional(),
  decimalSign: z.enum([',', '.']).optional(),
});
export type DeliveryMapping = z.infer<typeof deliveryMappingSchema>;
