/** What waits for triage, in one call. */
import { z } from 'zod';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { readTriage, type TriagePosition } from '../../../src/usecases/worklists/read-triage.ts';
import { paged } from '../../cursor.ts';
import { route } from '../../route.ts';
import { flag, localDate, named, pageFields, pageOf } from '../../schemas/common.ts';
import { triageItem } from '../../schemas/worklist.ts';

const position: z.ZodType<TriagePosition> = z.strictObject({ sort: z.literal('nextDueOn'), value: localDate.nullable(), id: z.uuid() });

const list = route({
  method: 'get',
  path: '/triage',
  tag: 'Triage',
  summary: 'List what waits for triage with all that the decision needs: who, where, which arrears, what is known',
  description: 'The nearest last day first. Without `held`: those that nobody has decided about. Decide by `POST /triage-decisions`.',
  may: 'go',
  query: z.strictObject({
    municipality: named.optional(),
    team: named.optional(),
    crisis: flag.optional(),
    held: flag.default(false).describe('True: those whose decision can still be undone.'),
    ...pageFields,
  }),
  responses: { 200: pageOf(triageItem) },
  handle({ query: { limit, cursor, ...wanted }, actor }, { sql, keys }) {
    return paged({ limit, cursor }, position, async (page) => readTriage({ sql, keys }, actor, await knownFilters(sql, actor, wanted), page));
  },
});

export const triageRoutes = [list];
