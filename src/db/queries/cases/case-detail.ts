/** Everything stored about one case, for its page. */
import type { CallingActor } from '../../../actor.ts';
import type { InformedWay } from '../../../domain/case/events.ts';
import type { CaseState, Ending } from '../../../domain/case/state.ts';
import type { CaseResult, SignalKind } from '../../../domain/codes.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { DeadlineState } from '../../../domain/deadlines/deadline.ts';
import type { Feedback } from '../../../domain/case/feedback/feedback-schema.ts';
import { policySchema, type DeadlineKind, type Owner, type RetentionPolicy } from '../../../domain/planning/policy.ts';
import type { Term } from '../../../domain/time/terms.ts';
import { contact, person, type Person } from '../../../privacy/personal.ts';
import { dayOf } from '../signals/day.ts';
import type { Db } from '../../connect.ts';
import { heldBy } from './timeline.ts';
import type { CaseListItem } from './case-list.ts';
import { inMunicipality } from '../identity/scope.ts';
import type { Stores } from './notes-and-plans.ts';

export interface CaseDetailRow extends CaseListItem {
  pausedAt: Instant | null;
  matchedAt: Instant | null;
  closedAt: Instant | null;
  /** When the case was anonymised. */
  anonymisedAt: Instant | null;
  /** Since when the case is on hold because of a dispute. */
  onHoldSince: Instant | null;
  /** Whether a plan was ever made in the case. */
  helped: boolean;
  retention: RetentionPolicy;
  feedbackAt: Instant | null;
  helpAccepted: boolean;
  ending: Ending | null;
  result: CaseResult | null;
  policyVersion: string;
  suspensionDays: number;
  state: CaseState | null;
}

export async function findCase(sql: Db, actor: CallingActor, id: string): Promise<CaseDetailRow | null> {
  const [row] = await sql<(Omit<CaseDetailRow, 'retention'> & { retention: unknown })[]>`
    select
      cases.id, cases.number, cases.phase, cases.paused_at is not null as paused, cases.municipality_code, municipalities.name as municipality,
      cases.address,
      cases.round_id, cases.team_id, teams.name as team, cases.caseworker_id, accounts.name as caseworker, cases.opened_at,
      cases.crisis, cases.multiple, cases.consecutive, cases.signal_count, cases.total_cents, cases.visits,
      cases.next_due_on, cases.next_due_kind, cases.undecided,
      cases.paused_at, cases.matched_at, cases.closed_at, cases.anonymised_at, cases.held_at as on_hold_since, cases.feedback_at, cases.help_accepted, cases.ending, cases.result,
      cases.policy_version, (policies.body->>'suspensionDays')::int as suspension_days, cases.state,
      policies.body->'retention' as retention,
      cases.help_accepted or exists (select from timeline where timeline.case_id = cases.id and type = 'plan-completed') as helped
    from cases
    join municipalities on municipalities.code = cases.municipality_code
    join policies on policies.version = cases.policy_version
    left join teams on teams.id = cases.team_id
    left join accounts on accounts.id = cases.caseworker_id
    where cases.id = ${id} and ${inMunicipality(sql, actor, 'cases.municipality_code')}
    limit 1`;
  return row === undefined ? null : { ...row, retention: policySchema.shape.retention.parse(row.retention ?? undefined) };
}

export interface CaseSignalRow {
  id: string;
  creditorId: string;
  creditor: string;
  roundId: string;
  reference: string;
  amountCents: number;
  arrearsSince: LocalDate;
  kind: string;
  crisis: boolean;
  signalKind: SignalKind;
  /** Of an end of supply or an eviction. */
  endsOn: LocalDate | null;
  warm: boolean;
  state: 'pending' | 'in-case' | 'dropped';
  reason: string | null;
  receivedAt: Instant;
  personId: string;
  /** The signal may be about a person who objected; the data does not decide it. */
  objectionDoubt: boolean;
  /** When its creditor was told what came of it; a creditor of a later signal is told later. */
  feedbackAt: Instant | null;
  feedbackId: string | null;
  helpAccepted: boolean;
  decidedAt: Instant | null;
}

export function signalsOfCase(sql: Db, caseId: string): Promise<CaseSignalRow[]> {
  return sql<CaseSignalRow[]>`
    select signals.id, creditor_id, creditors.name as creditor, round_id, reference, amount_cents, arrears_since, signals.kind,
      crisis, signal_kind, ${dayOf(sql)}, warm, state, reason, received_at, person_id, objection_doubt, feedback_at, feedback_id, help_accepted, decided_at
    from signals join creditors on creditors.id = creditor_id
    where case_id = ${caseId} order by received_at, signals.id`;
}

export interface PersonRow extends Person {
  id: string;
}

/** Persons who were erased are left out. */
export async function personsOfCase({ sql, keys }: Stores, caseId: string): Promise<PersonRow[]> {
  const rows = await sql<{ id: string; sealed: Buffer | null; sealedFor: string }[]>`
    select id, sealed, sealed_for from persons where id in (select person_id from signals where case_id = ${caseId}) order by id`;
  const found = await keys.find(rows.map(({ sealedFor }) => sealedFor));
  return rows.flatMap(({ id, sealed, sealedFor }) => {
    const opened = person.open(found, sealedFor, id, sealed);
    return opened === null ? [] : [{ id, ...opened }];
  });
}

export interface Informed {
  /** The local day. */
  on: LocalDate;
  how: InformedWay;
  recordedAt: Instant;
}

/** Whether the resident was told what is held and why; recorded once. */
export async function findInformed(sql: Db, caseId: string): Promise<Informed | null> {
  const [row] = await sql<{ data: Pick<Informed, 'on' | 'how'>; at: Instant }[]>`select data, at from timeline where case_id = ${caseId} and type = 'informed' limit 1`;
  return row === undefined ? null : { on: row.data.on, how: row.data.how, recordedAt: row.at };
}

export interface CaseDeadlineRow {
  id: string;
  kind: DeadlineKind;
  owner: Owner;
  creditorId: string | null;
  state: DeadlineState;
  term: Term;
  startedAt: Instant;
  dueOn: LocalDate;
  dueBefore: Instant;
  warnsAt: Instant | null;
  breachedAt: Instant | null;
  moot: boolean;
  endedAt: Instant | null;
}

export function deadlinesOfCase(sql: Db, caseId: string): Promise<CaseDeadlineRow[]> {
  return sql<CaseDeadlineRow[]>`
    select id, kind, owner, creditor_id, state, term, started_at, due_on, due_before, warns_at, breached_at, moot, ended_at
    from deadlines where case_id = ${caseId} order by ended_at is not null, due_before, id`;
}

interface HandOverRow {
  id: string;
  service: string;
  contact: string | null;
  offeredAt: Instant;
  confirmedAt: Instant | null;
}

/** A hand-over is confirmed when the timeline says so after it was offered and before the next one was; both on the day of the act. */
export async function handOversOfCase({ sql, keys }: Stores, caseId: string): Promise<HandOverRow[]> {
  const rows = await sql<(Omit<HandOverRow, 'contact'> & { contact: Buffer | null })[]>`
    with events as (
      select type, acted, data, lead(type) over later as next_type, lead(acted) over later as next_acted
      from (select *, coalesce((data->>'date')::timestamp at time zone 'Europe/Amsterdam', at) as acted from timeline) timeline where case_id = ${caseId} and type in ('hand-over-offered', 'hand-over-confirmed')
      window later as (order by id)
    )
    select hand_overs.id, service, contact, acted as offered_at, case when next_type = 'hand-over-confirmed' then next_acted end as confirmed_at
    from hand_overs join events on events.type = 'hand-over-offered' and events.data->>'handOverId' = hand_overs.id::text
    where case_id = ${caseId} order by hand_overs.offered_at, hand_overs.id`;
  const key = await keys.find([caseId]);
  return rows.map((row) => ({ ...row, contact: contact.open(key, caseId, row.id, row.contact) }));
}

/** The current feedback, by its id in the case's state. */
export async function findFeedback(sql: Db, id: string | null): Promise<{ id: string; body: Feedback; createdAt: Instant } | null> {
  if (id === null) return null;
  const [row] = await sql<{ id: string; body: Feedback; createdAt: Instant }[]>`select id, body, created_at from feedbacks where id = ${id}`;
  return row ?? null;
}

interface Appointment {
  date: LocalDate;
  /** Absent of one of before 0.3. */
  time?: string;
  partOfDay: string;
  place: string;
  caseworkerId?: string;
  /** The last day for the visit, which it lies after. */
  afterDueOn?: LocalDate;
}

/** The appointment that was made last, with whom it is by now. */
export async function latestAppointment(sql: Db, caseId: string): Promise<Appointment | null> {
  const [row] = await sql<{ data: Appointment }[]>`
    select t.data || jsonb_strip_nulls(jsonb_build_object('caseworkerId', ${heldBy(sql)})) as data
    from timeline t where t.case_id = ${caseId} and t.type = 'appointment' order by t.at desc, t.id desc limit 1`;
  return row?.data ?? null;
}
