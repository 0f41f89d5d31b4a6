import { z } from 'zod';
import { sealingTroubles, type SealingTrouble } from '../../domain/audit/sealing.ts';
import { link, paragraph } from '../blocks.ts';
import { template } from '../template.ts';

const happened: Readonly<Record<SealingTrouble, string>> = {
  failed: 'Het verzegelen van het auditlog is mislukt. Het wordt elke vijf minuten opnieuw geprobeerd.',
  lost: 'Een verzegeling van het auditlog ontbreekt of is vervangen. Misschien is de database teruggezet uit een reservekopie, misschien heeft iemand het auditlog gewijzigd.',
  overdue: 'Regels van het auditlog wachten langer dan een kwartier op hun verzegeling.',
};

/** To the privacy officer and the administrator: what is written in the audit log may be changed unseen. */
export const auditSealing = template(
  (_db, { data }) => Promise.resolve(z.object({ trouble: z.enum(sealingTroubles) }).parse(data)),
  ({ trouble }, links) => ({
    subject: 'Het auditlog is niet goed verzegeld',
    blocks: [
      paragraph(happened[trouble]),
      paragraph('Zolang dit duurt, is niet te zien of iemand regels van het auditlog wijzigt of weghaalt. Laat de beheerder vandaag nog de controle van het auditlog draaien en in de meldingen van het systeem kijken wat er aan de hand is.'),
      link('Het auditlog', links.audit()),
      paragraph('U krijgt hierover vandaag geen tweede bericht.'),
    ],
  }),
);
