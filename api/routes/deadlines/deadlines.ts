/** Every deadline of every case and round, the nearest first. */
import { z } from 'zod';
import { dueGroups } from '../../../src/domain/deadlines/due.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { readDeadlines } from '../../../src/usecases/deadlines/read-deadlines.ts';
import { paged } from '../../cursor.ts';
import { route } from '../../route.ts';
import { commaList, deadlineKind, deadlineState, deadlineStates, instant, localDate, mootMeaning, named, owner, pageFields, pageOf } from '../../schemas/common.ts';

const deadline = z
  .object({
    id: z.string(),
    caseId: z.uuid().nullable(),
    roundId: z.string().nullable(),
    avgRequestId: z.uuid().nullable(),
    complaintId: z.uuid().nullable(),
    link: z.string().describe('Where what it belongs to is read.'),
    municipalityCode: z.string().nullable(),
    kind: deadlineKind,
    label: z.string(),
    owner,
    ownerLabel: z.string(),
    creditorId: z.string().nullable(),
    teamId: z.string().nullable(),
    caseworkerId: z.string().nullable(),
    state: deadlineState,
    startedAt: instant,
    dueOn: localDate,
    dueBefore: instant,
    breachedAt: instant.nullable(),
    moot: z.boolean().describe(mootMeaning),
    endedAt: instant.nullable(),
    badge: z.string().nullable().describe('Dutch: "2 werkdagen te laat", "vandaag", "nog 3 werkdagen".'),
    group: z.enum(dueGroups).nullable(),
  })
  .meta({ id: 'Deadline' });

const within = z
  .string()
  .regex(/^\d{1,3}(wd|d)$/, 'Schrijf een aantal werkdagen als 5wd of dagen als 14d.')
  .optional()
  .describe('Due within so many working days (5wd) or calendar days (7d) from today; what is late already counts.');

const position = z.strictObject({ dueBefore: instant, id: z.string() });

const list = route({
  method: 'get',
  path: '/deadlines',
  tag: 'Deadlines',
  summary: 'List deadlines, the nearest first',
  description: 'Without `state`: all that still have to be done, the late ones included.',
  may: 'read-case',
  query: z.strictObject({
    state: commaList(deadlineStates).optional(),
    within,
    owner: owner.optional(),
    kind: deadlineKind.optional(),
    municipality: named.optional(),
    case: z.uuid().optional(),
    ...pageFields,
  }),
  responses: { 200: pageOf(deadline) },
  handle({ query: { state, case: caseId, limit, cursor, ...wanted }, actor }, { sql, known }) {
    return paged({ limit, cursor }, position, async (page) => readDeadlines({ sql, known }, actor, { ...(await knownFilters(sql, actor, wanted)), states: state, caseId }, page));
  },
});

export const deadlineRoutes = [list];
