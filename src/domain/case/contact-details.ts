/** How somebody wants to be reached, as heard from the resident. It goes before what a creditor delivered. */
import type { PartOfDay } from '../codes.ts';
import type { Instant } from '../time/dates.ts';

export const contactWays = [
  { code: 'phone', label: 'Telefoon' },
  { code: 'e-mail', label: 'E-mail' },
  { code: 'letter', label: 'Brief' },
  { code: 'visit', label: 'Bezoek' },
] as const;
export type ContactWay = (typeof contactWays)[number]['code'];

/** From whom a phone number or an address of mail is known. */
export const contactSources = ['resident', 'creditor'] as const;
export type ContactSource = (typeof contactSources)[number];

export interface ContactDetails {
  phone: string | null;
  email: string | null;
  preferred: ContactWay | null;
  /** Good moments; none when nothing was said of it. */
  partsOfDay: PartOfDay[];
}

export interface HeardDetails extends ContactDetails {
  id: string;
  caseId: string;
  /** Null: of the household. */
  personId: string | null;
  recordedBy: string;
  recordedAt: Instant;
}

/** What stands of one person, by all rows of that person, or of the household (null); `heard` has the newest first. */
export const standingOf = (heard: readonly HeardDetails[], personIds: readonly string[] | null): HeardDetails | undefined =>
  heard.find(({ personId }) => (personId === null ? personIds === null : personIds?.includes(personId) === true));

interface Known {
  phone: string | null;
  email: string | null;
}

/** The first that is known of each, the resident's own words first. */
export function bestContact(heard: Known | undefined, delivered: readonly Known[]) {
  const of = (field: keyof Known): { value: string | null; source: ContactSource | null } => {
    const said = heard?.[field] ?? null;
    if (said !== null) return { value: said, source: 'resident' };
    const value = delivered.map((row) => row[field]).find((one) => one !== null && one !== '') ?? null;
    return { value, source: value === null ? null : 'creditor' };
  };
  const [phone, email] = [of('phone'), of('email')];
  return { phone: phone.value, phoneSource: phone.source, email: email.value, emailSource: email.source };
}

/** These persons once more for each time that they said how to reach them, to find them by that too. */
export const asHeard = <Row extends Known>(persons: readonly Row[], idOf: (row: Row) => string, heard: readonly HeardDetails[]): Row[] =>
  heard.flatMap(({ personId, phone, email }) => persons.filter((row) => idOf(row) === personId).map((row) => ({ ...row, phone, email })));
