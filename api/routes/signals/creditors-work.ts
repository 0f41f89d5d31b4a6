/** What waits for a creditor, and its answers for many signals at once. */
import { z } from 'zod';
import { recheckAnswers } from '../../../src/domain/case/commands.ts';
import { answerRechecks } from '../../../src/usecases/signals/answer-re-checks.ts';
import { readToDo } from '../../../src/usecases/signals/read-to-do.ts';
import { statusOf } from '../../problem.ts';
import { ok, route } from '../../route.ts';
import { instant, month } from '../../schemas/common.ts';
import { errorCodes } from '../../../src/errors.ts';

const MOST_AT_ONCE = 500;

const toDo = route({
  method: 'get',
  path: '/creditors/{id}/to-do',
  tag: 'Signals',
  summary: 'What waits for a creditor: delivering, rows to correct, re-checks to answer',
  may: 'read-signals',
  params: z.strictObject({ id: z.string() }),
  responses: {
    200: z
      .object({
        round: z.object({ month, deliverBefore: instant, delivered: z.boolean() }).nullable().describe('The round that a delivery of now belongs to; null while none is open.'),
        toCorrect: z.array(z.object({ deliveryId: z.uuid(), month, receivedAt: instant, unreadable: z.boolean(), refused: z.int(), links: z.object({ refusedCsv: z.string() }) })).describe('Deliveries to open rounds with refused rows that did not come again since, or that could not be read.'),
        reChecks: z.object({ signals: z.int(), dueOn: z.iso.date().nullable(), isReminded: z.boolean() }),
      })
      .meta({ id: 'CreditorToDo' }),
  },
  handle: async ({ params, actor }, { sql }) => ok(await readToDo(sql, actor, params.id)),
});

const answers = z
  .array(z.strictObject({ signalId: z.uuid(), answer: z.enum(recheckAnswers) }))
  .min(1)
  .max(MOST_AT_ONCE)
  .superRefine((given, context) => {
    for (const [n, { signalId }] of given.entries()) {
      if (given.findIndex((other) => other.signalId === signalId) < n) context.addIssue({ code: 'custom', path: [n, 'signalId'], params: { rule: 'once' }, message: 'Dit signaal staat hier al; geef per signaal één antwoord.' });
    }
  });

const answerMany = route({
  method: 'post',
  path: '/re-check-answers',
  tag: 'Signals',
  summary: "A creditor's answers to the re-check for many signals at once, each with its own outcome",
  description: 'An answer counts for all signals of the creditor at one address.',
  may: 'answer-re-check',
  body: z.strictObject({ answers }),
  responses: {
    200: z
      .object({ done: z.int(), refused: z.int(), outcomes: z.array(z.object({ signalId: z.uuid(), done: z.boolean(), problem: z.object({ code: z.enum(errorCodes), detail: z.string() }).nullable() })) })
      .meta({ id: 'RecheckOutcomes' }),
  },
  async handle({ key, body, actor }, deps) {
    const outcomes = await answerRechecks(deps, actor, key, body.answers);
    const done = outcomes.filter((outcome) => outcome.done).length;
    return { ...ok({ done, refused: outcomes.length - done, outcomes }), isUnfinished: outcomes.some(({ problem }) => problem !== null && statusOf(problem.code) === 503) };
  },
});

export const creditorsWorkRoutes = [toDo, answerMany];
