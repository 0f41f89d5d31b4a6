/** What was asked about signals before triage, and what was found, sealed by the key of the case. */
import type { CheckCode, CheckWay } from '../../../domain/checks/check.ts';
import type { Finding } from '../../../domain/checks/finding.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { KeyStore } from '../../../privacy/key-store.ts';
import { checkFindings } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from '../cases/notes-and-plans.ts';
import { checksOn } from './settings.ts';

/** A signal is asked about while somebody has to decide about it: its case is in triage, the signal counts, and its person was not erased. */
const isWanted = (sql: Db) => sql`
  c.phase = 'triage' and c.anonymised_at is null and s.state = 'in-case' and s.replaced_by is null and exists (select from persons where persons.id = s.person_id and persons.sealed is not null)`;

/** Its work is done, or somebody is at it: one of which nothing was heard for so long may have lost its workflow. */
const isTakenUp = (sql: Db, quietSince: Instant) => sql`
  exists (select from check_answers a where a.signal_id = s.id and a.check_code = k.check_code and (a.state <> 'asking' or a.tried_at > ${quietSince}))`;

interface Due {
  today: LocalDate;
  quietSince: Instant;
}

/** Signals about which a check that is on was not asked yet. @param caseId of this case alone */
export async function signalsToCheck(sql: Db, { today, quietSince }: Due, { caseId, limit }: { caseId?: string; limit: number }): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select s.id from signals s join cases c on c.id = s.case_id
    where ${isWanted(sql)} ${caseId === undefined ? sql`` : sql`and c.id = ${caseId}`}
      and exists (select from ${checksOn(sql, today)} k where k.municipality_code = c.municipality_code and k.is_on and not ${isTakenUp(sql, quietSince)})
    order by s.received_at, s.id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** The checks that are on for a signal and have no answer yet. */
export async function checksToAsk(sql: Db, signalId: string, today: LocalDate): Promise<CheckCode[]> {
  const rows = await sql<{ check: CheckCode }[]>`
    select k.check_code as check from signals s join cases c on c.id = s.case_id join ${checksOn(sql, today)} k on k.municipality_code = c.municipality_code
    where s.id = ${signalId} and ${isWanted(sql)} and k.is_on
      and not exists (select from check_answers a where a.signal_id = s.id and a.check_code = k.check_code and a.state <> 'asking')
    order by k.check_code`;
  return rows.map(({ check }) => check);
}

export interface SignalToAsk {
  caseId: string;
  municipalityCode: string;
  way: CheckWay;
  address: Buffer | null;
  personId: string;
  person: Buffer | null;
  sealedFor: string;
}

/** What a question is made of; null when nobody has to know any more, or the check is off. */
export async function signalToAsk(sql: Db, { signalId, check, today }: { signalId: string; check: CheckCode; today: LocalDate }): Promise<SignalToAsk | null> {
  const [row] = await sql<SignalToAsk[]>`
    select c.id as case_id, c.municipality_code, k.way, c.address, p.id as person_id, p.sealed as person, p.sealed_for
    from signals s join cases c on c.id = s.case_id join persons p on p.id = s.person_id join ${checksOn(sql, today)} k on k.municipality_code = c.municipality_code and k.check_code = ${check}
    where s.id = ${signalId} and ${isWanted(sql)} and k.is_on
      and not exists (select from check_answers a where a.signal_id = s.id and a.check_code = ${check} and a.state <> 'asking')`;
  return row ?? null;
}

interface Of {
  signalId: string;
  check: CheckCode;
}

/** @returns whether it is asked for the first time */
export async function beginAsking(tx: Db, { signalId, check, caseId, way, at }: Of & { caseId: string; way: CheckWay; at: Instant }): Promise<boolean> {
  const [row] = await tx<{ isNew: boolean }[]>`
    insert into check_answers (signal_id, check_code, case_id, way, state, asked_at, tried_at) values (${signalId}, ${check}, ${caseId}, ${way}, 'asking', ${at}, ${at})
    on conflict (signal_id, check_code) do update set tried_at = excluded.tried_at, way = excluded.way where check_answers.state = 'asking' returning xmax = 0 as is_new`;
  return row?.isNew === true;
}

/** Asked no further: it may be asked anew when it is wanted again. */
export async function stopAsking(sql: Db, { signalId, check }: Of): Promise<void> {
  await sql`delete from check_answers where signal_id = ${signalId} and check_code = ${check} and state = 'asking'`;
}

export async function refuseAsking(sql: Db, { signalId, check }: Of): Promise<void> {
  await sql`update check_answers set state = 'refused' where signal_id = ${signalId} and check_code = ${check} and state = 'asking'`;
}

/** Locked until the transaction ends, with its case as it is now; null when it is not asked about any more. */
export async function lockAsking(tx: Db, { signalId, check }: Of): Promise<{ caseId: string } | null> {
  const [row] = await tx<{ caseId: string }[]>`
    select c.id as case_id from check_answers a join cases c on c.id = a.case_id
    where a.signal_id = ${signalId} and a.check_code = ${check} and a.state = 'asking' and c.anonymised_at is null for update of a for key share of c`;
  return row ?? null;
}

export async function storeCheckAnswer({ sql: tx, keys }: Stores, { signalId, check }: Of, caseId: string, { findings, at }: { findings: Finding[]; at: Instant }): Promise<void> {
  const sealed = checkFindings.seal(await keys.make([caseId]), caseId, placeOf({ signalId, check }), findings);
  await tx`update check_answers set state = 'answered', answered_at = ${at}, sealed = ${sealed} where signal_id = ${signalId} and check_code = ${check}`;
}

const placeOf = ({ signalId, check }: Of): string => `${signalId}/${check}`;

export interface CheckAnswer {
  signalId: string;
  caseId: string;
  check: CheckCode;
  way: CheckWay;
  state: 'asking' | 'answered' | 'refused';
  askedAt: Instant;
  answeredAt: Instant | null;
  findings: Finding[];
}

/** Of the signals of these cases, opened; none of an erased case. */
export async function checkAnswersOf({ sql, keys }: Stores, caseIds: readonly string[]): Promise<CheckAnswer[]> {
  const rows = await sql<(Omit<CheckAnswer, 'findings'> & { sealed: Buffer | null })[]>`
    select signal_id, case_id, check_code as check, way, state, asked_at, answered_at, sealed from check_answers where case_id = any(${[...caseIds]}::uuid[]) order by asked_at, signal_id, check_code`;
  if (rows.length === 0) return [];
  const found = await keys.find([...new Set(rows.map(({ caseId }) => caseId))]);
  return rows.map(({ sealed, ...row }) => ({ ...row, findings: checkFindings.open(found, row.caseId, placeOf(row), sealed) ?? [] }));
}

/** What was found about signals that go to another case goes along, sealed by its key. */
export async function moveCheckAnswers(tx: Db, keys: KeyStore, signalIds: readonly string[], caseId: string): Promise<void> {
  const rows = await tx<{ signalId: string; check: CheckCode; caseId: string; sealed: Buffer | null }[]>`
    select signal_id, check_code as check, case_id, sealed from check_answers where signal_id = any(${[...signalIds]}::uuid[]) and case_id <> ${caseId} for update`;
  if (rows.length === 0) return;
  const [theirs, ours] = [await keys.find([...new Set(rows.map((row) => row.caseId))]), await keys.make([caseId])];
  for (const row of rows) {
    const opened = checkFindings.open(theirs, row.caseId, placeOf(row), row.sealed);
    const sealed = opened === null ? null : checkFindings.seal(ours, caseId, placeOf(row), opened);
    if (row.sealed !== null && sealed === null) await tx`delete from check_answers where signal_id = ${row.signalId} and check_code = ${row.check}`;
    else await tx`update check_answers set case_id = ${caseId}, sealed = ${sealed} where signal_id = ${row.signalId} and check_code = ${row.check}`;
  }
}

/** Of signals whose person was erased or corrected: they say something of who that was, or was not. */
export async function removeCheckAnswers(tx: Db, personIds: readonly string[]): Promise<void> {
  await tx`delete from check_answers where signal_id in (select id from signals where person_id = any(${[...personIds]}::uuid[]))`;
}
