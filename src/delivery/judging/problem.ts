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
  signalKind: 'de soort melding',
  endsOn: 'de dag van de ontruiming of van het einde van de levering',
  warm: 'de warme overdracht',
  row: 'de regel',
};

/** What to do about each rule; `field` stands for the column as the creditor calls it, or the field's name with its article. */
const advice: Record<RuleCode, (field: string) => string> = {
  required: (field) => `Vul ${field} in.`,
  tooLong: (field) => `Maak ${field} korter.`,
  postcodeForm: (field) => `Schrijf ${field} als vier cijfers en twee letters, bijvoorbeeld 7512 BM. De letters SA, SD en SS bestaan niet.`,
  noNumber: (field) => `Begin ${field} met een getal boven nul.`,
  numberTooHigh: (field) => `Controleer ${field}: het is hoger dan 99999.`,
  notAnAmount: (field) => `Schrijf ${field} als bedrag in euro, bijvoorbeeld 1234,56.`,
  ambiguousAmount: (field) => `Schrijf ${field} met twee cijfers achter de komma, bijvoorbeeld 1234,50: nu is niet duidelijk of de punt of komma voor duizend staat.`,
  notPositive: () => 'Meld alleen een achterstand die hoger is dan 0 euro.',
  notWholeCents: (field) => `Rond ${field} af op hele centen, bijvoorbeeld 151,24.`,
  tooHigh: (field) => `Controleer ${field}: een achterstand is niet hoger dan 1.000.000 euro.`,
  noSuchDay: (field) => `Vul voor ${field} een bestaande dag in, bijvoorbeeld 31-12-2026.`,
  ambiguousDay: (field) => `Schrijf ${field} met de dag voorop, bijvoorbeeld 31-12-2026: nu is niet duidelijk of de dag of de maand vooraan staat.`,
  unlikelyYear: (field) => `Controleer het jaar in ${field}.`,
  afterDelivery: (field) => `Controleer ${field}: die dag moest bij de aanlevering nog komen.`,
  dayNeeded: (field) => `Vul ${field} in: bij een ontruiming of einde levering is de dag nodig. Staat die nog niet vast, meld dan een crisis zonder soort.`,
  kindNeeded: (field) => `Vul ${field} in, ontruiming of einde levering: nu is er alleen een dag.`,
  twoKinds: () => 'In deze regel staan een ontruiming en een einde van de levering. Laat staan wat voor dit contract geldt.',
  withdrawn: (field) => `In ${field} staat dat een melding is ingetrokken. Dat kan niet met een bestand: geef het door aan het meldpunt.`,
  inThePast: (field) => `Controleer ${field}: die dag was bij de aanlevering al geweest. Is de woning al ontruimd of de levering al gestopt, neem dan contact op met het meldpunt.`,
  tooFarAhead: (field) => `Controleer ${field}: die dag ligt meer dan een jaar na de aanlevering.`,
  notYesOrNo: (field) => `Vul voor ${field} J of N in.`,
  columnCount: () => 'De regel heeft niet evenveel kolommen als de eerste regel. Zet een tekst met het scheidingsteken erin tussen aanhalingstekens.',
  turnedIntoDate: (field) => `Excel heeft van ${field} een datum gemaakt: maak de kolom op als tekst en vul de waarde opnieuw in.`,
  notAnObject: () => 'Lever elk signaal aan als JSON-object.',
  failedFormula: (field) => `In ${field} staat een formule zonder uitkomst of met een fout. Open het bestand in Excel en sla het op, of vul de waarde zelf in.`,
  lostDigits: (field) => `Excel heeft cijfers van ${field} weggelaten: maak de kolom op als tekst en vul de hele waarde opnieuw in.`,
  isPercentage: (field) => `In ${field} staat een percentage. Maak de kolom op als getal en vul de waarde opnieuw in.`,
  isTrueOrFalse: (field) => `In ${field} staat alleen "waar" of "onwaar". Vul de waarde zelf in, of laat de cel leeg.`,
  garbled: (field) => `In ${field} staan vreemde tekens midden in een woord. Verbeter de letters, of sla het bestand op als "CSV UTF-8".`,
  notANumberOfDays: (field) => `Vul voor ${field} een heel getal in, of lever de datum waarop de achterstand begon.`,
  notSplit: (field) => `Zet in ${field} alleen de straat, en het huisnummer in een eigen kolom.`,
  legalFormUnknown: (field) => `In ${field} lijkt een bedrijf te staan. Vul de rechtsvorm in, bijvoorbeeld B.V., VOF of eenmanszaak. Is het een persoon, vul dan "persoon" in als rechtsvorm.`,
};

const shownCharacters = 80;

/** @param heading what the creditor calls the column */
export function problem(field: RowField, rule: RuleCode, value: string, heading: string | null = null): Problem {
  const column = heading === null ? null : firstCharacters(storable(heading), shownCharacters);
  const name = column === null || column === '' ? fieldNames[field] : `"${column}"`;
  return { field, column, rule, value: firstCharacters(storable(value), shownCharacters), message: advice[rule](name) };
}
