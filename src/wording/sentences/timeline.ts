/** What happened in a case, as a plain Dutch sentence. Pure: names of creditors and teams are looked up by the caller. */
import type { CaseEvent, EventFields, UnknownEvent } from '../../domain/case/events.ts';
import { caseResults, contactKinds, labelOf, partsOfDay, type PartOfDay } from '../../domain/codes.ts';
import { consentPurposes } from '../../domain/rights/consent.ts';
import { phaseLabels } from '../../domain/case/lifecycle.ts';
import type { DeadlineKind } from '../../domain/planning/policy.ts';
import { endings } from '../../domain/process.ts';
import type { Effect } from '../../domain/planning/replan.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { dateInWords } from './dates.ts';
import { signalKindInWords } from './signal-kind.ts';
import { becauseInWords } from './derivation.ts';
import { closeLabels, consentStateLabels, deadlineLabels, informedLabels, likenessLabels, noGoLabels, outcomeLabels, placeLabels, planningEndLabels, recheckAnswerClauses, recheckDecisionLabels } from '../labels/labels.ts';

/** Names by id, of whatever an event refers to. */
export type Names = ReadonlyMap<string, string>;

type Fields = EventFields & { [Type in UnknownEvent['type']]: UnknownEvent['data'] };

const nameOf = (id: string, names: Names): string => names.get(id) ?? id;
const signalWord = ({ crisis }: { crisis: boolean }): string => (crisis ? 'Crisissignaal' : 'Signaal');
const kindClause = ({ kind, endsOn }: EventFields['signal-received']): string => (kind === undefined || kind === 'ordinary' ? '' : `: ${lowerFirst(signalKindInWords({ signalKind: kind, endsOn: endsOn ?? null }))}`);
const undoableHint = ({ undoable }: { undoable: boolean }): string => (undoable ? ' (nog even ongedaan te maken)' : '');
const part = (code: PartOfDay | null): string => (code === null ? '' : `, ${labelOf(partsOfDay, code).toLowerCase()}`);
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function attempt({ kind, date, partOfDay, visit, outcome }: EventFields['attempt']): string {
  const number = visit === null ? '' : ` (bezoek ${visit})`;
  return `${labelOf(contactKinds, kind)} op ${dateInWords(date)}${part(partOfDay)}${number}: ${outcomeLabels[outcome]}.`;
}

/** One of before 0.3 has a part of the day for a time, and nobody's name. */
function appointment({ date, time, partOfDay, place, caseworkerId, afterDueOn }: EventFields['appointment'], names: Names): string {
  const when = time === undefined ? part(partOfDay) : ` om ${time} uur`;
  const late = afterDueOn === undefined ? '' : ` Dat is na de laatste dag voor het bezoek, ${dateInWords(afterDueOn)}`;
  return `Afspraak op ${dateInWords(date)}${when}, ${placeLabels[place]}${caseworkerId === undefined ? '' : `, met ${nameOf(caseworkerId, names)}`}.${late === '' ? '' : `${late}.`}`;
}

function replanned({ moved, late, room, ...because }: EventFields['replanned']): string {
  const parts = [...(late > 0 ? [`${late} te laat`] : []), ...(room > 0 ? [`${room} weer op tijd`] : [])];
  const count = moved > 0 ? `${moved} ${moved === 1 ? 'termijn is' : 'termijnen zijn'} veranderd` : 'er verandert geen termijn';
  return `Herpland, ${becauseInWords(because)}: ${count}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}.`;
}

const effectClauses: Record<Effect, string> = { later: '', earlier: '', late: '; die dag is al geweest, dus te laat', room: '; er is weer tijd, en dat het te laat was telt achteraf niet' };

function deadlineReplanned({ kind, from, to, effect, ...because }: EventFields['deadline-replanned']): string {
  const move = from === to ? `herpland, blijft ${dateInWords(to)}` : `herpland van ${dateInWords(from)} naar ${dateInWords(to)}`;
  return `Termijn "${deadlineLabels[kind]}" ${move}, ${becauseInWords(because)}${effectClauses[effect]}.`;
}

function closed({ ending, result }: EventFields['closed']): string {
  return `De zaak is gesloten, ${lowerFirst(endings[ending].label)}${result === null ? '' : `: ${labelOf(caseResults, result)}`}.`;
}

const sentences: { [Type in keyof Fields]: (data: Fields[Type], names: Names) => string } = {
  'signal-received': (d, n) => `${signalWord(d)} ontvangen van ${nameOf(d.creditorId, n)}${kindClause(d)}.`,
  'signal-updated': (d, n) => `Geactualiseerd signaal van ${nameOf(d.creditorId, n)}: het komt in de plaats van wat over dit contract bekend was.`,
  'day-withdrawn': (d, n) => `${nameOf(d.creditorId, n)} trekt ${d.kind === 'eviction' ? 'de ontruiming' : 'het einde van de levering'} van ${dateInWords(d.endsOn)} in.`,
  'day-moved': (d, n) => `${nameOf(d.creditorId, n)} noemt een andere dag voor ${d.kind === 'eviction' ? 'de ontruiming' : 'het einde van de levering'}: ${dateInWords(d.to)}, was ${dateInWords(d.from)}.`,
  'signal-joined': (d, n) => `${signalWord(d)} van ${nameOf(d.creditorId, n)} bij deze zaak gevoegd${d.because === 'higher' ? ': de achterstand is opgelopen' : ''}.`,
  'signal-repeated': (d, n) => `Herhaalde melding van ${nameOf(d.creditorId, n)}, niet hoger dan wat al bekend was.`,
  matched: ({ signals }) => `Match: ${signals} ${signals === 1 ? 'achterstand' : 'achterstanden'} op dit adres; het is een zaak geworden.`,
  go: (d) => `Besluit: go, de zaak wordt opgepakt${undoableHint(d)}.`,
  'no-go': (d) => `Besluit: no-go, ${noGoLabels[d.because]}${undoableHint(d)}.`,
  'triage-undone': ({ decision }) => `Het besluit ${decision} is ongedaan gemaakt.`,
  appointment,
  'visit-planned': ({ date, caseworkerId }, n) => (date === null ? 'Het bezoek is van de planning gehaald.' : `Bezoek gepland op ${dateInWords(date)}${caseworkerId === null ? '' : `, door ${nameOf(caseworkerId, n)}`}.`),
  'visit-plan-undone': ({ date }) => (date === null ? 'Ongedaan gemaakt dat het bezoek van de planning was gehaald.' : `Ongedaan gemaakt dat het bezoek op ${dateInWords(date)} was gepland.`),
  'appointment-handed-over': ({ date, caseworkerId }, n) => `De afspraak van ${dateInWords(date)} is overgenomen door ${nameOf(caseworkerId, n)}.`,
  attempt,
  'attempt-corrected': ({ from, to }) => `Uitkomst gecorrigeerd: was "${outcomeLabels[from]}", is "${outcomeLabels[to]}".`,
  'attempt-taken-back': ({ kind, date, outcome }) => `${labelOf(contactKinds, kind)} op ${dateInWords(date)} teruggenomen: die was er niet (was "${outcomeLabels[outcome]}").`,
  'same-part-of-day': ({ partOfDay, visits }) => `Let op: al ${visits} bezoeken in hetzelfde dagdeel (${labelOf(partsOfDay, partOfDay).toLowerCase()}). Kies een ander dagdeel.`,
  'flyer-left': () => 'Een flyer achtergelaten.',
  callback: ({ date }) => `De inwoner belde terug op ${dateInWords(date)}.`,
  'visits-resumed': () => 'De bezoeken gaan door.',
  'visits-ended': () => 'De bezoeken zijn beëindigd.',
  'plan-completed': ({ date }) => `Het plan van aanpak is klaar${date === undefined ? '' : `, gemaakt op ${dateInWords(date)}`}.`,
  'planning-ended': ({ because, date }) => `Geen plan van aanpak${onDay(date)}: ${planningEndLabels[because]}.`,
  'problematic-debts': ({ urgent, date }) => `Problematische schulden vastgesteld${onDay(date)}${urgent ? ', met spoed: wonen, energie of water is in gevaar' : ''}.`,
  'problematic-debts-withdrawn': ({ calledIn }) => `Er zijn toch geen problematische schulden${calledIn ? '; het meldpunt laat schuldhulpverlening weten dat het niet nodig is' : ''}.`,
  referred: ({ date }) => `Schuldhulpverlening is ingeschakeld${onDay(date)}.`,
  'first-talk': ({ date }) => `Eerste gesprek bij schuldhulpverlening op ${dateInWords(date)}.`,
  'hand-over-offered': ({ date }) => `Een warme overdracht is aangeboden${onDay(date)}.`,
  'hand-over-confirmed': ({ date }) => `De overdracht is bevestigd${onDay(date)}.`,
  'feedback-sent': () => 'Teruggekoppeld aan de schuldeisers.',
  'feedback-held': ({ corrects }) => `${corrects === undefined ? 'De terugkoppeling' : 'Een correctie van de terugkoppeling'} aan de schuldeisers staat klaar (nog even ongedaan te maken).`,
  'feedback-undone': () => 'De terugkoppeling is ongedaan gemaakt voordat zij uitging.',
  'feedback-corrected': () => 'De terugkoppeling is gecorrigeerd; wie de verkeerde kreeg, hoort wat er stond en wat het nu is.',
  'signal-covered': ({ creditorId }, n) => `Het signaal van ${nameOf(creditorId, n)} valt onder het plan dat er al is.`,
  're-check-asked': ({ creditors }) => `Heropaf: aan ${creditors} ${creditors === 1 ? 'schuldeiser' : 'schuldeisers'} gevraagd of de lopende kosten worden betaald.`,
  're-check-answered': ({ creditorId, paying, answer }, n) => `${nameOf(creditorId, n)} antwoordt: ${recheckAnswerClauses[answer ?? (paying ? 'paying' : 'not-paying')]}.`,
  're-check-taken-back': ({ creditorId }, n) => `${nameOf(creditorId, n)} neemt zijn antwoord terug; de nieuwe bezoeken gaan niet door.`,
  're-check-reminded': ({ creditorId }, n) => `Herinnering aan ${nameOf(creditorId, n)}: er kwam geen antwoord op de heropaf.`,
  're-check-silent': ({ creditorId }, n) => `${nameOf(creditorId, n)} gaf ook na de herinnering geen antwoord.`,
  're-check-decided': ({ decision }) => `Besluit over de heropaf: ${recheckDecisionLabels[decision]}.`,
  revisit: ({ number }) => `De bezoeken beginnen opnieuw, na een heropaf (keer ${number}).`,
  paused: () => 'De zaak is gepauzeerd; de termijnen staan stil.',
  resumed: ({ because }) => `De zaak loopt weer${because === 'crisis' ? ', omdat er een crisissignaal kwam' : ''}; de termijnen lopen door met wat er over was.`,
  'deadline-extended': ({ kind, from, to }) => `Termijn "${deadlineLabels[kind]}" verlengd van ${dateInWords(from)} tot en met ${dateInWords(to)}.`,
  'deadline-warned': ({ kind, dueOn }) => `Waarschuwing: "${deadlineLabels[kind]}" moet klaar zijn op ${dateInWords(dueOn)}.`,
  'deadline-breached': ({ kind, dueOn }) => `Te laat: "${deadlineLabels[kind]}" had klaar moeten zijn op ${dateInWords(dueOn)}.`,
  replanned,
  'deadline-replanned': deadlineReplanned,
  'taken-on': ({ caseworkerId }, n) => `Op naam gezet van ${nameOf(caseworkerId, n)}.`,
  reassigned: ({ teamId, caseworkerId }, n) => `Overgedragen aan ${nameOf(teamId, n)}${caseworkerId === null ? '' : `, ${nameOf(caseworkerId, n)}`}.`,
  'signals-moved': ({ signalIds }) => `${signalIds.length === 1 ? 'Een signaal is' : `${signalIds.length} signalen zijn`} overgezet naar de zaak van een adres dat waarschijnlijk hetzelfde is.`,
  'signals-stopped': ({ signalIds }) => `Bezwaar van een inwoner: ${signalIds.length === 1 ? 'zijn signaal gaat' : `${signalIds.length} signalen gaan`} niet verder; de zaak loopt door voor anderen op dit adres.`,
  close: ({ because }) => `Voortijdig gesloten: ${closeLabels[because]}.`,
  closed,
  reopened: ({ to, phase }) =>
    to === 'as-it-stood' ? `De zaak is heropend en gaat verder waar zij was${phase === undefined ? '' : `: in de fase "${phaseLabels[phase]}"`}.` : `De zaak is heropend in de fase "${phaseLabels[to]}".`,
  'note-added': () => 'Notitie toegevoegd.',
  'complaint-filed': () => 'Klacht ontvangen.',
  informed: ({ on, how }) => `Inwoner geïnformeerd op ${dateInWords(on)}, ${informedLabels[how]}: van wie de gegevens komen, waarvoor wij ze gebruiken en welke rechten er zijn (AVG artikel 14).`,
  consent: ({ state, on, purpose }) => `Toestemming ${consentStateLabels[state]} op ${dateInWords(on)}: ${lowerFirst(labelOf(consentPurposes, purpose))}.`,
  'contact-details-recorded': ({ personId }) => `Vastgelegd hoe ${personId === null ? 'het huishouden' : 'een inwoner'} bereikt wil worden, zoals de inwoner het zei.`,
  'contact-details-withdrawn': () => 'Teruggenomen wat was vastgelegd over hoe een inwoner bereikt wil worden.',
  'person-corrected': () => 'Persoonsgegevens gecorrigeerd, op verzoek van de inwoner.',
  'person-objected': () => 'Een inwoner heeft bezwaar gemaakt tegen het gebruik van zijn gegevens; de zaak loopt door voor anderen op dit adres.',
  'person-erased': () => 'De gegevens van een inwoner zijn gewist, op diens verzoek.',
  'household-joined': ({ likeness, signals }) => `${signals === 1 ? 'Een signaal' : `${signals} signalen`} van waarschijnlijk hetzelfde huishouden toegevoegd: ${likenessLabels[likeness]}.`,
  'household-parted': ({ signals }) => `${signals === 1 ? 'Een signaal is' : `${signals} signalen zijn`} weer teruggezet naar het eigen adres.`,
  'hold-placed': () => 'De zaak wordt bewaard wegens een geschil.',
  'hold-released': () => 'De zaak wordt niet langer bewaard wegens een geschil.',
  repaired: () => 'De gegevens van de zaak zijn hersteld uit haar geschiedenis.',
  unknown: ({ type }) => `Gebeurtenis "${type}".`,
};

/**
 * The sentence of an event; an event of an unknown, later type is named rather than hidden.
 * @param at when it was recorded: an act of another day shows both
 */
export function eventSentence({ type, data }: CaseEvent, names: Names, at?: Instant): string {
  const sentence = (sentences[type] as (fields: CaseEvent['data'], known: Names) => string)(data, names);
  const isLater = at !== undefined && acts.has(type) && 'date' in data && data.date !== undefined && data.date !== localDate(at);
  return isLater ? `${sentence.slice(0, -1)} (vastgelegd op ${dateInWords(localDate(at))}).` : sentence;
}

/** What was done on a day, and can be recorded on another. */
const acts: ReadonlySet<string> = new Set<CaseEvent['type']>(['attempt', 'callback', 'plan-completed', 'planning-ended', 'problematic-debts', 'referred', 'first-talk', 'hand-over-offered', 'hand-over-confirmed']);
const onDay = (date: LocalDate | undefined): string => (date === undefined ? '' : ` op ${dateInWords(date)}`);

/** The ids whose names the sentences of these events need. */
export function referredTo(data: readonly Readonly<Record<string, unknown>>[]): string[] {
  const ids = data.flatMap((d) => [d['creditorId'], d['teamId'], d['caseworkerId']]);
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}

/** A deadline still to come, as the timeline shows it. */
export function futureSentence({ kind, dueOn }: { kind: DeadlineKind; dueOn: string }): string {
  return kind === 're-check' ? `Op ${dateInWords(dueOn)} volgt de heropaf.` : `"${deadlineLabels[kind]}" uiterlijk op ${dateInWords(dueOn)}.`;
}
