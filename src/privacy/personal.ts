/** The personal data of each table, in and out of its sealed form. When the key was destroyed the data is null. */
import type { ContactDetails } from '../domain/case/contact-details.ts';
import type { Finding } from '../domain/checks/finding.ts';
import type { LocalDate } from '../domain/time/dates.ts';
import type { KeyStore } from './key-store.ts';
import { open, openJson, seal, sealJson } from './seal.ts';

export interface Person {
  lastName: string;
  initials: string;
  birthDate: LocalDate | null;
  phone: string | null;
  email: string | null;
  street: string;
  place: string;
}

export interface SealedAddress {
  /** The address in the form of a household's key: `7512BM-992-2`. */
  key: string;
  postcode: string;
  houseNumber: number;
  addition: string;
  place: string;
}

/** One kind of personal data: its place, and the subject whose key seals it. */
interface Kind<Value> {
  seal(keys: ReadonlyMap<string, Buffer>, subject: string, id: string, value: Value): Buffer;
  /** Null when the key is gone. */
  open(keys: ReadonlyMap<string, Buffer>, subject: string, id: string, sealed: Buffer | null): Value | null;
}

function kind<Value>(place: string): Kind<Value> {
  return {
    seal(keys, subject, id, value) {
      const key = keys.get(subject);
      if (key === undefined) throw new Erased(`the key of ${subject} was destroyed: nothing about it is written any more`);
      return sealJson(key, `${place}/${id}`, value);
    },
    open(keys, subject, id, sealed) {
      const key = keys.get(subject);
      return key === undefined || sealed === null ? null : (openJson(key, `${place}/${id}`, sealed) as Value);
    },
  };
}

/** The person or case was erased. */
export class Erased extends Error {
  override readonly name = 'Erased';
}

export const person = kind<Person>('persons');
/** The person who objected, as spelled when the objection was filed. Sealed by the objection's own key, since it lasts longer than any case. */
export const objector = kind<Pick<Person, 'lastName' | 'initials' | 'birthDate'>>('objections');
export const address = kind<SealedAddress>('cases.address');
/** Of a creditor's own system: what its messages are signed with. By a key of the endpoint's own. */
export const webhookSecret = kind<string>('webhook_endpoints.secret');
export const noteText = kind<string>('notes');
export const planBody = kind<Record<string, unknown>>('plans');
export const contact = kind<string>('hand_overs.contact');
export const heardContact = kind<ContactDetails>('contact_details');
/** What a check found, by `<signal>/<check>`. */
export const checkFindings = kind<Finding[]>('check_answers');
/** What is wrong with a refused row, and the row as it was given, under the headings of its file. */
export interface RefusedRow {
  problems: { field: string; column?: string | null; value: string; rule: string; message: string }[];
  given: string[];
}
/** Rows of older releases have only their problems. */
export const refusedRow = kind<RefusedRow | RefusedRow['problems']>('delivery_rows.problems');
/** The headings of a file, and those of unused columns. */
export interface Headings {
  header: string[];
  unusedColumns: string[];
  unreadSheets: string[];
  /** Of older releases they are not known. */
  goneColumns?: { heading: string; instead: string | null }[];
  isOtherFile?: boolean;
}
/** The first line of a file that could not be read: without column names it is a person's data. */
export const headings = kind<Headings | string[]>('deliveries.header');

/** Name and checksum of a file: with a hash without a key, trying enough rows would tell who was in the file. */
export const deliveredFile = kind<{ fileName: string | null; sha256: string | null }>('deliveries.receipt');

/** The right values of the wrong fields. */
export type Correction = { [Field in keyof Person]?: Person[Field] | undefined };

/** The words of a request under the AVG, and for a correction the right values. */
export interface AvgWords {
  words?: string | undefined;
  correction?: Correction | undefined;
  /** Why it is recorded so long after the day of the answer; for colleagues, not for the letter. */
  reason?: string | undefined;
}
export const avgWords = kind<AvgWords>('avg_words');

/** Who complains, for the letter. */
export interface Complainant {
  name: string;
  /** Street and number, postcode and place. */
  street?: string | undefined;
  place?: string | undefined;
}

/** The words of a complaint: what was said, the findings, or why it takes longer. */
export interface ComplaintWords {
  complainant?: Complainant | undefined;
  words?: string | undefined;
}
export const complaintWords = kind<ComplaintWords>('complaint_words');

/** The references of a creditor, in the mail that tells it of a correction or an erasure. */
export const toldReferences = kind<string[]>('outbox.references');
/** Whose key seals them: that of a day, which is destroyed when no mail of it can be on its way any more. */
export const keyOfTold = (day: LocalDate): string => `told-${day}`;

/** What was written about a breach of an agreement. */
export const breachNote = kind<string>('breach_notes');

/** A piece of a file that is being delivered. */
export const piece = {
  seal: (key: Buffer, deliveryId: string, n: number, bytes: Buffer): Buffer => seal(key, `delivery_chunks/${deliveryId}/${n}`, bytes),
  open: (key: Buffer, deliveryId: string, n: number, sealed: Buffer): Buffer => open(key, `delivery_chunks/${deliveryId}/${n}`, sealed),
};

/** The key of one subject. @throws Erased */
export async function keyOf(keys: KeyStore, subject: string): Promise<Buffer> {
  const key = (await keys.make([subject])).get(subject);
  if (key === undefined) throw new Erased(`the key of ${subject} was destroyed`);
  return key;
}

/** As screens show it; null once the case is erased. */
export function shownAddress(opened: SealedAddress | null): Omit<SealedAddress, 'key'> | null {
  if (opened === null) return null;
  const { postcode, houseNumber, addition, place } = opened;
  return { postcode, houseNumber, addition, place };
}
