/** What files put around and into a text that does not belong to it. */
import type { ColumnName } from '../mapping.ts';
import type { Cell } from '../raw-row.ts';

/** Letters that nobody sees: joiners, marks of direction, soft hyphens, fillers. */
const invisible = /\p{Cf}|\p{Variation_Selector}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u2800|\u3164|\uffa0/gu;
const spaces = /[\p{Cc}\s]+/gu;
/** How spreadsheets are told that a number is text: `="0012"`, `=T("0012")`. */
const asFormula = /^=\s*(?:T\(|TEKST\()?"(.*)"\)?$/i;

/** Most cells, short as they are: ASCII with single spaces between words is in normal form already. */
const normal = /^(?:[!-~](?: ?[!-~])*)?$/;

/** Text in one normal form, without what nobody sees and needless spaces. */
function cleanText(text: string): string {
  const plain = text.length <= 200 && normal.test(text) ? text : text.toWellFormed().normalize('NFC').replace(invisible, '').replace(spaces, ' ').trim();
  if (!plain.startsWith('=')) return plain;
  return asFormula.exec(plain)?.[1]?.replaceAll('""', '"').trim() ?? plain;
}

export function textOf(cell: Cell): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return cleanText(String(cell));
}

const names: ReadonlySet<ColumnName> = new Set(['lastName', 'prefix', 'initials', 'street', 'streetAndNumber', 'place', 'companyName']);

/** The text of a cell without the apostrophe that a spreadsheet puts before a number that is text; `'t Hart` keeps its own. */
export function columnText(column: ColumnName, cell: Cell): string {
  const text = textOf(cell);
  const bare = names.has(column) ? text : text.replace(/^'(?=\S)/, '').replace(/^=(?=[\d'+-])/, '');
  return isNothing(column, bare) ? '' : bare;
}

const nothing = new Set([
  'null', '(null)', '[null]', '<null>', '\\n', 'nan', '<na>', 'nat', 'none', 'nil', 'n/a', 'n.a.', 'n.a', 'na', 'n.v.t.', 'n.v.t', 'nvt', 'nvt.', 'n/v/t',
  'niet van toepassing', 'geen', 'leeg', '(leeg)', '(blank)', '(blanks)', 'undefined', 'onbekend', '-', '--', '---', '–', '—', '.', '?', '_', '/',
]);
/** Names that people have, or letters they are called by. */
const alsoNames: Partial<Record<ColumnName, readonly string[]>> = {
  lastName: ['none', 'nil', 'na', 'nat', 'geen', 'nan'],
  companyName: ['none', 'nil', 'na', 'nat', 'geen', 'nan'],
  prefix: ['na'],
  initials: ['na', 'n.a.', 'n.a', 'nan', 'nat', 'nil'],
};
/** Whether it is a crisis may not be guessed from a word that says that somebody does not know. */
const unknownIsNo = new Set(['onbekend', '?']);
const zeroes: ReadonlySet<ColumnName> = new Set(['houseLetter', 'addition', 'besideNumber', 'phone', 'prefix', 'legalForm', 'companyName']);

/** Words with which databases and people say that there is nothing. */
function isNothing(column: ColumnName, text: string): boolean {
  const word = text.toLowerCase();
  if (zeroes.has(column) && /^0+(?:[.,]0+)?$/.test(word)) return true;
  if (!nothing.has(word)) return text === '';
  if (column === 'crisis' && unknownIsNo.has(word)) return false;
  return alsoNames[column]?.includes(word) !== true;
}

/** A cell whose formula failed, in the words of Excel, English and Dutch, and of LibreOffice; `####` is a number that did not fit. */
const failed = /^(?:#(?:n\/[abt]|(?:null|leeg|div\/0|deel\/0|value|waarde|ref|verw|name|num|getal|spill|overloop|calc|bereken|berekenen|field|veld|connect|verbinden|busy|bezet|blocked|geblokkeerd|unknown|onbekend|python|external|timeout)[!?]|name\?|naam\?|getting_data|gegevens_ophalen)|#{2,}|err:\d{3})$/i;

export const isFailedFormula = (text: string): boolean => failed.test(text);

/** A number that a spreadsheet shortened: `8,71687E+17`. */
export const hasLostDigits = (text: string): boolean => /^[-+]?\d(?:[.,]\d+)?e\+\d{1,3}$/i.test(text);

export const isPercentage = (text: string): boolean => /^[-+]?\d[\d.,]*\s?%$/.test(text);

/** What a table of numbers writes for the whole number 12. */
export const withoutZeroDecimals = (text: string): string => text.replace(/^(\d+)[.,]0+$/, '$1');
