/**
 * A Dutch address as the key of a household. Sources put the house letter and the addition in separate fields, in one
 * field or in the number field, so they are only ever compared joined. An address is a matching key, not a person.
 */
export interface Address {
  /** Four digits and two capitals, no space: `7512BM`. */
  postcode: string;
  houseNumber: number;
  /** Letter and addition joined, capitals and digits only: `A1`, `BIS`; '' if none. */
  addition: string;
  /** How 0.2.0 joined letter and addition, where that was otherwise (`A` and `A1` as `AA1`): a case of then still runs under it. */
  formerAddition?: string;
}

/** The fields of a source, as spelled there. */
export interface AddressParts {
  postcode: string;
  houseNumber: string;
  letter?: string;
  addition?: string;
  /** The register's word beside a number: `to` (opposite it) or `by` (near it). */
  beside?: string;
}

export type AddressProblem =
  | { part: 'postcode'; rule: 'required' | 'postcodeForm' }
  | { part: 'houseNumber'; rule: 'required' | 'noNumber' | 'numberTooHigh' }
  | { part: 'addition'; rule: 'tooLong' };

export type ParsedAddress = { ok: true; address: Address } | { ok: false; problems: AddressProblem[] };

const highestHouseNumber = 99_999; // five digits in the national address register (BAG)
const longestAddition = 16; // the register has letter 1 + addition 4; creditors write words such as "achterhuis"

/** `7512BM-992-2`, or `7512BM-992` without an addition. Two addresses are one household when their keys are equal. */
export function addressKey({ postcode, houseNumber, addition }: Address): string {
  const base = `${postcode}-${String(houseNumber)}`;
  return addition === '' ? base : `${base}-${addition}`;
}

/** Reads an address from a source's fields; reports everything that is wrong at once. */
export function parseAddress(parts: AddressParts): ParsedAddress {
  const problems: AddressProblem[] = [];
  const postcode = parts.postcode.normalize('NFKC').replace(/[\s.-]/gu, '').toUpperCase();
  if (postcode === '') problems.push({ part: 'postcode', rule: 'required' });
  // No postcode ends in SA, SD or SS.
  else if (!/^[1-9]\d{3}(?!S[ADS])[A-Z]{2}$/.test(postcode)) problems.push({ part: 'postcode', rule: 'postcodeForm' });

  const { digits, rest } = splitHouseNumber(parts.houseNumber);
  const houseNumber = Number(digits);
  if (parts.houseNumber.trim() === '') problems.push({ part: 'houseNumber', rule: 'required' });
  else if (houseNumber === 0) problems.push({ part: 'houseNumber', rule: 'noNumber' });
  else if (houseNumber > highestHouseNumber) problems.push({ part: 'houseNumber', rule: 'numberTooHigh' });

  const [inNumber, letter, added] = [plain(rest), plain(parts.letter ?? ''), plain(parts.addition ?? '')];
  const addition = besideOf(parts.beside ?? '') + joinAddition(inNumber, letter, added);
  const former = besideOf(parts.beside ?? '') + joinBeside(inNumber, letter, letter + added, (first, second) => first + second);
  if (addition.length > longestAddition) problems.push({ part: 'addition', rule: 'tooLong' });

  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, address: { postcode, houseNumber, addition, ...(former === addition ? {} : { formerAddition: former }) } };
}

/**
 * `904 A1` → 904 and ` A1`. The number must come first: in `t/o 12` (opposite number 12) the 12 is another household's.
 * `12.0` is how spreadsheets export the number 12.
 */
function splitHouseNumber(text: string): { digits: string; rest: string } {
  const match = /^\s*(?:(?:huis)?nr\.?\s*|no\.?\s*|#\s*)?(\d+)(?:[.,]0+(?=\D|$))?(.*)$/isu.exec(text);
  return { digits: match?.[1] ?? '', rest: (match?.[2] ?? '').replace(saysNothing, '') };
}

/** What databases write where there is no addition. */
const saysNothing = /^[\s,-]*(?:null|n\.?v\.?t\.?|geen|leeg|nan|none|n\/a|[(<[](?:null|na|leeg|blank)[)>\]])\s*$/i;

function besideOf(word: string): string {
  const letters = plain(word);
  if (letters === '') return '';
  return /^(?:TO|TEGENOVER)$/.test(letters) ? 'TO' : 'BY';
}

/**
 * A source that fills the number field (`904 A1`, or `904 A`) and the fields beside it (`A`, `1`) means one addition, not
 * two, and so does one that writes the letter before the addition again (`A`, `A1`). A part is repeated whole only: `1` is no part of `12`.
 */
function joinAddition(inNumber: string, letter: string, addition: string): string {
  return joinBeside(inNumber, letter, joinRepeated(letter, addition), joinRepeated, letter + addition);
}

function joinBeside(inNumber: string, letter: string, beside: string, join: (first: string, second: string) => string, asWritten = beside): string {
  if (inNumber === '' || inNumber === letter || inNumber === asWritten) return beside;
  if (beside !== '' && inNumber.endsWith(beside) && isBoundary(inNumber, inNumber.length - beside.length)) return inNumber;
  if (beside !== '' && inNumber.startsWith(beside) && isBoundary(inNumber, beside.length)) return inNumber;
  return join(inNumber, beside);
}

/** `A` and `A1` are A1. */
function joinRepeated(first: string, second: string): string {
  const isRepeated = second === first || (second.startsWith(first) && isBoundary(second, first.length));
  return isRepeated ? second : first + second;
}

/** A letter stands on one side and a digit on the other. */
const isBoundary = (text: string, at: number) => /\d/.test(text.charAt(at - 1)) !== /\d/.test(text.charAt(at));

const plain = (text: string) =>
  text.normalize('NFKD').toUpperCase().replace(/[^A-Z0-9]/g, '');
