import type { ColumnName } from '../mapping.ts';
import type { Cell, Cells, RawRow } from '../raw-row.ts';
import { columnText } from './text.ts';

const saysNo = new Set(['', 'n', 'nee', 'no', '0', 'false', 'onwaar', 'geen', '0.0']);

/** What a row has in each column. Of several columns for one thing the first that is filled counts; of crises, and of ends of supply, the first that is one. */
export function cellsOf({ values, layout }: RawRow): Cells {
  const cells: Cells = {};
  for (const [column, places] of layout.places) {
    const chosen = places.length === 1 ? places[0] : (places.find((place) => isFilled(column, values[place] ?? '')) ?? places[0]);
    cells[column] = values[chosen ?? 0] ?? '';
  }
  return cells;
}

function isFilled(column: ColumnName, cell: Cell): boolean {
  if (typeof cell !== 'string') return cell !== false && cell !== 0;
  const text = columnText(column, cell);
  return text !== '' && !((column === 'crisis' || column === 'endOfSupply') && saysNo.has(text.toLowerCase()));
}
