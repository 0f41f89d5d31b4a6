import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { caseResults, labelOf, type CaseResult } from '../../domain/codes.ts';
import type { Instant, LocalDate } from '../../domain/dates.ts';
import { approaches, currentPaymentStates, feedbackCauses, feedbackSchema, outlooks, type Feedback } from '../../domain/feedback.ts';
import { suspensionOf } from '../../domain/suspension.ts';
import { facts, paragraph, type Block } from '../blocks.ts';
import { caseIdOf, Unsendable, type OutboxRow } from '../outbox.ts';
import { linksTo, ownSignals, referencesOf, type OwnSignal } from '../own-signals.ts';
import { template } from '../template.ts';
import { dayInWords } from '../words.ts';

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
    paragraph(
      suspendedUntil === null
        ? 'U hoeft niet langer te wachten met incasso.'
        : `De inwoner krijgt hulp. Wilt u wachten met incasso tot en met ${dayInWords(suspendedUntil)}?`,
    ),
    ...linksTo(signals, links),
  ],
}));

function outcome({ cause, currentPayments, outlook, approach }: Feedback, result: CaseResult | null): Block[] {
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

interface Stored {
  body: unknown;
  helpAccepted: boolean;
  result: CaseResult | null;
  matchedAt: Instant | null;
  suspensionDays: number;
}

async function load(db: Db, row: OutboxRow): Promise<Told> {
  const { feedbackId } = z.object({ feedbackId: z.uuid() }).parse(row.data);
  const [stored] = await db<Stored[]>`
    select feedbacks.body, cases.result, cases.matched_at, (policies.body->>'suspensionDays')::int as suspension_days,
      coalesce((sent.data->>'helpAccepted')::boolean, false) as help_accepted
    from feedbacks
    join cases on cases.id = feedbacks.case_id
    join policies on policies.version = cases.policy_version
    left join timeline sent on sent.case_id = cases.id and sent.type = 'feedback-sent' and sent.data->>'feedbackId' = feedbacks.id::text
    where feedbacks.id = ${feedbackId} and feedbacks.case_id = ${caseIdOf(row)}`;
  if (stored === undefined) throw new Unsendable('nothing-to-tell: the feedback is gone');
  const { body, helpAccepted, result } = stored;
  const suspension = suspensionOf({ ...stored, feedbackAt: row.createdAt, closedAt: null });
  return {
    signals: await ownSignals(db, row),
    feedback: feedbackSchema.parse(body),
    result: helpAccepted ? null : result,
    suspendedUntil: helpAccepted ? (suspension?.until ?? null) : null,
  };
}
