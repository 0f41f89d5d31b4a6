import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { z } from 'zod';
import { caseNumberOf } from '../../db/queries/outreach/told.ts';
import { localDateSchema } from '../../domain/case/commands.ts';
import { dayInWords } from '../../wording/sentences/terms.ts';
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

/** To the desk: help is offered at the new address, by a signal there. */
export const movedWithin = about(
  'Een inwoner is binnen de gemeente verhuisd',
  'Op het adres van deze zaak woont de inwoner niet meer, maar wel elders in de gemeente. Zorg dat de hulp op het nieuwe adres wordt aangeboden: vraag de schuldeiser het signaal op dat adres te melden. Noem het nieuwe adres zelf niet.',
);

/** To the desk, which called debt services in; and to the team, where creditors were told of the debts. */
export const debtsWithdrawn = about('Er zijn toch geen problematische schulden', ({ fedBack }) =>
  fedBack === true
    ? 'In deze zaak waren problematische schulden vastgelegd. Dat was een vergissing. De schuldeisers hebben al een terugkoppeling gekregen. Kijk of die nog klopt, en corrigeer haar als dat niet zo is.'
    : 'In deze zaak was schuldhulpverlening ingeschakeld wegens problematische schulden. Dat was een vergissing. Laat schuldhulpverlening weten dat het niet nodig is, en zeg een afspraak voor een eerste gesprek af.',
);

/** To the team and the desk: it waits for nobody. */
export const crisis = about(
  'Er is een crisissignaal binnengekomen',
  (data) => {
    const { kind, endsOn } = dayTold.safeParse(data).data ?? {};
    const what = kind === undefined || endsOn === undefined ? 'dat een ontruiming of afsluiting dreigt' : `${kind === 'eviction' ? 'een ontruiming' : 'dat de levering eindigt'} op ${dayInWords(endsOn)}`;
    return `Een schuldeiser meldt ${what}. Open de zaak vandaag en kijk wat er nu nodig is.${kind === undefined ? '' : ' Ook als er al contact was: doe nu een nieuw aanbod, vóór die dag.'}`;
  },
);

/** Of a crisis with a day. */
const dayTold = z.object({ kind: z.enum(['end-of-supply', 'eviction']), endsOn: localDateSchema });

/** To the team and the desk: the offer before that day is not needed. */
export const dayWithdrawn = about('Een ontruiming of afsluiting gaat niet door', ({ kind }) => {
  const what = kind === 'eviction' ? 'de ontruiming' : 'het einde van de levering';
  return `Een schuldeiser heeft ${what} in deze zaak ingetrokken. Een apart aanbod vóór die dag hoeft niet meer. De achterstand blijft in de zaak, en die gaat verder.`;
});

/** To the team: arrears came to a case that they are at work on; before 0.3 of a crisis too, and then to the desk as well. */
export const signalJoined = about(
  'Er is een melding bij een lopende zaak gekomen',
  ({ late, updated }) =>
    updated === true
      ? 'Een schuldeiser heeft een achterstand in deze zaak opnieuw gemeld, met een ander bedrag of andere gegevens. Kijk of er haast bij is.'
    : late === true
      ? 'Een schuldeiser meldde een achterstand op een adres waar al is teruggekoppeld. De melding hoort nu bij die zaak. Neem contact op met de inwoner en leg dat vast, of leg vast dat de achterstand onder het lopende plan valt. Deze schuldeiser krijgt een eigen terugkoppeling.'
      : 'Een schuldeiser meldde een achterstand op een adres waar al een zaak loopt. De melding hoort nu bij die zaak. Kijk of er haast bij is.',
);

/** Names the case and nothing of it: what it is about stands behind the link, after signing in. */
function about(subject: string, message: string | ((data: OutboxRow['data']) => string)): Template {
  return template(
    async (db, row) => ({ caseId: caseIdOf(row), number: await caseNumberOf(db, caseIdOf(row)), words: typeof message === 'string' ? message : message(row.data) }),
    ({ caseId, number, words }, links) => ({ subject, blocks: [paragraph(words), facts(['Zaak', number]), link('Bekijk de zaak', links.case(caseId))] }),
  );
}
