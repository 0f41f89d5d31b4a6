import type { ColumnReader, Layout } from '../columns.ts';
import type { Cell, RawRow } from '../raw-row.ts';
import { dayColumns } from '../mapping.ts';
import { headingAmong, MOST_ROWS_ABOVE, Table, textsOf } from '../formats/table.ts';
import { emptyDelivery, UnreadableDelivery } from '../unreadable.ts';
import { dayOfNumber, sheetRows, type SheetRow } from './sheet.ts';
import { numberFormsOf } from './styles.ts';
import { sharedStringsOf } from './texts.ts';
import { WorkbookTooLarge, WorkbookUnreadable } from './unreadable.ts';
import { workbookOf } from './workbook.ts';
import { Zip } from './zip.ts';

const largestFile = 10 * 1024 * 1024;

/**
 * The rows of the first sheet that is shown. Unlike text a workbook is held in memory, packed as it came, so it may be
 * 10 MB at most; a larger delivery comes as CSV.
 * @param onTable hears of the headings, and of the names of other sheets that are shown, before the first row
 * @throws UnreadableDelivery when it is too large, no workbook, or its headings cannot be used.
 */
export async function* xlsxRows(chunks: AsyncIterable<Uint8Array>, columns: ColumnReader, onTable: (table: Table, otherSheets: readonly string[]) => void = () => undefined): AsyncGenerator<RawRow> {
  const file = await wholeFile(chunks);
  try {
    yield* tableRows(new Zip(file), columns, onTable);
  } catch (error) {
    if (isProtected(file)) throw hasPassword();
    if (error instanceof WorkbookTooLarge) throw unpacksTooLarge();
    throw error instanceof WorkbookUnreadable ? notXlsx() : error;
  }
}

async function* tableRows(zip: Zip, columns: ColumnReader, onTable: (table: Table, otherSheets: readonly string[]) => void): AsyncGenerator<RawRow> {
  const { sheet, otherSheets, daysSince, isUncalculated, sharedStrings, styles } = await workbookOf(zip);
  const context = { daysSince, isUncalculated, texts: await sharedStringsOf(zip, sharedStrings), forms: await numberFormsOf(zip, styles) };
  let table: Table | undefined;
  const first: SheetRow[] = [];
  const begun = () => {
    const at = headingAmong(first.map(({ cells }) => textsOf(cells)), columns);
    const made = new Table(first[at]?.cells ?? [], columns, otherSheets.length > 0 ? ' Alleen het eerste zichtbare blad wordt gelezen: zet het blad met de signalen vooraan.' : '');
    onTable(made, otherSheets);
    table = made;
    return first.splice(at + 1).flatMap(({ line, cells }) => made.row(line, counted(cells, made.layout, daysSince)) ?? []);
  };
  for await (const row of sheetRows(zip.text(sheet), context)) {
    if (table) {
      const read = table.row(row.line, counted(row.cells, table.layout, daysSince));
      if (read) yield read;
      continue;
    }
    if (row.cells.some((cell) => typeof cell !== 'string' || cell.trim() !== '')) first.push(row);
    if (first.length === MOST_ROWS_ABOVE) yield* begun();
  }
  if (table) return;
  if (first.length === 0) throw emptyDelivery();
  yield* begun();
}

/** A number from here on is a day written as YYYYMMDD. */
const FIRST_WRITTEN_DAY = 1000_00_00;

/** A number in a column of days that is not shown as one is counted as the workbook counts its days. */
function counted(cells: readonly Cell[], { places }: Layout, daysSince: '1900' | '1904'): readonly Cell[] {
  if (daysSince === '1900') return cells;
  const at = new Set(dayColumns.flatMap((column) => places.get(column) ?? []));
  return cells.map((cell, place) => (at.has(place) && typeof cell === 'number' && cell < FIRST_WRITTEN_DAY ? dayOfNumber(cell, daysSince) : cell));
}

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

/** A workbook with a password is a file of the older kind that holds the workbook (MS-OFFCRYPTO 2.3). */
const isProtected = (file: Buffer) => file.length > 4 && file.readUInt32BE() === 0xd0cf11e0 && file.includes(Buffer.from('EncryptedPackage', 'utf16le'));

const hasPassword = () =>
  new UnreadableDelivery('not-xlsx', 'Dit Excel-bestand is met een wachtwoord beveiligd.', 'Haal het wachtwoord eraf, of sla het op als "CSV UTF-8", en lever het opnieuw aan.');

const tooLarge = () =>
  new UnreadableDelivery('too-large', 'Dit Excel-bestand is te groot; het mag 10 MB zijn.', 'Sla het op als "CSV UTF-8" en lever dat aan.');

const unpacksTooLarge = () =>
  new UnreadableDelivery('too-large', 'Dit Excel-bestand wordt uitgepakt te groot of is te ingewikkeld; het mag dan 150 MB zijn.', 'Sla alleen het blad met de signalen op als "CSV UTF-8" en lever dat aan.');

const notXlsx = () =>
  new UnreadableDelivery('not-xlsx', 'Dit is geen leesbaar Excel-bestand (xlsx) met een zichtbaar blad.', 'Open het in Excel, sla het op als xlsx of als "CSV UTF-8" en lever het opnieuw aan.');
