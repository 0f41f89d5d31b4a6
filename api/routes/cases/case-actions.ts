/** One route for each action of the transition table, and the triage of many at once. */
import { z } from 'zod';
import { noGoReasons } from '../../../src/domain/case/commands.ts';
import { actions, rules, type Action } from '../../../src/domain/case/lifecycle.ts';
import type { Permission } from '../../../src/domain/identity/access.ts';
import { actOnCase } from '../../../src/usecases/cases/act-on-case.ts';
import { actionBodies, textSchema } from '../../../src/usecases/cases/case-actions.ts';
import { actOnCases, type ActOfMany } from '../../../src/usecases/cases/act-on-cases.ts';
import { readCase } from '../../../src/usecases/cases/read-case.ts';
import { readCaseStep } from '../../../src/usecases/cases/read-case-step.ts';
import { errorCodes } from '../../../src/errors.ts';
import { problemSchema, statusOf } from '../../problem.ts';
import { ok, route, type Reply } from '../../route.ts';
import { caseDetail, caseStep } from '../../schemas/case.ts';
import { idParams } from '../../schemas/common.ts';

const refusedResponse = { description: 'The case does not take this now; `allowedActions` says what it does take.', schema: problemSchema, mediaType: 'application/problem+json' };
const awayResponse = { description: 'The engine does not answer; ask again with the same key after Retry-After seconds.', schema: problemSchema, mediaType: 'application/problem+json' };

/** Creditors know no case: they answer, and withdraw a day, by their own signal. */
const forCreditors: Partial<Record<Action, Permission>> = { 'answer-re-check': 'note-re-check-answer', 'withdraw-day': 'note-withdrawn-day' };
const mayTake = (action: Action): Permission => forCreditors[action] ?? action;

const actionRoute = (action: Action) =>
  route({
    method: 'post',
    path: `/cases/{id}/${action}`,
    tag: 'Case actions',
    summary: `Take the action "${action}" on a case`,
    description: `On a button: "${rules[action].label}". Possible in: ${rules[action].from.join(', ')}. May lead to: ${rules[action].to.join(', ')}. With the header \`Prefer: return=minimal\` (RFC 7240) only where the case stands is answered.`,
    may: mayTake(action),
    params: idParams,
    body: actionBodies[action],
    responses: {
      200: z.union([caseDetail, caseStep]),
      409: refusedResponse,
      503: awayResponse,
    },
    async handle({ params, key, body, actor, request }, deps) {
      await actOnCase(deps, actor, { caseId: params.id, action, key, body });
      return wantsLittle(request.get('Prefer')) ? ok(await readCaseStep(deps, actor, params.id), { 'Preference-Applied': 'return=minimal' }) : ok(await readCase(deps, actor, params.id));
    },
  });

/** `return=minimal` among the preferences of a request. */
const wantsLittle = (prefer = ''): boolean => prefer.split(',').some((one) => /^\s*return\s*=\s*"?minimal"?\s*(;|$)/i.test(one));

export const MOST_AT_ONCE = 500;
const caseIds = z.array(z.uuid()).min(1).max(MOST_AT_ONCE);

/** Of one case, beside others: the reason in words and the step that it was decided on too. */
const oneDecision = { caseId: z.uuid(), reason: textSchema.optional().describe('Why, where that helps later.'), seq: z.int().min(0).optional().describe('The step of the case (`seq`) that this was decided on.') };
const eachCase = z
  .array(
    z.discriminatedUnion('decision', [
      z.strictObject({ ...oneDecision, decision: z.literal('go') }),
      z.strictObject({ ...oneDecision, decision: z.literal('no-go'), because: z.enum(noGoReasons) }),
    ]),
  )
  .min(1)
  .max(MOST_AT_ONCE)
  .superRefine((cases, context) => {
    for (const [n, { caseId }] of cases.entries()) {
      if (cases.findIndex((other) => other.caseId === caseId) < n) context.addIssue({ code: 'custom', path: [n, 'caseId'], params: { rule: 'once' }, message: 'Deze zaak staat hier al; neem per zaak één besluit.' });
    }
  });

export const outcomes = z
  .object({
    done: z.int(),
    refused: z.int(),
    outcomes: z.array(z.object({ caseId: z.uuid(), done: z.boolean(), problem: z.object({ code: z.enum(errorCodes), detail: z.string() }).nullable() })),
  })
  .meta({ id: 'ManyOutcomes' });

export const summed = (all: Awaited<ReturnType<typeof actOnCases>>): Reply => {
  const done = all.filter((outcome) => outcome.done).length;
  return { ...ok({ done, refused: all.length - done, outcomes: all }), isUnfinished: all.some(({ problem }) => problem !== null && statusOf(problem.code) === 503) };
};

const decide = route({
  method: 'post',
  path: '/triage-decisions',
  tag: 'Triage',
  summary: 'Decide go or no-go for many cases at once; can be undone for a while, and its mail waits as long',
  description: 'One decision for all of `caseIds`, or with `each` a decision of its own for each of `cases`.',
  may: 'go',
  body: z.discriminatedUnion('decision', [
    z.strictObject({ caseIds, decision: z.literal('go') }),
    z.strictObject({ caseIds, decision: z.literal('no-go'), because: z.enum(noGoReasons) }),
    z.strictObject({ decision: z.literal('each'), cases: eachCase }),
  ]),
  responses: { 200: outcomes },
  async handle({ key, body, actor }, deps) {
    return summed(await actOnCases(deps, actor, key, decisionsIn(body)));
  },
});

type Decided = { caseIds: string[]; decision: 'go' | 'no-go'; because?: string } | { decision: 'each'; cases: z.infer<typeof eachCase> };

function decisionsIn(body: Decided): ActOfMany[] {
  if (body.decision === 'each') return body.cases.map(({ caseId, decision, ...said }) => ({ caseId, action: decision, body: { ...said, undoable: true } }));
  const { caseIds: ids, decision, ...because } = body;
  return [...new Set(ids)].map((caseId) => ({ caseId, action: decision, body: { ...because, undoable: true } }));
}

const undo = route({
  method: 'post',
  path: '/triage-decisions/undo',
  tag: 'Triage',
  summary: 'Undo triage decisions that have not taken effect yet',
  may: 'undo-triage',
  body: z.strictObject({ caseIds }),
  responses: { 200: outcomes },
  handle: async ({ key, body, actor }, deps) =>
    summed(await actOnCases(deps, actor, key, [...new Set(body.caseIds)].map((caseId) => ({ caseId, action: 'undo-triage', body: {} })))),
});

/** The route of each action. */
export const routeOfAction = Object.fromEntries(actions.map((action) => [action, actionRoute(action)])) as Record<Action, ReturnType<typeof actionRoute>>;

export const caseActionRoutes = [...actions.map((action) => routeOfAction[action]), undo, decide];
