/**
 * Text that Postgres can keep: without half a surrogate pair, as a cut emoji leaves it, which jsonb refuses, and
 * without NUL, which text refuses.
 */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** The first so many characters, none of them cut in two. */
export function firstCharacters(text: string, count: number): string {
  // A character is at most two units long.
  return Array.from(text.slice(0, 2 * count)).slice(0, count).join('');
}
