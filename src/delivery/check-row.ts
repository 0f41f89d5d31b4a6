import { addressKey, parseAddress, type Address } from '../domain/address.ts';
import { supportedYears, yearOf, type LocalDate } from '../domain/dates.ts';
import { readAmount, readCents, type AmountStyle } from './amounts.ts';
import { readDay } from './dates.ts';
import type { ColumnName, DateOrder } from './mapping.ts';
import { problem } from './problem.ts';
import type { Cell, RawRow } from './raw-row.ts';
import type { Problem, RowField, RowResult, RuleCode, SignalRow } from './row.ts';

export interface RowRules {
  /** Nobody is born after this day. */
  receivedOn: LocalDate;
  /** The day that two-digit arrears years are read against. */
  cutOffOn: LocalDate;
  dateOrder: DateOrder | undefined;
  amounts: AmountStyle;
}

const longestReference = 64;
const longestText = 200;
const firstBirthYear = 1900;

/** Judges one row; a refused one tells everything that is wrong with it. */
export function checkRow(row: RawRow, rules: RowRules): RowResult {
  if ('problem' in row) return { line: row.line, reference: null, ok: false, problems: [row.problem] };
  const cells = new CellReader(row.cells);
  const reference = cells.text('reference', 'reference', { required: true, longest: longestReference });
  const signal: SignalRow = {
    reference,
    lastName: cells.text('lastName', 'lastName', { required: true }),
    initials: cells.text('initials', 'initials'),
    birthDate: birthDate(cells, rules),
    phone: cells.text('phone', 'phone') || null,
    email: cells.text('email', 'email') || null,
    street: cells.text('street', 'street'),
    place: cells.text('place', 'place'),
    address: address(cells),
    amountCents: amountCents(cells, rules),
    arrearsSince: arrearsSince(cells, rules),
    legalForm: cells.text('legalForm', 'legalForm'),
    crisis: cells.yes('crisis'),
    warm: cells.yes('warm'),
  };
  const usable = reference !== '' && reference.length <= longestReference ? reference : null;
  if (cells.problems.length > 0) return { line: row.line, reference: usable, ok: false, problems: cells.problems };
  return { line: row.line, reference: usable, ok: true, signal, contentKey: contentKey(signal) };
}

function birthDate(cells: CellReader, rules: RowRules): LocalDate | null {
  const cell = cells.raw('birthDate');
  if (isBlank(cell)) return null;
  const day = readDay(cell, rules.dateOrder, rules.receivedOn);
  if (day === undefined) cells.refuse('birthDate', 'noSuchDay', cell);
  else if (day > rules.receivedOn) cells.refuse('birthDate', 'afterDelivery', cell);
  else if (yearOf(day) < firstBirthYear) cells.refuse('birthDate', 'unlikelyYear', cell);
  return day ?? null;
}

/** A day after the cut-off is not refused: the matching leaves it out, since the arrears are too young for the round. */
function arrearsSince(cells: CellReader, rules: RowRules): LocalDate {
  const cell = cells.raw('arrearsSince');
  if (isBlank(cell)) return cells.refuse('date', 'required', cell);
  const day = readDay(cell, rules.dateOrder, rules.cutOffOn);
  if (day === undefined) return cells.refuse('date', 'noSuchDay', cell);
  const year = yearOf(day);
  return year < supportedYears.first || year > supportedYears.last ? cells.refuse('date', 'unlikelyYear', cell) : day;
}

function amountCents(cells: CellReader, { amounts }: RowRules): number {
  const inCents = cells.raw('amountCents');
  const cell = isBlank(inCents) ? cells.raw('amount') : inCents;
  const read = isBlank(inCents) ? readAmount(cell, amounts) : readCents(cell);
  if (typeof read === 'number') return read;
  cells.refuse('amount', read, cell);
  return 0;
}

function address(cells: CellReader): Address {
  const parsed = parseAddress({
    postcode: cells.plain('postcode', 'postcode'),
    houseNumber: cells.plain('houseNumber', 'houseNumber'),
    letter: cells.plain('houseLetter', 'addition'),
    addition: cells.plain('addition', 'addition'),
  });
  if (parsed.ok) return parsed.address;
  for (const { part, rule } of parsed.problems) cells.refuse(part, rule, cells.raw(part));
  return { postcode: '', houseNumber: 0, addition: '' };
}

const yes = new Set(['j', 'ja', 'y', 'yes', '1', 'true', 'waar', 'x']);
const no = new Set(['', 'n', 'nee', 'no', '0', 'false', 'onwaar', '-']);

/** Reads the cells of one row and collects what is wrong with them. */
class CellReader {
  readonly problems: Problem[] = [];
  readonly #cells: Partial<Record<ColumnName, Cell>>;

  constructor(cells: Partial<Record<ColumnName, Cell>>) {
    this.#cells = cells;
  }

  raw(column: ColumnName): Cell {
    return this.#cells[column] ?? '';
  }

  /** As text in one normal form, without control characters and needless spaces. */
  plain(column: ColumnName, field: RowField): string {
    const cell = this.raw(column);
    if (cell instanceof Date) this.refuse(field, 'turnedIntoDate', cell);
    return asText(cell);
  }

  text(column: ColumnName, field: RowField, { required = false, longest = longestText } = {}): string {
    const text = this.plain(column, field);
    if (required && text === '') this.refuse(field, 'required', text);
    if (text.length > longest) this.refuse(field, 'tooLong', text);
    return text;
  }

  yes(column: 'crisis' | 'warm'): boolean {
    const text = this.plain(column, column).toLowerCase();
    if (!yes.has(text) && !no.has(text)) this.refuse(column, 'notYesOrNo', text);
    return yes.has(text);
  }

  /** Answers '' so that a refused cell has a value to go on with. */
  refuse(field: RowField, rule: RuleCode, value: Cell): '' {
    this.problems.push(problem(field, rule, asText(value)));
    return '';
  }
}

const isBlank = (cell: Cell) => typeof cell === 'string' && cell.trim() === '';

function asText(cell: Cell): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return String(cell)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/** The content in the one spelling in which a repeated row equals the first: `7512 bm` 4 A = `7512BM` 4A, `A.B.` = `AB`. */
function contentKey(signal: SignalRow): string {
  const { lastName, initials, birthDate, phone, email, street, place, address, amountCents, arrearsSince, legalForm, crisis, warm } = signal;
  const letters = (text: string | null) => (text ?? '').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
  return JSON.stringify([
    letters(lastName), letters(initials), birthDate, letters(phone), (email ?? '').toLowerCase(), letters(street),
    letters(place), addressKey(address), amountCents, arrearsSince, letters(legalForm), crisis, warm,
  ]);
}
