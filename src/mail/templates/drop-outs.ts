import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { dropOutLabels } from '../../wording/labels.ts';
import { heading, link, list, paragraph } from '../blocks.ts';
import { Unsendable, type OutboxRow } from '../outbox.ts';
import { creditorIdOf } from '../own-signals.ts';
import { template } from '../template.ts';
import { monthInWords } from '../words.ts';

interface DropOuts {
  roundId: string;
  month: string;
  /** A creditor's own references, by the reason they led to no case. */
  byReason: { reason: string; references: string[] }[];
}

/** To a creditor, once a round: which of its signals led to no case, and why. */
export const dropOuts = template(load, ({ roundId, month, byReason }, links) => ({
  subject: `Signalen die niet doorgaan in de ronde van ${monthInWords(month)}`,
  blocks: [
    paragraph(`Deze signalen uit de ronde van ${monthInWords(month)} worden geen zaak. U hoeft hiervoor niet te wachten met incasso.`),
    ...byReason.flatMap(({ reason, references }) => [heading(dropOutLabels[reason] ?? 'Een andere reden'), list(references)]),
    link('Bekijk de ronde', links.round(roundId)),
  ],
}));

/** What the creditor itself replaced is not listed: what became of that is told of the signal that took its place. */
async function load(db: Db, row: OutboxRow): Promise<DropOuts> {
  const { roundId } = z.object({ roundId: z.string() }).parse(row.data);
  const [round] = await db<{ month: string }[]>`select month from rounds where id = ${roundId}`;
  const byReason = await db<DropOuts['byReason']>`
    select reason, array_agg(distinct reference order by reference) as references
    from signals
    where round_id = ${roundId} and creditor_id = ${creditorIdOf(row)} and state = 'dropped' and replaced_by is null
    group by reason order by reason`;
  if (round === undefined || byReason.length === 0) throw new Unsendable('nothing-to-tell: no drop-outs of this creditor in the round');
  return { roundId, month: round.month, byReason };
}
