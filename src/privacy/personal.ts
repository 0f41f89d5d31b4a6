/** The personal data of each table, in and out of its sealed form. A key that was destroyed opens nothing: then there is nothing. */
import type { LocalDate } from '../domain/dates.ts';
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
  /** As a household is named: `7512BM-992-2`. */
  key: string;
  postcode: string;
  houseNumber: number;
  addition: string;
  place: string;
}

/** One kind of thing: where it stands, and whose key seals it. */
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
export const address = kind<SealedAddress>('cases.address');
export const noteText = kind<string>('notes');
export const planBody = kind<Record<string, unknown>>('plans');
export const contact = kind<string>('hand_overs.contact');
export const problems = kind<{ field: string; value: string; rule: string; message: string }[]>('delivery_rows.problems');
/** The first line of a file that could not be read: where the names of columns are missing, it is about a person. */
export const header = kind<string[]>('deliveries.header');

/** Values that are right, of those that are not. */
export type Correction = { [Field in keyof Person]?: Person[Field] | undefined };

/** What was said in a request under the AVG: words, and of a correction the values that are right. */
export interface AvgWords {
  words?: string | undefined;
  correction?: Correction | undefined;
}
export const avgWords = kind<AvgWords>('avg_words');

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
