import type { Db } from '../../db/connect.ts';
import { askedUntil, type OwnSignal } from '../../db/queries/outreach/told.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import type { DeadlineKind } from '../../domain/planning/policy.ts';
import { list, paragraph, type Block } from '../blocks.ts';
import type { Links } from '../links.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { caseIdOf, Unsendable } from '../outbox.ts';
import { creditorIdOf, ownSignals, recheckLink, referencesOf } from '../own-signals.ts';
import { template } from '../template.ts';
import { dayInWords } from '../../wording/sentences/terms.ts';

interface Question {
  signals: OwnSignal[];
  /** The last day to answer. */
  dueOn: LocalDate;
}

/** To a creditor, half a year after the feedback: are the current costs being paid? */
export const recheckQuestion = template(
  (db, row) => loadQuestion(db, row, 're-check-answer'),
  (question, links) => ({
    subject: 'Worden de vaste lasten weer betaald?',
    blocks: [paragraph('U kreeg eerder van ons een terugkoppeling over een achterstand. Wij willen graag weten hoe het nu gaat.'), ...asked(question, links)],
  }),
);

export const recheckReminder = template(
  (db, row) => loadQuestion(db, row, 're-check-reminder'),
  (question, links) => ({
    subject: 'Herinnering: worden de vaste lasten weer betaald?',
    blocks: [paragraph('Wij vroegen u eerder hoe het nu gaat met de betaling. Wij hebben nog geen antwoord van u.'), ...asked(question, links)],
  }),
);

function asked({ signals, dueOn }: Question, links: Links): Block[] {
  return [
    referencesOf(signals),
    paragraph('Betaalt uw klant de lopende kosten op tijd? Antwoord met ja of nee.'),
    list(['Bij ja hoeft u niets meer te doen.', 'Bij nee kijkt de gemeente of het team opnieuw langsgaat.', 'Is het contract geëindigd, of weet u dat uw klant is verhuisd of overleden? Antwoord dan dat.']),
    paragraph(`U kunt antwoorden tot en met ${dayInWords(dueOn)}.`),
    recheckLink(signals, links),
  ];
}

async function loadQuestion(db: Db, row: OutboxRow, kind: DeadlineKind): Promise<Question> {
  const dueOn = await askedUntil(db, { caseId: caseIdOf(row), creditorId: creditorIdOf(row), kind, at: row.createdAt });
  if (dueOn === null) throw new Unsendable(`nothing-to-tell: no ${kind} deadline`);
  return { signals: await ownSignals(db, row), dueOn };
}
