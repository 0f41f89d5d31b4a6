/** Signals as creditors follow them: what became of them, nothing about the person. */
import type { CallingActor } from '../../../actor.ts';
import type { SignalKind } from '../../../domain/codes.ts';
import type { CaseState, Ending } from '../../../domain/case/state.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Feedback } from '../../../domain/case/feedback/feedback-schema.ts';
import type { Phase } from '../../../domain/case/lifecycle.ts';
import type { PageAsked } from '../../../paging.ts';
import type { Db } from '../../connect.ts';
import { visibleSignals } from '../identity/scope.ts';
import { dayOf } from './day.ts';

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
  signalKind: SignalKind;
  endsOn: LocalDate | null;
  warm: boolean;
  state: 'pending' | 'in-case' | 'dropped';
  reason: string | null;
  receivedAt: Instant;
  decidedAt: Instant | null;
  caseId: string;
  phase: Phase;
  ending: Ending | null;
  result: string | null;
  worked: boolean;
  /** The same, from the moment that this signal joined the case. */
  workedSince: boolean;
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

export interface SignalFilters {
  creditorId?: string;
  signalId?: string;
  signalIds?: readonly string[];
  roundId?: string | undefined;
  state?: SignalRow['state'] | undefined;
  /** The creditor's own reference, whole. */
  reference?: string | undefined;
  /** Those about which the creditor still has to answer the re-check. */
  isAsked?: boolean | undefined;
}

/** What is shown of a creditor that has not answered yet; after a silence it may still answer. */
const unanswered = ['asked', 'reminded', 'silent'];

/** Newest first. */
export function listSignals(sql: Db, actor: CallingActor, f: SignalFilters, { after, limit }: PageAsked<SignalPosition>): Promise<SignalRow[]> {
  return sql<SignalRow[]>`
    select
      signals.id, signals.creditor_id, signals.round_id, signals.delivery_id, signals.reference, signals.amount_cents, signals.arrears_since,
      signals.kind, signals.crisis, signals.signal_kind, ${dayOf(sql)}, signals.warm, signals.state, signals.reason, signals.received_at, signals.decided_at,
      cases.id as case_id, cases.phase, cases.ending, cases.result, cases.matched_at, signals.feedback_at, cases.closed_at,
      signals.help_accepted, coalesce(cases.visits > 0 or cases.feedback_at is not null or jsonb_array_length(cases.state->'attempts') > 0 or cases.state->>'planId' is not null or (cases.state->>'cycle')::int > 1, false) as worked,
      (signals.feedback_at is not null or exists (
        select from jsonb_array_elements(cases.state->'attempts') as attempt where (attempt->>'recordedAt')::timestamptz >= signals.decided_at)) as worked_since,
      (policies.body->>'suspensionDays')::int as suspension_days, feedbacks.body as feedback,
      case when signals.state = 'in-case' and cases.phase = 're-check' then cases.state->'answers'->>signals.creditor_id end as answer,
      (select max(due_on) from deadlines
       where deadlines.case_id = cases.id and deadlines.creditor_id = signals.creditor_id and deadlines.ended_at is null) as answer_due_on
    from signals
    join households on households.id = signals.household_id
    join cases on cases.id = signals.case_id
    join policies on policies.version = cases.policy_version
    left join feedbacks on signals.state = 'in-case' and feedbacks.id = signals.feedback_id
    where ${visibleSignals(sql, actor)}
      ${f.creditorId === undefined ? sql`` : sql`and signals.creditor_id = ${f.creditorId}`}
      ${f.signalId === undefined ? sql`` : sql`and signals.id = ${f.signalId}`}
      ${f.signalIds === undefined ? sql`` : sql`and signals.id = any(${[...f.signalIds]}::uuid[])`}
      ${f.roundId === undefined ? sql`` : sql`and signals.round_id = ${f.roundId}`}
      ${f.state === undefined ? sql`` : sql`and signals.state = ${f.state}`}
      ${f.reference === undefined ? sql`` : sql`and signals.reference = ${f.reference}`}
      ${f.isAsked === true ? sql`and signals.state = 'in-case' and cases.phase = 're-check' and cases.state->'answers'->>signals.creditor_id = any(${unanswered})` : sql``}
      ${after === null ? sql`` : sql`and (signals.received_at, signals.id) < (${after.receivedAt}, ${after.id})`}
    order by signals.received_at desc, signals.id desc
    limit ${limit}`;
}
