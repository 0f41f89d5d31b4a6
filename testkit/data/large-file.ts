import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

interface Rows {
  count: number;
  /** Keeps references and addresses of files apart. */
  series?: string;
  crisis?: boolean;
}

const header = 'Huurdersnummer;Naam;Voorletters;Geboortedatum;Straat;Huisnummer;Huisletter;Toevoeging;Postcode;Plaats;Achterstand;Achterstand sinds;Rechtsvorm;Ontruiming dreigt;Warme overdracht\n';

/** Postcodes of Enschede: 38 numbers of four digits, with 23 × 23 letters each. Without an S: SA, SD and SS are never handed out, so such rows are refused. */
const letters = 'ABCDEGHJKLMNPRTUVWXYZFI';
const numbers = 38;
const streets = numbers * letters.length ** 2;

function row(n: number, { series = 'A', crisis = false }: Rows): string {
  const street = n % streets;
  const pair = Math.floor(street / numbers);
  const postcode = `${7511 + (street % numbers)}${letters.charAt(pair % letters.length)}${letters.charAt(Math.floor(pair / letters.length))}`;
  const house = 1 + Math.floor(n / streets);
  const birth = `${String(1 + (n % 28)).padStart(2, '0')}-${String(1 + (n % 12)).padStart(2, '0')}-${1940 + (n % 60)}`;
  return `${series}${n};Voorbeeld${n % 997};A.B.;${birth};Haaksbergerstraat;${house};;${series};${postcode};Enschede;${300 + (n % 3_000)},${String(n % 100).padStart(2, '0')};24-08-2026;;${crisis ? 'J' : 'N'};N\n`;
}

/** A delivery of a housing corporation, each row another household. */
export function fileOf(rows: Rows): Buffer {
  return Buffer.from(header + Array.from({ length: rows.count }, (_, n) => row(n, rows)).join(''));
}

/** The same on disk, however long it is. */
export async function writeFileOf(path: string, rows: Rows): Promise<void> {
  const file = createWriteStream(path);
  file.write(header);
  for (let from = 0; from < rows.count; from += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, rows.count - from) }, (_, n) => row(from + n, rows)).join('');
    if (!file.write(lines)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}
