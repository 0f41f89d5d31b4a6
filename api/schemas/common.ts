/** Parts of requests and answers that many routes share. */
import { z } from 'zod';
import type { DeadlineState } from '../../src/domain/deadline.ts';
import { deadlineKinds, ownerSchema } from '../../src/domain/policy.ts';

export const idParams = z.strictObject({ id: z.uuid() });
export const localDate = z.iso.date().describe('A day on the calendar of Europe/Amsterdam.');
export const instant = z.iso.datetime().describe('A moment in UTC.');
export const cents = z.int().describe('Whole cents.');
export const deadlineKind = z.enum(deadlineKinds);
export const deadlineStates = ['open', 'paused', 'breached', 'met', 'met-late', 'cancelled'] as const satisfies DeadlineState[];
export const deadlineState = z.enum(deadlineStates);
export const owner = ownerSchema;

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
