import { z } from 'zod';
import { termSchema } from '../../../src/domain/time/terms.ts';
import { calculateTerm } from '../../../src/usecases/planning/calculate-term.ts';
import { ok, route } from '../../route.ts';
import { instant, localDate, supportedDate } from '../../schemas/common.ts';

const closedDay = z.strictObject({ date: supportedDate, name: z.string().max(100).default('gesloten') });

const calculate = route({
  method: 'post',
  path: '/terms/calculate',
  tag: 'Terms',
  summary: 'When a term ends, and which days it passes over',
  may: 'anyone',
  reads: true,
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
  async handle({ body: { from, term, closedDays } }, { sql }) {
    return ok(await calculateTerm(sql, { from: new Date(from).toISOString(), term, closedDays: closedDays?.map((day) => (typeof day === 'string' ? { date: day, name: 'gesloten' } : day)) }));
  },
});

export const termRoutes = [calculate];
