/** What became of signals: a creditor reads its own, staff those of their municipality. Nothing about the person. */
import { z } from 'zod';
import type { CallingActor } from '../../src/actor.ts';
import { listSignals, type SignalRow } from '../../src/db/queries/signals.ts';
import type { Sql } from '../../src/db/connect.ts';
import { signalReaders } from '../../src/domain/access.ts';
import { codesOf, labelOf, signalStatuses } from '../../src/domain/codes.ts';
import { feedbackSchema } from '../../src/domain/feedback.ts';
import { signalStatusOf } from '../../src/domain/signal-status.ts';
import { suspensionOf } from '../../src/domain/suspension.ts';
import { AppError } from '../../src/errors.ts';
import { signalSentence } from '../../src/wording/signals.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { ok, route } from '../route.ts';
import { suspension } from '../schemas/case.ts';
import { cents, idParams, instant, localDate, pageFields, pageOf } from '../schemas/common.ts';

const signal = z
  .object({
    id: z.uuid(),
    creditorId: z.string(),
    roundId: z.string(),
    deliveryId: z.uuid().nullable(),
    reference: z.string(),
    amountCents: cents,
    arrearsSince: localDate,
    kind: z.string(),
    crisis: z.boolean(),
    warm: z.boolean(),
    state: z.enum(['pending', 'in-case', 'dropped']),
    reason: z.string().nullable().describe('The code of why it dropped out, or how it came in.'),
    receivedAt: instant,
    decidedAt: instant.nullable(),
    status: z.enum(codesOf(signalStatuses)).describe('DDAS EnumSignaalstatus.'),
    statusLabel: z.string(),
    sentence: z.string().describe('Dutch: the status, with the reason of a drop-out.'),
    suspension,
    feedback: feedbackSchema.nullable(),
    reCheck: z
      .object({ caseId: z.uuid(), answer: z.enum(['asked', 'reminded', 'silent', 'paying', 'not-paying']), dueOn: localDate.nullable() })
      .nullable()
      .describe('Set while the creditor is asked whether current costs are paid; answer by POST /cases/{caseId}/answer-re-check.'),
  })
  .meta({ id: 'SignalStatus' });

function viewOf(row: SignalRow): z.infer<typeof signal> {
  const status = signalStatusOf(row);
  const { id, creditorId, roundId, deliveryId, reference, amountCents, arrearsSince, kind, crisis, warm, state, reason, receivedAt, decidedAt, feedback } = row;
  return {
    ...{ id, creditorId, roundId, deliveryId, reference, amountCents, arrearsSince, kind, crisis, warm, state, reason, receivedAt, decidedAt, feedback },
    status,
    statusLabel: labelOf(signalStatuses, status),
    sentence: signalSentence({ status, state: row.state, reason: row.reason }),
    suspension: row.state === 'in-case' ? suspensionOf(row) : null,
    reCheck: row.answer === null ? null : { caseId: row.caseId, answer: row.answer, dueOn: row.answerDueOn },
  };
}

const position = z.tuple([z.literal('receivedAt'), instant, z.uuid()]);

const ofCreditor = route({
  method: 'get',
  path: '/creditors/{id}/signals',
  tag: 'Signals',
  summary: "A creditor's signals with their status, the newest first",
  roles: signalReaders,
  params: z.strictObject({ id: z.string() }),
  query: z.strictObject({ round: z.string().optional(), state: z.enum(['pending', 'in-case', 'dropped']).optional(), ...pageFields }),
  responses: { 200: pageOf(signal) },
  async handle({ params, query, actor }, { sql }) {
    if (actor.role === 'creditor' && actor.creditorId !== params.id) throw new AppError('forbidden', 'U ziet alleen uw eigen signalen.');
    const [, receivedAt, id] = decodeCursor(query.cursor, position) ?? [];
    const after = receivedAt === undefined || id === undefined ? null : { receivedAt, id };
    const rows = await listSignals(sql, actor, { creditorId: params.id, roundId: query.round, state: query.state }, { after, limit: query.limit + 1 });
    const page = pageFrom(rows, query.limit, (last) => ['receivedAt', last.receivedAt, last.id]);
    return ok({ items: page.rows.map(viewOf), nextCursor: page.nextCursor });
  },
});

async function findSignal(sql: Sql, actor: CallingActor, id: string): Promise<SignalRow> {
  const [row] = await listSignals(sql, actor, { signalId: id }, { after: null, limit: 1 });
  if (row === undefined) throw new AppError('not-found', 'Dit signaal bestaat niet, of is niet van u.');
  return row;
}

const one = route({
  method: 'get',
  path: '/signals/{id}',
  tag: 'Signals',
  summary: 'What became of one signal',
  roles: signalReaders,
  params: idParams,
  responses: { 200: signal },
  handle: async ({ params, actor }, { sql }) => ok(viewOf(await findSignal(sql, actor, params.id))),
});

export const signalReadingRoutes = [ofCreditor, one];
