/** What is proposed for the columns of a file, measured over every file there is: those of the sample months, from practice, and of programs that write spreadsheets. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { ColumnName, DeliveryMapping } from '../../src/delivery/mapping.ts';
import { masked } from '../../src/delivery/proposing/mask.ts';
import { proposeMapping, type Proposal } from '../../src/delivery/proposing/propose.ts';
import { claimInWords, whyOf } from '../../src/delivery/proposing/words.ts';
import { UnreadableDelivery } from '../../src/delivery/unreadable.ts';
import { chunksOf, csv, readAll, refusalOf } from './support.ts';

const november = { receivedOn: '2026-11-20', cutOffOn: '2026-11-25' };
const root = new URL('../../', import.meta.url);
const under = (folder: string): string[] =>
  readdirSync(new URL(folder, root), { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile() && /\.(?:csv|xlsx)$/.test(entry.name)).map(({ parentPath, name }) => `${parentPath.slice(parentPath.indexOf(folder))}/${name}`.replace('//', '/')).sort();
const months = under('samples/').filter((name) => name.endsWith('.csv'));
const files = [...months, ...under('tests/fixtures/cases/'), ...under('tests/fixtures/writers/')];

const bytesOf = (name: string): Buffer => readFileSync(new URL(name, root));
const typeOf = (name: string) => (name.endsWith('.csv') ? 'csv' : 'xlsx');
const propose = (bytes: Uint8Array | string, type: 'csv' | 'xlsx' = 'csv', mapping?: DeliveryMapping): Promise<Proposal> =>
  proposeMapping(() => chunksOf(Buffer.from(bytes), 1000), { type, context: november, ...(mapping ? { mapping } : {}) });

/** Every row as it is judged, or by which code the file is refused. */
async function judged(name: string, mapping?: DeliveryMapping): Promise<unknown[] | string> {
  try {
    return await readAll(bytesOf(name), { type: typeOf(name), context: november, ...(mapping ? { mapping } : {}) });
  } catch (error) {
    if (error instanceof UnreadableDelivery) return error.code;
    throw error;
  }
}

async function proposalFor(name: string): Promise<Proposal | string> {
  try {
    return await propose(bytesOf(name), typeOf(name));
  } catch (error) {
    if (error instanceof UnreadableDelivery) return error.code;
    throw error;
  }
}

describe.each(files)('of %s', (name) => {
  test('what is proposed reads each row as its headings do, or reads a file that they do not', async () => {
    const [proposal, byHeadings] = [await proposalFor(name), await judged(name)];
    if (typeof proposal === 'string') return expect(byHeadings).toEqual(proposal);
    const read = await judged(name, proposal.mapping);
    if (typeof byHeadings === 'string') expect([byHeadings, 'array'].includes(typeof read === 'string' ? read : 'array')).toBe(true);
    else expect(read).toEqual(byHeadings);
  });
});

test('of the sample months every column is sure, and nothing is missing', async () => {
  for (const name of months) {
    const { columns, claims, missing } = await propose(bytesOf(name));
    expect([name, columns.filter(({ sureness }) => sureness !== 'sure').map(({ heading }) => heading), claims, missing]).toEqual([name, [], [], []]);
  }
});

/** The same file with headings that say nothing. */
function withoutNames(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const [first = ''] = text.split(/\r?\n/);
  const delimiter = [';', ',', '\t'].find((sign) => first.split(sign).length > 5) ?? ';';
  return Buffer.from(first.split(delimiter).map((_, n) => `Veld ${n + 1}`).join(delimiter) + text.slice(first.length), 'latin1');
}

test('of the sample months the contents alone tell every column but what a yes or no means, which somebody is asked', async () => {
  for (const name of months) {
    const [named, unnamed] = [await propose(bytesOf(name)), await propose(withoutNames(bytesOf(name)))];
    const yesOrNo: (ColumnName | 'ignored' | null)[] = ['crisis', 'warm'];
    expect([name, ...unnamed.columns.map(({ column }) => column)]).toEqual([name, ...named.columns.map(({ column }) => (yesOrNo.includes(column) ? null : column))]);
    expect(unnamed.columns.filter(({ sureness }) => sureness === 'sure')).toEqual([]);
  }
});

const rows = (header: string, ...lines: string[]): string => [header, ...lines, ''].join('\n');
const columnsOf = ({ columns }: Proposal) => Object.fromEntries(columns.map(({ heading, column, sureness }) => [heading, `${column} ${sureness}`]));

describe('a proposal', () => {
  test('says which columns claim one field, and takes the one that is surer', async () => {
    const { claims, columns } = await propose(rows('Klantnummer;Contractnummer;Naam;Postcode;Huisnummer;Saldo;Vervaldatum', '771;C-1;Proefman;7512 BM;12;10,50;01-09-2026', '772;C-2;Proefman;7512 BM;14;11,50;02-09-2026'));
    expect(claims).toEqual([{ column: 'reference', chosen: 'Contractnummer', others: ['Klantnummer'] }]);
    expect(claims.map(claimInWords)).toEqual(['Voor kenmerk kunnen meer kolommen bedoeld zijn: "Contractnummer", "Klantnummer". Voorgesteld is "Contractnummer".']);
    expect(columns.map(({ column }) => column)).toEqual(['ignored', 'reference', 'lastName', 'postcode', 'houseNumber', 'amount', 'arrearsSince']);
  });

  test('doubts a heading under which something else stands', async () => {
    const { columns } = await propose(rows('Contractnummer;Naam;Postcode;Huisnummer;Bedrag;Achterstand sinds;E-mail', 'C-1;Proefman;7512 BM;12;10,50;01-09-2026;0612345678', 'C-2;Proefman;7512 BM;14;11,50;02-09-2026;0612345679'));
    expect(columns.at(-1)).toMatchObject({ sureness: 'likely', column: 'phone' });
    const odd = (await propose(rows('Contractnummer;Naam;Postcode;Huisnummer;Bedrag;Achterstand sinds;E-mail', 'C-1;Proefman;7512 BM;12;10,50;01-09-2026;ja', 'C-2;Proefman;7512 BM;14;11,50;02-09-2026;nee'))).columns.at(-1);
    expect(odd).toMatchObject({ column: 'email', sureness: 'doubt', reasons: ['heading', 'contents-differ'] });
    expect(odd && whyOf(odd)).toEqual(['De naam van de kolom is bekend: e-mailadres.', 'Wat erin staat, past maar 0 van de 100 keer bij e-mailadres. Kijk na of dit de goede kolom is.']);
  });

  test('leaves out account numbers and what may be citizens\' numbers, whatever they are called', async () => {
    const proposal = await propose(rows('Contractnummer;Naam;Postcode;Huisnummer;Bedrag;Achterstand sinds;Klantcode;Incasso', 'C-1;Proefman;7512 BM;12;10,50;01-09-2026;111222333;NL91ABNA0417164300', 'C-2;Proefman;7512 BM;14;11,50;02-09-2026;123456782;NL91 ABNA 0417 1643 00'));
    expect(columnsOf(proposal)).toMatchObject({ Klantcode: 'ignored sure', Incasso: 'ignored sure' });
  });

  test('asks what a column is that may change the household, the urgency or the person', async () => {
    expect(columnsOf(await propose(rows('Contractnummer;Naam;Postcode;Huisnummer;Bedrag;Achterstand sinds;Verdieping', 'C-1;Proefman;7512 BM;12;10,50;01-09-2026;links')))).toMatchObject({ Verdieping: 'null doubt' });
  });

  test('goes by what is agreed before anything else', async () => {
    const mapping: DeliveryMapping = { columns: { Saldo: 'ignored', 'Stand 31-10': 'amount' } };
    expect(columnsOf(await propose(rows('Contractnummer;Naam;Postcode;Huisnummer;Saldo;Stand 31-10;Achterstand sinds', 'C-1;Proefman;7512 BM;12;10,50;20,50;01-09-2026'), 'csv', mapping))).toMatchObject({ Saldo: 'ignored sure', 'Stand 31-10': 'amount sure' });
  });

  test('shows the form of values and never a whole one', async () => {
    expect(['0612345678', 'Proefman', '7512 BM', '31-12-1980', 'A.B.', 'x@voorbeeld.test'].map(masked)).toEqual(['0•••••••••', 'P•••••••', '7••• ••', '3•-••-••••', 'A.•.', 'x@•••••••••.••••']);
    const said = JSON.stringify(await propose(csv('A1;Proefman;7512 BM;12;HS;10,50;01-09-2026')));
    expect(said.match(/Proefman|7512|10,50|2026/g)).toBeNull();
  });

  test('is refused for a file whose first line is data, since names of columns are kept', async () => {
    const refused = await propose(rows('C-1;Proefman;7512 BM;12;10,50;01-09-2026', 'C-2;Proefman;7512 BM;14;10,50;01-09-2026')).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'missing-columns', header: [] });
  });
});

describe('a file that does not fit what is agreed', () => {
  const mapping: DeliveryMapping = { columns: { Ref: 'reference', Wie: 'lastName', Postcode: 'postcode', Nr: 'houseNumber', Erbij: 'addition', 'Stand eind': 'amount', Vanaf: 'arrearsSince', Belnummer: 'phone' } };
  const row = 'C-1;Proefman;7512 BM;12;HS;10,50;01-09-2026;0612345678';
  const agreed = 'Ref;Wie;Postcode;Nr;Erbij;Stand eind;Vanaf;Belnummer';
  const accepted = { ok: true, signal: { reference: 'C-1', amountCents: 1050, phone: '0612345678', address: { addition: 'HS' } } };

  test('is read by known headings where a column was renamed to one', async () => {
    expect(await readAll(rows(agreed, row), { mapping })).toMatchObject([accepted]);
    expect(await readAll(rows(agreed.replace('Stand eind', 'Achterstand'), row), { mapping })).toMatchObject([accepted]);
  });

  test('is read without a column that changes nothing of importance', async () => {
    expect(await readAll(rows(agreed.replace(';Belnummer', ''), row.replace(';0612345678', '')), { mapping })).toMatchObject([{ ok: true, signal: { phone: null } }]);
  });

  test.each([['Erbij', 'the addition'], ['Ref', 'the reference, also where another number is there']])('is refused without %s: %s', async (heading) => {
    const { code, message, advice } = await refusalOf(rows(agreed.replace(heading, 'Contractnummer'), row), { mapping });
    expect([code, message.includes(`"${heading}"`), advice]).toEqual(['changed-columns', true, expect.stringContaining('leg uw kolommen met dit bestand opnieuw vast')]);
  });

  test('is told what was agreed for what is missing', async () => {
    const { code, message } = await refusalOf(rows(agreed.replace('Stand eind', 'Iets anders'), row), { mapping });
    expect([code, message]).toEqual(['missing-columns', 'In de eerste regel van het bestand ontbreekt: achterstand. Vastgelegd is de kolom "Stand eind"; die staat niet in dit bestand.']);
  });

  test('is read by its headings alone where it has none of the agreed columns', async () => {
    const other = { columns: { Ref: 'reference', Erbij: 'addition' }, dateOrder: 'MDY' } as const;
    expect(await readAll(csv('A1;Proefman;7512 BM;12;HS;10,50;25-09-2026'), { mapping: other })).toMatchObject([{ ok: true, signal: { reference: 'A1', arrearsSince: '2026-09-25' } }]);
  });

  test('may name several columns for one field of which a row has one', async () => {
    const phones: DeliveryMapping = { columns: { Belnummer: 'phone', Anders: 'phone' } };
    const file = csv('A1;Proefman;7512 BM;12;HS;10,50;25-09-2026').replace('sinds', 'sinds;Belnummer;Anders').replace('25-09-2026', '25-09-2026;;0612345678');
    expect(await readAll(file, { mapping: phones })).toMatchObject([{ ok: true, signal: { phone: '0612345678' } }]);
  });
});
