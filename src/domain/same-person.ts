/**
 * Which rows are about one person. Each signal brings a row of its own, as its creditor spells it: with or without
 * initials or date of birth. Somebody else of the same name must not be taken along, so what is in doubt is left out. Pure.
 */
import type { LocalDate } from './dates.ts';

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
  const rows = all.filter(({ lastName }) => wordsOf(lastName) === wordsOf(seed.lastName));
  const born = seed.birthDate ?? onlyBirthDate(rows, seed);
  const dated = rows.filter((row) => row.birthDate !== null && row.birthDate === born && !contradicts(row, seed));
  const homes = new Set([seed, ...dated].map(({ householdId }) => householdId));
  const undated = rows.filter((row) => row.birthDate === null && homes.has(row.householdId) && isAlike(row, seed) && isUnambiguous(rows, row, born));
  const found = [...dated, ...undated];
  return found.some(({ personId }) => personId === seed.personId) ? found : [...found, ...rows.filter(({ personId }) => personId === seed.personId)];
}

/** The rows by person; one that is in doubt is somebody of its own. */
export function byPerson<Row extends NamedRow>(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = [];
  const isGrouped = (row: Row) => groups.some((group) => group.includes(row));
  for (const seed of rows) if (!isGrouped(seed)) groups.push(rowsOfPerson(rows, seed).filter((row) => !isGrouped(row)));
  return groups;
}

/** Of those at the address who may be the one without a date of birth; null when there are none, or several. */
function onlyBirthDate(rows: readonly NamedRow[], seed: NamedRow): LocalDate | null {
  const dates = datesAt(rows, seed);
  return dates.length === 1 ? (dates[0] ?? null) : null;
}

const isUnambiguous = (rows: readonly NamedRow[], row: NamedRow, born: LocalDate | null): boolean => datesAt(rows, row).every((date) => date === born);

const datesAt = (rows: readonly NamedRow[], { householdId, initials }: NamedRow): LocalDate[] => [
  ...new Set(rows.flatMap((row) => (row.householdId === householdId && row.birthDate !== null && isAlike(row, { initials }) ? [row.birthDate] : []))),
];

type Initials = Pick<NamedRow, 'initials'>;

const letters = ({ initials }: Initials): string => initials.normalize('NFKD').toUpperCase().replace(/[^A-Z]/g, '');

/** 'A.' and 'A.B.' may be one person; 'A.' and 'B.' are not, and neither are 'A.' and nothing. */
function isAlike(one: Initials, other: Initials): boolean {
  const [a, b] = [letters(one), letters(other)];
  return a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));
}

/** Alike for every order of its words: 'de Vries' and 'Vries, de'. */
const wordsOf = (lastName: string): string => lastName.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').split(/[^\p{L}]+/u).filter((word) => word !== '').sort().join(' ');

const contradicts = (one: Initials, other: Initials): boolean => letters(one) !== '' && letters(other) !== '' && !isAlike(one, other);
