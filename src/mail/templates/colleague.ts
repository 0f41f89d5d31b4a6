import { facts, link, paragraph } from '../blocks.ts';
import { caseIdOf } from '../outbox.ts';
import { template, type Template } from '../template.ts';

/** To the project leader: the re-check does not decide itself. */
export const decisionNeeded = about(
  'Uw besluit is nodig over een heropaf',
  'De antwoorden op de heropaf van deze zaak geven geen uitsluitsel. Kies wat er gebeurt: sluiten, opnieuw bezoeken of nog een keer vragen.',
);

/** To the desk: a visit was unsafe. */
export const visitsStopped = about(
  'De bezoeken in een zaak zijn gestopt',
  'Een bezoek was niet veilig. Daarom zijn de bezoeken in deze zaak gestopt. Besluit of de bezoeken doorgaan of stoppen.',
);

/** To the team, and of a crisis to the desk: arrears came to a case that they are at work on. */
export const signalJoined = about(
  'Er is een melding bij een lopende zaak gekomen',
  'Een schuldeiser meldde een achterstand op een adres waar al een zaak loopt. De melding hoort nu bij die zaak. Kijk of er haast bij is.',
);

/** Names the case and nothing of it: what it is about stands behind the link, after signing in. */
function about(subject: string, message: string): Template {
  return template(
    (_, row) => Promise.resolve(caseIdOf(row)),
    (caseId, links) => ({ subject, blocks: [paragraph(message), facts(['Zaak', caseId]), link('Bekijk de zaak', links.case(caseId))] }),
  );
}
