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
}

const required: readonly { label: string; anyOf: readonly ColumnName[] }[] = [
  { label: 'kenmerk', anyOf: ['reference'] },
  { label: 'achternaam', anyOf: ['lastName', 'companyName'] },
  { label: 'postcode', anyOf: ['postcode', 'postcodeAndPlace'] },
  { label: 'huisnummer', anyOf: ['houseNumber', 'streetAndNumber'] },
  { label: 'achterstand', anyOf: ['amount', 'amountCents'] },
  { label: 'achterstand sinds', anyOf: ['arrearsSince', 'ageDays', 'ageMonths'] },
];

interface Meaning {
  column: ColumnName;
  /** The lower, the surer. */
  rank: number;
}

const meanings = new Map<string, Meaning>(
  Object.entries(synonyms).flatMap(([column, names]) =>
    names.map((name, rank) => [name, { column: column as ColumnName, rank }] as const),
  ),
);

/** These may count rows instead of houses. */
export const uncertainHouseNumbers: ReadonlySet<string> = new Set(['nr', 'nummer']);
const several: ReadonlySet<ColumnName> = new Set(['phone', 'email', 'crisis', 'endsOn', 'evictionOn', 'supplyEndsOn', 'endOfSupply', 'signalKind', 'companyName']);

/** The meaning of headings under a creditor's mapping, which goes before the synonyms. */
export class ColumnReader {
  readonly #fixed: ReadonlyMap<string, ColumnName | 'ignored'>;

  constructor(mapping: DeliveryMapping | undefined) {
    this.#fixed = new Map(Object.entries(mapping?.columns ?? {}).map(([heading, column]) => [fold(heading), column]));
  }

  /** @throws UnreadableDelivery `duplicate-column` when one heading stands there twice; `unknown-column` when somebody must say what a column is. */
  read(header: readonly string[]): Layout {
    const found = header.map((heading) => this.#meaning(fold(heading)));
    const unexplained = header.filter((heading, index) => found[index] === undefined && !this.#fixed.has(fold(heading)) && mustBeExplained(fold(heading)));
    if (unexplained.length > 0) throw unknownColumns(unexplained, header);
    const places = new Map<ColumnName, number[]>();
    for (const [index, meaning] of found.entries()) if (meaning) places.set(meaning.column, [...(places.get(meaning.column) ?? []), index]);
    const headings: Partial<Record<ColumnName, string>> = {};
    for (const [column, indexes] of places) {
      indexes.sort((a, b) => (found[a]?.rank ?? 0) - (found[b]?.rank ?? 0));
      const [first = 0, second] = indexes;
      if (second !== undefined && found[first]?.rank === found[second]?.rank) throw duplicateColumn(header[second] ?? '', header);
      headings[column] = header[first] ?? '';
      if (!several.has(column)) indexes.length = 1;
    }
    const used = new Set([...places.values()].flat());
    const unused = header.filter((heading, index) => heading !== '' && !used.has(index) && this.#fixed.get(fold(heading)) !== 'ignored');
    return { header, places, headings, unused };
  }

  /** How many headings are understood: the row and the delimiter for which most are are the file's. */
  count(header: readonly string[]): number {
    return new Set(header.flatMap((heading) => this.#meaning(fold(heading))?.column ?? [])).size;
  }

  #meaning(folded: string): Meaning | undefined {
    const fixed = this.#fixed.get(folded);
    if (fixed === 'ignored') return undefined;
    return fixed ? { column: fixed, rank: -1 } : meanings.get(folded);
  }
}

/** @throws UnreadableDelivery `missing-columns` when a column without which no row can be accepted is not there. */
export function requireColumns({ places, header }: Layout, hint = ''): void {
  const missing = required.filter(({ anyOf }) => !anyOf.some((column) => places.has(column))).map(({ label }) => label);
  if (missing.length === 0) return;
  throw new UnreadableDelivery(
    'missing-columns',
    `In de eerste regel van het bestand ontbreekt: ${missing.join(', ')}.${hint}`,
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

function unknownColumns(names: readonly string[], header: readonly string[]): UnreadableDelivery {
  const shown = names.slice(0, 5).map((name) => `"${name.slice(0, 60)}"`).join(', ');
  return new UnreadableDelivery(
    'unknown-column',
    `Het is niet duidelijk wat er staat in de kolom ${shown}. Het lijkt te horen bij het adres, een crisis of de rechtsvorm.`,
    'Geef de kolom een bekende naam of laat haar weg, of vraag het meldpunt vast te leggen wat erin staat. Lever daarna opnieuw aan.',
    { header },
  );
}
