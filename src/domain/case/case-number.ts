/** The number of a case that people can say: `ENS-2026-00123`. It is given by Postgres when the case begins. Pure. */

const SHORTEST_COUNTER = 5;

/** The number in the form in which it is stored, whatever was left out or written small; null for a text that is none. */
export function caseNumberIn(text: string): string | null {
  const [, place, year, counter] = /^([A-Z][A-Z0-9]{2,5})[\s/.-]*(\d{4})[\s/.-]+0*(\d{1,12})$/.exec(text.trim().toUpperCase()) ?? [];
  return place === undefined || year === undefined || counter === undefined ? null : `${place}-${year}-${counter.padStart(SHORTEST_COUNTER, '0')}`;
}
