/**
 * Decides which rows are about one person. Each signal has a row of its own, as its creditor spells it: with or without initials or
 * date of birth. Another person of the same name must not be included, so doubtful rows are left out; for an objection they are
 * marked, and a person decides. Pure.
 */
import type { LocalDate } from '../time/dates.ts';
import { areAlike as areInitialsAlike, contradict as doInitialsContradict, initialsWith, isSameName, nameWords, shareName } from './names.ts';

export interface NamedRow {
  personId: string;
  householdId: string;
  lastName: string;
  initials: string;
  birthDate: LocalDate | null;
}

/**
 * Those of the rows that are of the person of `seed`: with the same date of birth, wherever, unless the initials differ;
 * without one only at an address where the person is known, with the same initials, and when nobody there of that name and
 * those initials was born on another day.
 */
export function rowsOfPerson<Row extends NamedRow>(all: readonly Row[], seed: NamedRow): Row[] {
  const rows = all.filter(({ personId, lastName }) => personId === seed.personId || isSameName(lastName, seed.lastName));
  const born = seed.birthDate ?? onlyBirthDate(rows, seed);
  const dated = rows.filter((row) => row.birthDate !== null && row.birthDate === born && !contradict(row, seed));
  const homes = new Set([seed, ...dated].map(({ householdId }) => householdId));
  const undated = rows.filter((row) => row.birthDate === null && homes.has(row.householdId) && areAlike(row, seed) && isUnambiguous(rows, row, born));
  const found = [...dated, ...undated];
  return found.some(({ personId }) => personId === seed.personId) ? found : [...found, ...rows.filter(({ personId }) => personId === seed.personId)];
}

/** The rows by person; a doubtful row counts as a person of its own. */
export function byPerson<Row extends NamedRow>(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = [];
  const isGrouped = (row: Row) => groups.some((group) => group.includes(row));
  for (const seed of rows) if (!isGrouped(seed)) groups.push(rowsOfPerson(rows, seed).filter((row) => !isGrouped(row)));
  return groups;
}

/** Whether a row is of a person; `doubt`: it may be, and the data does not decide it. */
type Sameness = 'same' | 'doubt' | 'other';

/**
 * Whether `row` is of the person of `seed`, given whom else is known at their addresses. Without a date of birth on one side
 * the name holds at the address, unless somebody else there may be meant. In doubt is who has the name and nothing that tells
 * apart, and who was born on the same day under a name of which a part is the same.
 */
export function sameness(seed: NamedRow, row: NamedRow, known: readonly NamedRow[]): Sameness {
  const [isNamed, isAtHome] = [isSameName(row.lastName, seed.lastName), row.householdId === seed.householdId];
  if (contradict(row, seed) || differ(row, seed)) return 'other';
  if (isNameless(row) && isNameless(seed)) return isAtHome ? 'doubt' : 'other';
  if (row.birthDate !== null && seed.birthDate !== null) return isNamed ? 'same' : shareName(row.lastName, seed.lastName) ? 'doubt' : 'other';
  if (isNamed && isAtHome) return known.some((other) => isBetween(other, row, seed) || isBetween(other, seed, row)) ? 'doubt' : 'same';
  return (isNamed && areAlike(row, seed)) || (isAtHome && shareName(row.lastName, seed.lastName)) ? 'doubt' : 'other';
}

const differ = (one: NamedRow, other: NamedRow): boolean => one.birthDate !== null && other.birthDate !== null && one.birthDate !== other.birthDate;

const isNameless = ({ lastName }: NamedRow): boolean => nameWords(lastName).length === 0;

/** Whether somebody else at the address may be meant. */
const isBetween = (somebody: NamedRow, one: NamedRow, other: NamedRow): boolean =>
  somebody.householdId === one.householdId &&
  isSameName(somebody.lastName, one.lastName) &&
  !contradict(somebody, one) &&
  !differ(somebody, one) &&
  (contradict(somebody, other) || differ(somebody, other));

/** Of those at the address who may be the one without a date of birth; null when there are none, or several. */
function onlyBirthDate(rows: readonly NamedRow[], seed: NamedRow): LocalDate | null {
  const dates = datesAt(rows, seed);
  return dates.length === 1 ? (dates[0] ?? null) : null;
}

const isUnambiguous = (rows: readonly NamedRow[], row: NamedRow, born: LocalDate | null): boolean => datesAt(rows, row).every((date) => date === born);

const datesAt = (rows: readonly NamedRow[], one: NamedRow): LocalDate[] => [
  ...new Set(rows.flatMap((row) => (row.householdId === one.householdId && row.birthDate !== null && areAlike(row, one) ? [row.birthDate] : []))),
];

const areAlike = (one: NamedRow, other: NamedRow): boolean => areInitialsAlike(initialsWith(one), initialsWith(other));
const contradict = (one: NamedRow, other: NamedRow): boolean => doInitialsContradict(initialsWith(one), initialsWith(other));
