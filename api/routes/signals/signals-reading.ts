/** What became of signals: a creditor reads its own and answers about them, staff read those of their municipality. Nothing about the person. */
import { z } from 'zod';
import { recheckAnswerFields } from '../../../src/domain/case/commands.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { actOnCase } from '../../../src/usecases/cases/act-on-case.ts';
import { textSchema } from '../../../src/usecases/cases/case-actions.ts';
import { exportSignals, readSignal, readSignals } from '../../../src/usecases/signals/read-signals.ts';
import { shownAs } from '../../../src/paging.ts';
import { creditorSignalOf, creditorSignalSchema } from '../../../src/wording/documents/creditors-view.ts';
import { signalsCsv } from '../../../src/wording/documents/signals-csv.ts';
import { attachment } from '../../attachment.ts';
import { paged } from '../../cursor.ts';
import { ok, route, stream } from '../../route.ts';
import { idParams, instant, named, pageFields, pageOf } from '../../schemas/common.ts';

const position = z.strictObject({ receivedAt: instant, id: z.uuid() });

const ofCreditor = route({
  method: 'get',
  path: '/creditors/{id}/signals',
  tag: 'Signals',
  summary: "A creditor's signals with their status, the newest first",
  may: 'read-signals',
  params: z.strictObject({ id: z.string() }),
  description: 'With `Accept: text/csv` all of them as a file: status, feedback and until when collection is suspended.',
  query: z.strictObject({
    round: named.optional(),
    state: z.enum(['pending', 'in-case', 'dropped']).optional(),
    reference: z.string().min(1).max(64).optional().describe("The creditor's own reference, whole."),
    reCheck: z.literal('open').optional().describe('Only those that wait for an answer to the re-check.'),
    ...pageFields,
  }),
  responses: { 200: { description: 'Done', schema: pageOf(creditorSignalSchema), alsoAs: 'text/csv' } },
  async handle({ params, query: { round, state, reference, reCheck, ...page }, actor, request }, { sql }) {
    const wanted = { roundId: (await knownFilters(sql, actor, { round })).round, state, reference, isAsked: reCheck === 'open' };
    if (request.accepts(['application/json', 'text/csv']) === 'text/csv') return stream('text/csv; charset=utf-8', signalsCsv(await exportSignals(sql, actor, params.id, wanted)), attachment('csv', 'signalen', params.id));
    return paged(page, position, async (asked) => shownAs(await readSignals(sql, actor, params.id, wanted, asked), creditorSignalOf));
  },
});

const one = route({
  method: 'get',
  path: '/signals/{id}',
  tag: 'Signals',
  summary: 'What became of one signal',
  may: 'read-signals',
  params: idParams,
  responses: { 200: creditorSignalSchema },
  handle: async ({ params, actor }, { sql }) => ok(creditorSignalOf(await readSignal(sql, actor, params.id))),
});

const answerRecheck = route({
  method: 'post',
  path: '/signals/{id}/answer-re-check',
  tag: 'Signals',
  summary: "A creditor's answer to the re-check: are the current costs of this customer being paid?",
  description: 'By its own signal: of the case behind it a creditor knows nothing, not even its id.',
  may: 'answer-re-check',
  params: idParams,
  body: z.strictObject({ ...recheckAnswerFields, reason: textSchema.optional().describe('Why, where that helps later.') }),
  responses: { 200: z.object({ id: z.uuid(), done: z.literal(true) }).meta({ id: 'Answered' }) },
  refuses: ['action-refused', 'engine-unavailable'],
  async handle({ params, key, body: { reason, ...said }, actor }, deps) {
    const { caseId, creditorId } = await readSignal(deps.sql, actor, params.id);
    await actOnCase(deps, actor, { caseId, action: 'answer-re-check', key, body: { creditorId, ...said, ...(reason !== undefined && { reason }) } });
    return ok({ id: params.id, done: true });
  },
});

const withdrawDay = route({
  method: 'post',
  path: '/signals/{id}/withdraw-day',
  tag: 'Signals',
  summary: 'The eviction or end of supply of this signal is off; its arrears stay in the case',
  description: 'By its own signal: of the case behind it a creditor knows nothing, not even its id.',
  may: 'withdraw-day',
  params: idParams,
  body: z.strictObject({ reason: textSchema.describe('Why; kept in the timeline.') }),
  responses: { 200: z.object({ id: z.uuid(), done: z.literal(true) }).meta({ id: 'DayWithdrawn' }) },
  refuses: ['action-refused', 'engine-unavailable'],
  async handle({ params, key, body: { reason }, actor }, deps) {
    const { caseId } = await readSignal(deps.sql, actor, params.id);
    await actOnCase(deps, actor, { caseId, action: 'withdraw-day', key, body: { signalId: params.id, reason } });
    return ok({ id: params.id, done: true });
  },
});

export const signalReadingRoutes = [ofCreditor, one, answerRecheck, withdrawDay];
