import type { Cell } from '../raw-row.ts';
import type { NumberForm } from './styles.ts';
import { LONGEST_TEXT, TextCollector, unescaped } from './texts.ts';
import { WorkbookTooLarge, WorkbookUnreadable } from './unreadable.ts';
import { attributesOf, XmlReader, type XmlEvents } from './xml.ts';

const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
/** No table of signals is wider: what stands further is passed over. */
const READ_COLUMNS = 500;
/** A number of more digits than this has lost some in a spreadsheet. */
const SAFE_NUMBER = 1e15;
/** The word of spreadsheets for a value that is not there. */
const NOT_AVAILABLE = '#N/A';
const DAY_MS = 86_400_000;
/** Days are counted from here: so that serial 60, a day that Excel invents, stays before all real ones. */
const dayZeroMs = { '1900': Date.UTC(1899, 11, 30), '1904': Date.UTC(1904, 0, 1) };

export const dayOfNumber = (number: number, daysSince: '1900' | '1904'): Date => new Date(dayZeroMs[daysSince] + Math.floor(number) * DAY_MS);

export interface SheetRow {
  /** As the program shows it, 1 for the first. */
  line: number;
  /** By column; there is nothing where nothing stands. */
  cells: Cell[];
}

interface SheetContext {
  texts: readonly string[];
  forms: ReadonlyMap<number, NumberForm>;
  daysSince: '1900' | '1904';
  /** The program that wrote it calculated nothing: what opens it is to do that. */
  isUncalculated: boolean;
}

/** The rows that have a cell, in the order of the file, read as the sheet's text arrives. */
export async function* sheetRows(text: AsyncIterable<string>, context: SheetContext): AsyncGenerator<SheetRow> {
  const rows = new RowCollector(context);
  const xml = new XmlReader(rows);
  for await (const piece of text) {
    xml.push(piece);
    yield* rows.take();
  }
  xml.end();
  if (!rows.sawData) throw new WorkbookUnreadable('no rows');
}

class RowCollector implements XmlEvents {
  readonly #context: SheetContext;
  readonly #inline: TextCollector;
  #done: SheetRow[] = [];
  #row: SheetRow | undefined;
  #line = 0;
  #column = 0;
  #type = '';
  #style = 0;
  #value = '';
  #inValue = false;
  #hasValue = false;
  #isFormula = false;
  sawData = false;

  constructor(context: SheetContext) {
    this.#context = context;
    this.#inline = new TextCollector('is', (text) => (this.#value = text));
  }

  get wantsText(): boolean {
    return this.#inValue || this.#inline.wantsText;
  }

  take(): SheetRow[] {
    return this.#done.splice(0);
  }

  open(name: string, tag: string): void {
    if (name === 'sheetData') this.sawData = true;
    else if (name === 'row') this.#openRow(tag);
    else if (name === 'c') this.#openCell(tag);
    else if (name === 'v') [this.#inValue, this.#hasValue] = [this.#row !== undefined, true];
    else if (name === 'f') this.#isFormula = true;
    else this.#inline.open(name);
  }

  text(text: string): void {
    if (!this.#inValue) this.#inline.text(text);
    else if (this.#value.length <= LONGEST_TEXT) this.#value += text.slice(0, LONGEST_TEXT);
  }

  close(name: string): void {
    if (name === 'v') this.#inValue = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else this.#inline.close(name);
  }

  /** A row that does not say where it is follows the one before. */
  #openRow(tag: string): void {
    const place = attributesOf(tag).get('r');
    this.#line = place === undefined ? this.#line + 1 : Number(place);
    if (!(this.#line <= MOST_ROWS)) throw new WorkbookTooLarge('a row beyond every sheet');
    this.#row = { line: this.#line, cells: [] };
    this.#column = -1;
  }

  #openCell(tag: string): void {
    const attributes = attributesOf(tag);
    const place = attributes.get('r');
    this.#column = place === undefined ? this.#column + 1 : columnOf(place);
    if (!(this.#column < MOST_COLUMNS)) throw new WorkbookTooLarge('a column beyond every sheet');
    this.#type = attributes.get('t') ?? 'n';
    this.#style = Number(attributes.get('s') ?? -1);
    this.#value = '';
    this.#hasValue = this.#isFormula = false;
  }

  #closeCell(): void {
    const cell = this.#cell();
    if (this.#row && cell !== '' && this.#column < READ_COLUMNS) this.#row.cells[this.#column] = cell;
  }

  #closeRow(): void {
    if (this.#row && this.#row.cells.length > 0) this.#done.push(this.#row);
    this.#row = undefined;
  }

  #cell(): Cell {
    const value = this.#value;
    if (this.#isFormula && this.#lacksOutcome(value)) return NOT_AVAILABLE;
    switch (this.#type) {
      case 's':
        return value === '' ? '' : (this.#context.texts[Number(value)] ?? '');
      case 'inlineStr':
        return value;
      case 'b':
        return value.trim() === '' ? '' : value.trim() === '1' || value.trim() === 'true';
      case 'n':
        return this.#number(value.trim());
      case 'e':
        return value === '' ? NOT_AVAILABLE : value;
      default:
        // A formula's text, or a day as ISO 8601 writes it.
        return unescaped(value);
    }
  }

  /** Programs that do not calculate leave the outcome of a formula out, or write 0 for each. An outcome may be a text without letters. */
  #lacksOutcome(value: string): boolean {
    if (value === '') return !(this.#hasValue && this.#type === 'str');
    return this.#context.isUncalculated && this.#type === 'n' && value === '0';
  }

  #number(text: string): Cell {
    if (text === '') return '';
    const number = Number(text);
    if (Number.isNaN(number)) return text;
    const form = this.#context.forms.get(this.#style);
    if (form === 'day') return dayOfNumber(number, this.#context.daysSince);
    // Shown as such a number is: with its digits lost.
    if (Math.abs(number) >= SAFE_NUMBER) return number.toExponential();
    if (form === 'percentage') return `${String(Number((number * 100).toPrecision(15)))}%`;
    return form !== undefined && Number.isInteger(number) && number >= 0 ? String(number).padStart(form.digits, '0') : number;
  }
}

/** 'A1' is 0, 'AB7' is 27. */
function columnOf(place: string): number {
  let column = 0;
  for (let at = 0; at < place.length; at += 1) {
    const letter = place.charCodeAt(at) & ~0x20;
    if (letter < 0x41 || letter > 0x5a) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}
