import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { findVerification, type VerificationTold } from '../../db/queries/outreach/told.ts';
import { facts, heading, link, paragraph } from '../blocks.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { Unsendable } from '../outbox.ts';
import { template } from '../template.ts';

const SHOWN_CASES = 20;

/** To the project leader: the nightly self-check found cases whose data is not what their history says. */
export const verificationFailed = template(load, ({ cases, differences, caseIds }, links) => ({
  subject: 'De nachtelijke controle vond verschillen',
  blocks: [
    paragraph('Vannacht is vergeleken of de gegevens van zaken kloppen met hun geschiedenis. Dat klopte niet overal. Geef dit door aan de beheerder: die kan een zaak uit haar geschiedenis herstellen.'),
    facts(['Vergeleken zaken', String(cases)], ['Verschillen', String(differences)], ['Zaken met verschillen', String(caseIds.length)]),
    ...(caseIds.length > SHOWN_CASES ? [heading(`De eerste ${SHOWN_CASES}`)] : []),
    ...caseIds.slice(0, SHOWN_CASES).map((id) => link(`Zaak ${id}`, links.case(id))),
  ],
}));

async function load(db: Db, row: OutboxRow): Promise<VerificationTold> {
  const { verificationId } = z.object({ verificationId: z.uuid() }).parse(row.data);
  const outcome = await findVerification(db, verificationId);
  if (outcome === null) throw new Unsendable('nothing-to-tell: the verification is gone');
  return outcome;
}
