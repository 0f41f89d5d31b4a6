/** One route for each action of the transition table, and the triage of many at once. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { noGoReasons } from '../../src/domain/commands.ts';
import { actions, rules, type Action } from '../../src/domain/lifecycle.ts';
import { actOnCase } from '../../src/usecases/act-on-case.ts';
import { actionBodies } from '../../src/usecases/case-actions.ts';
import { decideTriage } from '../../src/usecases/decide-triage.ts';
import { readCase } from '../../src/usecases/read-case.ts';
import { errorCodes } from '../../src/errors.ts';
import { problemSchema } from '../problem.ts';
import { ok, route } from '../route.ts';
import { caseDetail } from '../schemas/case.ts';
import { idempotencyHeaders, idParams } from '../schemas/common.ts';

const refusedResponse = { description: 'The case does not take this now; `allowedActions` says what it does take.', schema: problemSchema, mediaType: 'application/problem+json' };
const awayResponse = { description: 'The engine does not answer; ask again with the same key after Retry-After seconds.', schema: problemSchema, mediaType: 'application/problem+json' };

/** A creditor is told that its answer stands, and sees nothing of the case. */
const answered = z.object({ id: z.uuid(), done: z.literal(true) }).meta({ id: 'Answered' });

const actionRoute = (action: Action) =>
  route({
    method: 'post',
    path: `/cases/{id}/${action}`,
    tag: 'Case actions',
    summary: `Take the action "${action}" on a case`,
    description: `On a button: "${rules[action].label}". Possible in: ${rules[action].from.join(', ')}. May lead to: ${rules[action].to.join(', ')}.`,
    may: action,
    params: idParams,
    headers: idempotencyHeaders,
    body: actionBodies[action],
    responses: {
      200: rules[action].by.includes('creditor') ? z.union([caseDetail, answered]) : caseDetail,
      409: refusedResponse,
      503: awayResponse,
    },
    async handle({ params, headers, body, actor }, deps) {
      await actOnCase(deps, actor, { caseId: params.id, action, key: headers['idempotency-key'] ?? randomUUID(), body });
      return ok(actor.role === 'creditor' ? { id: params.id, done: true } : await readCase(deps, actor, params.id));
    },
  });

const caseIds = z.array(z.uuid()).min(1).max(500);

const outcomes = z
  .object({
    done: z.int(),
    refused: z.int(),
    outcomes: z.array(z.object({ caseId: z.uuid(), done: z.boolean(), problem: z.object({ code: z.enum(errorCodes), detail: z.string() }).nullable() })),
  })
  .meta({ id: 'TriageOutcomes' });

const summed = (all: Awaited<ReturnType<typeof decideTriage>>) => {
  const done = all.filter((outcome) => outcome.done).length;
  return { done, refused: all.length - done, outcomes: all };
};

const decide = route({
  method: 'post',
  path: '/triage-decisions',
  tag: 'Triage',
  summary: 'Decide go or no-go for many cases at once; can be undone for a while, and its mail waits as long',
  may: 'go',
  headers: idempotencyHeaders,
  body: z.discriminatedUnion('decision', [
    z.strictObject({ caseIds, decision: z.literal('go') }),
    z.strictObject({ caseIds, decision: z.literal('no-go'), because: z.enum(noGoReasons) }),
  ]),
  responses: { 200: outcomes },
  async handle({ headers, body, actor }, deps) {
    const { caseIds: ids, decision, ...because } = body;
    const key = headers['idempotency-key'] ?? randomUUID();
    return ok(summed(await decideTriage(deps, actor, { caseIds: ids, key, action: decision, body: { ...because, undoable: true } })));
  },
});

const undo = route({
  method: 'post',
  path: '/triage-decisions/undo',
  tag: 'Triage',
  summary: 'Undo triage decisions that have not taken effect yet',
  may: 'undo-triage',
  headers: idempotencyHeaders,
  body: z.strictObject({ caseIds }),
  responses: { 200: outcomes },
  handle: async ({ headers, body, actor }, deps) =>
    ok(summed(await decideTriage(deps, actor, { caseIds: body.caseIds, key: headers['idempotency-key'] ?? randomUUID(), action: 'undo-triage', body: {} }))),
});

export const caseActionRoutes = [...actions.map(actionRoute), undo, decide];
