/** One small month: forty households, ninety signals of three creditors; the same rows every time. */
import { monthOf } from '../../testkit/data/months.ts';

export const MONTH = monthOf('chaos/month');

export interface Household {
  number: number;
  postcode: string;
  place: string;
  municipality: 'enschede' | 'hengelo';
  /** As the system writes an address. */
  key: string;
}

export interface Delivery {
  creditor: string;
  file: Buffer;
}

const HOUSEHOLDS = 40;
const FITS = '10-11-2025';
const TOO_OLD = '01-02-2025';

/** Odd numbers stand in one municipality, even ones in another. */
export const households: readonly Household[] = Array.from({ length: HOUSEHOLDS }, (_, index) => {
  const number = index + 1;
  const place = number % 2 === 1 ? { postcode: '7512AB', place: 'Enschede', municipality: 'enschede' as const } : { postcode: '7555CD', place: 'Hengelo', municipality: 'hengelo' as const };
  return { number, ...place, key: `${place.postcode}-${number}` };
});

/** Two arrears, or a crisis: these become cases. The others drop out: alone, too old or not a private person. */
export const matched: readonly Household[] = households.filter(({ number }) => number <= 28 || (number >= 31 && number <= 34));

interface Row {
  at: Household;
  amount?: string;
  since?: string;
  form?: string;
  crisis?: boolean;
}

const from = (first: number, last: number): Row[] => households.slice(first - 1, last).map((at) => ({ at }));

const energy = from(1, 30).map((row) => {
  switch (row.at.number) {
    case 3:
    case 4:
      return { ...row, crisis: true };
    case 29:
      return { ...row, form: 'B.V.' };
    case 30:
      return { ...row, since: TOO_OLD };
    default:
      return row;
  }
});

/** The second file of the first creditor: three signals replaced, two the same again, a row that is refused. */
const again: Row[] = [...from(5, 7).map((row) => ({ ...row, amount: '650,00' })), ...from(8, 9), ...from(10, 10).map((row) => ({ ...row, amount: 'veel' }))];

export const deliveries: readonly Delivery[] = [
  { creditor: 'woongoed-twente', file: fileOf('W', from(1, HOUSEHOLDS)) },
  { creditor: 'oost-energie', file: fileOf('E', energy) },
  { creditor: 'zorgzeker', file: fileOf('Z', [...from(1, 16), ...from(31, 34)]) },
  { creditor: 'woongoed-twente', file: fileOf('W', again) },
];

function fileOf(initial: string, rows: readonly Row[]): Buffer {
  const header = 'Contractnummer;Achternaam;Postcode;Huisnummer;Woonplaats;Achterstand;Achterstand sinds;Rechtsvorm;Crisis';
  const lines = rows.map(({ at, amount = '500,00', since = FITS, form = '', crisis = false }) =>
    [`${initial}${at.number}`, `Voorbeeld ${at.number}`, at.postcode, at.number, at.place, amount, since, form, crisis ? 'J' : 'N'].join(';'),
  );
  return Buffer.from([header, ...lines, ''].join('\n'));
}
