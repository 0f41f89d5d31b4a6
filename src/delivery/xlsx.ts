import { readSheet } from 'read-excel-file/node';
import { ColumnReader, requireColumns } from './columns.ts';
import type { ColumnName, DeliveryMapping } from './mapping.ts';
import { cellOf, type Cell, type RawRow } from './raw-row.ts';
import { emptyDelivery, UnreadableDelivery } from './unreadable.ts';
import { ZipTooLarge } from './unzip.ts';
import { checkedWorkbook } from './workbook.ts';

const largestFile = 10 * 1024 * 1024;
/** Far more than any field takes: one text of megabytes that a hundred thousand cells share would be read as often. */
const longestCell = 2_000;

/**
 * The rows of a workbook's first sheet, whose first row is the header. Unlike text a workbook is held in memory, so it
 * may be 10 MB at most; a larger delivery comes as CSV.
 * @throws UnreadableDelivery when it is too large, no workbook, or its header cannot be used.
 */
export async function* xlsxRows(chunks: AsyncIterable<Uint8Array>, mapping: DeliveryMapping | undefined): AsyncGenerator<RawRow> {
  const [header, ...rows] = await sheetOf(await wholeFile(chunks));
  if (!header) throw emptyDelivery();
  const headers = header.map((cell) => String(cellOf(cell)).trim());
  const columns = new ColumnReader(mapping).read(headers);
  requireColumns(columns, headers);
  for (const [index, row] of rows.entries()) {
    if (row.some((cell) => cell !== null && cell !== '')) yield { line: index + 2, cells: cellsOf(row, columns) };
  }
}

function cellsOf(row: readonly unknown[], columns: readonly (ColumnName | undefined)[]) {
  const cells: Partial<Record<ColumnName, Cell>> = {};
  for (const [index, column] of columns.entries()) if (column) cells[column] = shortened(cellOf(row[index]));
  return cells;
}

const shortened = (cell: Cell): Cell => (typeof cell === 'string' && cell.length > longestCell ? cell.slice(0, longestCell) : cell);

async function wholeFile(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > largestFile) throw tooLarge();
    parts.push(chunk);
  }
  if (bytes === 0) throw emptyDelivery();
  return Buffer.concat(parts);
}

async function sheetOf(file: Buffer) {
  try {
    return await readSheet(checkedWorkbook(file));
  } catch (error) {
    throw error instanceof ZipTooLarge ? unpacksTooLarge() : notXlsx();
  }
}

const tooLarge = () =>
  new UnreadableDelivery('too-large', 'Dit Excel-bestand is te groot; het mag 10 MB zijn.', 'Sla het op als "CSV UTF-8" en lever dat aan.');

const unpacksTooLarge = () =>
  new UnreadableDelivery('too-large', 'Dit Excel-bestand wordt uitgepakt te groot; het mag dan 150 MB zijn, zonder cellen ver buiten de gegevens.', 'Sla alleen het blad met de signalen op als "CSV UTF-8" en lever dat aan.');

const notXlsx = () =>
  new UnreadableDelivery('not-xlsx', 'Dit is geen leesbaar Excel-bestand (xlsx).', 'Open het in Excel, sla het op als xlsx of als "CSV UTF-8" en lever het opnieuw aan.');
