import type { Layout } from './columns.ts';
import type { ColumnName } from './mapping.ts';
import type { RuleCode } from './judging/row.ts';

/** A value as the file has it: text, or what JSON and spreadsheets keep typed. Days in a spreadsheet are UTC midnights. */
export type Cell = string | number | boolean | Date;

/** A row as it stands in the file, under its columns; one that could not be taken apart says why. */
export interface RawRow {
  line: number;
  layout: Layout;
  /** By place; there may be nothing where nothing stands. */
  values: readonly Cell[];
  broken?: Extract<RuleCode, 'tooLong' | 'columnCount' | 'notAnObject'>;
}

/** What a row has in each column. */
export type Cells = Partial<Record<ColumnName, Cell>>;

/** A value out of JSON as a cell. What is no single value is kept as its JSON, for the verdict to show. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date) return value;
  return JSON.stringify(value);
}
