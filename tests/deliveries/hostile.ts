/** Files that were made to stop whoever reads them: small enough to be sent, and made here, since nobody wants to keep them. */
import { book, deflated, headerRow, nameCell, rowOf, zipOf } from '../edge/bombs.ts';

const MB = 1024 * 1024;
const csvHeader = 'Contractnummer;Achternaam;Postcode;Huisnummer;Toevoeging;Achterstand;Achterstand sinds\n';
const goodRow = 'R1;Jansen;7512BM;12;;100,00;2026-09-01\n';

/** The same text until there is so much of it. */
const upTo = (bytes: number, text: string) => text.repeat(Math.ceil(bytes / text.length)).slice(0, bytes);
const sheet = (rows: string) => zipOf(book({ rows: headerRow + rows }));
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const styled = (styles: string) => {
  const [workbook, , ...others] = book();
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const listed = `<Relationships><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`;
  return zipOf([...(workbook ? [workbook] : []), deflated('xl/_rels/workbook.xml.rels', listed), ...others, deflated('xl/styles.xml', `<styleSheet>${styles}</styleSheet>`)]);
};

export interface Hostile {
  what: string;
  type: string;
  make: () => Buffer;
}

const workbook = (what: string, make: () => Buffer): Hostile => ({ what, type: xlsx, make });
const text = (what: string, make: () => string): Hostile => ({ what, type: 'text/csv', make: () => Buffer.from(make()) });
const json = (what: string, make: () => string): Hostile => ({ what, type: 'application/json', make: () => Buffer.from(make()) });

export const corpus: readonly Hostile[] = [
  workbook('a row of millions of attributes', () => sheet(`<row r="2" ${Array.from({ length: 3_800_000 }, (_, n) => `a${n.toString(36)}=""`).join(' ')}><c r="A2"><v>1</v></c></row>`)),
  workbook('a cell of many attributes, a hundred thousand times', () => sheet(upTo(60 * MB, `<row><c ${Array.from({ length: 190 }, (_, n) => `a${n}="1"`).join(' ')}><v>1</v></c></row>`).replace(/<row>(?:(?!<\/row>).)*$/s, ''))),
  workbook('millions of nested tags', () => sheet('<row>'.repeat(12_000_000))),
  workbook('millions of tags one after the other', () => sheet('<row/>'.repeat(10_000_000))),
  workbook('one cell of 100 MB', () => sheet(`<row r="2"><c r="A2" t="inlineStr"><is><t>${'a'.repeat(100 * MB)}</t></is></c></row>`)),
  workbook('one cell of millions of runs', () => zipOf(book({ rows: headerRow + rowOf(2, '<c r="B2" t="s"><v>0</v></c>'), sharedStrings: `<si>${'<r><rPr><b/></rPr><t>x</t></r>'.repeat(3_000_000)}</si>` }))),
  workbook('one cell of millions of entities', () => sheet(`<row r="2"><c r="A2" t="inlineStr"><is><t>${'&amp;&#65;'.repeat(8_000_000)}</t></is></c></row>`)),
  workbook('millions of shared texts', () => zipOf(book({ sharedStrings: '<si><t>ab</t></si>'.repeat(6_000_000) }))),
  workbook('millions of merged ranges', () => zipOf([...book().slice(0, 2), deflated('xl/worksheets/sheet1.xml', `<worksheet><sheetData>${headerRow}${rowOf(2, nameCell(2))}</sheetData><mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(3_000_000)}</mergeCells></worksheet>`)])),
  workbook('millions of styles', () => styled(`<cellXfs>${'<xf numFmtId="14"/>'.repeat(5_000_000)}</cellXfs>`)),
  workbook('millions of formats', () => styled(`<numFmts>${Array.from({ length: 2_000_000 }, (_, n) => `<numFmt numFmtId="${n + 200}" formatCode="d"/>`).join('')}</numFmts>`)),
  workbook('a comment without end', () => sheet(`<!--${'-'.repeat(100 * MB)}`)),
  workbook('a sheet that lies of its size, with rows far apart', () => zipOf([...book().slice(0, 2), deflated('xl/worksheets/sheet1.xml', `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${headerRow}${Array.from({ length: 20_000 }, (_, n) => `<row r="${n * 50 + 2}"><c r="XFD${n * 50 + 2}"><v>1</v></c></row>`).join('')}</sheetData></worksheet>`)])),
  workbook('tens of thousands of parts', () => zipOf([...book(), ...Array.from({ length: 60_000 }, (_, n) => deflated(`xl/${n}.bin`, ''))])),
  text('quotes that open and never close', () => csvHeader + upTo(3 * MB, `${';"a'.repeat(330)}\n`)),
  text('quotes that nearly close', () => csvHeader + upTo(3 * MB, `${';"a""'.repeat(200)}"b\n`)),
  text('backslashes and quotes', () => csvHeader + upTo(3 * MB, `${';"a\\"'.repeat(200)}\n`)),
  text('quotes alone', () => csvHeader + '"'.repeat(3 * MB)),
  text('quotes and spaces', () => csvHeader + upTo(3 * MB, `"${' '.repeat(900)}\n`)),
  text('byte order marks alone', () => '\ufeff'.repeat(2 * MB)),
  text('byte order marks in every cell', () => csvHeader + upTo(3 * MB, `R;${'\ufeff'.repeat(3_000)};7512BM;12;;1;2026-09-01\n`)),
  text('line ends alone', () => '\r\n'.repeat(3 * MB)),
  text('delimiters alone', () => csvHeader + ';'.repeat(3 * MB)),
  text('a heading of tens of thousands of columns', () => `${'Huisnummer;'.repeat(2_900)}\n${goodRow}`),
  text('commas for a street', () => `Kenmerk;Achternaam;Postcode;Straat en huisnummer;Bedrag;Achterstand sinds\n${upTo(3 * MB, `R;Jansen;7512BM;a${','.repeat(30_000)}1;1;2026-09-01\n`)}`),
  text('digits and dots for every value', () => csvHeader + upTo(3 * MB, `${'1.'.repeat(2_000)};${'B.V. '.repeat(800)};${'7'.repeat(4_000)};${'1 '.repeat(2_000)};a;${'1.000,'.repeat(700)};${'1-1 '.repeat(1_000)}\n`)),
  json('lists in lists', () => '['.repeat(3 * MB)),
  json('lists in lists of one signal', () => `[{"reference":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`),
  json('lists in lists on every line', () => upTo(3 * MB, `{"reference":${'['.repeat(15_000)}${']'.repeat(15_000)}}\n`)),
  json('one text of megabytes', () => `["${'x'.repeat(3 * MB)}"]`),
  json('texts of escapes', () => `[${Array.from({ length: 60 }, () => JSON.stringify('"\\'.repeat(24_000))).join(',')}]`),
  json('tens of thousands of names for one signal', () => `[{${Array.from({ length: 15_000 }, (_, n) => `"a${n}":1`).join(',')}}]`),
  json('other names for every signal', () => `[${Array.from({ length: 40_000 }, (_, n) => `{"reference":"R${n}","x${n}":1,"y${n}":2}`).join(',')}]`),
  json('a number of megabytes', () => `[${'1'.repeat(3 * MB)}]`),
];
