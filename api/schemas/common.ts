/** Parts of requests and answers that many routes share. */
import { z } from 'zod';
import { codesOf, signalKinds } from '../../src/domain/codes.ts';
import { localDateSchema } from '../../src/domain/case/commands.ts';
import { localDate as localDateOf, yearOf, type Instant } from '../../src/domain/time/dates.ts';
import { likenessCodes } from '../../src/domain/matching/likely-household.ts';
import type { DeadlineState } from '../../src/domain/deadlines/deadline.ts';
import { deadlineKinds, ownerSchema } from '../../src/domain/planning/policy.ts';

export const idParams = z.strictObject({ id: z.uuid() });
const DAY = 'A day on the calendar of Europe/Amsterdam.';
/** A date of any year that Postgres can store, such as a date of birth. */
export const localDate = z.iso.date({ abort: true }).refine((date) => yearOf(date) >= 1, { params: { rule: 'year' }, error: 'Kies een datum van na het jaar 0.' }).describe(DAY);
/** A date in the years of the calendar. */
export const supportedDate = localDateSchema.describe(DAY);
const unsupported = { params: { rule: 'year' }, error: 'Kies een moment van 1990 tot en met 2100, hooguit op een duizendste seconde.' };
export const instant = z.iso.datetime({ abort: true }).refine(hasLocalDate, unsupported).describe('A moment in UTC.');
/** A moment with its UTC offset. */
export const moment = z.iso.datetime({ offset: true, abort: true }).refine((text) => hasLocalDate(new Date(text).toISOString()), unsupported);
/** The round's month. */
export const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: 'Schrijf een maand als 2026-10.', abort: true })
  .refine((text) => localDateSchema.safeParse(`${text}-01`).success, { params: { rule: 'year' }, error: 'Kies een maand van 1990 tot en met 2100.' })
  .describe('YYYY-MM');
export const cents = z.int().describe('Whole cents.');
/** How urgent a creditor says that its signal is. */
export const signalKindFields = {
  signalKind: z.enum(codesOf(signalKinds)),
  endsOn: localDate.nullable().describe('Of an end of supply or an eviction: its day; null once that was withdrawn.'),
  signalKindLabel: z.string().describe('Dutch: the kind, with its day.'),
};
export const deadlineKind = z.enum(deadlineKinds);
export const deadlineStates = ['open', 'paused', 'breached', 'met', 'met-late', 'cancelled'] as const satisfies DeadlineState[];
export const deadlineState = z.enum(deadlineStates);
export const owner = ownerSchema;
/** The reason why deadlines were planned anew. */
export const because = z.union([
  z.object({ because: z.enum(['closed-day-added', 'closed-day-withdrawn']), date: localDate, name: z.string() }),
  z.object({ because: z.literal('policy'), version: z.string() }),
]);
export const mootMeaning = 'The breach stays on record, but by a calendar or policy of later would not have been one.';

/** Cases that are probably of the same household; a person looks, and joins them or not. */
export const probablySame = z
  .array(z.object({ caseId: z.uuid(), likeness: z.enum(likenessCodes), reason: z.string().describe('Dutch.') }))
  .describe('Open cases at the same postcode and number that are probably of the same household: nothing follows from it by itself.');

export const joining = z
  .object({ id: z.uuid(), fromCase: z.uuid(), intoCase: z.uuid(), signalIds: z.array(z.uuid()), likeness: z.enum(likenessCodes), reason: z.string().describe('Dutch.'), joinedAt: instant, joinedBy: z.string(), undoneAt: instant.nullable(), undoneBy: z.string().nullable() })
  .meta({ id: 'Joining' });

/** Parses 'a,b' into a list of these codes. */
export const commaList = <const Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim() as Codes[number]))
    .pipe(z.array(z.enum(codes)))
    .describe(`One or more, with commas between: ${codes.join(', ')}.`);

/** What a filter names: a municipality, team, caseworker, creditor or round. */
export const named = z.string().max(200).describe('By code or by name; what is not known is refused with what is.');

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The size of a page, and the cursor of the next one. */
export const pageFields = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before, with the same filters and order.'),
};

export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.string().nullable().describe('Null on the last page.') });

export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: 'Een Idempotency-Key is een UUID, of 1 tot en met 64 letters (a-z), cijfers, punten en streepjes. Zet er niets in dat iets over iemand zegt.' })
    .optional()
    .describe('Best a UUID; letters, digits, `.`, `_` and `-`, nothing about a person. The same request under the same key is done once; made up when absent.'),
});

/** Whether a moment lies in the years of the calendar. */
function hasLocalDate(at: Instant): boolean {
  try {
    return localDateOf(at) !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
