import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { findFeedback, type OwnSignal } from '../../db/queries/outreach/told.ts';
import { caseResults, labelOf, type CaseResult } from '../../domain/codes.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import { approaches, currentPaymentStates, feedbackCauses, feedbackSchema, outlooks, type Feedback } from '../../domain/case/feedback/feedback-schema.ts';
import { suspensionOf } from '../../domain/case/signals/suspension.ts';
import { facts, paragraph, type Block } from '../blocks.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { caseIdOf, Unsendable } from '../outbox.ts';
import { linksTo, ownSignals, referencesOf } from '../own-signals.ts';
import { template } from '../template.ts';
import { afterwards } from './not-taken-up.ts';
import { dayInWords } from '../../wording/sentences/terms.ts';

interface Told {
  signals: OwnSignal[];
  feedback: Feedback;
  /** How it ended where no plan was made; after a plan the codes of the feedback say all a creditor may know. */
  result: CaseResult | null;
  /** The last day on which collection stays suspended; null when it ends with this feedback. */
  suspendedUntil: LocalDate | null;
}

/** To a creditor: what came of its signal. The arrears part only. */
export const feedback = template(load, ({ signals, feedback: codes, result, suspendedUntil }, links) => ({
  subject: 'Onze terugkoppeling op uw signaal',
  blocks: [
    paragraph('De gemeente koppelt terug wat er met uw signaal is gedaan.'),
    referencesOf(signals),
    ...outcome(codes, result),
    suspendedUntil === null ? afterwards(result) : paragraph(`De inwoner krijgt hulp. Wilt u wachten met incasso tot en met ${dayInWords(suspendedUntil)}?`),
    ...linksTo(signals, links),
  ],
}));

/** The codes, a line each; `result` where there is one to tell. */
export function outcome({ cause, currentPayments, outlook, approach }: Feedback, result: CaseResult | null = null): Block[] {
  const lines: [string, string][] = [];
  if (result !== null) lines.push(['Uitkomst', labelOf(caseResults, result)]);
  if (cause !== undefined) lines.push(['Oorzaak', labelOf(feedbackCauses, cause)]);
  if (currentPayments !== undefined) lines.push(['Vaste lasten', paymentsInWords(currentPayments)]);
  if (outlook !== undefined) lines.push(['Vooruitzicht', labelOf(outlooks, outlook)]);
  if (approach !== undefined) lines.push(['Aanpak', approach.map((code) => labelOf(approaches, code)).join(', ')]);
  return lines.length === 0 ? [] : [facts(...lines)];
}

function paymentsInWords(payments: NonNullable<Feedback['currentPayments']>): string {
  const label = labelOf(currentPaymentStates, payments.state);
  return payments.state === 'resumes-on' ? `${label} ${dayInWords(payments.date)}` : label;
}

async function load(db: Db, row: OutboxRow): Promise<Told> {
  const { feedbackId, first } = z.object({ feedbackId: z.uuid(), first: z.uuid().optional() }).parse(row.data);
  const stored = await findFeedback(db, { id: feedbackId, first: first ?? feedbackId, caseId: caseIdOf(row) });
  if (stored === null) throw new Unsendable('nothing-to-tell: the feedback is gone');
  const { body, helpAccepted, result } = stored;
  const suspension = suspensionOf({ ...stored, feedbackAt: row.createdAt, closedAt: null });
  return {
    signals: await ownSignals(db, row),
    feedback: feedbackSchema.parse(body),
    result: helpAccepted ? null : result,
    suspendedUntil: helpAccepted ? (suspension?.until ?? null) : null,
  };
}
