/** Notes, complaints and the plan while it is being written: words about a case that move nothing in it. */
import { z } from 'zod';
import { feedbackDraftSchema } from '../../../src/domain/case/feedback/feedback-schema.ts';
import { planDraftSchema } from '../../../src/domain/case/plan/plan.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { textSchema } from '../../../src/usecases/cases/case-actions.ts';
import { keepFeedbackDraft } from '../../../src/usecases/drafts/feedback-draft.ts';
import { readPlan, savePlanDraft } from '../../../src/usecases/drafts/plan-draft.ts';
import { ok, route } from '../../route.ts';
import { feedbackDraft } from '../../schemas/case.ts';
import { idParams, instant } from '../../schemas/common.ts';

const noteRoute = (kind: 'note' | 'complaint', path: '/cases/{id}/notes' | '/cases/{id}/complaints', summary: string) =>
  route({
    method: 'post',
    path,
    tag: 'Cases',
    summary,
    may: 'write-in-case',
    params: idParams,
    body: z.strictObject({ text: textSchema }),
    responses: { 201: z.object({ id: z.uuid() }) },
    async handle({ params, key, body, actor }, { sql, keys }) {
      const id = await addNote({ sql, keys }, actor, { caseId: params.id, kind, text: body.text, key });
      return { status: 201, body: { id } };
    },
  });

const storedPlan = { id: z.uuid(), body: planDraftSchema, authorId: z.string(), createdAt: instant };
const plan = z
  .object({ ...storedPlan, completed: z.boolean(), draft: z.object(storedPlan).nullable().describe('Where a plan stands: the draft of the one that is being made anew.') })
  .meta({ id: 'Plan' });

const read = route({
  method: 'get',
  path: '/cases/{id}/plan',
  tag: 'Cases',
  summary: 'Read the plan of approach: the one that stands, or the newest draft',
  may: 'read-case',
  params: idParams,
  responses: { 200: plan },
  handle: async ({ params, actor }, { sql, keys }) => ok(await readPlan({ sql, keys }, actor, params.id)),
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
  handle: async ({ params, key, body, actor }, { sql, keys }) => ok(await savePlanDraft({ sql, keys }, actor, { caseId: params.id, draft: body, key })),
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

export const caseNoteRoutes = [
  noteRoute('note', '/cases/{id}/notes', 'Add a note'),
  noteRoute('complaint', '/cases/{id}/complaints', 'File a complaint'),
  read,
  save,
  saveFeedback,
];
