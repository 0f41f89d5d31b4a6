/** Compares the rows of a case in Postgres with those that follow from its history. Pure. */
import { expectedTables, type Rows, type TableName } from './expected.ts';
import type { FoldedCase } from './fold.ts';
import type { StoredCase } from './stored.ts';

/** One difference; its values are ids, codes, dates and counts. */
export interface Difference {
  caseId: string;
  /** The table, or `engine` for a difference in the workflow's run itself. */
  table: TableName | 'engine';
  /** The row's own key: a deadline's id, a timeline key, ... */
  key: string;
  /** The column; `row` when the whole row is missing on one side. */
  column: string;
  /** Null when it is missing. */
  inPostgres: unknown;
  fromHistory: unknown;
}

type Values = Pick<Difference, 'inPostgres' | 'fromHistory'>;

export function differencesOf(caseId: string, stored: StoredCase, folded: FoldedCase): Difference[] {
  const expected = expectedTables(folded, { timeline: stored.tables.timeline, written: stored.written });
  const found = (['cases', 'deadlines', 'signals', 'timeline', 'outbox', 'case_facts'] as const).flatMap((table) =>
    rowDifferences(within(table, stored.tables[table], folded), expected[table]).map((difference) => ({ caseId, table, ...difference })),
  );
  return [...found, ...countDifferences(caseId, stored)].filter((difference) => !isExcused(difference, stored));
}

/** Rows of steps in runs that were not archived cannot be compared. */
function within(table: TableName, rows: Rows, { after, records }: FoldedCase): Rows {
  if (after === 0) return rows;
  const touched = new Set(records.flatMap(({ deadlines }) => deadlines.map(({ id }) => id)));
  const stepOf = (key: string) => Number(table === 'timeline' ? key.split('.')[0] : key.split('.').at(-2));
  const isJudged: Record<TableName, (key: string) => boolean> = {
    cases: () => true,
    signals: () => true,
    deadlines: (id) => touched.has(id),
    timeline: (key) => stepOf(key) > after,
    outbox: (id) => stepOf(id) > after,
    case_facts: () => true,
  };
  return new Map([...rows].filter(([key]) => isJudged[table](key)));
}

function rowDifferences(stored: Rows, expected: Rows): Omit<Difference, 'caseId' | 'table'>[] {
  const keys = new Set([...stored.keys(), ...expected.keys()]);
  return [...keys].flatMap((key) => {
    const [inPostgres, fromHistory] = [stored.get(key), expected.get(key)];
    if (inPostgres === undefined || fromHistory === undefined) return [{ key, column: 'row', inPostgres: inPostgres ?? null, fromHistory: fromHistory ?? null }];
    return columnDifferences(inPostgres, fromHistory).map((difference) => ({ key, ...difference }));
  });
}

/** Compares only columns that follow from the history; a state is compared field by field. */
function columnDifferences(stored: Record<string, unknown>, expected: Record<string, unknown>, prefix = ''): (Values & { column: string })[] {
  return Object.keys(expected).flatMap((column) => {
    const [inPostgres = null, fromHistory = null] = [stored[column], expected[column]];
    if (column === 'state' && isObject(inPostgres) && isObject(fromHistory)) return columnDifferences({ ...blank(fromHistory), ...inPostgres }, { ...blank(inPostgres), ...fromHistory }, 'state.');
    return same(inPostgres, fromHistory) ? [] : [{ column: prefix + column, inPostgres, fromHistory }];
  });
}

const blank = (object: object) => Object.fromEntries(Object.keys(object).map((key) => [key, null]));

function countDifferences(caseId: string, { counts: { stored, counted } }: StoredCase): Difference[] {
  return columnDifferences({ ...stored }, { ...counted }).map((difference) => ({ caseId, table: 'cases', key: caseId, ...difference }));
}

/** Differences that are right. */
function isExcused({ table, key, column, inPostgres }: Difference, { replaced, isReserved, isAnonymised }: StoredCase): boolean {
  if (isAnonymised && table === 'timeline' && column === 'noteId') return inPostgres === null;
  if (table === 'cases' && column === 'phase') return isReserved;
  if (replaced.size === 0) return false;
  const isOfReplaced = table === 'signals' && replaced.has(key);
  return isOfReplaced || (table === 'cases' && ['signalCount', 'totalCents', 'crisis'].includes(column));
}

/** Whether two values are equal, regardless of the order of keys and of how an instant is written. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b || (isInstant(a) && isInstant(b) && Date.parse(a) === Date.parse(b));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, n) => same(item, b[n]));
  if (!isObject(a) || !isObject(b)) return a === b;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);

/** A difference in one line, for a terminal or a log. */
export function inWords({ caseId, table, key, column, inPostgres, fromHistory }: Difference): string {
  const where = key === caseId ? table : `${table} ${key}`;
  return `${caseId}  ${where} ${column}: in Postgres ${short(inPostgres)}, from the history ${short(fromHistory)}`;
}

function short(value: unknown): string {
  if (value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

