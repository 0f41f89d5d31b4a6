import { WorkbookTooLarge } from './unreadable.ts';
import { attributesOf, readXml, tags } from './xml.ts';
import type { Zip } from './zip.ts';

/** As many as a workbook of Excel can hold. */
const MOST_STYLES = 65_536;

/** How a style shows a number, where that says what the number means: as a day, as a percentage, or with zeros before it up to so many digits. */
export type NumberForm = 'day' | 'percentage' | { digits: number };

/** The forms of a workbook's styles, by the number of the style; a style that is not there shows the number as it is. */
export async function numberFormsOf(zip: Zip, part: string | undefined): Promise<ReadonlyMap<number, NumberForm>> {
  const forms = new Map<number, NumberForm>();
  if (part === undefined) return forms;
  const formats = new Map<number, NumberForm | undefined>();
  let [inCells, count] = [false, 0];
  await readXml(zip.text(part), {
    ...tags((name, tag) => {
      if (name === 'cellXfs') inCells = true;
      if (name !== 'numFmt' && !(name === 'xf' && inCells)) return;
      if (formats.size + count >= MOST_STYLES) throw new WorkbookTooLarge('too many styles');
      const attributes = attributesOf(tag);
      const id = Number(attributes.get('numFmtId'));
      if (name === 'numFmt') formats.set(id, formOf(attributes.get('formatCode') ?? ''));
      else {
        const form = formats.has(id) ? formats.get(id) : formOfNumber(id);
        if (form !== undefined) forms.set(count, form);
        count += 1;
      }
    }),
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return forms;
}

/** Of the formats that every program knows by number (ISO/IEC 29500-1, 18.8.30), those of days, with those of Asian programs. */
function formOfNumber(id: number): NumberForm | undefined {
  if (isDayFormat(id)) return 'day';
  return id === 9 || id === 10 ? 'percentage' : undefined;
}

const isDayFormat = (id: number) => (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** Of a format in letters, without quoted text and brackets. */
function formOf(code: string): NumberForm | undefined {
  const bare = code.slice(0, 255).replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '').replace(/General|Standaard/gi, '');
  // A time alone, `hh:mm`, is no day. Dutch formats write the year as j.
  if (/[dyj]/i.test(bare)) return 'day';
  if (bare.includes('%')) return 'percentage';
  const [zeros = ''] = /^0{2,}(?=;|$)/.exec(code) ?? [];
  return zeros === '' ? undefined : { digits: zeros.length };
}
