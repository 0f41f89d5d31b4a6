/**
 * Recognises names across the spellings of creditors and colleagues: one folding, for searching, for objections and for deciding
 * which rows are one person's. Of any script; characters that are not letters are ignored. Pure.
 */

/**
 * Words before a surname that creditors write, shorten, put behind a comma or leave out: those of the national table of
 * prefixes (BRP, Landelijke Tabel 36), others that are as common, abbreviations of `van der`, and the words between the two
 * surnames of a married person (`Jansen e/v de Vries`).
 */
const prefixes: ReadonlySet<string> = new Set(
  (
    's t a aan af al am auf aus ben bij boven d da dal dalla das de deca degli dei del della dem den der des di die do don dos du el gen het i im in l la las le les lo los m ' +
    'of onder op over te ten ter thoe tho thor to toe tot uijt uit unter v van vd vdr ver vom von voor vor zu zum zur ' +
    'abu bin bint dall dalle dell delle dello e ibn vh y ' +
    'echtg echtgenote ev geb geboren gesch gescheiden wed weduwe wv'
  ).split(' '),
);

/** Letters that no decomposition takes apart. */
const letters: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ς: 'σ' };

/** Letters with two spellings: systems without ÿ, ä, ö, ü write two letters, or leave out the dots. */
const digraphs: readonly (readonly [RegExp, string])[] = [[/ij/g, 'y'], [/ae/g, 'a'], [/oe/g, 'o'], [/ue/g, 'u']];

/** Marks that can be left out in Latin, Greek, Cyrillic, Hebrew and Arabic. In other scripts they are vowels, and stay. */
const accents = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670]/g;

const undecomposed = new RegExp(`[${Object.keys(letters).join('')}]`, 'g');

const apostrophes = /['’‘ʼ`´′]/g;

/** Lower case, without accents and invisible characters; apostrophes are all `'`. */
const plain = (text: string): string =>
  text
    .replace(apostrophes, "'")
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(accents, '')
    .replace(undecomposed, (letter) => letters[letter] ?? letter);

/** `d'Ancona` is two words, a prefix and a name; `O'Brien` is one, as is `O Brien`. */
const wordsOf = (name: string): string[] =>
  plain(name)
    .replace(/([\p{L}\p{M}]+)'(?=\p{L})/gu, (_, before: string) => (prefixes.has(before) ? `${before} ` : before))
    .replace(/(?<![\p{L}\p{M}'.])o +(?=\p{L}{2})/gu, 'o')
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '');

/**
 * The words of a surname that count, alike for every spelling of case, accents, punctuation, prefixes and their place, and
 * of double names. Initials that were written behind it count as nothing. Empty when nothing in it is a letter.
 */
export function nameWords(lastName: string): string[] {
  const words = wordsOf(lastName);
  const bare = words.filter((word) => !prefixes.has(word) && !/^[a-z]$/.test(word));
  // A surname that consists of a prefix (`Van`, `De`) is kept.
  return (bare.length > 0 ? bare : [longest(words)]).filter((word) => word !== '').map((word) => digraphs.reduce((text, [two, one]) => text.replace(two, one), word));
}

const longest = (words: readonly string[]): string => [...words].sort((one, other) => other.length - one.length || (one < other ? 1 : -1))[0] ?? '';

/**
 * What a surname is searched by: one word, or two when it has more, so that `Jansen-de Vries` is found by either.
 * Empty when nothing in it is a letter.
 */
export function searchedNames(lastName: string): string[] {
  const [first, ...others] = nameWords(lastName);
  if (first === undefined) return [];
  return others.length === 0 ? [first] : [first, others.join('')];
}

/** Whether two surnames are the same; names that fold to nothing match no other. */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [nameWords(one).sort().join(' '), nameWords(other).sort().join(' ')];
  return a !== '' && a === b;
}

/** Whether they have a part in common, such as a person with one surname in one place and two in another. */
export const shareName = (one: string, other: string): boolean => nameWords(one).some((word) => nameWords(other).includes(word));

/**
 * What initials may stand for, a letter a name: `J.W.`, `JW` and `Jan Willem` are `jw`; `JAN` is `j` or `jan`. Nothing
 * when no letter is in it.
 */
function readInitials(initials: string): string[] {
  const readings = initials.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '').map(readWord);
  return readings.reduce<string[]>((all, word) => all.flatMap((before) => word.map((letter) => before + letter)), ['']).filter((reading) => reading !== '').slice(0, 16);
}

function readWord(word: string): string[] {
  const folded = plain(word).replace(/^ij/, 'y');
  const [name = ''] = /^\p{L}/u.exec(folded) ?? [];
  const isCapitals = word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase();
  const isUnspoken = !/[aeiouy]/.test(folded) && /^[a-z]{2,5}$/.test(folded) && (isCapitals || word === word.toLowerCase());
  if (isUnspoken || (isCapitals && folded.length <= 2)) return [folded];
  return isCapitals && folded.length <= 5 ? [folded, name] : [name];
}

/**
 * Initials that were written with the surname (`Proefberg J.W.`), where no others are given. Of a name all in capitals a
 * single letter may be a prefix (`BERG V.D.`).
 */
export function initialsWith({ lastName, initials }: { lastName: string; initials: string }): string {
  if (readInitials(initials).length > 0) return initials;
  const isCapitals = lastName === lastName.toUpperCase();
  const single = lastName.match(/(?<![\p{L}\p{M}'’])\p{Lu}(?![\p{L}\p{M}'’])/gu) ?? [];
  return nameWords(lastName).length === 0 ? '' : single.filter((letter) => !(isCapitals && prefixes.has(letter.toLowerCase()))).join('.');
}

/** Whether both are given and can be of one person: `A.` and `A.B.` can, `A.` and `B.` cannot. */
export const areAlike = (one: string, other: string): boolean =>
  readInitials(one).some((a) => readInitials(other).some((b) => a.startsWith(b) || b.startsWith(a)));

/** Whether both are given and cannot be of one person. */
export const contradict = (one: string, other: string): boolean => readInitials(one).length > 0 && readInitials(other).length > 0 && !areAlike(one, other);

/** Each half of a surname in the words that count, as they are written: `Jansen-de Vries` is `[['Jansen'], ['Vries']]`. */
export function writtenWords(lastName: string): string[][] {
  const halves = lastName.normalize('NFC').split(/\p{Pd}/u).map((half) => half.split(/[^\p{L}\p{M}'’]+/u).filter((word) => word !== ''));
  return halves.map((words) => words.filter((word) => !prefixes.has(word.toLowerCase()))).filter((words) => words.length > 0);
}
