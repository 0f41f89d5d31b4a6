/** Where the cases of a list are and who lives there, opened at once. */
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { contactDetailsOf } from '../../db/queries/cases/contact-details.ts';
import { residentsOf } from '../../db/queries/worklists/residents.ts';
import { bestContact, standingOf, type ContactDetails, type ContactSource, type HeardDetails } from '../../domain/case/contact-details.ts';
import { byPerson, type NamedRow } from '../../domain/rights/same-person.ts';
import { address, person, shownAddress, type Person } from '../../privacy/personal.ts';

interface Opened extends NamedRow, Person {}

/** One person; each signal has a row of its own for it, as its creditor spells it. */
export interface Resident extends Pick<Person, 'lastName' | 'initials' | 'birthDate' | 'phone' | 'email'> {
  personIds: string[];
  /** What the resident said goes before what a creditor delivered. */
  phoneSource: ContactSource | null;
  emailSource: ContactSource | null;
  /** How the resident would rather be reached, and when. */
  preferred: ContactDetails['preferred'];
  goodPartsOfDay: ContactDetails['partsOfDay'];
}

export interface Home {
  /** Null once the case is erased. */
  address: ReturnType<typeof shownAddress>;
  street: string | null;
  residents: Resident[];
  /** How to reach the household, where the resident did not say that it is about one person. */
  householdContact: ContactDetails | null;
  /** The rows that the residents were made from. */
  rows: NamedRow[];
}

/** By case; what was erased is missing. */
export async function openHomes({ sql, keys }: Stores, cases: readonly { id: string; address: Buffer | null }[]): Promise<(caseId: string) => Home> {
  const caseIds = cases.map(({ id }) => id);
  const [rows, heard] = [await residentsOf(sql, caseIds), await contactDetailsOf({ sql, keys }, caseIds)];
  const found = await keys.find([...new Set([...cases.map(({ id }) => id), ...rows.map(({ sealedFor }) => sealedFor)])]);
  const byCase = new Map<string, Opened[]>();
  for (const { caseId, householdId, personId, sealed, sealedFor } of rows) {
    const opened = person.open(found, sealedFor, personId, sealed);
    if (opened !== null) byCase.set(caseId, [...(byCase.get(caseId) ?? []), { ...opened, personId, householdId }]);
  }
  const addresses = new Map(cases.map(({ id, address: sealed }) => [id, shownAddress(address.open(found, id, id, sealed))]));
  return (caseId) => homeOf(addresses.get(caseId) ?? null, byCase.get(caseId) ?? [], heard.filter((one) => one.caseId === caseId));
}

/** Without the rows that it was made from. */
export const shownHome = ({ address: at, street, residents, householdContact }: Home) => ({ address: at, street, residents, householdContact });

function homeOf(at: Home['address'], rows: Opened[], heard: readonly HeardDetails[]): Home {
  const ofAll = standingOf(heard, null);
  return { address: at, street: rows.map(({ street }) => street).find((street) => street !== '') ?? null, residents: byPerson(rows).map((group) => residentOf(group, heard)), householdContact: ofAll === undefined ? null : shownDetails(ofAll), rows };
}

const shownDetails = ({ phone, email, preferred, partsOfDay }: ContactDetails): ContactDetails => ({ phone, email, preferred, partsOfDay });

function residentOf(rows: readonly Opened[], heard: readonly HeardDetails[]): Resident {
  const best = rows.find(({ birthDate }) => birthDate !== null) ?? rows[0];
  const { lastName = '', initials = '', birthDate = null } = best ?? {};
  const personIds = rows.map(({ personId }) => personId);
  const said = standingOf(heard, personIds);
  return { personIds, lastName, initials, birthDate, ...bestContact(said, rows), preferred: said?.preferred ?? null, goodPartsOfDay: said?.partsOfDay ?? [] };
}
