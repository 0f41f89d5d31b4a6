import { z } from 'zod';
import { feedbackDueOn, teamOfCase, type OwnSignal } from '../../db/queries/outreach/told.ts';
import { phases, type Phase } from '../../domain/case/lifecycle.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import { facts, paragraph } from '../blocks.ts';
import { caseIdOf } from '../outbox.ts';
import { creditorIdOf, linksTo, ownSignals, referencesOf } from '../own-signals.ts';
import { template } from '../template.ts';
import { dayInWords } from '../../wording/sentences/terms.ts';

/** What is done for arrears that came while a case runs at the address; a mail of before 0.3 does not say that they did. */
const joinedWords: Partial<Record<Phase, string>> = {
  planning: 'De gemeente pakt uw signaal op. Op dit adres is al contact met de inwoner; uw signaal hoort daar nu bij.',
  feedback: 'De gemeente pakt uw signaal op. Op dit adres is al contact gezocht met de inwoner; uw signaal hoort daar nu bij.',
  monitoring: 'De gemeente pakt uw signaal op. Op dit adres loopt al een zaak. Het team neemt opnieuw contact op met de inwoner, of neemt uw achterstand mee in het plan dat er al is.',
  're-check': 'De gemeente pakt uw signaal op. Op dit adres loopt al een zaak. Het team neemt opnieuw contact op met de inwoner, of neemt uw achterstand mee in het plan dat er al is.',
};

interface Go {
  signals: OwnSignal[];
  team: { name: string; email: string } | null;
  feedbackDueOn: LocalDate | null;
  words: string;
}

/** To a creditor: its signal is taken up. */
export const go = template(
  async (db, row): Promise<Go> => {
    const { joined } = z.object({ joined: z.enum(phases).optional() }).parse(row.data);
    const words = joinedWords[joined ?? 'visiting'] ?? 'De gemeente pakt uw signaal op. Een team gaat bij de inwoner langs om hulp aan te bieden.';
    return { signals: await ownSignals(db, row), team: await teamOfCase(db, caseIdOf(row)), feedbackDueOn: await feedbackDueOn(db, caseIdOf(row), creditorIdOf(row)), words };
  },
  ({ signals, team, feedbackDueOn: dueOn, words }, links) => ({
    subject: 'Wij pakken uw signaal op',
    blocks: [
      paragraph(words),
      referencesOf(signals),
      paragraph('Wilt u wachten met incasso tot u onze terugkoppeling heeft?'),
      ...(dueOn === null ? [] : [paragraph(`U krijgt die uiterlijk op ${dayInWords(dueOn)}.`)]),
      ...(team === null ? [] : [facts(['Uw contact', `${team.name}, ${team.email}`])]),
      ...linksTo(signals, links),
    ],
  }),
);
