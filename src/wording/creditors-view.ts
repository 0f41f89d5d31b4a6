/**
 * All that a creditor can read of what became of its deliveries, written once, as closed schemas: every text in them is
 * one of a list, an id, a date, or what the creditor wrote itself. What is read goes through them on its way out, so
 * that nothing else can cross: no word of a colleague, and nothing of another creditor at the same address.
 */
import { z } from 'zod';
import type { SignalRow } from '../db/queries/signals.ts';
import type { DropOutReason } from '../domain/case/state.ts';
import { codesOf, creditorKinds, labelOf, signalStatuses } from '../domain/codes.ts';
import { feedbackSchema } from '../domain/feedback.ts';
import { signalStatusOf } from '../domain/signal-status.ts';
import { suspensionOf } from '../domain/suspension.ts';
import { dropOutLabels } from './labels.ts';
import { signalSentence, signalSentences } from './signals.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);
const day = z.iso.date();
const instant = z.iso.datetime();
/** Only ever handed back to the creditor that wrote it. */
const ownReference = z.string().max(64);
const labels = signalStatuses.map(({ label }) => label);

export const creditorSignalSchema = z
  .strictObject({
    id: z.uuid(),
    creditorId: id,
    roundId: id,
    deliveryId: z.uuid().nullable(),
    reference: ownReference,
    amountCents: z.int().describe('Whole cents.'),
    arrearsSince: day,
    kind: z.enum(codesOf(creditorKinds)),
    crisis: z.boolean(),
    warm: z.boolean(),
    state: z.enum(['pending', 'in-case', 'dropped']),
    reason: z.enum(Object.keys(dropOutLabels) as [DropOutReason, ...DropOutReason[]]).nullable().describe('The code of why it dropped out.'),
    receivedAt: instant,
    decidedAt: instant.nullable(),
    status: z.enum(codesOf(signalStatuses)).describe('DDAS EnumSignaalstatus.'),
    statusLabel: z.enum(labels),
    sentence: z.enum(signalSentences).describe('Dutch: the status, with the reason of a drop-out.'),
    suspension: z
      .strictObject({ from: day, until: day.nullable().describe('The last day; null: until the feedback.') })
      .nullable()
      .describe('How long the creditor suspends collection; null without a match.'),
    feedback: feedbackSchema.nullable(),
    reCheck: z
      .strictObject({ caseId: z.uuid(), answer: z.enum(['asked', 'reminded', 'silent', 'paying', 'not-paying']), dueOn: day.nullable() })
      .nullable()
      .describe('Set while the creditor is asked whether current costs are paid; answer by POST /cases/{caseId}/answer-re-check.'),
  })
  .meta({ id: 'SignalStatus' });
export type CreditorSignal = z.infer<typeof creditorSignalSchema>;

/** A case may be older than the signal: what happened in it before is of other creditors. */
export function creditorSignalOf(row: SignalRow): CreditorSignal {
  const status = signalStatusOf(row);
  const isTold = row.feedbackAt !== null && (row.decidedAt === null || row.decidedAt <= row.feedbackAt);
  const since = row.matchedAt !== null && row.decidedAt !== null && row.decidedAt > row.matchedAt ? row.decidedAt : row.matchedAt;
  const { id: signalId, creditorId, roundId, deliveryId, reference, amountCents, arrearsSince, kind, crisis, warm, state, receivedAt, decidedAt } = row;
  return creditorSignalSchema.parse({
    ...{ id: signalId, creditorId, roundId, deliveryId, reference, amountCents, arrearsSince, kind, crisis, warm, state, receivedAt, decidedAt },
    // How a signal came into a case tells whether others were there before.
    reason: state === 'dropped' ? row.reason : null,
    status,
    statusLabel: labelOf(signalStatuses, status),
    sentence: signalSentence({ status, state, reason: row.reason }),
    suspension: state === 'in-case' ? suspensionOf({ ...row, matchedAt: since, feedbackAt: isTold ? row.feedbackAt : null }) : null,
    feedback: isTold ? row.feedback : null,
    reCheck: row.answer === null ? null : { caseId: row.caseId, answer: row.answer, dueOn: row.answerDueOn },
  });
}
