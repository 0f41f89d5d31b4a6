import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { dropOutsOf, monthOfRound } from '../../db/queries/outreach/told.ts';
import { toldReasonLabel, toldReasonOf, type ToldReason } from '../../wording/labels/labels.ts';
import { heading, link, list, paragraph } from '../blocks.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { Unsendable } from '../outbox.ts';
import { creditorIdOf } from '../own-signals.ts';
import { template } from '../template.ts';
import { monthInWords } from '../../wording/sentences/dates.ts';

interface DropOuts {
  roundId: string;
  month: string;
  /** A creditor's own references, by the reason they led to no case. */
  byReason: { reason: ToldReason; references: string[] }[];
}

/** To a creditor, once a round: which of its signals led to no case, and why. */
export const dropOuts = template(load, ({ roundId, month, byReason }, links) => ({
  subject: `Signalen die niet doorgaan in de ronde van ${monthInWords(month)}`,
  blocks: [
    paragraph(`Deze signalen uit de ronde van ${monthInWords(month)} worden geen zaak. U hoeft hiervoor niet te wachten met incasso.`),
    ...byReason.flatMap(({ reason, references }) => [heading(toldReasonLabel(reason)), list(references)]),
    link('Bekijk de ronde', links.round(roundId)),
  ],
}));

async function load(db: Db, row: OutboxRow): Promise<DropOuts> {
  const { roundId } = z.object({ roundId: z.string() }).parse(row.data);
  const month = await monthOfRound(db, roundId);
  const signals = await dropOutsOf(db, roundId, creditorIdOf(row));
  const reasons = [...new Set(signals.map(({ reason }) => toldReasonOf(reason)))].sort();
  const byReason = reasons.map((told) => ({ reason: told, references: signals.filter(({ reason }) => toldReasonOf(reason) === told).map(({ reference }) => reference) }));
  if (month === null || byReason.length === 0) throw new Unsendable('nothing-to-tell: no drop-outs of this creditor in the round');
  return { roundId, month, byReason };
}
