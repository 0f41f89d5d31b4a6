/** Workbooks that were made to do harm: small on disk, as an attacker would send them. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a zip file as it is packed; `claims` is what its headers say that it unpacks to. */
interface Packed {
  name: string;
  packed: Buffer;
  bytes: number;
  crc: number;
  claims?: number;
  encrypted?: true;
}

export function deflated(name: string, text: string | Buffer, claims?: number): Packed {
  const data = Buffer.from(text);
  return { name, packed: deflateRawSync(data, { level: 9 }), bytes: data.length, crc: crc32(data), ...(claims === undefined ? {} : { claims }) };
}

export function zipOf(parts: readonly Packed[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, bytes, crc, claims, encrypted } of parts) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted === true ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claims ?? bytes, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name)]));
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    files.push(file);
    offset += file.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(parts.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(parts.length, 0xffff), 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listing, end]);
}

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const header = ['Contractnummer', 'Achternaam', 'Postcode', 'Huisnummer', 'Achterstand', 'Achterstand sinds'];
const inline = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;

export const headerRow = `<row r="1">${header.map((name, n) => inline(`${String.fromCharCode(65 + n)}1`, name)).join('')}</row>`;
/** A good row; its name is a cell of its own. */
export const rowOf = (row: number, name: string) =>
  `<row r="${row}">${inline(`A${row}`, `R${row}`)}${name}${inline(`C${row}`, '7512AB')}<c r="D${row}"><v>6</v></c>${inline(`E${row}`, '123,45')}${inline(`F${row}`, '01-09-2026')}</row>`;
export const nameCell = (row: number) => inline(`B${row}`, 'Voorbeeld');

interface Book {
  /** The rows of its one sheet, the header included. */
  rows?: string;
  /** Before the sheet's root element. */
  prologue?: string;
  sharedStrings?: string;
  more?: Packed[];
}

/** A workbook, whole but for what is put into it. */
export function book({ rows = headerRow + rowOf(2, nameCell(2)), prologue = '', sharedStrings, more = [] }: Book = {}): Packed[] {
  const shared = sharedStrings === undefined ? '' : `<Relationship Id="rId2" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/>`;
  return [
    deflated('xl/workbook.xml', `<workbook ${main} xmlns:r="${relations}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    deflated('xl/_rels/workbook.xml.rels', `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/>${shared}</Relationships>`),
    deflated('xl/worksheets/sheet1.xml', `${prologue}<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`),
    ...(sharedStrings === undefined ? [] : [deflated('xl/sharedStrings.xml', `<sst ${main}>${sharedStrings}</sst>`)]),
    ...more,
  ];
}
