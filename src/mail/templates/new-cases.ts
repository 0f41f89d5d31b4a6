import { z } from 'zod';
import { numbersOf } from '../../db/queries/outreach/told.ts';
import { link, paragraph } from '../blocks.ts';
import { caseIdOf, Unsendable } from '../outbox.ts';
import { template } from '../template.ts';

/** Of each mail; the rest is behind the link. */
const SHOWN = 25;

/** To a team, once for all that was decided together: which cases it got. */
export const newCases = template(
  async (db, row) => {
    const { caseIds } = z.object({ caseIds: z.array(z.uuid()).optional() }).parse(row.data);
    const cases = await numbersOf(db, caseIds ?? [caseIdOf(row)]);
    if (cases.length === 0) throw new Unsendable('nothing-to-tell: the cases are gone');
    return { cases };
  },
  ({ cases }, links) => ({
    subject: cases.length === 1 ? 'Uw team heeft een nieuwe zaak' : 'Uw team heeft nieuwe zaken',
    blocks: [
      paragraph(cases.length === 1 ? 'Het meldpunt besloot dat uw team bij deze inwoner langsgaat.' : `Het meldpunt besloot dat uw team bij ${cases.length} inwoners langsgaat.`),
      ...cases.slice(0, SHOWN).map(({ id, number }) => link(number ?? 'Een zaak', links.case(id))),
      ...(cases.length > SHOWN ? [paragraph(`En nog ${cases.length - SHOWN}.`)] : []),
      link('Naar uw werk', links.home()),
    ],
  }),
);
