import { addressKey } from '../../domain/matching/address.ts';
import { addDays, addMonths, supportedYears, yearOf, type LocalDate } from '../../domain/time/dates.ts';
import { readAmount, readCents } from '../cells/amounts.ts';
import { CellReader } from '../cells/cell-reader.ts';
import type { FileStyle } from '../cells/facts.ts';
import { isNoDay, readDay } from '../cells/dates.ts';
import { asksForLegalForm, legalFormIn } from './businesses.ts';
import { problem } from './problem.ts';
import type { RawRow } from '../raw-row.ts';
import { readAddress } from './row-address.ts';
import type { RowResult, SignalRow } from './row.ts';
import type { RowRules } from './rules.ts';
import { readUrgency } from './urgency.ts';
import { textOf } from '../cells/text.ts';

const longestReference = 64;
const firstBirthYear = 1900;

/** Judges one row; a refused one tells everything that is wrong with it. */
export function checkRow(row: RawRow, rules: RowRules): RowResult {
  const { line } = row;
  const given = givenBack(row);
  if (row.broken) return { line, reference: null, given, ok: false, problems: [problem('row', row.broken, row.values.map(textOf).join(' | '))] };
  const cells = new CellReader(row);
  const reference = referenceOf(cells, rules.style);
  const lastName = lastNameOf(cells);
  const { street, place, address } = readAddress(cells);
  const signal: SignalRow = {
    reference,
    lastName,
    initials: cells.text('initials', 'initials'),
    birthDate: birthDate(cells, rules),
    phone: cells.text('phone', 'phone').replace(/^(\d+)[.,]0+$/, '$1') || null,
    email: cells.text('email', 'email') || null,
    street,
    place,
    address,
    amountCents: amountCents(cells, rules),
    arrearsSince: arrearsSince(cells, rules),
    legalForm: legalForm(cells, lastName),
    ...readUrgency(cells, rules),
    warm: cells.yes('warm', 'warm'),
  };
  const usable = reference !== '' && reference.length <= longestReference ? reference : null;
  if (cells.problems.length > 0) return { line, reference: usable, given, ok: false, problems: cells.problems };
  return { line, reference: usable, given, ok: true, signal, contentKey: contentKey(signal) };
}

/** As many cells as there are headings, cut where no field is so long. */
function givenBack({ values, layout }: RawRow): string[] {
  return Array.from({ length: Math.min(Math.max(layout.header.length, values.length), 200) }, (_, place) => textOf(values[place] ?? '').slice(0, 500));
}

function referenceOf(cells: CellReader, { floatReferences, shortenedReferences }: FileStyle): string {
  const text = cells.text('reference', 'reference', { required: true, longest: longestReference });
  if (shortenedReferences && /^\d{15}0+$/.test(text)) return cells.refuse('reference', 'reference', 'lostDigits');
  return floatReferences ? text.replace(/[.,]0+$/, '') : text;
}

/** `Proefberg` with the prefix `van den`: also when a source fills the prefix and repeats it in the name. */
function lastNameOf(cells: CellReader): string {
  const isNamed = cells.plain('lastName') !== '' || cells.plain('companyName') === '' || /^\d+$/.test(cells.plain('companyName'));
  const name = isNamed ? cells.text('lastName', 'lastName', { required: true }) : cells.text('companyName', 'lastName');
  const prefix = cells.text('prefix', 'lastName');
  if (prefix === '' || name === '' || `${name} `.toLowerCase().startsWith(`${prefix} `.toLowerCase())) return name;
  const glued = /['’]$/.test(prefix) ? '' : ' ';
  const isRepeated = name.toLowerCase().endsWith(` ${prefix.toLowerCase()}`);
  return `${prefix}${glued}${isRepeated ? name.slice(0, -prefix.length - 1).replace(/,$/, '') : name}`;
}

function birthDate(cells: CellReader, rules: RowRules): LocalDate | null {
  const cell = cells.raw('birthDate');
  if (cells.plain('birthDate') === '' || isNoDay(cell)) return null;
  if (cells.refuseBroken('birthDate', 'birthDate')) return null;
  const { day, isUnknown } = readDay(cell, rules.style.orderOf.birthDate, rules.receivedOn);
  if (isUnknown) cells.refuse('birthDate', 'birthDate', 'ambiguousDay');
  else if (day === undefined) cells.refuse('birthDate', 'birthDate', 'noSuchDay');
  else if (day > rules.receivedOn) cells.refuse('birthDate', 'birthDate', 'afterDelivery');
  else if (yearOf(day) < firstBirthYear) cells.refuse('birthDate', 'birthDate', 'unlikelyYear');
  return day ?? null;
}

/** A day after the cut-off is not refused: the matching leaves it out, since the arrears are too young for the round. */
function arrearsSince(cells: CellReader, rules: RowRules): LocalDate {
  if (cells.plain('arrearsSince') === '') return fromAge(cells, rules);
  if (cells.refuseBroken('arrearsSince', 'date')) return '';
  const { day, isUnknown } = readDay(cells.raw('arrearsSince'), rules.style.orderOf.arrearsSince, rules.cutOffOn);
  if (isUnknown) return cells.refuse('date', 'arrearsSince', 'ambiguousDay');
  if (day === undefined) return cells.refuse('date', 'arrearsSince', 'noSuchDay');
  const year = yearOf(day);
  return year < supportedYears.first || year > supportedYears.last ? cells.refuse('date', 'arrearsSince', 'unlikelyYear') : day;
}

const oldestDays = 10_000;

/** An age is counted on the day that the file came in. */
function fromAge(cells: CellReader, { receivedOn }: RowRules): LocalDate {
  const column = (['ageDays', 'ageMonths'] as const).find((name) => cells.plain(name) !== '');
  if (column === undefined) return cells.refuse('date', cells.knows('arrearsSince') ? 'arrearsSince' : cells.knows('ageDays') ? 'ageDays' : 'ageMonths', 'required');
  const age = Number(cells.plain(column).replace(/[.,]0+$/, ''));
  const days = column === 'ageDays' ? age : age * 31;
  if (!Number.isInteger(age) || age < 0 || days > oldestDays) return cells.refuse('date', column, 'notANumberOfDays');
  return column === 'ageDays' ? addDays(receivedOn, -age) : addMonths(receivedOn, -age);
}

function amountCents(cells: CellReader, { style }: RowRules): number {
  const column = cells.plain('amountCents') === '' ? 'amount' : 'amountCents';
  if (cells.plain(column) === '') {
    cells.refuse('amount', column, 'required');
    return 0;
  }
  if (cells.refuseBroken(column, 'amount')) return 0;
  const read = column === 'amount' ? readAmount(cells.raw('amount'), style.amounts) : readCents(cells.raw('amountCents'));
  if (typeof read === 'number') return read;
  cells.refuse('amount', column, read);
  return 0;
}

/** As given, or as the name says it; who looks like a business and says nothing of its form is asked. */
function legalForm(cells: CellReader, lastName: string): string {
  const given = cells.text('legalForm', 'legalForm');
  if (given !== '') return given;
  const named = legalFormIn(lastName);
  if (named !== '') return named;
  const company = cells.plain('companyName');
  if (company !== '' || asksForLegalForm(lastName)) cells.refuse('legalForm', company === '' ? 'lastName' : 'companyName', 'legalFormUnknown');
  return '';
}

/** The content in the one spelling in which a repeated row equals the first: `7512 bm` 4 A = `7512BM` 4A, `A.B.` = `AB`. */
function contentKey(signal: SignalRow): string {
  const { lastName, initials, birthDate: born, phone, email, street, place, address, amountCents: cents, arrearsSince: since, legalForm: form, crisis, signalKind, endsOn, warm } = signal;
  const letters = (text: string | null) => (text ?? '').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
  return JSON.stringify([
    letters(lastName), letters(initials), born, letters(phone), (email ?? '').toLowerCase(), letters(street),
    letters(place), addressKey(address), cents, since, letters(form), crisis, warm,
    // An ordinary row has the key of before there were kinds: sent again, it is known.
    ...(signalKind === 'ordinary' ? [] : [signalKind, endsOn]),
  ]);
}
