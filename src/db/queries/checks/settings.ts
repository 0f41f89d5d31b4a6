/** Which checks a municipality has, from when, and how they fare. */
import type { CheckCode, CheckFailureCode, CheckWay } from '../../../domain/checks/check.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface CheckSetting {
  check: CheckCode;
  validFrom: LocalDate;
  isOn: boolean;
  way: CheckWay;
  setBy: string;
  setAt: Instant;
}

/** Every one that was made, the latest day first. */
export const checkSettingsOf = (sql: Db, municipalityCode: string) =>
  sql<CheckSetting[]>`select check_code as check, valid_from, is_on, way, set_by, set_at from check_settings where municipality_code = ${municipalityCode} order by valid_from desc, check_code`;

/** Others who change this municipality's checks wait until the transaction ends. */
export async function lockChecks(tx: Db, municipalityCode: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`checks ${municipalityCode}`}, 0))`;
}

/** In the place of one from the same day. */
export async function storeCheckSetting(tx: Db, municipalityCode: string, { check, validFrom, isOn, way, setBy, setAt }: CheckSetting): Promise<void> {
  await tx`
    insert into check_settings (municipality_code, check_code, valid_from, is_on, way, set_by, set_at) values (${municipalityCode}, ${check}, ${validFrom}, ${isOn}, ${way}, ${setBy}, ${setAt})
    on conflict (municipality_code, check_code, valid_from) do update set is_on = excluded.is_on, way = excluded.way, set_by = excluded.set_by, set_at = excluded.set_at`;
}

/** The setting of each municipality and check on a day, as a table to join with. */
export const checksOn = (sql: Db, today: LocalDate) => sql`
  (select distinct on (municipality_code, check_code) municipality_code, check_code, is_on, way from check_settings where valid_from <= ${today} order by municipality_code, check_code, valid_from desc)`;

export interface CheckStanding {
  check: CheckCode;
  answeredAt: Instant | null;
  failedAt: Instant | null;
  failure: CheckFailureCode | null;
  part: string | null;
  /** Since the last answer. */
  failures: number;
}

export const checkStandingsOf = (sql: Db, municipalityCode: string) =>
  sql<CheckStanding[]>`select check_code as check, answered_at, failed_at, failure, part, failures from check_standings where municipality_code = ${municipalityCode}`;

interface Place {
  municipalityCode: string;
  check: CheckCode;
}

export async function noteCheckAnswered(sql: Db, { municipalityCode, check }: Place, at: Instant): Promise<void> {
  await sql`
    insert into check_standings (municipality_code, check_code, answered_at) values (${municipalityCode}, ${check}, ${at})
    on conflict (municipality_code, check_code) do update set answered_at = greatest(check_standings.answered_at, excluded.answered_at), failures = 0`;
}

export async function noteCheckFailed(sql: Db, { municipalityCode, check }: Place, { code, part, at }: { code: CheckFailureCode; part: string | null; at: Instant }): Promise<void> {
  await sql`
    insert into check_standings (municipality_code, check_code, failed_at, failure, part, failures) values (${municipalityCode}, ${check}, ${at}, ${code}, ${part}, 1)
    on conflict (municipality_code, check_code) do update set failed_at = excluded.failed_at, failure = excluded.failure, part = excluded.part, failures = check_standings.failures + 1`;
}
