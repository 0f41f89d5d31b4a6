import { JSONParser } from '@streamparser/json';
import type { ColumnReader, Layout } from '../columns.ts';
import { JsonDepth } from './json-depth.ts';
import { LineSplitter } from './lines.ts';
import { cellOf, type RawRow } from '../raw-row.ts';
import { emptyDelivery, UnreadableDelivery } from '../unreadable.ts';

/** More text than this without a completed element is held by no sane delivery and would fill the memory. */
const longestElement = 256 * 1024;

/**
 * The rows of a JSON delivery, read as its text arrives: an array of objects, an object with such an array under
 * `signals`, or one object a line (NDJSON). Property names are those of `SignalRow` (its address flattened) or any header
 * that a CSV may have. `amountCents` is a whole number of cents; `amount` is in euros, as a number or as text.
 * @throws UnreadableDelivery `not-json` where the text stops being JSON, which may be after rows were given.
 */
export async function* jsonRows(text: AsyncIterable<string>, columns: ColumnReader, onLayout: (layout: Layout) => void = () => undefined): AsyncGenerator<RawRow> {
  const rows = new ObjectReader(columns, onLayout);
  const depth = new JsonDepth();
  let elements: Elements | undefined;
  for await (const piece of text) {
    if (!depth.allows(piece)) throw notJson();
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
  readonly #columns: ColumnReader;
  readonly #onLayout: (layout: Layout) => void;
  #count = 0;
  #keys = '';
  #layout: Layout | undefined;

  constructor(columns: ColumnReader, onLayout: (layout: Layout) => void) {
    this.#columns = columns;
    this.#onLayout = onLayout;
  }

  read(element: unknown): RawRow {
    const line = (this.#count += 1);
    if (!isObject(element)) return { line, layout: this.#layout ?? this.#columns.read([]), values: [], broken: 'notAnObject' };
    const keys = Object.keys(element);
    return { line, layout: this.#layoutOf(keys), values: keys.map((key) => cellOf(element[key])) };
  }

  /** Nearly always all objects of a delivery have the same keys. */
  #layoutOf(keys: readonly string[]): Layout {
    const joined = keys.join('\n');
    if (this.#layout !== undefined && joined === this.#keys) return this.#layout;
    this.#layout = this.#columns.read(keys);
    this.#keys = joined;
    this.#onLayout(this.#layout);
    return this.#layout;
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
