import { parseAddress, type Address } from '../../domain/matching/address.ts';
import type { CellReader } from '../cells/cell-reader.ts';
import type { ColumnName } from '../mapping.ts';
import { withoutZeroDecimals } from '../cells/text.ts';

interface RowAddress {
  street: string;
  place: string;
  address: Address;
}

/** A street and what stands behind it: `Voorbeeldstraat 12 A`, `1e Dwarsstraat 4-2`. */
const streetAndNumber = /^((?:\d+e )?\D+?)[\s,]+(\d{1,5}(?:[\s/-]?[a-z0-9]{1,6}){0,3})(?:,.*)?$/i;
/** A second number behind the first may be the house's, and the first part of the street's name: `Plein 1944 12`. */
const twoNumbers = /^\d+\s+\d/;

/** The address of a row, out of columns that hold a part each or several together. */
export function readAddress(cells: CellReader): RowAddress {
  const number = withoutZeroDecimals(cells.text('houseNumber', 'houseNumber'));
  const together = number === '' ? cells.text('streetAndNumber', 'street') : cells.plain('streetAndNumber');
  const split = number === '' && together !== '' ? splitStreet(cells, together) : { street: together, number };
  const postcodeColumn: ColumnName = cells.plain('postcode') === '' && cells.knows('postcodeAndPlace') ? 'postcodeAndPlace' : 'postcode';
  const [, postcode = '', place = ''] = /^(\d{4}\s*[a-z]{2})[\s,]+(\S.*)$/i.exec(cells.plain(postcodeColumn)) ?? [];
  const [, beside, besideNumber] = /^(t\/?o\.?|t\.o\.|tegenover|bij|nabij|by)\s*(\d.*)$/i.exec(split.number) ?? [];
  const parsed = parseAddress({
    postcode: postcode || cells.text(postcodeColumn, 'postcode'),
    houseNumber: besideNumber ?? split.number,
    letter: withoutZeroDecimals(cells.text('houseLetter', 'addition')),
    addition: withoutZeroDecimals(cells.text('addition', 'addition')),
    beside: beside ?? cells.text('besideNumber', 'addition'),
  });
  const found = { street: cells.text('street', 'street') || split.street, place: cells.text('place', 'place') || place };
  if (parsed.ok) return { ...found, address: parsed.address };
  const columns = { postcode: postcodeColumn, houseNumber: cells.knows('houseNumber') ? 'houseNumber' : 'streetAndNumber', addition: cells.knows('addition') ? 'addition' : 'houseLetter' } as const;
  for (const { part, rule } of parsed.problems) if (!cells.problems.some(({ field }) => field === part || (part === 'houseNumber' && field === 'street'))) cells.refuse(part, columns[part], rule);
  return { ...found, address: { postcode: '', houseNumber: 0, addition: '' } };
}

const longest = 200;

function splitStreet(cells: CellReader, text: string): { street: string; number: string } {
  if (text.length > longest) return { street: '', number: '' };
  const [, street = '', number = ''] = streetAndNumber.exec(text) ?? [];
  if (number === '' || twoNumbers.test(number)) cells.refuse('street', 'streetAndNumber', 'notSplit');
  return { street, number };
}
