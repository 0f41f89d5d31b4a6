/** The data for mails: a creditor's own signals and no others, and codes and dates of a case. */
import type { CaseResult } from '../../../domain/codes.ts';
import type { DeadlineKind } from '../../../domain/planning/policy.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

/** A creditor's own signal in a case: the only data about a person that mails to the creditor contain. */
export interface OwnSignal {
  id: string;
  reference: string;
}

/** The creditor's signals in the case, one for each of its references. */
export const signalsInCase = (db: Db, caseId: string, creditorId: string) => db<OwnSignal[]>`
  select distinct on (reference) id, reference from signals
  where case_id = ${caseId} and creditor_id = ${creditorId} and state = 'in-case'
  order by reference, received_at desc`;

export const signalOfCreditor = (db: Db, id: string, creditorId: string) => db<OwnSignal[]>`select id, reference from signals where id = ${id} and creditor_id = ${creditorId}`;

/** Signals that the creditor replaced are not listed; the signal that replaced one is. */
export const dropOutsOf = (db: Db, roundId: string, creditorId: string) => db<{ reference: string; reason: string }[]>`
  select distinct reference, coalesce(reason, 'other') as reason from signals
  where round_id = ${roundId} and creditor_id = ${creditorId} and state = 'dropped' and replaced_by is null order by reference`;

/** Signals of the round in a case that runs, whose feedback is still to come, one for each reference. */
export const goingOnOf = (db: Db, roundId: string, creditorId: string) => db<{ reference: string; matchedAt: Instant | null; decidedAt: Instant | null }[]>`
  select distinct on (signals.reference) signals.reference, cases.matched_at, signals.decided_at
  from signals join cases on cases.id = signals.case_id
  where signals.round_id = ${roundId} and signals.creditor_id = ${creditorId} and signals.state = 'in-case' and signals.feedback_at is null and cases.phase <> 'closed'
  order by signals.reference, signals.received_at desc`;

export async function monthOfRound(db: Db, id: string): Promise<string | null> {
  const [round] = await db<{ month: string }[]>`select month from rounds where id = ${id}`;
  return round?.month ?? null;
}

export interface DueRow {
  kind: DeadlineKind;
  dueOn: LocalDate;
  /** One of the four is set: a deadline belongs to a case, a round, a request under the AVG or a complaint. */
  caseId: string | null;
  /** Of the case, for colleagues. */
  caseNumber: string | null;
  roundId: string | null;
  avgRequestId: string | null;
  complaintId: string | null;
}

export async function findDue(db: Db, deadlineId: string): Promise<DueRow | null> {
  const [due] = await db<DueRow[]>`select deadlines.kind, due_on, case_id, cases.number as case_number, deadlines.round_id, avg_request_id, complaint_id from deadlines left join cases on cases.id = case_id where deadlines.id = ${deadlineId}`;
  return due ?? null;
}

/** The number of a case for colleagues; its id, which a mail names anyway, once it is anonymised. */
export async function caseNumberOf(db: Db, caseId: string): Promise<string> {
  const [row] = await db<{ number: string | null }[]>`select number from cases where id = ${caseId}`;
  return row?.number ?? caseId;
}

/** The numbers of these cases; none once they are anonymised. */
export const numbersOf = (db: Db, caseIds: readonly string[]) => db<{ id: string; number: string | null }[]>`select id, number from cases where id = any(${[...caseIds]}) order by number, id`;

/** The date in this creditor's mail: arrears that joined later have their own term, which goes before that of the case. */
export async function feedbackDueOn(db: Db, caseId: string, creditorId: string): Promise<LocalDate | null> {
  const [deadline] = await db<{ dueOn: LocalDate }[]>`
    select due_on from deadlines
    where case_id = ${caseId} and kind = 'feedback' and ended_at is null and (creditor_id is null or creditor_id = ${creditorId})
    order by creditor_id nulls last, started_at desc limit 1`;
  return deadline?.dueOn ?? null;
}

/** A case can have several deadlines of a kind: takes the one that began at this moment, or else the last one before it. */
export async function askedUntil(db: Db, { caseId, creditorId, kind, at }: { caseId: string; creditorId: string; kind: DeadlineKind; at: Instant }): Promise<LocalDate | null> {
  const [deadline] = await db<{ dueOn: LocalDate }[]>`
    select due_on from deadlines
    where case_id = ${caseId} and creditor_id = ${creditorId} and kind = ${kind} and started_at <= ${at}
    order by started_at desc limit 1`;
  return deadline?.dueOn ?? null;
}

export async function teamOfCase(db: Db, caseId: string): Promise<{ name: string; email: string } | null> {
  const [team] = await db<{ name: string; email: string }[]>`
    select teams.name, teams.email from teams join cases on cases.team_id = teams.id where cases.id = ${caseId}`;
  return team ?? null;
}

interface FeedbackTold {
  body: unknown;
  helpAccepted: boolean;
  result: CaseResult | null;
  matchedAt: Instant | null;
  suspensionDays: number;
}

/** @param first the feedback that it stands in for, when that was put right before anybody had it; else itself */
export async function findFeedback(db: Db, { id, first, caseId }: { id: string; first: string; caseId: string }): Promise<FeedbackTold | null> {
  const [stored] = await db<FeedbackTold[]>`
    select feedbacks.body, cases.result, cases.matched_at, (policies.body->>'suspensionDays')::int as suspension_days,
      coalesce((sent.data->>'helpAccepted')::boolean, false) as help_accepted
    from feedbacks
    join cases on cases.id = feedbacks.case_id
    join policies on policies.version = cases.policy_version
    left join timeline sent on sent.case_id = cases.id and sent.type = 'feedback-sent' and sent.data->>'feedbackId' = ${first}
    where feedbacks.id = ${id} and feedbacks.case_id = ${caseId}`;
  return stored ?? null;
}

export interface CorrectionTold {
  before: unknown;
  now: unknown;
  feedbackAt: Instant | null;
  helpAccepted: boolean;
  matchedAt: Instant | null;
  suspensionDays: number;
}

/** What this creditor was told, what it is now, and what its suspension runs from: a correction does not lengthen it. */
export async function findCorrection(db: Db, { caseId, creditorId, feedbackId, corrects }: { caseId: string; creditorId: string; feedbackId: string; corrects: string }): Promise<CorrectionTold | null> {
  const [stored] = await db<CorrectionTold[]>`
    select wrong.body as before, right_one.body as now, cases.matched_at, (policies.body->>'suspensionDays')::int as suspension_days,
      (select max(feedback_at) from signals where case_id = cases.id and creditor_id = ${creditorId}) as feedback_at,
      (select coalesce(bool_or(help_accepted), false) from signals where case_id = cases.id and creditor_id = ${creditorId}) as help_accepted
    from cases
    join policies on policies.version = cases.policy_version
    join feedbacks wrong on wrong.case_id = cases.id and wrong.id = ${corrects}
    join feedbacks right_one on right_one.case_id = cases.id and right_one.id = ${feedbackId}
    where cases.id = ${caseId}`;
  return stored ?? null;
}

export interface VerificationTold {
  cases: number;
  differences: number;
  /** The cases that differ, without repeating one. */
  caseIds: string[];
}

export async function findVerification(db: Db, id: string): Promise<VerificationTold | null> {
  const [outcome] = await db<VerificationTold[]>`
    select cases, differences, array(select distinct finding->>'caseId' from jsonb_array_elements(findings) as finding order by 1) as case_ids
    from verifications where id = ${id}`;
  return outcome ?? null;
}
