/** Signals as creditors follow them: what became of them, nothing about the person. */
import type { CallingActor } from '../../actor.ts';
import type { CaseState, Ending } from '../../domain/case/state.ts';
import type { Instant, LocalDate } from '../../domain/dates.ts';
import type { Feedback } from '../../domain/feedback.ts';
import type { Phase } from '../../domain/lifecycle.ts';
import type { Db } from '../connect.ts';
import { visibleSignals } from './scope.ts';

export interface SignalRow {
  id: string;
  creditorId: string;
  roundId: string;
  deliveryId: string | null;
  reference: string;
  amountCents: number;
  arrearsSince: LocalDate;
  kind: string;
  crisis: boolean;
  warm: boolean;
  state: 'pending' | 'in-case' | 'dropped';
  reason: string | null;
  receivedAt: Instant;
  decidedAt: Instant | null;
  caseId: string;
  phase: Phase;
  ending: Ending | null;
  result: string | null;
  visits: number;
  matchedAt: Instant | null;
  feedbackAt: Instant | null;
  closedAt: Instant | null;
  helpAccepted: boolean;
  suspensionDays: number;
  feedback: Feedback | null;
  /** This creditor's answer to the re-check that is running. */
  answer: CaseState['answers'][string] | null;
  answerDueOn: LocalDate | null;
}

export interface SignalPosition {
  receivedAt: Instant;
  id: string;
}

interface Filters {
  creditorId?: string;
  signalId?: string;
  roundId?: string | undefined;
  state?: SignalRow['state'] | undefined;
}

/** The newest first. */
export function listSignals(sql: Db, actor: CallingActor, f: Filters, { after, limit }: { after: SignalPosition | null; limit: number }): Promise<SignalRow[]> {
  return sql<SignalRow[]>`
    select
      signals.id, signals.creditor_id, signals.round_id, signals.delivery_id, signals.reference, signals.amount_cents, signals.arrears_since,
      signals.kind, signals.crisis, signals.warm, signals.state, signals.reason, signals.received_at, signals.decided_at,
      cases.id as case_id, cases.phase, cases.ending, cases.result, cases.visits, cases.matched_at, cases.feedback_at, cases.closed_at,
      cases.help_accepted, (policies.body->>'suspensionDays')::int as suspension_days, feedbacks.body as feedback,
      case when signals.state = 'in-case' and cases.phase = 're-check' then cases.state->'answers'->>signals.creditor_id end as answer,
      (select max(due_on) from deadlines
       where deadlines.case_id = cases.id and deadlines.creditor_id = signals.creditor_id and deadlines.ended_at is null) as answer_due_on
    from signals
    join households on households.id = signals.household_id
    join cases on cases.id = signals.case_id
    join policies on policies.version = cases.policy_version
    left join feedbacks on signals.state = 'in-case' and feedbacks.id = (cases.state->>'feedbackId')::uuid
    where ${visibleSignals(sql, actor)}
      ${f.creditorId === undefined ? sql`` : sql`and signals.creditor_id = ${f.creditorId}`}
      ${f.signalId === undefined ? sql`` : sql`and signals.id = ${f.signalId}`}
      ${f.roundId === undefined ? sql`` : sql`and signals.round_id = ${f.roundId}`}
      ${f.state === undefined ? sql`` : sql`and signals.state = ${f.state}`}
      ${after === null ? sql`` : sql`and (signals.received_at, signals.id) < (${after.receivedAt}, ${after.id})`}
    order by signals.received_at desc, signals.id desc
    limit ${limit}`;
}
