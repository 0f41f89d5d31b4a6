/** Why a deadline falls on its day. */
import { z } from 'zod';
import { roleSchema } from '../../../src/domain/case/lifecycle.ts';
import { basisSources } from '../../../src/domain/deadlines/derivation.ts';
import { termSchema } from '../../../src/domain/time/terms.ts';
import { deriveDeadline } from '../../../src/usecases/deadlines/derive-deadline.ts';
import { ok, route } from '../../route.ts';
import { because, deadlineKind, deadlineState, instant, localDate, mootMeaning } from '../../schemas/common.ts';

const by = z.object({ id: z.string(), role: roleSchema, name: z.string() });

const step = z.object({
  kind: z.enum(['started', 'counted', 'counted-back', 'paused', 'resumed', 'extended', 're-planned', 'due']),
  sentence: z.string().describe('Dutch.'),
  at: instant.nullable(),
  dueOn: localDate.nullable().describe('The last day as it was after this step.'),
  remaining: z.int().nullable().describe('Days of the unit of the term (months: calendar days) that are left while it stands still.'),
  skipped: z.array(z.object({ date: localDate, name: z.string() })).describe('Days that the counting passed over, weekends included.'),
  because: because.nullable().describe('Of a re-planning: what it was for.'),
  actor: by.nullable(),
  reason: z.string().nullable().describe('The words that were given for it.'),
});

const derivation = z
  .object({
    id: z.string(),
    caseId: z.uuid().nullable(),
    roundId: z.string().nullable(),
    avgRequestId: z.uuid().nullable(),
    complaintId: z.uuid().nullable(),
    link: z.string(),
    kind: deadlineKind,
    label: z.string(),
    state: deadlineState,
    term: termSchema,
    sentence: z.string().describe('Dutch: the whole derivation in one sentence.'),
    dueOn: localDate.describe('As the deadline is kept.'),
    dueBefore: instant,
    agrees: z.boolean().describe('Whether the date that is kept is the one that follows.'),
    breach: z.object({ at: instant, moot: z.boolean().describe(mootMeaning), sentence: z.string().describe('Dutch.') }).nullable().describe('That it was late, which no change takes back.'),
    derived: z.object({ dueOn: localDate, dueBefore: instant, warnsAt: instant.nullable(), remaining: z.int().nullable() }),
    policyVersion: z.string().nullable(),
    basis: z.array(z.object({ source: z.enum(basisSources), reference: z.string(), sentence: z.string() })),
    startedBy: z.object({
      id: z.string().describe('The command or moment that started it.'),
      at: instant.describe('Where the term starts; it may lie before the event that told of it.'),
      event: z.object({ id: z.string(), type: z.string(), at: instant, sentence: z.string(), actor: by, reason: z.string().nullable() }).nullable().describe("In the case's timeline."),
      history: z.object({ runId: z.string(), eventIds: z.array(z.int()), link: z.string() }).nullable().describe("In the engine's history; null while the engine is away."),
    }),
    steps: z.array(step),
  })
  .meta({ id: 'Derivation' });

const read = route({
  method: 'get',
  path: '/deadlines/{id}/derivation',
  tag: 'Deadlines',
  summary: 'Why a deadline falls on its day',
  description: 'Reckoned again from its event, term, calendar and changes; `agrees` says whether that gives the date that is kept.',
  may: 'read-case',
  params: z.strictObject({ id: z.string().max(120) }),
  responses: { 200: derivation },
  handle: async ({ params, actor }, { sql, keys, temporal }) => ok(await deriveDeadline({ sql, keys, temporal }, actor, params.id)),
});

export const derivationRoutes = [read];
