import { z } from 'zod';
import { monthOfRound } from '../../db/queries/outreach/told.ts';
import { monthInWords } from '../../wording/sentences/dates.ts';
import { link, paragraph } from '../blocks.ts';
import { Unsendable } from '../outbox.ts';
import { template } from '../template.ts';

/** To the desk, once a round: the list waits for a person. */
export const matchList = template(
  async (db, row) => {
    const { roundId } = z.object({ roundId: z.string() }).parse(row.data);
    const month = await monthOfRound(db, roundId);
    if (month === null) throw new Unsendable('nothing-to-tell: the round is gone');
    return { roundId, month };
  },
  ({ roundId, month }, links) => ({
    subject: 'De matchlijst wacht op u',
    blocks: [paragraph(`De matchlijst van de ronde van ${monthInWords(month)} is gemaakt. Kijk haar na en stel haar vast; pas dan beginnen de zaken.`), link('Bekijk de ronde', links.round(roundId))],
  }),
);
