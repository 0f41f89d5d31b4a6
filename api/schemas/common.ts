/** Parts of requests and answers that many routes share. */
import { z } from 'zod';
import { supportedYears, yearOf } from '../../src/domain/dates.ts';
import type { DeadlineState } from '../../src/domain/deadline.ts';
import { deadlineKinds, ownerSchema } from '../../src/domain/policy.ts';

export const idParams = z.strictObject({ id: z.uuid() });
export const localDate = z.iso.date().describe('A day on the calendar of Europe/Amsterdam.');
/** A day that the calendar knows. */
export const supportedDate = localDate.refine((date) => yearOf(date) >= supportedYears.first && yearOf(date) <= supportedYears.last, { params: { rule: 'year' }, error: 'Kies een datum van 1990 tot en met 2100.' });
export const instant = z.iso.datetime().describe('A moment in UTC.');
export const cents = z.int().describe('Whole cents.');
export const deadlineKind = z.enum(deadlineKinds);
export const deadlineStates = ['open', 'paused', 'breached', 'met', 'met-late', 'cancelled'] as const satisfies DeadlineState[];
export const deadlineState = z.enum(deadlineStates);
export const owner = ownerSchema;
/** Why deadlines were planned anew. */
export const because = z.union([
  z.object({ because: z.enum(['closed-day-added', 'closed-day-withdrawn']), date: localDate, name: z.string() }),
  z.object({ because: z.literal('policy'), version: z.string() }),
]);
export const mootMeaning = 'The breach stays on record, but by a calendar or policy of later would not have been one.';

/** 'a,b' as a list of these codes. */
export const commaList = <const Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim() as Codes[number]))
    .pipe(z.array(z.enum(codes)))
    .describe(`One or more, with commas between: ${codes.join(', ')}.`);

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** How many a page holds; pages follow each other by `cursor`. */
export const pageFields = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before, with the same filters and order.'),
};

export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.string().nullable().describe('Null on the last page.') });

export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\w.:-]{1,64}$/)
    .optional()
    .describe('The same request under the same key is done once; made up when absent.'),
});
