/** Notes and the plan while it is being written: words about a case that move nothing in it. */
import { z } from 'zod';
import { feedbackDraftSchema } from '../../../src/domain/case/feedback/feedback-schema.ts';
import { planParts } from '../../../src/domain/case/plan/parts.ts';
import { planDraftSchema, planFields } from '../../../src/domain/case/plan/plan.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { textSchema } from '../../../src/usecases/cases/case-actions.ts';
import { keepFeedbackDraft } from '../../../src/usecases/drafts/feedback-draft.ts';
import { readPlan, savePlanDraft } from '../../../src/usecases/drafts/plan-draft.ts';
import { planPaper } from '../../../src/wording/documents/plan.ts';
import { paperHeaders, paperPage } from '../../../web/paper/paper.ts';
import { ok, route, stream } from '../../route.ts';
import { feedbackDraft } from '../../schemas/case.ts';
import { idParams, instant } from '../../schemas/common.ts';

const note = route({
  method: 'post',
  path: '/cases/{id}/notes',
  tag: 'Cases',
  summary: 'Add a note',
  may: 'write-in-case',
  params: idParams,
  body: z.strictObject({ text: textSchema }),
  responses: { 201: z.object({ id: z.uuid() }) },
  async handle({ params, key, body, actor }, { sql, keys }) {
    const id = await addNote({ sql, keys }, actor, { caseId: params.id, text: body.text, key });
    return { status: 201, body: { id } };
  },
});

const cents = z.int().describe('Whole cents a month.');
const storedPlan = {
  id: z.uuid(),
  body: planDraftSchema,
  authorId: z.string(),
  createdAt: instant,
  summary: z
    .object({
      budget: z.object({ incomeCents: cents, fixedCostsCents: cents, otherCostsCents: cents, leftCents: cents.describe('Whole cents a month; below zero when there is too little.'), roomToRepayCents: cents }).nullable().describe('Each line is rounded to whole cents a month; a week counts 52 times a year, four weeks 13 times.'),
      debts: z.object({ totalCents: z.int().describe('Whole cents, of those that are known.'), unknown: z.int().describe('Of how many the amount is not known.') }).nullable(),
    })
    .describe('What the lines come to; null without lines.'),
  parts: z.array(z.object({ part: z.enum(planParts), label: z.string(), missing: z.array(z.object({ field: z.string(), label: z.string() })) })).describe('What each part still lacks.'),
};
const plan = z
  .object({ ...storedPlan, municipality: z.string().describe('By name.'), completed: z.boolean(), draft: z.object(storedPlan).nullable().describe('Where a plan stands: the draft of the one that is being made anew.') })
  .meta({ id: 'Plan' });

const read = route({
  method: 'get',
  path: '/cases/{id}/plan',
  tag: 'Cases',
  summary: 'Read the plan of approach: the one that stands, or the newest draft',
  description: 'With `Accept: text/html` a page to print, for the resident.',
  may: 'read-case',
  params: idParams,
  responses: { 200: { description: 'Done', schema: plan, alsoAs: 'text/html' } },
  async handle({ params, actor, request }, deps) {
    const found = await readPlan(deps, actor, params.id);
    return request.accepts(['application/json', 'text/html']) === 'text/html' ? stream('text/html; charset=utf-8', paperPage(planPaper(found)), paperHeaders) : ok(found);
  },
});

const save = route({
  method: 'put',
  path: '/cases/{id}/plan',
  tag: 'Cases',
  summary: 'Keep a draft of the plan; the action complete-plan completes it, and takes from it what it is not sent',
  may: 'write-in-case',
  params: idParams,
  body: planDraftSchema,
  responses: { 200: plan },
  refuses: ['action-refused'],
  handle: async ({ params, key, body, actor }, { sql, keys }) => ok(await savePlanDraft({ sql, keys }, actor, { caseId: params.id, draft: body, key, isPart: false })),
});

const savePart = route({
  method: 'patch',
  path: '/cases/{id}/plan',
  tag: 'Cases',
  summary: 'Fill in a part of the draft of the plan; what is not sent stays as it was',
  may: 'write-in-case',
  params: idParams,
  body: planDraftSchema.extend({ clear: z.array(z.enum(Object.keys(planFields) as (keyof typeof planFields)[])).max(30).optional().describe('Fields to empty.') }),
  responses: { 200: plan },
  refuses: ['action-refused'],
  handle: async ({ params, key, body: { clear, ...draft }, actor }, { sql, keys }) => ok(await savePlanDraft({ sql, keys }, actor, { caseId: params.id, draft, key, isPart: true, ...(clear === undefined ? {} : { clear }) })),
});

const saveFeedback = route({
  method: 'put',
  path: '/cases/{id}/feedback-draft',
  tag: 'Cases',
  summary: 'Keep a draft of the feedback (feedbackDraft of the case); the action send-feedback takes from it what it is not sent',
  may: 'write-in-case',
  params: idParams,
  body: feedbackDraftSchema,
  responses: { 200: feedbackDraft },
  refuses: ['action-refused'],
  handle: async ({ params, body, actor }, { sql }) => ok(await keepFeedbackDraft(sql, actor, { caseId: params.id, draft: body })),
});

export const caseNoteRoutes = [note, read, save, savePart, saveFeedback];
