/** Taking what names a person out of what others wrote. */
import type { Person } from './personal.ts';

type Named = Pick<Person, 'lastName' | 'birthDate' | 'phone' | 'email'>;

/**
 * The words without the names, dates of birth, phone numbers and e-mail addresses of these persons, however the case of
 * the letters. A machine does not see who is meant by "her brother": whoever hands it out reads it first.
 */
export function withoutPersons(words: string, persons: readonly Named[], instead: string): string {
  return patternsOf(persons).reduce((rest, pattern) => rest.replace(pattern, instead), words);
}

/** The same for every text in a value of JSON. */
export function withoutPersonsIn<Value>(value: Value, persons: readonly Named[], instead: string): Value {
  if (typeof value === 'string') return withoutPersons(value, persons, instead) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => withoutPersonsIn(one, persons, instead)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutPersonsIn(one as unknown, persons, instead)])) as Value;
}

function patternsOf(persons: readonly Named[]): RegExp[] {
  const values = persons.flatMap(({ lastName, birthDate, phone, email }) => [email, phone, lastName, ...(birthDate === null ? [] : datesOf(birthDate))]);
  const texts = [...new Set(values.filter((value) => value !== null && value.trim() !== ''))] as string[];
  // The longest first: one may stand in another.
  return texts.sort((a, b) => b.length - a.length).map((text) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(text)}${text.length < 4 ? '(?![\\p{L}\\p{N}])' : ''}`, 'giu'));
}

function datesOf(date: string): string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  return [date, `${day}-${month}-${year}`, `${Number(day)}-${Number(month)}-${year}`, `${day}/${month}/${year}`];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
