/** What others said before triage, in words for who decides; and why somebody did not answer, for who looks after the system. */
import type { CheckCode, CheckFailureCode, CheckWay } from '../../domain/checks/check.ts';
import { checkLabels } from '../../domain/checks/check.ts';
import type { Finding, RecognisedBy } from '../../domain/checks/finding.ts';
import { dateInWords } from './dates.ts';

const known: Readonly<Partial<Record<CheckCode, string>>> = { 'debt-services': 'Is al bekend bij schuldhulpverlening', benefits: 'Heeft een uitkering' };
const notKnown: Readonly<Partial<Record<CheckCode, string>>> = { 'debt-services': 'Niet gevonden bij schuldhulpverlening.', benefits: 'Geen uitkering gevonden.' };

const fixed = {
  'lives-here': 'Woont volgens de BRP op dit adres.',
  'not-at-address': 'Staat in de BRP op dit adres, maar is daar volgens onderzoek van de gemeente niet meer.',
  'address-not-given': 'Staat in de BRP zonder adres.',
  secret: 'Heeft om geheimhouding gevraagd in de BRP: geef geen gegevens door aan anderen.',
  'not-registered': 'Niet gevonden in de BRP met deze naam en geboortedatum.',
  'nobody-of-that-name': 'Niemand met deze naam staat volgens de BRP op dit adres.',
  'cannot-be-asked': 'Deze naam kon niet in de BRP worden nagevraagd: er staat een teken in dat de BRP niet kent.',
} as const;

const isFixed = (finding: Finding): finding is Extract<Finding, { code: keyof typeof fixed }> => finding.code in fixed;

/** 'Is al bekend bij schuldhulpverlening sinds 3 maart 2026: budgetbeheer.' */
export function findingInWords(check: CheckCode, finding: Finding): string {
  if (isFixed(finding)) return fixed[finding.code];
  const on = 'on' in finding && finding.on !== null ? ` (${finding.on})` : '';
  switch (finding.code) {
    case 'known':
      return `${known[check] ?? checkLabels[check]}${finding.since === null ? '' : ` sinds ${dateInWords(finding.since)}`}${finding.what === null ? '' : `: ${finding.what}`}.`;
    case 'not-known':
      return notKnown[check] ?? 'Niet gevonden.';
    case 'deceased':
      return `Is volgens de BRP overleden${on}.`;
    case 'left-country':
      return `Woont volgens de BRP niet meer in Nederland${on}.`;
    case 'no-longer-kept':
      return `De gegevens in de BRP worden niet meer bijgehouden${on}.`;
    case 'lives-elsewhere':
      return `Woont volgens de BRP op een ander adres${finding.place === null ? '' : `, in ${finding.place}`}.`;
    case 'several':
      return `In de BRP staan ${finding.persons} mensen met deze naam en geboortedatum, niemand van hen op dit adres.`;
    case 'address-exists':
      return finding.twins.length === 0 ? 'Dit adres staat in de BAG.' : `Dit adres staat in de BAG, en naast dit adres ook ${additionsInWords(finding.twins)}: dat zijn volgens de BAG verschillende adressen.`;
    case 'address-written-otherwise':
      return `Dit adres staat zo niet in de BAG. Waarschijnlijk is het ${additionsInWords([finding.addition])}.`;
    case 'address-not-found':
      return finding.additions.length === 0 ? 'Dit huisnummer staat bij deze postcode niet in de BAG.' : `Dit adres staat zo niet in de BAG. Wel staan daar bij dit huisnummer: ${additionsInWords(finding.additions)}.`;
  }
}

const additionsInWords = (additions: readonly string[]): string => new Intl.ListFormat('nl').format(additions.map((addition) => (addition === '' ? 'het nummer zonder toevoeging' : `toevoeging ${addition}`)));

const recognised: Readonly<Record<RecognisedBy | 'service', string>> = {
  person: 'Naam en geboortedatum staan in de lijst van de gemeente.',
  'name-at-address': 'Naam en adres staan in de lijst van de gemeente; de geboortedatum is niet vergeleken.',
  address: 'Alleen het adres staat in de lijst van de gemeente: het kan een huisgenoot zijn.',
  service: 'De dienst herkende deze persoon.',
};

/** Why it is said of this person or address. */
export function reasonInWords(check: CheckCode, way: CheckWay, finding: Finding): string {
  if (finding.code === 'known') return recognised[finding.by];
  if (check === 'addresses') return 'Vergeleken met alle adressen bij deze postcode en dit huisnummer.';
  if (check === 'population') return finding.code === 'nobody-of-that-name' ? 'Gezocht op naam en adres, omdat de geboortedatum niet bekend is.' : 'Gezocht op naam en geboortedatum, of zonder geboortedatum op naam en adres.';
  return way === 'list' ? 'Gezocht in de lijst van de gemeente.' : 'Nagevraagd bij de dienst.';
}

export const waitingInWords = (check: CheckCode, isRefused: boolean): string =>
  isRefused ? `${checkLabels[check]} kon deze vraag niet beantwoorden. Vraag het zo nodig zelf na.` : `${checkLabels[check]} gaf nog geen antwoord. Er wordt vanzelf opnieuw gevraagd; u kunt ook nu beslissen.`;

const failures: Readonly<Record<CheckFailureCode, string>> = {
  away: 'Was niet bereikbaar. Er wordt vanzelf opnieuw gevraagd.',
  slow: 'Gaf niet op tijd antwoord. Er wordt vanzelf opnieuw gevraagd.',
  busy: 'Vroeg om even te wachten. Er wordt vanzelf later opnieuw gevraagd.',
  failing: 'Meldde een storing, of het adres in de instellingen klopt niet. Er wordt vanzelf opnieuw gevraagd.',
  'not-allowed': 'Liet ons niet toe. Controleer de sleutel in de instellingen.',
  'not-understood': 'Nam een vraag niet aan. Die vraag wordt niet opnieuw gesteld.',
  'no-json': 'Gaf een antwoord dat niet te lezen is. Controleer het adres in de instellingen.',
  'other-form': 'Gaf een antwoord in een andere vorm dan is afgesproken.',
  'too-large': 'Gaf een antwoord dat te groot is.',
  'not-set-up': 'Er is geen adres in de instellingen.',
  'no-list': 'Er is geen lijst die nog geldt. Stuur een nieuwe lijst.',
};

export const checkFailureInWords = (code: CheckFailureCode, part: string | null): string => (part === null || part === '' ? failures[code] : `${failures[code]} Het gaat om: ${part}.`);
