/** The statements that anonymise, table by table. Amounts, dates, kinds, states and codes stay, for the figures. */
import { randomBytes } from 'node:crypto';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { cutPlanFactsLoose } from '../records/case-facts.ts';

/** The data that decides whether a case may be anonymised. */
export interface LockedCase {
  isClosed: boolean;
  /** Whether a signal of the case still waits for its round and will move to another case. */
  hasPending: boolean;
  /** Whether a resident's request, or a complaint, about the case waits for its answer. */
  isAskedAbout: boolean;
  anonymisedAt: Instant | null;
  heldAt: Instant | null;
  closedAt: Instant | null;
  policyVersion: string;
  householdId: string;
}

/** Locked until the end of the transaction, so that nobody reopens the case or writes a note in it meanwhile. */
export async function lockCase(tx: Db, caseId: string): Promise<LockedCase | null> {
  const [row] = await tx<LockedCase[]>`
    select phase = 'closed' and coalesce(state->>'phase', 'closed') = 'closed' as is_closed,
      exists (select from signals where case_id = cases.id and state = 'pending' and replaced_by is null) as has_pending,
      exists (select from avg_requests r where r.case_id = cases.id and r.state in ('received', 'granted'))
        or exists (select from complaints c where c.case_id = cases.id and c.state = 'received') as is_asked_about,
      anonymised_at, held_at, closed_at, policy_version, household_id
    from cases where id = ${caseId} for update`;
  return row ?? null;
}

/** Whether a case was anonymised; it cannot be until the transaction ends. */
export async function isAnonymised(tx: Db, caseId: string): Promise<boolean> {
  const [row] = await tx<{ gone: boolean }[]>`select anonymised_at is not null as gone from cases where id = ${caseId} for key share`;
  return row?.gone ?? false;
}

/** Other cases with signals whose person is still sealed with this case's key: those cases need the persons. */
export function personsElsewhere(tx: Db, caseId: string): Promise<{ caseId: string; signalIds: string[] }[]> {
  return tx<{ caseId: string; signalIds: string[] }[]>`
    select s.case_id, array_agg(s.id::text order by s.id) as signal_ids
    from persons p join signals s on s.person_id = p.id join cases c on c.id = s.case_id
    where p.sealed_for = ${caseId} and p.sealed is not null and s.case_id <> ${caseId} and c.anonymised_at is null
    group by s.case_id order by s.case_id`;
}

export interface WordCounts {
  notes: number;
  plans: number;
  handOvers: number;
}

/** Deletes everything that was written about a case, and its address. The rows of plans and hand-overs stay, with their codes for the figures. */
export async function removeWords(tx: Db, caseId: string, at: Instant): Promise<WordCounts> {
  await tx`update cases set anonymised_at = ${at}, address = null, number = null where id = ${caseId}`;
  await tx`update timeline set note_id = null where case_id = ${caseId} and note_id is not null`;
  const notes = await tx`delete from notes where case_id = ${caseId}`;
  await cutPlanFactsLoose(tx, caseId);
  await tx`delete from contact_details where case_id = ${caseId}`;
  await tx`delete from planned_visits where case_id = ${caseId}`;
  await tx`delete from check_answers where case_id = ${caseId}`;
  await tx`delete from feedback_drafts where case_id = ${caseId}`;
  const plans = await tx`delete from plans where case_id = ${caseId}`;
  await tx`delete from avg_words where case_id = ${caseId}`;
  await tx`delete from complaint_words where case_id = ${caseId}`;
  await tx`update breach_notes set sealed = null where case_id = ${caseId}`;
  // The name of the service is free text and may contain a person's name.
  const handOvers = await tx`update hand_overs set contact = null, service = '' where case_id = ${caseId}`;
  return { notes: notes.count, plans: plans.count, handOvers: handOvers.count };
}

export interface SignalCounts {
  persons: number;
  signals: number;
  deliveryRows: number;
}

export async function signalIdsOf(tx: Db, caseId: string): Promise<string[]> {
  return (await tx<{ id: string }[]>`select id from signals where case_id = ${caseId} and anonymised_at is null order by id for update`).map(({ id }) => id);
}

/** Deletes the persons of the signals and the creditors' references: a reference is the number of somebody's contract. */
export async function blankSignals(tx: Db, signalIds: readonly string[], at: Instant): Promise<SignalCounts> {
  const ids = [...signalIds];
  const persons = await tx`
    update persons set sealed = null, name_index = null, second_name_index = null, person_key = null
    where id in (select person_id from signals where id = any(${ids}::uuid[])) and sealed is not null`;
  await tx`delete from contact_details where person_id in (select person_id from signals where id = any(${ids}::uuid[]))`;
  await tx`delete from check_answers where signal_id = any(${ids}::uuid[])`;
  const rows = await tx`update delivery_rows set reference = null, problems = null where signal_id = any(${ids}::uuid[])`;
  await forgetFiles(tx, ids);
  // A legal form is free text of the creditor.
  const signals = await tx`
    update signals set reference = 'anoniem-' || id, content_hash = '', legal_form = '', anonymised_at = ${at} where id = any(${ids}::uuid[]) and anonymised_at is null`;
  return { persons: persons.count, signals: signals.count, deliveryRows: rows.count };
}

/** Makes a file unrecognisable when all its persons have been erased: it may have had a single row. Runs after the persons were deleted. */
export async function forgetFiles(tx: Db, signalIds: readonly string[]): Promise<void> {
  await tx`
    update deliveries d set same_file = null, receipt = null, sha256 = null, file_name = null
    where id in (select delivery_id from delivery_rows where signal_id = any(${[...signalIds]}::uuid[])) and state in ('done', 'unreadable')
      and not exists (select from delivery_rows r join signals s on s.id = r.signal_id join persons p on p.id = s.person_id where r.delivery_id = d.id and p.sealed is not null)`;
}

/** Clears refused rows with the same reference of the same creditor. Runs before the references are deleted. */
export async function blankRefusedRows(tx: Db, signalIds: readonly string[]): Promise<number> {
  const rows = await tx`
    update delivery_rows set reference = null, problems = null
    where verdict = 'refused' and (reference, (select creditor_id from deliveries where id = delivery_id)) in
      (select reference, creditor_id from signals where id = any(${[...signalIds]}::uuid[]))`;
  return rows.count;
}

/**
 * Makes a household without cases unrecognisable: a random value replaces the hash of its address.
 * @param sightings whether the sightings of the last months at the address are deleted too
 */
export async function forgetHousehold(tx: Db, householdId: string, { sightings }: { sightings: boolean }): Promise<{ households: number; sightings: number }> {
  // Locked before it is checked: a delivery that made a case here has then committed, and a later one makes a new household.
  const [household] = await tx<{ addressHash: string }[]>`select address_hash from households where id = ${householdId} for update`;
  const [used] = await tx`
    select 1 from cases where household_id = ${householdId} and anonymised_at is null
    union all select 1 from signals where household_id = ${householdId} and anonymised_at is null limit 1`;
  if (household === undefined || used !== undefined) return { households: 0, sightings: 0 };
  await tx`update households set address_hash = ${randomBytes(32).toString('base64url')}, number_hash = '' where id = ${householdId}`;
  if (!sightings) return { households: 1, sightings: 0 };
  const seen = await tx`delete from address_sightings where address_hash = ${household.addressHash}`;
  return { households: 1, sightings: seen.count };
}

export async function markKeyDestroyed(sql: Db, caseId: string, at: Instant): Promise<void> {
  await sql`update cases set key_destroyed_at = ${at} where id = ${caseId} and anonymised_at is not null and key_destroyed_at is null`;
}
