/**
 * Two addresses at one number that are probably one household, because the same addition is written differently by different
 * people. Real neighbours exist at such addresses too, so nothing follows by itself: a person looks, with the reason. Pure.
 */
import type { NamedRow } from '../rights/same-person.ts';
import { isSameName, shareName } from '../rights/names.ts';

export const likenessCodes = ['same-person', 'written-otherwise', 'addition-longer', 'addition-missing'] as const;
export type Likeness = (typeof likenessCodes)[number];

type Somebody = Pick<NamedRow, 'lastName' | 'birthDate'>;

export interface Home {
  /** Letter and addition joined, as `parseAddress` gives it. */
  addition: string;
  persons: readonly Somebody[];
}

/** Why two homes at the same postcode and number are probably one, the strongest reason first; null when nothing says so. */
export function likenessOf(one: Home, other: Home): Likeness | null {
  if (one.addition === other.addition) return null;
  if (one.persons.some((a) => other.persons.some((b) => isProbablySame(a, b)))) return 'same-person';
  if (readingOf(one.addition) === readingOf(other.addition)) return 'written-otherwise';
  if (one.addition === '' || other.addition === '') return 'addition-missing';
  return isLonger(one.addition, other.addition) || isLonger(other.addition, one.addition) ? 'addition-longer' : null;
}

/** Born on the same day, with a surname or a half of one in common. */
const isProbablySame = (a: Somebody, b: Somebody): boolean => a.birthDate !== null && a.birthDate === b.birthDate && (isSameName(a.lastName, b.lastName) || shareName(a.lastName, b.lastName));

/** How many storeys up, or the words for the ground floor and the back, as creditors write them. */
const readings: readonly (readonly [RegExp, string])[] = [
  [/^(?:H|HS|HUIS|BG|BEN|BENEDEN|BEGANEGROND|PARTERRE)$/, 'ground'],
  [/^(?:I|1|1E|1HOOG|1HG|EEN|EERSTE)$/, 'first'],
  [/^(?:II|2|2E|2HOOG|2HG|TWEE|TWEEDE)$/, 'second'],
  [/^(?:III|3|3E|3HOOG|3HG|DRIE|DERDE)$/, 'third'],
  [/^(?:BIS|BS)$/, 'bis'],
  [/^(?:A|ACHTER|ACHTERHUIS)$/, 'back'],
];

/** `12 HS`, `12-H` and `12 huis` read alike; what is in no list is read as it stands, without zeros before a number. */
function readingOf(addition: string): string {
  const written = addition.replace(/(^|\D)0+(?=\d)/g, '$1');
  return readings.find(([words]) => words.test(written))?.[1] ?? written;
}

/** `A1` goes on where `A` ends, and `12` does not where `1` does. */
const isLonger = (longer: string, shorter: string): boolean =>
  longer.startsWith(shorter) && longer.length > shorter.length && /\d/.test(longer.charAt(shorter.length - 1)) !== /\d/.test(longer.charAt(shorter.length));
