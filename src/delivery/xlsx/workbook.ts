/** What a workbook says of itself: which sheet is read, how days are counted, where its styles and texts are. */
import { attributesOf, readXml, tags } from './xml.ts';
import { WorkbookUnreadable } from './unreadable.ts';
import type { Zip } from './zip.ts';

interface Workbook {
  /** The first sheet that people see, and the names of the other ones that they see. */
  sheet: string;
  otherSheets: string[];
  daysSince: '1900' | '1904';
  /** Its formulas are to be calculated by what opens it. */
  isUncalculated: boolean;
  sharedStrings: string | undefined;
  styles: string | undefined;
}

export async function workbookOf(zip: Zip): Promise<Workbook> {
  const book = (await relationsOf(zip, ''))?.find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const sheets: { name: string; visible: boolean; relation: string }[] = [];
  let daysSince: Workbook['daysSince'] = '1900';
  let isUncalculated = false;
  await readXml(zip.text(book), tags((name, tag) => {
    if (name === 'workbookPr' && isOn(attributesOf(tag).get('date1904'))) daysSince = '1904';
    if (name === 'calcPr') isUncalculated = isOn(attributesOf(tag).get('fullCalcOnLoad'));
    if (name === 'sheet') sheets.push(sheetIn(attributesOf(tag)));
  }));
  const relations = (await relationsOf(zip, book)) ?? [];
  const worksheets = new Map(relations.filter(({ type }) => type === 'worksheet').map(({ id, target }) => [id, target]));
  const [first, ...others] = sheets.filter(({ visible, relation }) => visible && worksheets.has(relation));
  if (first === undefined) throw new WorkbookUnreadable('no sheet that is shown');
  const part = (type: string) => relations.find((relation) => relation.type === type && zip.has(relation.target))?.target;
  return { sheet: worksheets.get(first.relation) ?? '', otherSheets: others.map(({ name }) => name), daysSince, isUncalculated, sharedStrings: part('sharedStrings'), styles: part('styles') };
}

const isOn = (value = '') => ['1', 'true', 'on'].includes(value.toLowerCase());

function sheetIn(attributes: ReadonlyMap<string, string>) {
  const [, relation = ''] = [...attributes].find(([name]) => name.endsWith(':id')) ?? [];
  return { name: attributes.get('name') ?? '', visible: (attributes.get('state') ?? 'visible') === 'visible', relation };
}

interface Relation {
  id: string;
  /** The last word of its address: `worksheet`, `styles`. */
  type: string;
  target: string;
}

/** The parts that a part names; undefined when it has no list of them. */
async function relationsOf(zip: Zip, part: string): Promise<Relation[] | undefined> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const list = `${folder}_rels/${part.slice(folder.length)}.rels`;
  if (!zip.has(list)) return undefined;
  const found: Relation[] = [];
  await readXml(zip.text(list), tags((name, tag) => {
    if (name !== 'Relationship') return;
    const attributes = attributesOf(tag);
    const target = attributes.get('Target') ?? '';
    found.push({ id: attributes.get('Id') ?? '', type: attributes.get('Type')?.split('/').at(-1) ?? '', target: target.startsWith('/') ? target : new URL(target, `file:///${folder}`).pathname });
  }));
  return found;
}
