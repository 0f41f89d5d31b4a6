/** A municipality's own list of who is known to debt services, or has a benefit. Of it only keyed hashes are kept: enough to recognise somebody by, too little to read. */
import type { CallingActor } from '../../actor.ts';
import { keptHashes, type ListedPerson } from '../../checks/own-list.ts';
import type { Config } from '../../config.ts';
import type { Sql } from '../../db/connect.ts';
import { findMunicipality } from '../../db/queries/administration/places.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { checkListsOf, replaceCheckList } from '../../db/queries/checks/lists.ts';
import { lockChecks } from '../../db/queries/checks/settings.ts';
import { readDay } from '../../delivery/cells/dates.ts';
import { listKeptUntil, waysOf, type CheckCode } from '../../domain/checks/check.ts';
import type { FieldError } from '../../domain/field-error.ts';
import { parseAddress } from '../../domain/matching/address.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { idFrom } from '../cases/add-note.ts';
import { invalid, invalidField } from '../administration/guards.ts';
import { noMunicipality } from '../administration/keep-places.ts';
import { readTable, type TableRow } from '../administration/read-table.ts';
import { mustBeTheirs } from '../planning/may-change.ts';

const columns = {
  lastName: ['achternaam', 'naam', 'geslachtsnaam'],
  birthDate: ['geboortedatum', 'geboren'],
  postcode: ['postcode'],
  houseNumber: ['huisnummer'],
  letter: ['huisletter'],
  addition: ['toevoeging', 'huisnummertoevoeging'],
} as const;
type Column = keyof typeof columns;

const MOST_ROWS = 50_000;
/** More than people read; the counts tell the rest. */
const MOST_TOLD = 100;

interface Given {
  municipalityCode: string;
  check: CheckCode;
  bytes: Uint8Array;
  /** The day of which the list is a picture; undefined: today. */
  dated: LocalDate | undefined;
  /** The caller's Idempotency-Key. */
  key: string;
}

export interface GivenList {
  check: CheckCode;
  dated: LocalDate;
  keptUntil: LocalDate;
  rows: number;
  kept: number;
  refused: { line: number; problems: FieldError[] }[];
}

/**
 * In the place of the list of before, as a whole. A row that says too little to recognise somebody by is told by its line, and left out.
 * @throws AppError forbidden, not-found; invalid-input when it is no such table, nothing in it can be used, or its day is not of now
 */
export async function giveCheckList({ sql, config }: { sql: Sql; config: Pick<Config, 'hashKey'> }, actor: CallingActor, { municipalityCode, check, bytes, dated, key }: Given, at: Instant): Promise<GivenList> {
  mustBeTheirs(actor, municipalityCode);
  if ((await findMunicipality(sql, municipalityCode)) === null) throw noMunicipality();
  if (!waysOf(check).includes('list')) throw invalidField('check', 'way', 'Hiervoor is geen eigen lijst mogelijk; dit wordt nagevraagd bij een dienst.');
  const today = localDate(at);
  const day = dated ?? today;
  const keptUntil = listKeptUntil(day);
  if (day > today) throw invalidField('dated', 'future', 'De lijst kan niet van een latere dag zijn dan vandaag.');
  if (keptUntil < today) throw invalidField('dated', 'tooOld', 'Deze lijst is te oud om in na te vragen. Stuur een lijst van deze maand.');
  const read = (await readTable(bytes, columns, [], MOST_ROWS)).map((row) => readRow(row, today));
  const refused = read.flatMap(({ line, problems }) => (problems.length > 0 ? [{ line, problems }] : []));
  const kept = read.flatMap(({ person }) => (person === null ? [] : [person]));
  if (kept.length === 0) throw refused.length > 0 ? invalid(refused.slice(0, MOST_TOLD).flatMap(({ line, problems }) => problems.map((one) => ({ ...one, field: `rows.${line}.${one.field}` })))) : invalidField('rows', 'required', 'In de lijst staat niemand. Zet navragen uit als er niets meer in een lijst hoeft te worden nagevraagd.');
  const hashes = [...new Set(kept.flatMap((person) => keptHashes(config.hashKey, person)))];
  const id = idFrom(`check list ${municipalityCode} ${check} ${key}`);
  await sql.begin(async (tx) => {
    await lockChecks(tx, municipalityCode);
    // A process died before it had answered: it was done.
    if ((await checkListsOf(tx, municipalityCode)).some((list) => list.id === id)) return;
    await replaceCheckList(tx, { municipalityCode, check }, { id, dated: day, keptUntil, persons: kept.length, givenBy: actor.id, givenAt: at }, hashes);
    await writeAudit(tx, actor, { action: 'give-check-list', outcome: 'done', at, detail: { municipalityCode, check, dated: day, keptUntil, rows: read.length, kept: kept.length } });
  });
  return { check, dated: day, keptUntil, rows: read.length, kept: kept.length, refused: refused.slice(0, MOST_TOLD) };
}

interface ReadRow {
  line: number;
  person: ListedPerson | null;
  problems: FieldError[];
}

function readRow({ line, cells }: TableRow<Column>, today: LocalDate): ReadRow {
  const problems: FieldError[] = [];
  const birth = cells.birthDate === undefined ? undefined : readDay(cells.birthDate, () => 'DMY', today);
  if (birth !== undefined && birth.day === undefined) problems.push({ field: 'birthDate', rule: 'date', message: 'Schrijf de geboortedatum als dag-maand-jaar, zoals 3-5-1980.' });
  const hasAddress = cells.postcode !== undefined || cells.houseNumber !== undefined;
  const at = hasAddress ? parseAddress({ postcode: cells.postcode ?? '', houseNumber: cells.houseNumber ?? '', ...(cells.letter === undefined ? {} : { letter: cells.letter }), ...(cells.addition === undefined ? {} : { addition: cells.addition }) }) : null;
  if (at?.ok === false) problems.push({ field: at.problems[0]?.part ?? 'postcode', rule: at.problems[0]?.rule ?? 'form', message: 'Geef bij een adres een postcode zoals 7511 AB en een huisnummer.' });
  if (problems.length > 0) return { line, person: null, problems };
  const person = { lastName: cells.lastName ?? null, birthDate: birth?.day ?? null, address: at?.ok === true ? at.address : null };
  // The key does not matter: only whether there is anything to recognise somebody by.
  const saysEnough = keptHashes('', person).length > 0;
  return saysEnough ? { line, person, problems } : { line, person: null, problems: [{ field: 'lastName', rule: 'required', message: 'Geef een achternaam met geboortedatum, of een adres.' }] };
}
