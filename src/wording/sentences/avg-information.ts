/** What everybody is told who asks what is held (AVG art. 15), and how long a case is kept. */
import type { CaseDetailRow } from '../../db/queries/cases/case-detail.ts';
import type { RetentionPolicy } from '../../domain/planning/policy.ts';
import { retentionOf } from '../../domain/retention/retention.ts';
import { addDays, localDate } from '../../domain/time/dates.ts';
import { dateInWords } from './dates.ts';
import { termInWords } from './terms.ts';

/** AVG art. 15(1)(a) to (h) and 15(2), of early signalling as such. */
export const informationOf = (retention: RetentionPolicy): { topic: string; text: string }[] => [
  ...beforeKeeping,
  { topic: 'Bewaren', text: `Tot ${termInWords({ unit: 'months', amount: retention.withHelpMonths })} na het sluiten van de zaak als u hulp kreeg, tot ${termInWords({ unit: 'months', amount: retention.withoutHelpMonths })} erna zonder hulp, en ${retention.noCaseDays} dagen als een melding niet tot een zaak leidde. Loopt er een geschil, dan langer. Daarna worden de gegevens geanonimiseerd.` },
  ...afterKeeping,
];

const beforeKeeping = [
  { topic: 'Doel', text: 'Mensen met betalingsachterstanden vroeg hulp aanbieden, zodat schulden niet oplopen.' },
  { topic: 'Grondslag', text: 'De wettelijke taak van de gemeente: Wet gemeentelijke schuldhulpverlening artikel 3 lid 1 onder b, met AVG artikel 6 lid 1 onder e. Wat verder gaat, gebeurt alleen met toestemming (AVG artikel 6 lid 1 onder a).' },
  { topic: 'Soorten gegevens', text: 'Naam, geboortedatum, adres, telefoonnummer en e-mailadres; betalingsachterstanden; wat met u is besproken en afgesproken.' },
  { topic: 'Herkomst', text: 'Van uw schuldeisers (verhuurder, energieleverancier, zorgverzekeraar, waterbedrijf), van uzelf en van de medewerkers die met u spraken.' },
  { topic: 'Ontvangers', text: 'Medewerkers van de gemeente die hieraan werken. Uw schuldeisers horen alleen of hun melding is opgepakt en wat is afgesproken over hun achterstand, in vaste codes en datums. Een dienst die de hulp overneemt krijgt uw gegevens alleen met uw toestemming. Er gaan geen gegevens naar landen buiten de Europese Unie.' },
];

const afterKeeping = [
  { topic: 'Automatische besluiten', text: 'Die zijn er niet. Het systeem telt achterstanden op een adres bij elkaar; een mens beslist wat daarmee gebeurt.' },
  { topic: 'Uw rechten', text: 'U kunt vragen om uw gegevens te corrigeren, te wissen of het gebruik te beperken, en bezwaar maken tegen het gebruik. U kunt een klacht indienen bij de Autoriteit Persoonsgegevens (AVG artikel 77).' },
];

/** In words, with the day where that is known. */
export function keptUntil({ closedAt, matchedAt, ending, result, helped, anonymisedAt, retention }: Pick<CaseDetailRow, 'closedAt' | 'matchedAt' | 'ending' | 'result' | 'helped' | 'anonymisedAt' | 'retention'>): string {
  if (anonymisedAt !== null) return `Geanonimiseerd op ${dateInWords(localDate(anonymisedAt))}.`;
  if (closedAt === null) return 'Zolang de zaak loopt; daarna begint de bewaartermijn.';
  return `Tot en met ${dateInWords(addDays(retentionOf({ closedAt, matchedAt, ending, result, helped }, retention).dueOn, -1))}.`;
}
