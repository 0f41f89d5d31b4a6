import type { ColumnName, DeliveryMapping } from './mapping.ts';
import { UnreadableDelivery } from './unreadable.ts';

/**
 * How creditors call their columns, as `fold` spells it. Of several columns that could be meant the one named first
 * here counts: a file with both "Contractnummer" and "Klantnummer" is about contracts.
 */
const synonyms: Record<ColumnName, readonly string[]> = {
  reference: [
    'reference', 'referentie', 'referentienummer', 'kenmerk', 'signaalkenmerk', 'signaalid', 'contractnummer', 'contractnr',
    'contract', 'contractid', 'overeenkomstnummer', 'polisnummer', 'dossiernummer', 'dossiernr', 'huurdersnummer',
    'huurdernummer', 'klantnummer', 'klantnr', 'klantid', 'relatienummer', 'relatienr', 'debiteurnummer', 'debiteurnr',
    'debiteurennummer', 'verzekerdennummer', 'verzekerdenummer', 'ref',
  ],
  lastName: ['lastname', 'achternaam', 'geslachtsnaam', 'familienaam', 'naam', 'klantnaam', 'naamhuurder', 'naamklant', 'naamdebiteur'],
  initials: ['initials', 'voorletters', 'voorletter', 'voorl', 'vl', 'initialen', 'roepnaam', 'voornaam', 'voornamen'],
  birthDate: ['birthdate', 'dateofbirth', 'geboortedatum', 'geboortedat', 'gebdatum', 'gebdat', 'gebdtm'],
  phone: ['phone', 'telefoonnummer', 'telefoon', 'telefoonnr', 'telnr', 'tel', 'mobiel', 'mobielnummer', 'gsm', 'telefoonmobiel', 'telefoonprive'],
  email: ['email', 'emailadres', 'mail', 'mailadres'],
  street: ['street', 'straat', 'straatnaam', 'adres'],
  place: ['place', 'woonplaats', 'plaats', 'plaatsnaam', 'woonplaatsnaam'],
  postcode: ['postcode', 'pc', 'postc', 'zip', 'zipcode', 'postalcode'],
  houseNumber: ['housenumber', 'huisnummer', 'huisnr', 'hnr', 'nr', 'nummer'],
  houseLetter: ['houseletter', 'huisletter', 'huisltr', 'hl', 'ltr', 'letter'],
  addition: ['addition', 'huisnummertoevoeging', 'huisnrtoevoeging', 'toevoeging', 'toev', 'toevoeg', 'huisnrtoev', 'hnrtoev'],
  amount: [
    'amount', 'achterstand', 'achterstandsbedrag', 'achterstandbedrag', 'bedragachterstand', 'huurachterstand',
    'betalingsachterstand', 'premieachterstand', 'openstaandbedrag', 'openstaand', 'saldo', 'openstaandsaldo',
    'schuldbedrag', 'bedrag', 'bedrageuro', 'totaalbedrag',
  ],
  amountCents: ['amountcents', 'bedragincenten', 'bedragcenten', 'achterstandincenten'],
  arrearsSince: [
    'arrearssince', 'achterstandsinds', 'achterstandvanaf', 'datumachterstand', 'ontstaansdatum', 'datumontstaan',
    'ontstaansdatumachterstand', 'ingangsdatumachterstand', 'oudsteopenstaandedatum', 'oudstevordering',
    'datumoudstevordering', 'oudstefactuur', 'oudstefactuurdatum', 'oudstevervaldatum', 'vervaldatum', 'sinds',
  ],
  legalForm: ['legalform', 'rechtsvorm', 'vorm', 'juridischevorm'],
  crisis: [
    'crisis', 'crisissignaal', 'ontruimingdreigt', 'dreigendeontruiming', 'ontruiming', 'afsluitingdreigt',
    'dreigendeafsluiting', 'afsluiting', 'spoed',
  ],
  warm: ['warm', 'warmeoverdracht', 'warmeoverdrachtgewenst', 'warmsignaal'],
};

const required: readonly { label: string; anyOf: readonly ColumnName[] }[] = [
  { label: 'kenmerk', anyOf: ['reference'] },
  { label: 'achternaam', anyOf: ['lastName'] },
  { label: 'postcode', anyOf: ['postcode'] },
  { label: 'huisnummer', anyOf: ['houseNumber'] },
  { label: 'achterstand', anyOf: ['amount', 'amountCents'] },
  { label: 'achterstand sinds', anyOf: ['arrearsSince'] },
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

/** `Geb.datum`, `GEB_DATUM` and `gebdatum` are one header. */
const fold = (header: string) =>
  header.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]/g, '');

/** The meaning of headers under a creditor's mapping, which goes before the synonyms. */
export class ColumnReader {
  readonly #fixed: ReadonlyMap<string, ColumnName | 'ignored'>;

  constructor(mapping: DeliveryMapping | undefined) {
    this.#fixed = new Map(Object.entries(mapping?.columns ?? {}).map(([header, column]) => [fold(header), column]));
  }

  /**
   * For each header the column it holds; undefined for one that is not used.
   * @throws UnreadableDelivery `duplicate-column` when one header stands there twice.
   */
  read(headers: readonly string[]): (ColumnName | undefined)[] {
    const found = headers.map((header) => this.#meaning(fold(header)));
    const best = new Map<ColumnName, number>();
    for (const [index, meaning] of found.entries()) {
      if (!meaning) continue;
      const rival = found[best.get(meaning.column) ?? -1];
      if (rival?.rank === meaning.rank) throw duplicateColumn(headers[index] ?? '', headers);
      if (!rival || meaning.rank < rival.rank) best.set(meaning.column, index);
    }
    return found.map((meaning, index) => (meaning && best.get(meaning.column) === index ? meaning.column : undefined));
  }

  /** How many headers are understood: the delimiter under which most are is the file's. */
  count(headers: readonly string[]): number {
    return headers.filter((header) => this.#meaning(fold(header))).length;
  }

  #meaning(header: string): Meaning | undefined {
    const fixed = this.#fixed.get(header);
    if (fixed === 'ignored') return undefined;
    return fixed ? { column: fixed, rank: -1 } : meanings.get(header);
  }
}

/** @throws UnreadableDelivery `missing-columns` when a column without which no row can be accepted is not there. */
export function requireColumns(columns: readonly (ColumnName | undefined)[], header: readonly string[]): void {
  const missing = required.filter(({ anyOf }) => !anyOf.some((column) => columns.includes(column))).map(({ label }) => label);
  if (missing.length === 0) return;
  throw new UnreadableDelivery(
    'missing-columns',
    `In de eerste regel van het bestand ontbreekt: ${missing.join(', ')}.`,
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
