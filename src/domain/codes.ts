/**
 * The fixed lists of the process: one array of code and label each. The code is ours (stored, sent, compared); the label
 * is the wording of the national information model (DDAS vroegsignalering v1.2), which screens and the national
 * delivery show. Types are derived from the arrays; `codesOf`, `labelOf` and `parseCode` work on each of them.
 */
interface CodeAndLabel {
  readonly code: string;
  readonly label: string;
}

type FixedList = readonly [CodeAndLabel, ...CodeAndLabel[]];
type CodeOf<List extends readonly CodeAndLabel[]> = List[number]['code'];

/** The codes of a list, in its order. */
export function codesOf<List extends FixedList>(list: List): [CodeOf<List>, ...CodeOf<List>[]] {
  const [first, ...others] = list;
  return [first.code, ...others.map((entry) => entry.code)];
}

/** The Dutch wording of a code, as DDAS has it. */
export function labelOf<List extends FixedList>(list: List, code: CodeOf<List>): string {
  return list.find((entry) => entry.code === code)?.label ?? code;
}

/** The code of a text that is a code or a label of the list, whatever its case; undefined when it is neither. */
export function parseCode<List extends FixedList>(list: List, text: string): CodeOf<List> | undefined {
  const wanted = fold(text);
  return list.find((entry) => fold(entry.code) === wanted || fold(entry.label) === wanted)?.code;
}

const fold = (text: string) => text.trim().toLowerCase();

/** DDAS EnumSignaalpartner: what kind of creditor sent the signal. */
export const creditorKinds = [
  { code: 'tax-authority', label: 'Belastingdienst' },
  { code: 'cak-contribution', label: 'CAK Eigen bijdrage' },
  { code: 'cak-insurance', label: 'CAK Zorgverzekeringen' },
  { code: 'benefits', label: 'Dienst Toeslagen' },
  { code: 'student-finance', label: 'DUO' },
  { code: 'energy', label: 'Energie' },
  { code: 'rent', label: 'Huur' },
  { code: 'mortgage', label: 'Hypotheek' },
  { code: 'other', label: 'Overige' },
  { code: 'water', label: 'Water' },
  { code: 'health', label: 'Zorg' },
] as const;
export type CreditorKind = (typeof creditorKinds)[number]['code'];

/** How urgent a creditor says that its signal is. Our own list: the national model knows the crisis flag alone. */
export const signalKinds = [
  { code: 'ordinary', label: 'Gewone melding' },
  { code: 'updated', label: 'Geactualiseerde melding' },
  { code: 'end-of-supply', label: 'Einde levering' },
  { code: 'eviction', label: 'Ontruiming' },
] as const;
export type SignalKind = (typeof signalKinds)[number]['code'];
/** Kinds with a day, on which the supply ends or the home is to be left. */
export type UrgentKind = Extract<SignalKind, 'end-of-supply' | 'eviction'>;
export const isUrgentKind = (kind: SignalKind | undefined): kind is UrgentKind => kind === 'end-of-supply' || kind === 'eviction';

/** DDAS EnumContactsoort: how contact with the household was sought. */
export const contactKinds = [
  { code: 'administrative', label: 'Administratief' },
  { code: 'appointment', label: 'Afspraak op locatie' },
  { code: 'letter', label: 'Brief' },
  { code: 'visit', label: 'Huisbezoek' },
  { code: 'card', label: 'Kaartje' },
  { code: 'email', label: 'Mail' },
  { code: 'unknown', label: 'Onbekend' },
  { code: 'other', label: 'Overige' },
  { code: 'text', label: 'SMS/Whatsapp' },
  { code: 'phone', label: 'Telefoon' },
] as const;

/** DDAS EnumDagdeel. */
export const partsOfDay = [
  { code: 'morning', label: 'Ochtend' },
  { code: 'afternoon', label: 'Middag' },
  { code: 'evening', label: 'Avond' },
] as const;
export type PartOfDay = (typeof partsOfDay)[number]['code'];

/** Of a local time, HH:MM: morning to 12:00, afternoon to 18:00. */
export const partOfDayAt = (time: string): PartOfDay => (time < '12:00' ? 'morning' : time < '18:00' ? 'afternoon' : 'evening');

/** DDAS EnumSignaalstatus: what became of one signal. */
export const signalStatuses = [
  { code: 'not-taken-up-yet', label: 'Nog niet opgepakt' },
  { code: 'taken-up', label: 'Opgepakt' },
  { code: 'known-at-debt-services', label: 'Inwoner al bekend bij schuldhulpverlening' },
  { code: 'deceased', label: 'Inwoner is overleden' },
  { code: 'not-taken-up-other', label: 'Niet opgepakt: andere reden' },
  { code: 'not-taken-up-repeated', label: 'Niet opgepakt: herhaalde melding' },
  { code: 'not-taken-up-wrong', label: 'Niet opgepakt: onterecht signaal' },
  { code: 'not-a-resident', label: 'Persoon is geen inwoner (meer) in de gemeente' },
] as const;
export type SignalStatus = (typeof signalStatuses)[number]['code'];

/** DDAS EnumEindresultaat: how a case ended. Codes that are also a signal's status are spelled alike. */
export const caseResults = [
  { code: 'advice', label: '(Budget)advies en/of quick fix' },
  { code: 'never-reached', label: 'Definitief geen contact kunnen krijgen' },
  { code: 'no-response-after-contact', label: 'Geen reactie na eerder contact' },
  { code: 'known-at-debt-services', label: 'Inwoner al bekend bij schuldhulpverlening' },
  { code: 'in-other-programme', label: 'Inwoner heeft al een ander lopend traject' },
  { code: 'paid-or-arranged', label: 'Inwoner heeft zelf al betaald/betalingsregeling getroffen' },
  { code: 'deceased', label: 'Inwoner is overleden' },
  { code: 'wants-no-help', label: 'Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering' },
  { code: 'not-taken-up-other', label: 'Niet opgepakt: andere reden' },
  { code: 'not-taken-up-repeated', label: 'Niet opgepakt: herhaalde melding' },
  { code: 'not-taken-up-wrong', label: 'Niet opgepakt: onterecht signaal' },
  { code: 'not-a-resident', label: 'Persoon is geen inwoner (meer) in de gemeente' },
  { code: 'follow-up', label: 'Vervolghulp en/of verwijzing' },
  { code: 'follow-up-financial', label: 'Vervolghulp en/of verwijzing financieel' },
  { code: 'follow-up-not-financial', label: 'Vervolghulp en/of verwijzing niet financieel' },
  { code: 'referred-without-resident', label: 'Verwijzing zonder tussenkomst inwoner' },
] as const;
export type CaseResult = (typeof caseResults)[number]['code'];
