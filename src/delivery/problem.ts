import { firstCharacters, storable } from './storable.ts';
import type { Problem, RowField, RuleCode } from './row.ts';

const fieldNames: Record<RowField, string> = {
  reference: 'het kenmerk',
  lastName: 'de achternaam',
  initials: 'de voorletters',
  birthDate: 'de geboortedatum',
  phone: 'het telefoonnummer',
  email: 'het e-mailadres',
  street: 'de straat',
  place: 'de woonplaats',
  postcode: 'de postcode',
  houseNumber: 'het huisnummer',
  addition: 'de huisletter of toevoeging',
  amount: 'de achterstand',
  date: 'de datum waarop de achterstand begon',
  legalForm: 'de rechtsvorm',
  crisis: 'het crisissignaal',
  warm: 'de warme overdracht',
  row: 'de regel',
};

/** What to do about each rule; `field` stands for the field's name with its article. */
const advice: Record<RuleCode, (field: string) => string> = {
  required: (field) => `Vul ${field} in.`,
  tooLong: (field) => `Maak ${field} korter.`,
  postcodeForm: () => 'Schrijf de postcode als vier cijfers en twee letters, bijvoorbeeld 7512 BM.',
  noNumber: () => 'Begin het huisnummer met een getal boven nul.',
  numberTooHigh: () => 'Controleer het huisnummer: het is hoger dan 99999.',
  notAnAmount: () => 'Schrijf de achterstand als bedrag in euro, bijvoorbeeld 1234,56.',
  ambiguousAmount: () => 'Schrijf de achterstand met centen: het is niet duidelijk of de punt of komma voor duizend staat.',
  notPositive: () => 'Meld alleen een achterstand die hoger is dan 0 euro.',
  tooHigh: () => 'Controleer de achterstand: die is hoger dan 1.000.000 euro.',
  noSuchDay: (field) => `Vul voor ${field} een bestaande dag in, bijvoorbeeld 31-12-2026.`,
  unlikelyYear: (field) => `Controleer het jaar in ${field}.`,
  afterDelivery: (field) => `Controleer ${field}: die dag moest bij de aanlevering nog komen.`,
  notYesOrNo: (field) => `Vul voor ${field} J of N in.`,
  columnCount: () => 'De regel heeft niet evenveel kolommen als de eerste regel. Zet een tekst met het scheidingsteken erin tussen aanhalingstekens.',
  turnedIntoDate: (field) => `Excel heeft van ${field} een datum gemaakt: maak de kolom op als tekst en vul de waarde opnieuw in.`,
  notAnObject: () => 'Lever elk signaal aan als JSON-object.',
};

const shownCharacters = 80;

export function problem(field: RowField, rule: RuleCode, value: string): Problem {
  return { field, rule, value: firstCharacters(storable(value), shownCharacters), message: advice[rule](fieldNames[field]) };
}
