/**
 * A complaint about how somebody was treated (Awb chapter 9). It is handled within six weeks of its receipt (art. 9:11), which
 * may be put off once by four weeks, and further only when the complainant agrees. Pure.
 */
import { calendarOf, type Calendar, type ClosedDay } from '../time/calendar.ts';
import type { Recipient } from '../case/step.ts';
import { addDays, startOfDay, type Instant, type LocalDate } from '../time/dates.ts';
import { cancel, extend, isBefore, meet, momentOf, startDeadline, type Because, type Deadline } from '../deadlines/deadline.ts';
import { replanLone, type DeadlineMail } from '../deadlines/lone.ts';
import type { DeadlineRule } from '../planning/policy.ts';

/** From whom. */
export const complaintSources = ['resident', 'creditor', 'other'] as const;
export type ComplaintSource = (typeof complaintSources)[number];

/** What it is about. */
export const complaintSubjects = ['treatment', 'course', 'delay', 'information', 'privacy', 'other'] as const;
export type ComplaintSubject = (typeof complaintSubjects)[number];

/** `closed` and `withdrawn` are ends. */
export const complaintStates = ['received', 'closed', 'withdrawn'] as const;
export type ComplaintState = (typeof complaintStates)[number];

/** `solved`: to the complainant's satisfaction, which ends the duty to handle it further (Awb art. 9:5). */
export const complaintOutcomes = ['founded', 'partly-founded', 'unfounded', 'solved'] as const;
export type ComplaintOutcome = (typeof complaintOutcomes)[number];

/** What a complaint's workflow is started with. */
export interface ComplaintInput {
  complaintId: string;
  receivedOn: LocalDate;
  /** Nobody could know of it before, however long it had lain. */
  recordedAt: Instant;
  rule: DeadlineRule;
  /** Closed days beyond the statutory ones. */
  closedDays: ClosedDay[];
}

/** The words of a command are in Postgres; it holds their id. */
export interface ComplaintDecision {
  /** The caller's Idempotency-Key. */
  id: string;
  actorId: string;
  outcome: ComplaintOutcome;
  findingsId: string | null;
  /** The day on which the complainant was told, where that is not the day of recording. */
  on?: LocalDate;
}

export interface ComplaintExtension {
  id: string;
  actorId: string;
  dueOn: LocalDate;
  reasonId: string;
  /** The complainant agrees; needed for a second one, and for more than four weeks. */
  withConsent: boolean;
}

/** A changed calendar or policy, in the form that a complaint is told. */
export interface ComplaintReplanIn {
  changeId: string;
  because: Because;
  closedDays: ClosedDay[];
  /** The rule that it moves to; null: it keeps its own. */
  rule: DeadlineRule | null;
}

type At<What> = What & { at: Instant };

/** Everything that the workflow of a complaint knows: ids, codes, dates. */
export interface Complaint {
  complaintId: string;
  state: ComplaintState;
  deadline: Deadline;
  rule: DeadlineRule;
  closedDays: ClosedDay[];
  decision: At<ComplaintDecision> | null;
  /** The last one; null when it was never put off. */
  extension: At<ComplaintExtension> | null;
  endedAt: Instant | null;
}

export interface ComplaintStatus {
  state: ComplaintState;
  dueOn: LocalDate;
}

/** Who is told of its term, with the person who handles it. */
export const complaintOwner: Recipient = { kind: 'project-leader' };

export const complaintStatusOf = ({ state, deadline }: Complaint): ComplaintStatus => ({ state, dueOn: deadline.dueOn });

/** The term starts the day after the receipt; what of it had passed when the complaint was recorded warns and breaches then. */
export function newComplaint({ complaintId, receivedOn, recordedAt, rule, closedDays }: ComplaintInput): Complaint {
  const deadline = startDeadline({ id: `${complaintId}.complaint`, kind: 'complaint', rule, from: startOfDay(receivedOn), by: 'complaint-received' }, calendarOf(closedDays));
  const first = momentOf(deadline);
  if (first !== null && isBefore(first.at, recordedAt)) deadline.knownAt = recordedAt;
  return { complaintId, state: 'received', rule, closedDays, deadline, decision: null, extension: null, endedAt: null };
}

export const isHandled = ({ state }: Pick<Complaint, 'state'>): boolean => state !== 'received';

/** The day on which the complainant was told decides whether that was in time. */
export function closeComplaint(complaint: Complaint, decision: ComplaintDecision, at: Instant): void {
  complaint.decision = { ...decision, at };
  complaint.state = 'closed';
  complaint.endedAt = at;
  meet(complaint.deadline, at, decision.id, decision.on);
}

export function withdrawComplaint(complaint: Complaint, id: string, at: Instant): void {
  complaint.state = 'withdrawn';
  complaint.endedAt = at;
  cancel(complaint.deadline, at, id);
}

const FOUR_WEEKS = 28;

/** Four weeks later (Awb art. 9:11 paragraph 2); on a closed day the first working day after it (Algemene termijnenwet art. 1). */
export function latestPutOff(dueOn: LocalDate, calendar: Calendar): LocalDate {
  const last = addDays(dueOn, FOUR_WEEKS);
  return calendar.isWorkingDay(last) ? last : calendar.addWorkingDays(last, 1);
}

type Extendable = Pick<Complaint, 'state'> & { extension: object | null; deadline: Pick<Deadline, 'dueOn' | 'dueBefore'> };

/** Once, before its end, of at most four weeks; with the complainant's consent whenever it still waits, however long. */
export function mayPutOff({ state, extension, deadline }: Extendable, { dueOn, withConsent }: Pick<ComplaintExtension, 'dueOn' | 'withConsent'>, at: Instant, calendar: Calendar): boolean {
  if (state !== 'received' || dueOn <= deadline.dueOn) return false;
  return withConsent || (extension === null && isBefore(at, deadline.dueBefore) && dueOn <= latestPutOff(deadline.dueOn, calendar));
}

export function putOff(complaint: Complaint, extension: ComplaintExtension, at: Instant): void {
  complaint.extension = { ...extension, at };
  extend(complaint.deadline, extension.dueOn, at, extension.id, calendarOf(complaint.closedDays));
}

/** Plans the deadline anew for a changed calendar or policy; moments that are now in the past happen at once. */
export function replanComplaint(complaint: Complaint, { changeId, because, closedDays, rule }: ComplaintReplanIn, at: Instant): DeadlineMail[] {
  complaint.rule = rule ?? complaint.rule;
  complaint.closedDays = closedDays;
  return replanLone(complaint.deadline, { changeId, because, closedDays, rule: complaint.rule, at }, complaintOwner);
}
