/**
 * Words before a surname that creditors write, shorten, put behind a comma or leave out: those of the national table of
 * prefixes (BRP, Landelijke Tabel 36), and how `van der` is shortened.
 */
const prefixes: ReadonlySet<string> = new Set(
  (
    's t a aan af al am auf aus bij boven d da dal dalla de degli dei del dem den der des di die do don dos du el i im in l la las le les lo los ' +
    'of onder op over te ten ter thoe tho to toe tot uijt uit unter v van vd vdr ver vom von voor vor zu zum zur'
  ).split(' '),
);

/** Letters that no decomposition takes apart. */
const letters: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i' };

/**
 * What a surname is searched by, alike for every spelling of case, accents, punctuation and prefixes: one word, or two
 * for a double name, so that `Jansen-de Vries` is found by either. Empty when nothing in it is a letter.
 */
export function searchedNames(lastName: string): string[] {
  const parts = lastName
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\p{L}/gu, (letter) => letters[letter] ?? letter)
    .split(/\p{Pd}/u)
    .map((part) => part.split(/[^\p{L}]+/u).filter((word) => word !== ''));
  const bare = parts.map((words) => words.filter((word) => !prefixes.has(word)).join('')).filter((word) => word !== '');
  // Whoever is called `Van` or `De` is called nothing else.
  const [first, ...others] = bare.length > 0 ? bare : [parts.flat().join('')];
  if (first === undefined || first === '') return [];
  return others.length === 0 ? [first] : [first, others.join('')];
}

/** Each half of a surname in the words that count, as they are written: `Jansen-de Vries` is `[['Jansen'], ['Vries']]`. */
export function nameWords(lastName: string): string[][] {
  const halves = lastName.normalize('NFC').split(/\p{Pd}/u).map((half) => half.split(/[^\p{L}\p{M}'’]+/u).filter((word) => word !== ''));
  return halves.map((words) => words.filter((word) => !prefixes.has(word.toLowerCase()))).filter((words) => words.length > 0);
}
