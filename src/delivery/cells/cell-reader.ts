import { cellsOf } from './cells.ts';
import { isGarbled } from './letters.ts';
import type { ColumnName } from '../mapping.ts';
import { problem } from '../judging/problem.ts';
import type { Cell, Cells, RawRow } from '../raw-row.ts';
import type { Problem, RowField, RuleCode } from '../judging/row.ts';
import { columnText, hasLostDigits, isFailedFormula, isPercentage, textOf } from './text.ts';

const longestText = 200;
const names: ReadonlySet<ColumnName> = new Set(['lastName', 'prefix', 'initials', 'street', 'streetAndNumber', 'place', 'companyName']);
const yes = new Set(['j', 'ja', 'y', 'yes', '1', 'true', 'waar', 'x', '1.0']);
const no = new Set(['', 'n', 'nee', 'no', '0', 'false', 'onwaar', 'geen', '0.0']);

/** Reads the cells of one row and collects what is wrong with them. */
export class CellReader {
  readonly problems: Problem[] = [];
  readonly #cells: Cells;
  readonly #headings: Partial<Record<ColumnName, string>>;

  constructor(row: RawRow) {
    this.#cells = cellsOf(row);
    this.#headings = row.layout.headings;
  }

  knows(column: ColumnName): boolean {
    return this.#headings[column] !== undefined;
  }

  raw(column: ColumnName): Cell {
    return this.#cells[column] ?? '';
  }

  /** As text in one normal form, without what nobody sees and words for nothing. */
  plain(column: ColumnName): string {
    return columnText(column, this.raw(column));
  }

  text(column: ColumnName, field: RowField, { required = false, longest = longestText } = {}): string {
    const text = this.plain(column);
    if (this.refuseBroken(column, field)) return text;
    if (this.raw(column) instanceof Date) return this.refuse(field, column, 'turnedIntoDate');
    if (required && text === '') return this.refuse(field, column, 'required');
    if (text.length > longest) this.refuse(field, column, 'tooLong');
    else if (hasLostDigits(text) || isUnsafe(this.raw(column))) this.refuse(field, column, 'lostDigits');
    else if (isPercentage(text)) this.refuse(field, column, 'isPercentage');
    else if (this.#isTrueOrFalse(column, text)) this.refuse(field, column, 'isTrueOrFalse');
    else if (names.has(column) && isGarbled(text)) this.refuse(field, column, 'garbled');
    return text;
  }

  yes(column: 'crisis' | 'warm' | 'endOfSupply', field: RowField): boolean {
    const text = this.plain(column).toLowerCase();
    if (this.refuseBroken(column, field)) return false;
    if (!yes.has(text) && !no.has(text)) this.refuse(field, column, 'notYesOrNo');
    return yes.has(text);
  }

  /** `Waar` is a name too, and the kind of a signal may be told by a yes. */
  #isTrueOrFalse(column: ColumnName, text: string): boolean {
    if (column === 'signalKind') return false;
    return typeof this.raw(column) === 'boolean' || (!names.has(column) && /^(?:true|false|waar|onwaar)$/i.test(text));
  }

  /** A formula that failed is not an empty cell. */
  refuseBroken(column: ColumnName, field: RowField): boolean {
    const isBroken = isFailedFormula(textOf(this.raw(column)));
    if (isBroken) this.refuse(field, column, 'failedFormula');
    return isBroken;
  }

  /** Answers '' so that a refused cell has a value to go on with. */
  refuse(field: RowField, column: ColumnName, rule: RuleCode): '' {
    this.problems.push(problem(field, rule, textOf(this.raw(column)), this.#headings[column] ?? null));
    return '';
  }
}

/** JSON and spreadsheets keep numbers in binary: a whole one above this may have been another. */
const isUnsafe = (cell: Cell) => typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell);
