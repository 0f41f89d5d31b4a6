import type { Db } from '../../db/connect.ts';
import type { LocalDate } from '../../domain/dates.ts';
import type { DeadlineKind } from '../../domain/policy.ts';
import { link, list, paragraph, type Block } from '../blocks.ts';
import type { Links } from '../links.ts';
import { caseIdOf, Unsendable, type OutboxRow } from '../outbox.ts';
import { creditorIdOf, ownSignals, referencesOf, type OwnSignal } from '../own-signals.ts';
import { template } from '../template.ts';
import { dayInWords } from '../words.ts';

interface Question {
  caseId: string;
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

function asked({ caseId, signals, dueOn }: Question, links: Links): Block[] {
  return [
    referencesOf(signals),
    paragraph('Betaalt uw klant de lopende kosten op tijd? Antwoord met ja of nee.'),
    list(['Bij ja hoeft u niets meer te doen.', 'Bij nee kijkt de gemeente of het team opnieuw langsgaat.']),
    paragraph(`U kunt antwoorden tot en met ${dayInWords(dueOn)}.`),
    link('Geef hier uw antwoord', links.recheck(caseId)),
  ];
}

/** A case can ask again: the deadline is the one that began with this mail, or was last to begin before it. */
async function loadQuestion(db: Db, row: OutboxRow, kind: DeadlineKind): Promise<Question> {
  const caseId = caseIdOf(row);
  const [deadline] = await db<{ dueOn: LocalDate }[]>`
    select due_on from deadlines
    where case_id = ${caseId} and creditor_id = ${creditorIdOf(row)} and kind = ${kind} and started_at <= ${row.createdAt}
    order by started_at desc limit 1`;
  if (deadline === undefined) throw new Unsendable(`nothing-to-tell: no ${kind} deadline`);
  return { caseId, signals: await ownSignals(db, row), dueOn: deadline.dueOn };
}
