/** What a resident said of how to be reached, when a request of that resident is carried out. */
import { contactDetailsOf, removeContactDetails, rewriteContactDetails } from '../../db/queries/cases/contact-details.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import type { PersonOfSignal } from '../../db/queries/rights/persons.ts';
import { asHeard, type HeardDetails } from '../../domain/case/contact-details.ts';
import type { Correction } from '../../privacy/personal.ts';
import { withoutPersons } from '../../privacy/redact.ts';

const casesOf = (rows: readonly PersonOfSignal[]): string[] => [...new Set(rows.map(({ caseId }) => caseId))];
const idOf = ({ personId }: PersonOfSignal): string => personId;

/** The right phone number or address of mail in the place of the wrong one; of the household only where it is this person's. */
export async function correctHeard(stores: Stores, rows: readonly PersonOfSignal[], correction: Correction): Promise<void> {
  const heard = await contactDetailsOf(stores, casesOf(rows), { lock: true });
  const known = [...rows, ...asHeard(rows, idOf, heard)];
  const right = (one: HeardDetails, field: 'phone' | 'email'): string | null => {
    const [value, corrected] = [one[field], correction[field]];
    const isTheirs = rows.some(({ personId }) => personId === one.personId) || (one.personId === null && known.some((row) => isSame(row[field], value)));
    return corrected === undefined || value === null || !isTheirs ? value : corrected;
  };
  for (const one of heard) {
    const [phone, email] = [right(one, 'phone'), right(one, 'email')];
    if (phone !== one.phone || email !== one.email) await rewriteContactDetails(stores, one, { ...one, phone, email });
  }
}

/**
 * Deletes what the person said, and takes the person's number and address out of what is of the household.
 * @param own the person's rows in cases that go on for others
 * @returns the person's rows, also by what was said, to take out of texts
 */
export async function eraseHeard(stores: Stores, rows: readonly PersonOfSignal[], own: readonly string[]): Promise<PersonOfSignal[]> {
  const heard = await contactDetailsOf(stores, casesOf(rows), { lock: true });
  const named = [...rows, ...asHeard(rows, idOf, heard)];
  const emptied: string[] = [];
  for (const one of heard.filter(({ personId }) => personId === null)) {
    const kept = (value: string | null) => (value !== null && withoutPersons(value, named, '') !== value ? null : value);
    const left = { ...one, phone: kept(one.phone), email: kept(one.email) };
    if (left.phone === null && left.email === null && one.preferred === null && one.partsOfDay.length === 0) emptied.push(one.id);
    else if (left.phone !== one.phone || left.email !== one.email) await rewriteContactDetails(stores, one, left);
  }
  await removeContactDetails(stores.sql, own, emptied);
  return named;
}

const plain = (text: string): string => (text.includes('@') ? text.trim().toLowerCase() : text.replace(/\D/g, '').replace(/^(?:0031|31|0)/, ''));
const isSame = (a: string | null, b: string | null): boolean => a !== null && b !== null && plain(a) === plain(b);
