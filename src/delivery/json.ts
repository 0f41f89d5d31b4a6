import { JSONParser } from '@streamparser/json';
import { ColumnReader } from './columns.ts';
import { LineSplitter } from './lines.ts';
import type { ColumnName, DeliveryMapping } from './mapping.ts';
import { problem } from './problem.ts';
import { cellOf, type Cell, type RawRow } from './raw-row.ts';
import { emptyDelivery, UnreadableDelivery } from './unreadable.ts';

/** More text than this without a completed element is held by no sane delivery and would fill the memory. */
const longestElement = 256 * 1024;

/**
 * The rows of a JSON delivery, read as its text arrives: an array of objects, an object with such an array under
 * `signals`, or one object a line (NDJSON). Property names are those of `SignalRow` (its address flattened) or any header
 * that a CSV may have. `amountCents` is a whole number of cents; `amount` is in euros, as a number or as text.
 * @throws UnreadableDelivery `not-json` where the text stops being JSON, which may be after rows were given.
 */
export async function* jsonRows(text: AsyncIterable<string>, mapping: DeliveryMapping | undefined): AsyncGenerator<RawRow> {
  const rows = new ObjectReader(mapping);
  let elements: Elements | undefined;
  for await (const piece of text) {
    if (!elements && piece.trim() !== '') elements = elementsOf(piece.trimStart());
    for (const element of elements?.push(piece) ?? []) yield rows.read(element);
  }
  if (!elements) throw emptyDelivery();
  for (const element of elements.end()) yield rows.read(element);
}

/** Cuts arriving text into the elements that it completes. */
interface Elements {
  push(piece: string): unknown[];
  end(): unknown[];
}

function elementsOf(start: string): Elements {
  if (start.startsWith('[')) return new DocumentElements('$.*');
  const firstLine = parsed(/^[^\r\n]*/.exec(start)?.[0] ?? '');
  return isObject(firstLine) && !('signals' in firstLine) ? new LineElements() : new DocumentElements('$.signals.*');
}

class DocumentElements implements Elements {
  readonly #parser: JSONParser;
  #found: unknown[] = [];
  #sinceLast = 0;
  #mayBeEmpty: boolean;

  constructor(path: '$.*' | '$.signals.*') {
    this.#mayBeEmpty = path === '$.*';
    this.#parser = new JSONParser({ paths: [path], keepStack: false });
    this.#parser.onValue = ({ value }) => {
      this.#sinceLast = 0;
      this.#mayBeEmpty = true;
      this.#found.push(value);
    };
  }

  push(piece: string): unknown[] {
    if (this.#parser.isEnded) {
      if (piece.trim() !== '') throw notJson();
      return [];
    }
    this.#sinceLast += piece.length;
    this.#attempt(() => this.#parser.write(piece));
    if (this.#sinceLast > longestElement) throw notJson();
    return this.#found.splice(0);
  }

  end(): unknown[] {
    if (!this.#parser.isEnded) this.#attempt(() => this.#parser.end());
    if (!this.#mayBeEmpty) throw notJson();
    return this.#found.splice(0);
  }

  #attempt(step: () => void): void {
    try {
      step();
    } catch {
      throw notJson();
    }
  }
}

class LineElements implements Elements {
  readonly #splitter = new LineSplitter();

  push(piece: string): unknown[] {
    return this.#splitter.push(piece).filter(({ text }) => text.trim() !== '').map(({ text }) => parsed(text));
  }

  end(): unknown[] {
    return this.#splitter.end().map(({ text }) => parsed(text));
  }
}

class ObjectReader {
  readonly #columnReader: ColumnReader;
  #count = 0;
  #keys = '';
  #columns: (ColumnName | undefined)[] = [];

  constructor(mapping: DeliveryMapping | undefined) {
    this.#columnReader = new ColumnReader(mapping);
  }

  read(element: unknown): RawRow {
    const line = (this.#count += 1);
    if (!isObject(element)) return { line, problem: problem('row', 'notAnObject', '') };
    const keys = Object.keys(element);
    this.#learn(keys);
    const cells: Partial<Record<ColumnName, Cell>> = {};
    for (const [index, column] of this.#columns.entries()) if (column) cells[column] = cellOf(element[keys[index] ?? '']);
    return { line, cells };
  }

  /** Nearly always all objects of a delivery have the same keys. */
  #learn(keys: readonly string[]): void {
    const joined = keys.join('\n');
    if (joined === this.#keys) return;
    this.#columns = this.#columnReader.read(keys);
    this.#keys = joined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notJson = () =>
  new UnreadableDelivery(
    'not-json',
    'Dit bestand is geen geldige JSON.',
    'Lever een reeks objecten, een object met "signals", of een object per regel; maak tekst en velden kort.',
  );
