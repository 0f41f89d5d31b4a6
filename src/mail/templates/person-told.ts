import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { keyOfTold, toldReferences } from '../../privacy/personal.ts';
import { personFieldLabels } from '../../wording/labels/avg.ts';
import { facts, link, paragraph, type Block } from '../blocks.ts';
import { Unsendable } from '../outbox.ts';
import { ownSignals } from '../own-signals.ts';
import { template } from '../template.ts';

interface Told {
  references: string[];
  fields: string[];
}

const dataSchema = z.object({ fields: z.array(z.string()), day: z.string(), references: z.base64().optional() });

/** The references are sealed with the mail, since those of an erased person stand nowhere else; else they are those in the case. */
async function load(db: Db, row: OutboxRow, keys: KeyStore): Promise<Told> {
  const { fields, day, references } = dataSchema.parse(row.data);
  if (references === undefined) return { references: (await ownSignals(db, row)).map(({ reference }) => reference), fields };
  const subject = keyOfTold(day);
  const opened = toldReferences.open(await keys.find([subject]), subject, row.id, Buffer.from(references, 'base64'));
  if (opened === null) throw new Unsendable('nothing-to-tell: the references are gone');
  return { references: opened, fields };
}

const own = (references: readonly string[]): Block => facts([references.length === 1 ? 'Uw kenmerk' : 'Uw kenmerken', references.join(', ')]);

/** To each creditor that delivered the person: what was corrected, without the values. */
export const personCorrected = template(load, ({ references, fields }, links) => ({
  subject: 'Gegevens van een inwoner zijn gecorrigeerd',
  blocks: [
    paragraph('Een inwoner heeft bij ons gegevens laten corrigeren die ook in uw administratie kunnen staan. De wet vraagt ons u dat te laten weten (AVG artikel 19).'),
    own(references),
    facts(['Gecorrigeerd', fields.map((field) => personFieldLabels[field] ?? field).join(', ')]),
    paragraph('De nieuwe gegevens staan niet in dit bericht. Wilt u met de inwoner nagaan of uw eigen gegevens kloppen, voordat u weer levert?'),
    link('Uw signalen', links.signals()),
  ],
}));

/** To each creditor that delivered the person: that it was erased here. */
export const personErased = template(load, ({ references }, links) => ({
  subject: 'Gegevens van een inwoner zijn gewist',
  blocks: [
    paragraph('Een inwoner heeft bij ons zijn of haar gegevens laten wissen. De wet vraagt ons u dat te laten weten (AVG artikel 19).'),
    own(references),
    paragraph('Wilt u nagaan wat u van ons over deze inwoner hebt gekregen, zoals een terugkoppeling, en dat ook wissen als u het niet meer nodig hebt? Uw eigen administratie van de schuld verandert hierdoor niet.'),
    link('Uw signalen', links.signals()),
  ],
}));
