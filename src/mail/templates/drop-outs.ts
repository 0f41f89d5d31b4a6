import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import type { DropOutReason } from '../../domain/case/state.ts';
import { heading, link, list, paragraph } from '../blocks.ts';
import { Unsendable, type OutboxRow } from '../outbox.ts';
import { creditorIdOf } from '../own-signals.ts';
import { template } from '../template.ts';
import { dropOutInWords, monthInWords } from '../words.ts';

interface DropOuts {
  roundId: string;
  month: string;
  /** A creditor's own references, by the reason they led to no case. */
  byReason: { reason: DropOutReason; references: string[] }[];
}

/** To a creditor, once a round: which of its signals led to no case, and why. */
export const dropOuts = template(load, ({ roundId, month, byReason }, links) => ({
  subject: `Signalen die niet doorgaan in de ronde van ${monthInWords(month)}`,
  blocks: [
    paragraph(`Deze signalen uit de ronde van ${monthInWords(month)} worden geen zaak. U hoeft hiervoor niet te wachten met incasso.`),
    ...byReason.flatMap(({ reason, references }) => [heading(dropOutInWords[reason]), list(references)]),
    link('Bekijk de ronde', links.round(roundId)),
  ],
}));

/** The list of decisions is complete when the round is confirmed; the signals' own state may follow a little later. */
async function load(db: Db, row: OutboxRow): Promise<DropOuts> {
  const { roundId } = z.object({ roundId: z.string() }).parse(row.data);
  const [round] = await db<{ month: string }[]>`select month from rounds where id = ${roundId}`;
  const byReason = await db<DropOuts['byReason']>`
    select coalesce(decision.reason, signal.reason) as reason, array_agg(distinct signal.reference order by signal.reference) as references
    from signals signal
    left join match_decisions decision on decision.signal_id = signal.id and decision.round_id = ${roundId}
    where signal.creditor_id = ${creditorIdOf(row)}
      and (decision.outcome = 'dropped' or (decision.outcome is null and signal.round_id = ${roundId} and signal.state = 'dropped'))
    group by 1 order by 1`;
  if (round === undefined || byReason.length === 0) throw new Unsendable('nothing-to-tell: no drop-outs of this creditor in the round');
  return { roundId, month: round.month, byReason };
}
