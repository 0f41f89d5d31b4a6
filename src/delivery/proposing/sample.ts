/** The headings of a sample file and what stands under each, read as a delivery is but with nothing required of it. */
import { ColumnReader, type Layout } from '../columns.ts';
import { rawRows, type ReadOptions } from '../read.ts';
import type { Cell } from '../raw-row.ts';
import { textOf } from '../cells/text.ts';
import { UnreadableDelivery } from '../unreadable.ts';
import { looksLikeValue } from './contents.ts';

/** More rows say nothing new of what a column holds. */
export const MOST_ROWS_LOOKED_AT = 2_000;

export interface Sample {
  header: readonly string[];
  /** Under each heading the cells of the rows that were looked at. */
  columns: readonly (readonly Cell[])[];
  rows: number;
}

const MOST_LABELS = 999;
/** Initials can be `V.L.`, which is also what some call that column. */
const FEWEST_UNDERSTOOD = 2;

/** Takes any headings. The row that has most of them understood is theirs; where none is, the one with most words that are no values. */
class AnyColumns extends ColumnReader {
  override read(header: readonly string[]): Layout {
    return { header, places: new Map(), headings: {}, unused: [], gone: [], isOtherFile: false };
  }

  override require(): void {
    return undefined;
  }

  override count(header: readonly string[]): number {
    const understood = super.count(header);
    const labels = new Set(header.filter((text) => /\p{L}/u.test(text) && !looksLikeValue(text)));
    return (understood < FEWEST_UNDERSTOOD ? 0 : understood) * (MOST_LABELS + 1) + Math.min(labels.size, MOST_LABELS);
  }
}

/** @throws UnreadableDelivery, also when its first line holds data instead of headings */
export async function readSample(source: () => AsyncIterable<Uint8Array>, options: Omit<ReadOptions, 'context'>): Promise<Sample> {
  const header: string[] = [];
  const place = new Map<string, number>();
  const columns: Cell[][] = [];
  let rows = 0;
  const placed = (heading: string, at: number): number => (options.type === 'json' ? (place.get(heading) ?? at) : at);
  for await (const row of rawRows(source(), options, {}, new AnyColumns(options.mapping))) {
    for (const [at, heading] of row.layout.header.entries()) {
      if (options.type === 'json' ? place.has(heading) : at < header.length) continue;
      place.set(heading, header.length);
      header.push(heading);
      columns.push([]);
    }
    if (rows === 0) mustBeHeadings(header, options);
    if (!row.broken) for (const [at, cell] of row.values.entries()) columns[placed(row.layout.header[at] ?? '', at)]?.push(cell);
    rows += 1;
    if (rows === MOST_ROWS_LOOKED_AT) break;
  }
  if (rows === 0) throw withoutRows();
  return { header: header.map((heading) => textOf(heading)), columns, rows };
}

/** What is of a person must not be taken for a name of a column: names of columns are kept. */
function mustBeHeadings(header: readonly string[], { mapping }: Pick<ReadOptions, 'mapping'>): void {
  const columns = new ColumnReader(mapping);
  if (header.some((heading) => columns.meaningOf(heading) === undefined && looksLikeValue(heading))) throw withoutHeadings();
}

const withoutHeadings = () =>
  new UnreadableDelivery('missing-columns', 'In de eerste regel van het bestand lijken gegevens te staan en geen namen van kolommen.', 'Zet boven elke kolom een naam, en probeer het opnieuw.');

const withoutRows = () =>
  new UnreadableDelivery('empty', 'Onder de namen van de kolommen staan geen regels.', 'Kies een voorbeeldbestand met een paar regels, bijvoorbeeld dat van vorige maand.');
