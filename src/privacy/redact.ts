/** Removes what names a person from texts that others wrote. */
import { writtenWords } from '../domain/rights/names.ts';
import type { Person } from './personal.ts';

type Named = Pick<Person, 'lastName' | 'birthDate' | 'phone' | 'email'>;

/**
 * The words without the names, dates of birth, phone numbers and e-mail addresses of these persons, whatever the case of the
 * letters and the accents; of a name also each half, and without its prefixes. It rather removes a word too many. It
 * does not see who is meant by "her brother": a person reads the text before it is handed out.
 */
export function withoutPersons(words: string, persons: readonly Named[], instead: string): string {
  return patternsOf(persons).reduce((rest, pattern) => replaced(rest, pattern, instead), words.normalize('NFC'));
}

/** The same for every text in a value of JSON. */
export function withoutPersonsIn<Value>(value: Value, persons: readonly Named[], instead: string): Value {
  if (typeof value === 'string') return withoutPersons(value, persons, instead) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => withoutPersonsIn(one, persons, instead)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutPersonsIn(one as unknown, persons, instead)])) as Value;
}

/** Searched in the text without accents, which has the same length, and removed from the original. */
function replaced(text: string, pattern: RegExp, instead: string): string {
  let [rest, end] = ['', 0];
  for (const { index, 0: found } of plain(text).matchAll(pattern)) {
    rest += text.slice(end, index) + instead;
    end = index + found.length;
  }
  return rest + text.slice(end);
}

function patternsOf(persons: readonly Named[]): RegExp[] {
  const texts = persons.flatMap(({ lastName, birthDate, email }) => [email ?? '', lastName, ...(birthDate === null ? [] : datesOf(birthDate))]).map((text) => text.trim());
  const sources = [...new Set(texts.filter((text) => text !== ''))].map((text) => `${escaped(plain(text))}${text.length < 4 ? END : ''}`);
  const halves = persons.flatMap(({ lastName }) => writtenWords(lastName)).map((half) => `${half.map((word) => escaped(plain(word))).join('[^\\p{L}\\p{N}]+')}(?:'?s)?${END}`);
  const phones = persons.flatMap(({ phone }) => (phone === null ? [] : phonesOf(phone)));
  // Longest first, since one name can be part of another.
  return [sources, phones, halves].flatMap((some) => some.sort((a, b) => b.length - a.length)).map((source) => new RegExp(`(?<![\\p{L}\\p{N}])${source}`, 'giu'));
}

const END = '(?![\\p{L}\\p{N}])';

/** A phone number in any grouping, with or without the country code. */
function phonesOf(phone: string): string[] {
  const digits = phone.replace(/\D/g, '').replace(/^(?:0031|31|0)/, '');
  return digits.length < 6 ? [] : [`(?:\\+31|0031|0)?[\\s().-]*(?:\\(?0\\)?[\\s().-]*)?${Array.from(digits).join('[\\s().-]*')}`];
}

function datesOf(date: string): string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  return [date, `${day}-${month}-${year}`, `${Number(day)}-${Number(month)}-${year}`, `${day}/${month}/${year}`];
}

/** Removes accents and keeps the length of the text. */
const plain = (text: string): string =>
  text.normalize('NFC').replace(/\p{L}/gu, (letter) => {
    const base = letter.normalize('NFD').replace(/\p{M}/gu, '');
    return base.length === letter.length ? base : letter;
  });

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
