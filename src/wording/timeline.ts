/** What happened in a case, as a plain Dutch sentence. Pure: names of creditors and teams are looked up by the caller. */
import { caseResults, contactKinds, labelOf, parseCode, partsOfDay } from '../domain/codes.ts';
import type { Outcome } from '../domain/commands.ts';
import { phaseLabels, type Phase } from '../domain/lifecycle.ts';
import type { Because } from '../domain/deadline.ts';
import type { DeadlineKind } from '../domain/policy.ts';
import type { Effect } from '../domain/replan.ts';
import { dateInWords } from './dates.ts';
import { becauseInWords } from './derivation.ts';
import { deadlineLabels, noGoLabels, outcomeLabels } from './labels.ts';

type Data = Readonly<Record<string, unknown>>;

/** Names by id, of whatever an event refers to. */
export type Names = ReadonlyMap<string, string>;

type Sentence = (data: Data, names: Names) => string;

const text = (data: Data, field: string): string => {
  const value = data[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const named = (data: Data, field: string, names: Names): string => names.get(text(data, field)) ?? text(data, field);
const day = (data: Data, field: string): string => dateInWords(text(data, field));
const deadline = (data: Data): string => deadlineLabels[text(data, 'kind') as DeadlineKind];
const outcome = (data: Data, field: string): string => outcomeLabels[text(data, field) as Outcome];
const undoable = (data: Data): string => (data['undoable'] === true ? ' (nog even ongedaan te maken)' : '');

function part(data: Data): string {
  const code = parseCode(partsOfDay, text(data, 'partOfDay'));
  return code === undefined ? '' : `, ${labelOf(partsOfDay, code).toLowerCase()}`;
}

function result(data: Data): string {
  const code = parseCode(caseResults, text(data, 'result'));
  return code === undefined ? '' : `: ${labelOf(caseResults, code)}`;
}

function attempt(data: Data): string {
  const code = parseCode(contactKinds, text(data, 'kind'));
  const kind = code === undefined ? 'Contactpoging' : labelOf(contactKinds, code);
  const visit = typeof data['visit'] === 'number' ? ` (bezoek ${data['visit']})` : '';
  return `${kind} op ${day(data, 'date')}${part(data)}${visit}: ${outcome(data, 'outcome')}.`;
}

/** An event of a re-plan holds its reason flat, beside what it did. */
const because = (data: Data): string => becauseInWords(data as unknown as Because);

function replanned(data: Data): string {
  const [moved, late, room] = [data['moved'], data['late'], data['room']];
  const parts = [
    ...(typeof late === 'number' && late > 0 ? [`${late} te laat`] : []),
    ...(typeof room === 'number' && room > 0 ? [`${room} weer op tijd`] : []),
  ];
  const count = typeof moved === 'number' && moved > 0 ? `${moved} ${moved === 1 ? 'termijn is' : 'termijnen zijn'} veranderd` : 'er verandert geen termijn';
  return `Herpland, ${because(data)}: ${count}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}.`;
}

const effects: Record<Effect, string> = { later: '', earlier: '', late: '; die dag is al geweest, dus te laat', room: '; er is weer tijd, en dat het te laat was telt achteraf niet' };

function deadlineReplanned(data: Data): string {
  const effect = effects[text(data, 'effect') as Effect];
  const move = data['from'] === data['to'] ? `herpland, blijft ${day(data, 'to')}` : `herpland van ${day(data, 'from')} naar ${day(data, 'to')}`;
  return `Termijn "${deadline(data)}" ${move}, ${because(data)}${effect}.`;
}

const places: Record<string, string> = { door: 'aan de deur', 'neighbourhood-team': 'bij het wijkteam', 'town-hall': 'op het gemeentehuis' };
const endings: Record<string, string> = { 'drop-out': 'afgevallen bij de match', 'no-go': 'niet opgepakt', recovered: 'hersteld', 'fed-back': 'teruggekoppeld', 'not-recovered': 'niet hersteld', 'closed-early': 'voortijdig gesloten' };
const closings: Record<string, string> = { paid: 'betaald', moved: 'verhuisd', deceased: 'overleden', objection: 'bezwaar', other: 'andere reden' };
const planningEndings: Record<string, string> = { declined: 'de inwoner wil geen hulp', 'no-response': 'geen reactie meer na het contact', paid: 'er is betaald of een regeling getroffen' };
const recheckDecisions: Record<string, string> = { close: 'de zaak sluit', revisit: 'er komt een nieuw bezoek', 'ask-again': 'de vraag gaat opnieuw uit' };

const informing: Record<string, string> = { leaflet: 'met een folder', spoken: 'mondeling', letter: 'per brief', 'e-mail': 'per e-mail' };
const consentAnswers: Record<string, string> = { asked: 'gevraagd', given: 'gegeven', refused: 'geweigerd', withdrawn: 'ingetrokken' };
const consentPurposeLabels: Record<string, string> = { 'share-with-service': 'gegevens en plan delen met de dienst die het overneemt', 'share-with-creditor': 'meer laten weten aan schuldeisers', 'contact-for-evaluation': 'later contact om te vragen hoe het ging' };

const sentences: Readonly<Record<string, Sentence>> = {
  'signal-received': (d, n) => `${d['crisis'] === true ? 'Crisissignaal' : 'Signaal'} ontvangen van ${named(d, 'creditorId', n)}.`,
  'signal-joined': (d, n) => `${d['crisis'] === true ? 'Crisissignaal' : 'Signaal'} van ${named(d, 'creditorId', n)} bij deze zaak gevoegd${d['because'] === 'higher' ? ': de achterstand is opgelopen' : ''}.`,
  'signal-repeated': (d, n) => `Herhaalde melding van ${named(d, 'creditorId', n)}, niet hoger dan wat al bekend was.`,
  matched: (d) => `Match: ${text(d, 'signals')} ${d['signals'] === 1 ? 'achterstand' : 'achterstanden'} op dit adres; het is een zaak geworden.`,
  go: (d) => `Besluit: go, de zaak wordt opgepakt${undoable(d)}.`,
  'no-go': (d) => `Besluit: no-go, ${noGoLabels[text(d, 'because')] ?? text(d, 'because')}${undoable(d)}.`,
  'triage-undone': (d) => `Het besluit ${text(d, 'decision')} is ongedaan gemaakt.`,
  appointment: (d) => `Afspraak op ${day(d, 'date')}${part(d)}, ${places[text(d, 'place')] ?? text(d, 'place')}.`,
  attempt,
  'attempt-corrected': (d) => `Uitkomst gecorrigeerd: was "${outcome(d, 'from')}", is "${outcome(d, 'to')}".`,
  'flyer-left': () => 'Een flyer achtergelaten.',
  callback: (d) => `De inwoner belde terug op ${day(d, 'date')}.`,
  'visits-resumed': () => 'De bezoeken gaan door.',
  'visits-ended': () => 'De bezoeken zijn beëindigd.',
  'plan-completed': () => 'Het plan van aanpak is klaar.',
  'planning-ended': (d) => `Geen plan van aanpak: ${planningEndings[text(d, 'because')] ?? text(d, 'because')}.`,
  'problematic-debts': (d) => `Problematische schulden vastgesteld${d['urgent'] === true ? ', met spoed: wonen, energie of water is in gevaar' : ''}.`,
  referred: () => 'Schuldhulpverlening is ingeschakeld.',
  'first-talk': (d) => `Eerste gesprek bij schuldhulpverlening op ${day(d, 'date')}.`,
  'hand-over-offered': () => 'Een warme overdracht is aangeboden.',
  'hand-over-confirmed': () => 'De overdracht is bevestigd.',
  'feedback-sent': () => 'Teruggekoppeld aan de schuldeisers.',
  're-check-asked': (d) => `Heropaf: aan ${text(d, 'creditors')} ${d['creditors'] === 1 ? 'schuldeiser' : 'schuldeisers'} gevraagd of de lopende kosten worden betaald.`,
  're-check-answered': (d, n) => `${named(d, 'creditorId', n)} antwoordt: de lopende kosten worden ${d['paying'] === true ? '' : 'niet '}betaald.`,
  're-check-reminded': (d, n) => `Herinnering aan ${named(d, 'creditorId', n)}: er kwam geen antwoord op de heropaf.`,
  're-check-silent': (d, n) => `${named(d, 'creditorId', n)} gaf ook na de herinnering geen antwoord.`,
  're-check-decided': (d) => `Besluit over de heropaf: ${recheckDecisions[text(d, 'decision')] ?? text(d, 'decision')}.`,
  revisit: (d) => `De bezoeken beginnen opnieuw, na een heropaf (keer ${text(d, 'number')}).`,
  paused: () => 'De zaak is gepauzeerd; de termijnen staan stil.',
  resumed: () => 'De zaak loopt weer; de termijnen lopen door met wat er over was.',
  'deadline-extended': (d) => `Termijn "${deadline(d)}" verlengd van ${day(d, 'from')} tot en met ${day(d, 'to')}.`,
  'deadline-warned': (d) => `Waarschuwing: "${deadline(d)}" moet klaar zijn op ${day(d, 'dueOn')}.`,
  'deadline-breached': (d) => `Te laat: "${deadline(d)}" had klaar moeten zijn op ${day(d, 'dueOn')}.`,
  replanned,
  'deadline-replanned': deadlineReplanned,
  reassigned: (d, n) => `Overgedragen aan ${named(d, 'teamId', n)}${d['caseworkerId'] === null ? '' : `, ${named(d, 'caseworkerId', n)}`}.`,
  close: (d) => `Voortijdig gesloten: ${closings[text(d, 'because')] ?? text(d, 'because')}.`,
  closed: (d) => `De zaak is gesloten, ${endings[text(d, 'ending')] ?? text(d, 'ending')}${result(d)}.`,
  reopened: (d) => `De zaak is heropend in de fase "${phaseLabels[text(d, 'to') as Phase]}".`,
  'note-added': () => 'Notitie toegevoegd.',
  'complaint-filed': () => 'Klacht ontvangen.',
  informed: (d) => `Inwoner geïnformeerd op ${day(d, 'on')}, ${informing[text(d, 'how')] ?? text(d, 'how')}: van wie de gegevens komen, waarvoor wij ze gebruiken en welke rechten er zijn (AVG artikel 14).`,
  consent: (d) => `Toestemming ${consentAnswers[text(d, 'state')] ?? text(d, 'state')} op ${day(d, 'on')}: ${consentPurposeLabels[text(d, 'purpose')] ?? text(d, 'purpose')}.`,
  'person-corrected': () => 'Persoonsgegevens gecorrigeerd, op verzoek van de inwoner.',
  'person-objected': () => 'Een inwoner heeft bezwaar gemaakt tegen het gebruik van zijn gegevens; de zaak loopt door voor anderen op dit adres.',
  'person-erased': () => 'De gegevens van een inwoner zijn gewist, op diens verzoek.',
  'hold-placed': () => 'De zaak wordt bewaard wegens een geschil.',
  'hold-released': () => 'De zaak wordt niet langer bewaard wegens een geschil.',
  repaired: () => 'De gegevens van de zaak zijn hersteld uit haar geschiedenis.',
};

export const timelineTypes: readonly string[] = Object.keys(sentences);

/** An event's sentence; one of a type that came later is named rather than hidden. */
export function timelineSentence({ type, data }: { type: string; data: Data }, names: Names): string {
  return sentences[type]?.(data, names) ?? `Gebeurtenis "${type}".`;
}

/** The ids whose names the sentences of these events need. */
export function referredTo(data: readonly Data[]): string[] {
  const ids = data.flatMap((d) => [d['creditorId'], d['teamId'], d['caseworkerId']]);
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}

/** A deadline still to come, as the timeline shows it. */
export function futureSentence({ kind, dueOn }: { kind: DeadlineKind; dueOn: string }): string {
  return kind === 're-check' ? `Op ${dateInWords(dueOn)} volgt de heropaf.` : `"${deadlineLabels[kind]}" uiterlijk op ${dateInWords(dueOn)}.`;
}
