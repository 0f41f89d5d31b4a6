import { z } from 'zod';
import { findEndpointUrl } from '../../db/queries/outreach/webhooks.ts';
import { facts, link, paragraph } from '../blocks.ts';
import { Unsendable } from '../outbox.ts';
import { template } from '../template.ts';

/** To a creditor: its own system took nothing, so nothing is sent there any more. */
export const webhookDisabled = template(
  async (db, row) => {
    const { endpointId } = z.object({ endpointId: z.uuid() }).parse(row.data);
    const url = await findEndpointUrl(db, endpointId);
    if (url === null) throw new Unsendable('nothing-to-tell: the endpoint is gone');
    return { url };
  },
  ({ url }, links) => ({
    subject: 'Uw koppeling is uitgezet',
    blocks: [
      paragraph('Uw systeem nam onze berichten niet meer aan. Daarom sturen wij ze niet meer. De mails krijgt u nog wel.'),
      facts(['Systeem', new URL(url).hostname]),
      paragraph('Is het verholpen? Verstuur de berichten dan opnieuw; de koppeling staat dan weer aan.'),
      link('Bekijk uw signalen', links.signals()),
    ],
  }),
);
