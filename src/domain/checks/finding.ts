/** What somebody else said about a person or an address, in codes and the few values that a person who decides needs. Pure. */
import { likenessOf } from '../matching/likely-household.ts';
import type { LocalDate } from '../time/dates.ts';

/** By what a row of a list was recognised, the surest first. */
export const recognisedBy = ['person', 'name-at-address', 'address'] as const;
export type RecognisedBy = (typeof recognisedBy)[number];

export type Finding =
  | { code: 'known'; by: RecognisedBy | 'service'; since: LocalDate | null; what: string | null }
  | { code: 'not-known' }
  /** `on`: in Dutch words, as the register gives it. */
  | { code: 'deceased' | 'left-country' | 'no-longer-kept'; on: string | null }
  | { code: 'lives-here' | 'not-at-address' | 'address-not-given' | 'secret' | 'not-registered' | 'nobody-of-that-name' | 'cannot-be-asked' }
  | { code: 'lives-elsewhere'; place: string | null }
  | { code: 'several'; persons: number }
  /** `twins`: additions at that number that are written almost alike, and are addresses of their own. */
  | { code: 'address-exists'; twins: string[] }
  | { code: 'address-written-otherwise'; addition: string }
  | { code: 'address-not-found'; additions: string[] };

/** Enough to choose from, and no list of a whole block of flats. */
const MOST_SHOWN = 20;

/**
 * Whether an address is in the register, and which one is probably meant where it is not.
 * @param ours letter and addition joined, as `parseAddress` gives it
 * @param registered the additions at the same postcode and number, joined likewise
 */
export function settleAddress(ours: string, registered: readonly string[]): Finding {
  const home = (addition: string) => ({ addition, persons: [] });
  const alike = registered.filter((addition) => likenessOf(home(ours), home(addition)) !== null);
  if (registered.includes(ours)) return { code: 'address-exists', twins: alike.slice(0, MOST_SHOWN) };
  const otherwise = alike.filter((addition) => likenessOf(home(ours), home(addition)) === 'written-otherwise');
  const [only] = otherwise.length === 1 ? otherwise : registered.length === 1 ? registered : [];
  if (only !== undefined) return { code: 'address-written-otherwise', addition: only };
  return { code: 'address-not-found', additions: (alike.length > 0 ? alike : registered).slice(0, MOST_SHOWN) };
}
