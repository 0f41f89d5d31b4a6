import { z } from 'zod';
import { tellings } from '../../domain/case/state.ts';
import { paragraph } from '../blocks.ts';
import { linksTo, ownSignals, referencesOf } from '../own-signals.ts';
import { template } from '../template.ts';

const dataSchema = z.object({ told: z.enum(tellings), owed: z.boolean() });

const before: Record<(typeof tellings)[number], string> = {
  'no-go': 'Eerder schreven wij u dat wij uw signaal niet oppakken.',
  'case-closed': 'Eerder schreven wij u dat de zaak bij uw signaal is gesloten.',
  feedback: 'Eerder kreeg u een terugkoppeling over uw signaal.',
};

/** To a creditor that was told that nothing follows: the case goes on. Not why it closed, nor why it opens. */
export const caseReopened = template(
  async (db, row) => ({ signals: await ownSignals(db, row), ...dataSchema.parse(row.data) }),
  ({ signals, told, owed }, links) => ({
    subject: 'De zaak bij uw signaal gaat toch verder',
    blocks: [
      paragraph(`${before[told]} De zaak gaat toch verder.`),
      referencesOf(signals),
      paragraph(owed ? 'U krijgt van ons een terugkoppeling. Wilt u tot die tijd wachten met incasso?' : 'De terugkoppeling die u eerder kreeg, blijft gelden.'),
      ...linksTo(signals, links),
    ],
  }),
);
