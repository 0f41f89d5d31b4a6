import type { ColumnName } from './mapping.ts';
import type { Problem } from './row.ts';

/** A value as the file has it: text, or what JSON and spreadsheets keep typed. Days in a spreadsheet are UTC midnights. */
export type Cell = string | number | boolean | Date;

/** A row whose columns are found but whose values are not yet judged, or one that could not be taken apart. */
export type RawRow = { line: number; cells: Partial<Record<ColumnName, Cell>> } | { line: number; problem: Problem };

/** A value out of JSON or a spreadsheet as a cell. What is no single value is kept as its JSON, for the verdict to show. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date) return value;
  return JSON.stringify(value);
}
