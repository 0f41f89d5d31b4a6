/** Municipalities' own lists of whom they know, in keyed hashes. */
import type { CheckCode } from '../../../domain/checks/check.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

interface Place {
  municipalityCode: string;
  check: CheckCode;
}

export interface CheckList {
  id: string;
  check: CheckCode;
  dated: LocalDate;
  keptUntil: LocalDate;
  persons: number;
  givenBy: string;
  givenAt: Instant;
}

export const checkListsOf = (sql: Db, municipalityCode: string) =>
  sql<CheckList[]>`select id, check_code as check, dated, kept_until, persons, given_by, given_at from check_lists where municipality_code = ${municipalityCode}`;

/** So many at once in a statement, far below what Postgres takes. */
const AT_ONCE = 10_000;

/** In the place of the one that was there. */
export async function replaceCheckList(tx: Db, place: Place, { id, dated, keptUntil, persons, givenBy, givenAt }: Omit<CheckList, 'check'>, hashes: readonly string[]): Promise<void> {
  await removeCheckList(tx, place);
  await tx`
    insert into check_lists (id, municipality_code, check_code, dated, kept_until, persons, given_by, given_at)
    values (${id}, ${place.municipalityCode}, ${place.check}, ${dated}, ${keptUntil}, ${persons}, ${givenBy}, ${givenAt})`;
  for (let n = 0; n < hashes.length; n += AT_ONCE) await tx`insert into check_list_entries (list_id, hash) select ${id}::uuid, unnest(${hashes.slice(n, n + AT_ONCE)}::text[])`;
}

export async function removeCheckList(tx: Db, { municipalityCode, check }: Place): Promise<void> {
  await tx`delete from check_lists where municipality_code = ${municipalityCode} and check_code = ${check}`;
}

/** Which of these stand in the list; null when there is none that may still be used. */
export async function hashesInList(sql: Db, { municipalityCode, check, today }: Place & { today: LocalDate }, hashes: readonly string[]): Promise<ReadonlySet<string> | null> {
  const [list] = await sql<{ id: string }[]>`select id from check_lists where municipality_code = ${municipalityCode} and check_code = ${check} and kept_until >= ${today}`;
  if (list === undefined) return null;
  const found = await sql<{ hash: string }[]>`select hash from check_list_entries where list_id = ${list.id} and hash = any(${[...hashes]}::text[])`;
  return new Set(found.map(({ hash }) => hash));
}

/** @returns how many there are, or were */
export async function removeOldCheckLists(sql: Db, today: LocalDate, { dryRun }: { dryRun: boolean }): Promise<number> {
  if (dryRun) return (await sql`select from check_lists where kept_until < ${today}`).count;
  return (await sql`delete from check_lists where kept_until < ${today}`).count;
}
