/**
 * All that a creditor can read of what became of its deliveries, written once, as closed schemas: every text in them is
 * one of a list, an id, a date, or what the creditor wrote itself. What is read goes through them on its way out, so
 * that nothing else can cross: no word of a colleague, and nothing of another creditor at the same address.
 */
import { z } from 'zod';
import type { SignalRow } from '../../db/queries/signals/signals.ts';
import { codesOf, creditorKinds, labelOf, signalKinds, signalStatuses } from '../../domain/codes.ts';
import { recheckStandings } from '../../domain/case/state.ts';
import { feedbackSchema } from '../../domain/case/feedback/feedback-schema.ts';
import { signalStatusOf } from '../../domain/case/signals/signal-status.ts';
import { suspensionOfSignal } from '../../domain/case/signals/suspension.ts';
import { toldReasonCodes, toldReasonOf } from '../labels/labels.ts';
import { signalKindInWords } from '../sentences/signal-kind.ts';
import { signalSentence, signalSentences } from '../sentences/signals.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);
const day = z.iso.date();
const instant = z.iso.datetime();
/** Only ever handed back to the creditor that wrote it. */
const ownReference = z.string().max(64);
/** A label of the list, of some kinds with a day in words behind it. */
const kindLabel = z.string().regex(new RegExp(`^(?:${signalKinds.map(({ label }) => label).join('|')})(?: op [a-z]+ \\d{1,2} [a-z]+ \\d{4})?$`));
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
    signalKind: z.enum(codesOf(signalKinds)),
    endsOn: day.nullable().describe('Of an end of supply or an eviction: its day, as this signal told it.'),
    signalKindLabel: kindLabel.describe('Dutch: the kind, with its day.'),
    warm: z.boolean(),
    state: z.enum(['pending', 'in-case', 'dropped']),
    reason: z.enum(toldReasonCodes).nullable().describe('The code of why it dropped out; objections and a full round are `other`.'),
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
      .strictObject({ answer: z.enum(recheckStandings), dueOn: day.nullable() })
      .nullable()
      .describe('Set while the creditor is asked whether current costs are paid; answer by POST /signals/{id}/answer-re-check. Of the case it is told nothing, not its id: that would tell when it began, and what else belongs to it.'),
  })
  .meta({ id: 'SignalStatus' });
type CreditorSignal = z.infer<typeof creditorSignalSchema>;

/** A case may be older than the signal: what happened in it before is of other creditors. */
export function creditorSignalOf(row: SignalRow): CreditorSignal {
  const status = signalStatusOf(row);
  const { id: signalId, creditorId, roundId, deliveryId, reference, amountCents, arrearsSince, kind, crisis, signalKind, endsOn, warm, state, receivedAt, decidedAt } = row;
  return creditorSignalSchema.parse({
    ...{ id: signalId, creditorId, roundId, deliveryId, reference, amountCents, arrearsSince, kind, crisis, signalKind, endsOn, warm, state, receivedAt, decidedAt },
    signalKindLabel: signalKindInWords(row),
    // How a signal came into a case tells whether others were there before.
    reason: state === 'dropped' && row.reason !== null ? toldReasonOf(row.reason) : null,
    status,
    statusLabel: labelOf(signalStatuses, status),
    sentence: signalSentence({ status, state, reason: row.reason }),
    suspension: state === 'in-case' ? suspensionOfSignal(row) : null,
    feedback: row.feedback,
    reCheck: row.answer === null ? null : { answer: row.answer, dueOn: row.answerDueOn },
  });
}
