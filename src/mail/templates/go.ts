import type { Db } from '../../db/connect.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { facts, paragraph } from '../blocks.ts';
import { caseIdOf, type OutboxRow } from '../outbox.ts';
import { linksTo, ownSignals, referencesOf, type OwnSignal } from '../own-signals.ts';
import { template } from '../template.ts';
import { dayInWords } from '../words.ts';

interface Go {
  signals: OwnSignal[];
  team: { name: string; email: string } | null;
  feedbackDueOn: LocalDate | null;
}

/** To a creditor: its signal is taken up. */
export const go = template(
  async (db, row): Promise<Go> => ({ signals: await ownSignals(db, row), team: await teamOf(db, row), feedbackDueOn: await feedbackDueOn(db, row) }),
  ({ signals, team, feedbackDueOn: dueOn }, links) => ({
    subject: 'Wij pakken uw signaal op',
    blocks: [
      paragraph('De gemeente pakt uw signaal op. Een team gaat bij de inwoner langs om hulp aan te bieden.'),
      referencesOf(signals),
      paragraph('Wilt u wachten met incasso tot u onze terugkoppeling heeft?'),
      ...(dueOn === null ? [] : [paragraph(`U krijgt die uiterlijk op ${dayInWords(dueOn)}.`)]),
      ...(team === null ? [] : [facts(['Uw contact', `${team.name}, ${team.email}`])]),
      ...linksTo(signals, links),
    ],
  }),
);

async function teamOf(db: Db, row: OutboxRow) {
  const [team] = await db<{ name: string; email: string }[]>`
    select teams.name, teams.email from teams join cases on cases.team_id = teams.id where cases.id = ${caseIdOf(row)}`;
  return team ?? null;
}

async function feedbackDueOn(db: Db, row: OutboxRow): Promise<LocalDate | null> {
  const [deadline] = await db<{ dueOn: LocalDate }[]>`
    select due_on from deadlines where case_id = ${caseIdOf(row)} and kind = 'feedback' and ended_at is null order by started_at desc limit 1`;
  return deadline?.dueOn ?? null;
}
