/** Where the cases of a list are and who lives there, opened at once. */
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { residentsOf } from '../../db/queries/worklists/residents.ts';
import { byPerson, type NamedRow } from '../../domain/rights/same-person.ts';
import { address, person, shownAddress, type Person } from '../../privacy/personal.ts';

interface Opened extends NamedRow, Person {}

/** One person; each signal has a row of its own for it, as its creditor spells it. */
export interface Resident extends Pick<Person, 'lastName' | 'initials' | 'birthDate' | 'phone' | 'email'> {
  personIds: string[];
}

export interface Home {
  /** Null once the case is erased. */
  address: ReturnType<typeof shownAddress>;
  street: string | null;
  residents: Resident[];
  /** The rows that the residents were made from. */
  rows: NamedRow[];
}

/** By case; what was erased is missing. */
export async function openHomes({ sql, keys }: Stores, cases: readonly { id: string; address: Buffer | null }[]): Promise<(caseId: string) => Home> {
  const rows = await residentsOf(sql, cases.map(({ id }) => id));
  const found = await keys.find([...new Set([...cases.map(({ id }) => id), ...rows.map(({ sealedFor }) => sealedFor)])]);
  const byCase = new Map<string, Opened[]>();
  for (const { caseId, householdId, personId, sealed, sealedFor } of rows) {
    const opened = person.open(found, sealedFor, personId, sealed);
    if (opened !== null) byCase.set(caseId, [...(byCase.get(caseId) ?? []), { ...opened, personId, householdId }]);
  }
  const addresses = new Map(cases.map(({ id, address: sealed }) => [id, shownAddress(address.open(found, id, id, sealed))]));
  return (caseId) => homeOf(addresses.get(caseId) ?? null, byCase.get(caseId) ?? []);
}

/** Without the rows that it was made from. */
export const shownHome = ({ address: at, street, residents }: Home) => ({ address: at, street, residents });

const homeOf = (at: Home['address'], rows: Opened[]): Home => ({ address: at, street: firstOf(rows, 'street'), residents: byPerson(rows).map(residentOf), rows });

function residentOf(rows: readonly Opened[]): Resident {
  const best = rows.find(({ birthDate }) => birthDate !== null) ?? rows[0];
  const { lastName = '', initials = '', birthDate = null } = best ?? {};
  return { personIds: rows.map(({ personId }) => personId), lastName, initials, birthDate, phone: firstOf(rows, 'phone'), email: firstOf(rows, 'email') };
}

const firstOf = (rows: readonly Opened[], field: 'street' | 'phone' | 'email'): string | null => rows.map((row) => row[field]).find((value) => value !== null && value !== '') ?? null;
