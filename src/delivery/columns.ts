import type { ColumnName, DeliveryMapping } from './mapping.ts';
import { fold, mustBeExplained, synonyms } from './headings.ts';
import { UnreadableDelivery } from './unreadable.ts';

/** What the columns of a table hold. */
export interface Layout {
  /** As the creditor wrote it, in its order. */
  header: readonly string[];
  /** Where each is read; of the columns of a phone number or an e-mail address the first that is filled counts. */
  places: ReadonlyMap<ColumnName, readonly number[]>;
  /** How the creditor calls each. */
  headings: Partial<Record<ColumnName, string>>;
  /** The headings of columns that are not used. */
  unused: readonly string[];
  /** The columns that the creditor's mapping names and that are not there. */
  gone: readonly Gone[];
  /** The file has none of the columns that the mapping names: it is read by its headings alone. */
  isOtherFile: boolean;
}

export interface Gone {
  heading: string;
  column: ColumnName;
  /** What was read in its place, by its heading; null when nothing was. */
  instead: string | null;
}

const required: readonly { label: string; anyOf: readonly ColumnName[] }[] = [
  { label: 'kenmerk', anyOf: ['reference'] },
  { label: 'achternaam', anyOf: ['lastName', 'companyName'] },
  { label: 'postcode', anyOf: ['postcode', 'postcodeAndPlace'] },
  { label: 'huisnummer', anyOf: ['houseNumber', 'streetAndNumber'] },
  { label: 'achterstand', anyOf: ['amount', 'amountCents'] },
  { label: 'achterstand sinds', anyOf: ['arrearsSince', 'ageDays', 'ageMonths'] },
];

export interface Meaning {
  column: ColumnName;
  /** The lower, the surer; below 0 where the mapping says it. */
  rank: number;
}

const meanings = new Map<string, Meaning>(
  Object.entries(synonyms).flatMap(([column, names]) =>
    names.map((name, rank) => [name, { column: column as ColumnName, rank }] as const),
  ),
);

/** These may count rows instead of houses. */
export const uncertainHouseNumbers: ReadonlySet<string> = new Set(['nr', 'nummer']);
/** Of these a file may have several columns: the first that is filled counts, or the first that says yes. */
export const several: ReadonlySet<ColumnName> = new Set(['phone', 'email', 'crisis', 'endsOn', 'evictionOn', 'supplyEndsOn', 'endOfSupply', 'signalKind', 'companyName']);
/** Without these another household is meant, or less urgency, or a person instead of a business. */
const mayNotVanish: ReadonlySet<ColumnName> = new Set(['houseLetter', 'addition', 'besideNumber', 'crisis', 'endsOn', 'evictionOn', 'supplyEndsOn', 'endOfSupply', 'signalKind', 'legalForm', 'companyName']);

/** The meaning of headings under a creditor's mapping, which goes before the synonyms. */
export class ColumnReader {
  readonly #fixed: ReadonlyMap<string, ColumnName | 'ignored'>;
  /** The columns that the mapping reads, by their headings. */
  readonly #agreed: readonly { heading: string; column: ColumnName }[];

  constructor(mapping: DeliveryMapping | undefined) {
    const columns = Object.entries(mapping?.columns ?? {});
    this.#fixed = new Map(columns.map(([heading, column]) => [fold(heading), column]));
    this.#agreed = columns.flatMap(([heading, column]) => (column === 'ignored' ? [] : [{ heading, column }]));
  }

  /** @throws UnreadableDelivery `duplicate-column` when one heading stands there twice; `unknown-column` when somebody must say what a column is. */
  read(header: readonly string[]): Layout {
    const found = header.map((heading) => this.meaningOf(heading));
    const unexplained = header.filter((heading, index) => found[index] === undefined && !this.#fixed.has(fold(heading)) && mustBeExplained(fold(heading)));
    if (unexplained.length > 0) throw unknownColumns(unexplained, header);
    const places = new Map<ColumnName, number[]>();
    for (const [index, meaning] of found.entries()) if (meaning) places.set(meaning.column, [...(places.get(meaning.column) ?? []), index]);
    const headings: Partial<Record<ColumnName, string>> = {};
    for (const [column, indexes] of places) {
      indexes.sort((a, b) => (found[a]?.rank ?? 0) - (found[b]?.rank ?? 0));
      const [first = 0, second] = indexes;
      if (second !== undefined && found[first]?.rank === found[second]?.rank && !(several.has(column) && areApart(indexes, header))) throw duplicateColumn(header[second] ?? '', header);
      headings[column] = header[first] ?? '';
      if (!several.has(column)) indexes.length = 1;
    }
    const used = new Set([...places.values()].flat());
    const unused = header.filter((heading, index) => heading !== '' && !used.has(index) && this.#fixed.get(fold(heading)) !== 'ignored');
    return { header, places, headings, unused, ...this.#compared(header, headings) };
  }

  /**
   * @param hint what to look at when a heading is missing
   * @throws UnreadableDelivery `missing-columns` when a column without which no row can be accepted is not there; `changed-columns` when one
   * of the mapping is gone and nobody may guess what that means
   */
  require(layout: Layout, hint = ''): void {
    const vanished = layout.isOtherFile ? [] : layout.gone.filter(({ column, instead }) => column === 'reference' || (instead === null && mayNotVanish.has(column)));
    if (vanished.length > 0) throw changedColumns(vanished, layout.header);
    requireColumns(layout, hint);
  }

  /** How many headings are understood: the row and the delimiter for which most are are the file's. */
  count(header: readonly string[]): number {
    return new Set(header.flatMap((heading) => this.meaningOf(heading)?.column ?? [])).size;
  }

  meaningOf(heading: string): Meaning | undefined {
    const folded = fold(heading);
    const fixed = this.#fixed.get(folded);
    if (fixed === 'ignored') return undefined;
    return fixed ? { column: fixed, rank: -1 } : meanings.get(folded);
  }

  /** Whether the mapping says that a column is not used. */
  ignores(heading: string): boolean {
    return this.#fixed.get(fold(heading)) === 'ignored';
  }

  #compared(header: readonly string[], headings: Layout['headings']): Pick<Layout, 'gone' | 'isOtherFile'> {
    const there = new Set(header.map(fold));
    const gone = this.#agreed.flatMap(({ heading, column }) => (there.has(fold(heading)) ? [] : [{ heading, column, instead: headings[column] ?? null }]));
    return { gone, isOtherFile: gone.length > 0 && gone.length === this.#agreed.length };
  }
}

const areApart = (indexes: readonly number[], header: readonly string[]): boolean => new Set(indexes.map((index) => fold(header[index] ?? ''))).size === indexes.length;

/** What no row can be accepted without and none of these columns holds, in Dutch. */
export const missingAmong = (has: (column: ColumnName) => boolean): string[] => required.filter(({ anyOf }) => !anyOf.some(has)).map(({ label }) => label);

function requireColumns({ places, header, gone }: Layout, hint: string): void {
  const missing = missingAmong((column) => places.has(column));
  if (missing.length === 0) return;
  const named = gone.filter(({ instead }) => instead === null).slice(0, 5).map(({ heading }) => `"${heading.slice(0, 60)}"`);
  const agreed = named.length === 0 ? '' : ` Vastgelegd is de kolom ${named.join(', ')}; die staat niet in dit bestand.`;
  throw new UnreadableDelivery(
    'missing-columns',
    `In de eerste regel van het bestand ontbreekt: ${missing.join(', ')}.${agreed}${hint}`,
    'Zet in de eerste regel de namen van de kolommen, of vraag het meldpunt uw kolomnamen vast te leggen.',
    { missing, header },
  );
}

const duplicateColumn = (name: string, header: readonly string[]) =>
  new UnreadableDelivery(
    'duplicate-column',
    `De kolom "${name}" staat twee keer in het bestand.`,
    'Geef elke kolom een eigen naam, of vraag het meldpunt vast te leggen welke kolom geldt.',
    { header },
  );

function changedColumns(gone: readonly Gone[], header: readonly string[]): UnreadableDelivery {
  const shown = gone.slice(0, 5).map(({ heading }) => `"${heading.slice(0, 60)}"`).join(', ');
  return new UnreadableDelivery(
    'changed-columns',
    `Dit bestand past niet meer bij de vastgelegde kolommen: ${shown} ontbreekt. Zonder die kolom is niet zeker om welk contract, welk adres of welke spoed het gaat.`,
    'Zet de kolom terug, ook als er niets in staat, of leg uw kolommen met dit bestand opnieuw vast. Lever daarna opnieuw aan.',
    { missing: gone.map(({ heading }) => heading), header },
  );
}

function unknownColumns(names: readonly string[], header: readonly string[]): UnreadableDelivery {
  const shown = names.slice(0, 5).map((name) => `"${name.slice(0, 60)}"`).join(', ');
  return new UnreadableDelivery(
    'unknown-column',
    `Het is niet duidelijk wat er staat in de kolom ${shown}. Het lijkt te horen bij het adres, een crisis of de rechtsvorm.`,
    'Geef de kolom een bekende naam of laat haar weg, of vraag het meldpunt vast te leggen wat erin staat. Lever daarna opnieuw aan.',
    { header },
  );
}
