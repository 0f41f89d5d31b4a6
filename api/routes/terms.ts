import { z } from 'zod';
import { currentCalendar } from '../../src/db/queries/closed-days.ts';
import { calendarOf } from '../../src/domain/calendar.ts';
import { dueOf, skippedDays, termSchema } from '../../src/domain/terms.ts';
import { AppError } from '../../src/errors.ts';
import { ok, route } from '../route.ts';
import { instant, localDate, supportedDate } from '../schemas/common.ts';

const closedDay = z.strictObject({ date: supportedDate, name: z.string().max(100).default('gesloten') });

const calculate = route({
  method: 'post',
  path: '/terms/calculate',
  tag: 'Terms',
  summary: 'When a term ends, and which days it passes over',
  may: 'anyone',
  body: z.strictObject({
    from: instant.describe('The moment of the event, in UTC; the term starts the local day after.'),
    term: termSchema.extend({ amount: z.int().min(0).max(5_000) }),
    closedDays: z.array(z.union([supportedDate, closedDay])).max(1_000).optional().describe('In place of the decree and regional days that the system knows; the statutory holidays stay.'),
  }),
  responses: {
    200: z
      .object({
        dueOn: localDate.describe('The last day.'),
        dueBefore: instant.describe('The first instant after it.'),
        skipped: z.array(z.object({ date: localDate, name: z.string() })),
      })
      .meta({ id: 'TermEnd' }),
  },
  async handle({ body: { term, closedDays, ...body } }, { sql }) {
    const from = new Date(body.from).toISOString();
    const calendar = closedDays === undefined ? await currentCalendar(sql) : calendarOf(closedDays.map((day) => (typeof day === 'string' ? { date: day, name: 'gesloten' } : day)));
    try {
      return ok({ ...dueOf(from, term, calendar), skipped: skippedDays(from, term, calendar) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const field = { field: 'from', rule: 'range', message: 'Kies een begin en een termijn waarvan het einde tussen 1990 en 2100 valt.', value: from };
      throw new AppError('invalid-input', 'Deze termijn valt buiten de jaren 1990 tot en met 2100.', { fields: [field], cause: error });
    }
  },
});

export const termRoutes = [calculate];
