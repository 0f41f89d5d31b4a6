/** A proposal in plain Dutch. */
import type { ColumnName } from '../mapping.ts';
import type { Claim, ProposedColumn, ReasonCode, Sureness } from './propose.ts';

export const columnLabels: Record<ColumnName | 'ignored', string> = {
  reference: 'kenmerk',
  lastName: 'achternaam',
  prefix: 'voorvoegsel',
  initials: 'voorletters of voornaam',
  birthDate: 'geboortedatum',
  phone: 'telefoonnummer',
  email: 'e-mailadres',
  street: 'straat',
  streetAndNumber: 'straat met huisnummer',
  place: 'woonplaats',
  postcode: 'postcode',
  postcodeAndPlace: 'postcode met plaats',
  houseNumber: 'huisnummer',
  houseLetter: 'huisletter',
  addition: 'toevoeging',
  besideNumber: 'aanduiding bij het huisnummer (bij, tegenover)',
  amount: 'achterstand in euro',
  amountCents: 'achterstand in centen',
  arrearsSince: 'dag waarop de achterstand begon',
  ageDays: 'achterstand in dagen',
  ageMonths: 'achterstand in maanden',
  legalForm: 'rechtsvorm',
  companyName: 'bedrijfsnaam',
  crisis: 'crisis: ja of nee',
  endsOn: 'dag van de ontruiming of van het einde van de levering',
  evictionOn: 'dag van de ontruiming',
  supplyEndsOn: 'dag waarop de levering eindigt',
  endOfSupply: 'einde van de levering: ja of nee',
  signalKind: 'soort melding',
  warm: 'warme overdracht: ja of nee',
  ignored: 'niet gebruiken',
};

export const surenessLabels: Record<Sureness, string> = { sure: 'zeker', likely: 'waarschijnlijk', doubt: 'twijfel: kijk dit na' };

const sentences: Record<ReasonCode, (column: ProposedColumn, label: string) => string> = {
  agreed: (_, label) => `Zo is het vastgelegd: ${label}.`,
  heading: (_, label) => `De naam van de kolom is bekend: ${label}.`,
  'heading-alike': (_, label) => `De naam van de kolom lijkt op ${label}.`,
  contents: ({ fitsPercent }, label) => (fitsPercent === 100 ? `Wat erin staat, past: ${label}.` : `Wat erin staat, past bijna altijd (${fitsPercent ?? 0} van de 100 keer): ${label}.`),
  'contents-differ': ({ fitsPercent }, label) => `Wat erin staat, past maar ${fitsPercent ?? 0} van de 100 keer bij ${label}. Kijk na of dit de goede kolom is.`,
  empty: () => 'In dit bestand staat er niets in.',
  'no-use': () => 'Deze kolom kennen wij. Wij hebben haar niet nodig.',
  iban: () => 'Er staan rekeningnummers in. Die hebben wij niet nodig; u kunt de kolom weglaten.',
  'citizen-number': () => 'Er staan nummers in die burgerservicenummers kunnen zijn. Die mogen wij niet ontvangen; laat de kolom weg.',
  'counts-rows': () => 'De kolom telt de regels.',
  'yes-or-no': () => 'Er staat ja of nee in. Zeg wat het betekent: een crisis, een warme overdracht, of niets dat wij nodig hebben.',
  'must-be-said': () => 'De naam lijkt te horen bij het adres, een crisis of de rechtsvorm. Zeg wat erin staat, of dat wij de kolom niet gebruiken.',
  'not-known': () => 'Wij weten niet wat hierin staat. Zo blijft de kolom ongebruikt.',
  taken: () => 'Voor dit gegeven is een andere kolom gekozen.',
  ignored: () => 'Zo is het vastgelegd: niet gebruiken.',
};

export const whyOf = (column: ProposedColumn): string[] => column.reasons.map((reason) => sentences[reason](column, column.column === null ? '' : columnLabels[column.column]));

export const claimInWords = ({ column, chosen, others }: Claim): string =>
  `Voor ${columnLabels[column]} kunnen meer kolommen bedoeld zijn: ${[chosen, ...others].map((heading) => `"${heading}"`).join(', ')}. Voorgesteld is "${chosen}".`;
