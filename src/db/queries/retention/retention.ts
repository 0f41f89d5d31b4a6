/** What has reached its retention term, a page at a time, and the results of the nightly runs. */
import type { CallingActor } from '../../../actor.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Phase } from '../../../domain/case/lifecycle.ts';
import { policySchema, type RetentionPolicy } from '../../../domain/planning/policy.ts';
import type { ClosedCase } from '../../../domain/retention/retention.ts';
import type { Db } from '../../connect.ts';
import { inMunicipality } from '../identity/scope.ts';

/** The retention terms of every policy version, by its name. */
export async function retentionPolicies(sql: Db): Promise<ReadonlyMap<string, RetentionPolicy>> {
  const rows = await sql<{ version: string; retention: unknown }[]>`select version, body->'retention' as retention from policies`;
  return new Map(rows.map(({ version, retention }) => [version, policySchema.shape.retention.parse(retention ?? undefined)]));
}

interface Page {
  /** Only what was decided or closed before this moment. */
  before: Instant;
  /** The id of the last row of the page before. */
  after: string | null;
  limit: number;
}

export interface ClosedCaseRow extends ClosedCase {
  id: string;
  policyVersion: string;
  heldAt: Instant | null;
}

/** Closed cases that are not anonymised yet, also those on hold, without cases about which a resident's request waits for its answer. */
export function closedCases(sql: Db, actor: CallingActor, { before, after, limit }: Page): Promise<ClosedCaseRow[]> {
  return sql<ClosedCaseRow[]>`
    select id, policy_version, held_at, closed_at, matched_at, ending, result,
      help_accepted or exists (select from timeline where case_id = cases.id and type = 'plan-completed') as helped
    from cases
    where phase = 'closed' and anonymised_at is null and closed_at < ${before} and not exists (select from avg_requests r where r.case_id = cases.id and r.state in ('received', 'granted'))
      and not exists (select from complaints c where c.case_id = cases.id and c.state = 'received') and ${inMunicipality(sql, actor, 'cases.municipality_code')}
      ${after === null ? sql`` : sql`and id > ${after}`}
    order by id limit ${limit}`;
}

export interface DroppedSignalRow {
  id: string;
  caseId: string;
  policyVersion: string;
  decidedAt: Instant;
}

/** Signals that led to no case, attached to a case with other signals that runs or ended otherwise; not while a resident's request waits for its answer. */
export function droppedSignals(sql: Db, actor: CallingActor, { before, after, limit }: Page): Promise<DroppedSignalRow[]> {
  return sql<DroppedSignalRow[]>`
    select signals.id, case_id, policy_version, coalesce(decided_at, received_at) as decided_at
    from signals join cases on cases.id = case_id
    where signals.state = 'dropped' and signals.anonymised_at is null and coalesce(decided_at, received_at) < ${before}
      and not exists (select from avg_requests r where r.case_id = cases.id and r.state in ('received', 'granted'))
      and not exists (select from complaints p where p.case_id = cases.id and p.state = 'received')
      and cases.anonymised_at is null and cases.held_at is null and not (cases.phase = 'closed' and (cases.matched_at is null or cases.ending = 'drop-out'))
      and ${inMunicipality(sql, actor, 'cases.municipality_code')} ${after === null ? sql`` : sql`and signals.id > ${after}`}
    order by signals.id limit ${limit}`;
}

/** Of these signals the ones that are still dropped; locked until the end of the transaction. */
export async function stillDropped(tx: Db, caseId: string, signalIds: readonly string[]): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from signals where id = any(${[...signalIds]}::uuid[]) and case_id = ${caseId} and state = 'dropped' and anonymised_at is null order by id for update`;
  return rows.map(({ id }) => id);
}

/** Anonymised cases whose key still exists, because the process died in between. */
export async function halfAnonymised(sql: Db): Promise<string[]> {
  return (await sql<{ id: string }[]>`select id from cases where anonymised_at is not null and key_destroyed_at is null order by id`).map(({ id }) => id);
}

export interface DeliveryToClear {
  id: string;
  finishedAt: Instant;
}

export function deliveriesToClear(sql: Db, regionId: string, { before, after, limit }: Page): Promise<DeliveryToClear[]> {
  return sql<DeliveryToClear[]>`
    select d.id, d.finished_at from deliveries d join rounds r on r.id = d.round_id
    where r.region_id = ${regionId} and d.cleared_at is null and d.finished_at < ${before} and d.state in ('done', 'unreadable') ${after === null ? sql`` : sql`and d.id > ${after}`}
    order by d.id limit ${limit}`;
}

/** Clears a delivery: the problems of its refused rows, the file's name, its hashes, and its headings or first line. */
export async function clearRows(tx: Db, deliveryId: string): Promise<number> {
  const rows = await tx`
    update delivery_rows set reference = null, problems = null
    where delivery_id = ${deliveryId} and verdict = 'refused' and (reference is not null or problems is not null)`;
  // Pieces of a file that was never received to its end.
  await tx`delete from delivery_chunks where delivery_id = ${deliveryId}`;
  await tx`
    update deliveries set same_file = null, receipt = null, sha256 = null, file_name = null, header = null, problem = problem || '{"message": "Het bestand kon niet worden gelezen."}' where id = ${deliveryId}`;
  return rows.count;
}

/** False when another process did it. */
export async function markCleared(tx: Db, deliveryId: string, at: Instant): Promise<boolean> {
  const marked = await tx`update deliveries set cleared_at = ${at} where id = ${deliveryId} and cleared_at is null`;
  return marked.count === 1;
}

/** Whether rows are deleted or only counted. */
interface Removal {
  dryRun: boolean;
}

/**
 * Sightings at addresses from before a day. Kept while a round that is being matched may still look six months back from its cut-off.
 * @returns how many
 */
export async function removeSightings(sql: Db, seenBefore: LocalDate, { dryRun }: Removal): Promise<number> {
  const old = sql`seen_on < least(${seenBefore}::date, (select min((cut_off at time zone 'Europe/Amsterdam')::date - interval '6 months') from rounds where state in ('matching', 'proposed'))::date)`;
  if (dryRun) return countOf(await sql<{ n: number }[]>`select count(*) as n from address_sightings where ${old}`);
  return (await sql`delete from address_sightings where ${old}`).count;
}

/** Reasons that were stored for a command that was never carried out, because its process died before the case had answered. */
export async function removeStrayNotes(sql: Db, before: Instant, { dryRun }: Removal): Promise<number> {
  const stray = sql`
    created_at < ${before} and not exists (select from timeline t where t.note_id = notes.id)
    and not exists (select from audit_log l where l.case_id = notes.case_id and l.note_id = notes.id)
    and not exists (select from cases c where c.id = notes.case_id and c.held_at is not null)`;
  if (dryRun) return countOf(await sql<{ n: number }[]>`select count(*) as n from notes where ${stray}`);
  return (await sql`delete from notes where ${stray}`).count;
}

/** Proposals that nobody confirmed or discarded: their previews are deleted and they count as discarded. */
export async function discardOldProposals(tx: Db, before: Instant, at: Instant, { dryRun }: Removal): Promise<string[]> {
  if (dryRun) return (await tx<{ id: string }[]>`select id from changes where state = 'proposed' and proposed_at < ${before}`).map(({ id }) => id);
  const rows = await tx<{ id: string }[]>`
    update changes set state = 'discarded', discarded_at = ${at}, discarded_by = 'system' where state = 'proposed' and proposed_at < ${before} returning id`;
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await tx`delete from change_moves where change_id = any(${ids}::uuid[])`;
  return ids;
}

const countOf = ([row]: readonly { n: number }[]): number => row?.n ?? 0;

interface HeldCaseRow {
  id: string;
  municipalityCode: string;
  phase: Phase;
  closedAt: Instant | null;
  heldAt: Instant;
}

/** Cases on hold because of a dispute, the longest first. */
export function heldCases(sql: Db, actor: CallingActor, limit: number): Promise<HeldCaseRow[]> {
  return sql<HeldCaseRow[]>`
    select id, municipality_code, phase, closed_at, held_at from cases
    where held_at is not null and anonymised_at is null and ${inMunicipality(sql, actor, 'cases.municipality_code')} order by held_at, id limit ${limit}`;
}

interface RetentionRun {
  id: string;
  startedBy: string;
  startedAt: Instant;
  finishedAt: Instant | null;
  counts: Record<string, number>;
}

/** @returns the counts of an interrupted run; none for a new one */
export async function startRun(sql: Db, { id, startedBy, startedAt }: Pick<RetentionRun, 'id' | 'startedBy' | 'startedAt'>): Promise<RetentionRun['counts']> {
  await sql`insert into retention_runs (id, started_by, started_at) values (${id}, ${startedBy}, ${startedAt}) on conflict do nothing`;
  const [run] = await sql<{ counts: RetentionRun['counts'] }[]>`select counts from retention_runs where id = ${id}`;
  return run?.counts ?? {};
}

export async function storeRun(sql: Db, { id, counts, finishedAt }: Pick<RetentionRun, 'id' | 'counts' | 'finishedAt'>): Promise<void> {
  await sql`update retention_runs set counts = ${sql.json(counts)}, finished_at = ${finishedAt} where id = ${id}`;
}

export function latestRuns(sql: Db, limit: number): Promise<RetentionRun[]> {
  return sql<RetentionRun[]>`select id, started_by, started_at, finished_at, counts from retention_runs order by started_at desc, id limit ${limit}`;
}

