import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { dropOutsOf, goingOnOf, monthOfRound } from '../../db/queries/outreach/told.ts';
import { suspensionOfSignal } from '../../domain/case/signals/suspension.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import { toldReasonLabel, toldReasonOf, type ToldReason } from '../../wording/labels/labels.ts';
import { heading, link, list, paragraph, type Block } from '../blocks.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { Unsendable } from '../outbox.ts';
import { creditorIdOf } from '../own-signals.ts';
import { template } from '../template.ts';
import { monthInWords } from '../../wording/sentences/dates.ts';
import { dayInWords } from '../../wording/sentences/terms.ts';

/** A creditor's own references, by what becomes of them. */
interface MatchResult {
  roundId: string;
  month: string;
  /** In a case, by the first day on which collection is suspended. */
  goingOn: { from: LocalDate; references: string[] }[];
  byReason: { reason: ToldReason; references: string[] }[];
}

/** To a creditor, once a round: which of its signals are in a case and from when it suspends collection, and which led to none, and why. Its rows are stored as `drop-outs`: once it told of those alone. */
export const matchResult = template(load, ({ roundId, month, goingOn, byReason }, links) => ({
  subject: `Wat er met uw signalen gebeurt: ronde van ${monthInWords(month)}`,
  blocks: [...goingOn.flatMap(suspended), ...dropped(month, byReason), link('Bekijk de ronde', links.round(roundId))],
}));

const suspended = ({ from, references }: MatchResult['goingOn'][number]): Block[] => [
  heading(references.length === 1 ? 'Dit signaal gaat door' : 'Deze signalen gaan door'),
  paragraph(`Wilt u van ${dayInWords(from)} tot onze terugkoppeling wachten met incasso? Besluit de gemeente eerder om niet langs te gaan, dan hoort u dat van ons.`),
  list(references),
];

function dropped(month: string, byReason: MatchResult['byReason']): Block[] {
  if (byReason.length === 0) return [];
  return [
    paragraph(`De volgende signalen uit de ronde van ${monthInWords(month)} worden geen zaak. U hoeft hiervoor niet te wachten met incasso.`),
    ...byReason.flatMap(({ reason, references }) => [heading(toldReasonLabel(reason)), list(references)]),
  ];
}

async function load(db: Db, row: OutboxRow): Promise<MatchResult> {
  const { roundId } = z.object({ roundId: z.string() }).parse(row.data);
  const month = await monthOfRound(db, roundId);
  const going = (await goingOnOf(db, roundId, creditorIdOf(row))).flatMap(({ reference, ...facts }) => {
    const from = suspensionOfSignal({ ...facts, feedbackAt: null, closedAt: null, helpAccepted: false, suspensionDays: 0 })?.from;
    return from === undefined ? [] : [{ from, reference }];
  });
  const goingOn = [...new Set(going.map(({ from }) => from))].sort().map((day) => ({ from: day, references: going.filter(({ from }) => from === day).map(({ reference }) => reference) }));
  const signals = await dropOutsOf(db, roundId, creditorIdOf(row));
  const reasons = [...new Set(signals.map(({ reason }) => toldReasonOf(reason)))].sort();
  const byReason = reasons.map((told) => ({ reason: told, references: signals.filter(({ reason }) => toldReasonOf(reason) === told).map(({ reference }) => reference) }));
  if (month === null || goingOn.length + byReason.length === 0) throw new Unsendable('nothing-to-tell: no signals of this creditor in the round');
  return { roundId, month, goingOn, byReason };
}
