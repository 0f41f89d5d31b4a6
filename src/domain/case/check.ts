/** What a command must satisfy beyond its shape: dates that can be true, things that exist. */
import { partOfDayAt } from '../codes.ts';
import { recheckAnswerOf, type AttemptData, type Command, type DataOf } from './commands.ts';
import { attemptNamed, canRedo, ledOn, wouldBeTooMany } from './meeting/attempts.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../time/dates.ts';
import { isRunning } from '../deadlines/deadline.ts';
import type { Action, Refusal, Role } from './lifecycle.ts';
import { canBeCorrected, feedbackHad, isOwed, isUntouched, owedSignals, stillToTell } from './feedback/owing.ts';
import { hasRules } from './rules.ts';
import { canBeTakenUp, holdsOthers, isVisit, visitsMade, type CaseState } from './state.ts';

/** The field of the command's data that is wrong, the rule it breaks, and what to do (Dutch). */
export interface DataProblem {
  field: string;
  rule: string;
  message: string;
}

/** What is done at the door is recorded within this many days; later with a reason. */
export const LATEST_RECORD_DAYS = 31;
const LATEST_RECORD_WITH_REASON_DAYS = 731;
const LATEST_EXTENSION_DAYS = 731;

/** Today, whether somebody says why, and in which role. */
interface Told {
  today: LocalDate;
  hasReason: boolean;
  role: Role;
}

type Check<A extends Action> = (state: CaseState, data: DataOf<A>, told: Told) => DataProblem | null;

const checks: { [A in Action]?: Check<A> } = {
  'record-attempt': (state, data, told) => attempted(data, told) ?? noFurtherVisit(state, data),
  'correct-attempt': (state, data, told) => attempted(data, told) ?? correctable(state, data),
  'take-back-attempt': retractable,
  'complete-plan': (_, { date, referred, problematicDebts }, told) => (date === undefined ? null : pastDate(date, told)) ?? (referred === true && !problematicDebts ? { field: 'referred', rule: 'debts', message: 'Schuldhulpverlening wordt ingeschakeld bij problematische schulden. Laat dit weg, of leg ze vast.' } : null),
  'end-planning': (_, { date }, told) => (date === undefined ? null : pastDate(date, told)),
  'record-callback': (_, { date }, told) => pastDate(date, told),
  'record-first-talk': (_, { date }, told) => pastDate(date, told),
  'record-problematic-debts': (_, { date }, told) => (date === undefined ? null : pastDate(date, told)),
  refer: (_, { date }, told) => (date === undefined ? null : pastDate(date, told)),
  'offer-hand-over': (_, { date }, told) => (date === undefined ? null : pastDate(date, told)),
  'confirm-hand-over': (_, { date }, told) => (date === undefined ? null : pastDate(date, told)),
  'plan-appointment': (state, data, told) => appointmentProblem(state, data, told) ?? noFurtherVisit(state, { kind: 'appointment' }),
  'resume-visits': (state) =>
    state.phase === 'visiting' && visitsMade(state) >= state.policy.maxVisits ? { field: 'action', rule: 'max-visits', message: `Er is al ${visitsMade(state)} keer bezocht; meer mag niet. Beëindig de bezoeken.` } : null,
  'extend-deadline': extension,
  'mark-covered': coverable,
  'withdraw-day': ({ signals }, { signalId }) =>
    signals.some(({ id, state, threat }) => id === signalId && state === 'in-case' && threat !== undefined) ? null : { field: 'signalId', rule: 'day', message: 'Kies een signaal in deze zaak met een ontruiming of een einde van de levering.' },
  'send-feedback': feedbackToTell,
  'correct-feedback': feedbackToCorrect,
  'answer-re-check': recheckAnswerProblem,
  'decide-re-check': recheckDecision,
  close: ({ phase, signals }, { signalIds }) =>
    signalIds !== undefined && holdsOthers(signals, signalIds, phase) ? { field: 'signalId', rule: 'others', message: 'Intussen staat er in deze zaak ook een signaal van een ander. Probeer het opnieuw: dan gaat de zaak voor die ander door.' } : null,
  reopen: reopening,
};

export function problemWith(state: CaseState, { action, data, noteId, actor }: Command, at: Instant): DataProblem | null {
  const check = checks[action] as Check<Action> | undefined;
  return check?.(state, data, { today: localDate(at), hasReason: noteId !== undefined, role: actor.role }) ?? null;
}

/** A door where it was not safe is visited only by an appointment that the desk has made. */
export function atUnsafeDoor({ visitsStopped, appointment }: CaseState, { action, data, actor }: Command): Refusal | null {
  if (!visitsStopped) return null;
  const isVisitAtDoor = action === 'record-attempt' && (data.kind === 'visit' || (data.place === 'door' && appointment?.place !== 'door'));
  if (isVisitAtDoor) return { code: 'not-now', reason: 'De bezoeken zijn gestopt omdat het onveilig was; het meldpunt beslist hoe het verder gaat.' };
  const isTeamAtDoor = action === 'plan-appointment' && data.place === 'door' && actor.role === 'caseworker';
  return isTeamAtDoor ? { code: 'not-now', reason: 'Aan de deur was het onveilig. Spreek af bij het wijkteam of op het gemeentehuis, of laat het meldpunt de afspraak maken.' } : null;
}

function appointmentProblem(state: CaseState, { date, time, partOfDay, caseworkerId }: DataOf<'plan-appointment'>, { today, role }: Told): DataProblem | null {
  if (date < today) return { field: 'date', rule: 'not-past', message: 'Deze dag is al geweest; kies vandaag of later.' };
  if (time === undefined) return { field: 'time', rule: 'required', message: 'Geef de tijd van de afspraak, bijvoorbeeld 14:30.' };
  if (partOfDay !== undefined && partOfDay !== partOfDayAt(time)) return { field: 'partOfDay', rule: 'time', message: 'Dit dagdeel past niet bij de tijd; laat het weg.' };
  if (caseworkerId === undefined && state.caseworkerId === null && role !== 'caseworker') return { field: 'caseworkerId', rule: 'required', message: 'Noem de medewerker met wie de afspraak is.' };
  return null;
}

function attempted(data: AttemptData, told: Told): DataProblem | null {
  if (isVisit(data) && data.partOfDay === undefined) {
    return { field: 'partOfDay', rule: 'required', message: 'Geef bij een bezoek het dagdeel: een volgend bezoek komt op een ander dagdeel.' };
  }
  return pastDate(data.date, told);
}

/** After the last visit the creditors get their feedback, or the desk ends the visits that were not safe: no further visit is made. */
function noFurtherVisit(state: CaseState, data: Pick<AttemptData, 'kind'>): DataProblem | null {
  const { phase, attempts, cycle, policy, visitsStopped } = state;
  const isOver = phase === 'feedback' || (phase === 'visiting' && visitsStopped);
  const isMet = attempts.some((attempt) => attempt.cycle === cycle && attempt.outcome === 'reached');
  if (!isOver || !isVisit(data) || isMet || visitsMade(state) < policy.maxVisits) return null;
  return { field: 'kind', rule: 'max-visits', message: `Er is al ${visitsMade(state)} keer bezocht; meer mag niet. ${phase === 'feedback' ? 'Koppel terug aan de schuldeisers.' : 'Beëindig de bezoeken.'}` };
}
const unknownAttempt: DataProblem = { field: 'attemptId', rule: 'exists', message: 'Deze poging staat niet in deze zaak.' };

/** Once the case went on from an attempt, another outcome would undo what others have done and said since. */
function correctable(state: CaseState, data: DataOf<'correct-attempt'>): DataProblem | null {
  const found = attemptNamed(state, data.attemptId);
  if (found === undefined) return unknownAttempt;
  if (canRedo(state, found)) {
    if (found !== state.attempts.at(-1) && data.outcome !== 'nobody-home') return { field: 'outcome', rule: 'followed', message: 'Na deze poging is er nog een vastgelegd; neem die eerst terug, of leg een nieuwe poging vast.' };
    return wouldBeTooMany(state, found, data) ? { field: 'kind', rule: 'max-visits', message: `Er is al ${visitsMade(state)} keer bezocht; meer mag niet.` } : null;
  }
  if (found.during !== undefined) return null;
  if (isVisit(found) !== isVisit(data)) return { field: 'kind', rule: 'followed', message: 'Op deze poging is al verder gewerkt; een bezoek blijft een bezoek, want het telt mee voor het maximum.' };
  if (found.outcome === data.outcome) return null;
  return { field: 'outcome', rule: 'followed', message: 'Op deze poging is al verder gewerkt; de uitkomst blijft daarom staan. Voeg een notitie toe, of sluit en heropen de zaak.' };
}

function retractable(state: CaseState, { attemptId }: DataOf<'take-back-attempt'>): DataProblem | null {
  const found = attemptNamed(state, attemptId);
  if (found === undefined) return unknownAttempt;
  if (canRedo(state, found) || !ledOn(state, found)) return null;
  return { field: 'attemptId', rule: 'followed', message: 'Op deze poging is al verder gewerkt; zij kan niet meer worden teruggenomen. Voeg een notitie toe, of sluit en heropen de zaak.' };
}

function recheckAnswerProblem({ answers, takeableNo }: CaseState, { creditorId, ...said }: DataOf<'answer-re-check'>): DataProblem | null {
  const answer = recheckAnswerOf(said);
  if (answer === null) return { field: 'answer', rule: 'required', message: 'Geef één antwoord: betaald, niet betaald, contract geëindigd, verhuisd of overleden.' };
  if (takeableNo === undefined) return answers[creditorId] === undefined ? { field: 'creditorId', rule: 'asked', message: 'Aan deze schuldeiser is in deze zaak niets gevraagd.' } : null;
  if (takeableNo.creditorId !== creditorId) return { field: 'creditorId', rule: 'own-answer', message: 'Er wordt opnieuw bezocht om het antwoord van een andere schuldeiser; alleen die kan het nog wijzigen.' };
  return answer === 'not-paying' ? { field: 'answer', rule: 'changed', message: 'Dit antwoord is al vastgelegd; geef een ander antwoord om het te wijzigen.' } : null;
}

function recheckDecision(state: CaseState, { decision }: DataOf<'decide-re-check'>): DataProblem | null {
  const { revisits, policy } = state;
  if (decision === 'revisit' && revisits >= policy.maxRevisits) return { field: 'decision', rule: 'max-revisits', message: `Er is al ${revisits} keer opnieuw bezocht; meer mag niet.` };
  if (decision === 'close' && hasRules(state, 1) && owedSignals(state).length > 0) {
    return { field: 'decision', rule: 'feedback-first', message: 'Er is een schuldeiser die nog niet weet wat er met zijn signaal is gedaan. Koppel eerst terug; sluit daarna de zaak.' };
  }
  return null;
}

function reopening({ ending, signals, stood }: CaseState, { to }: DataOf<'reopen'>): DataProblem | null {
  const noSignal: DataProblem = { field: 'to', rule: 'signals', message: 'In deze zaak is geen signaal dat alsnog kan worden opgepakt.' };
  if (to !== 'as-it-stood') return ending === 'drop-out' && !signals.some(canBeTakenUp) ? noSignal : null;
  if (stood === undefined) return { field: 'to', rule: 'stood', message: 'Van deze zaak is niet bewaard hoe zij stond toen zij sloot. Kies de fase waarin zij verdergaat: triage, bezoek of plan van aanpak.' };
  if (stood.before.phase === 'candidate') return { field: 'to', rule: 'candidate', message: 'Deze zaak sloot toen zij nog op de match wachtte. Kies de fase waarin zij verdergaat: triage, bezoek of plan van aanpak.' };
  return signals.some(({ state }) => state === 'in-case') ? null : noSignal;
}

function coverable(state: CaseState, { signalId }: DataOf<'mark-covered'>): DataProblem | null {
  const signal = state.signals.find(({ id }) => id === signalId);
  if (signal?.late === undefined || !isOwed(state, signal)) return { field: 'signalId', rule: 'joined-late', message: 'Kies een signaal dat er na de terugkoppeling bij kwam en waarover de schuldeiser nog niets heeft gehoord.' };
  if (state.planId === null) return { field: 'signalId', rule: 'plan', message: 'Er is geen plan van aanpak dat deze achterstand kan dekken. Neem contact op met de inwoner en leg dat vast.' };
  return null;
}

function feedbackToTell(state: CaseState, { creditorIds }: DataOf<'send-feedback'>): DataProblem | null {
  if (!hasRules(state, 1)) return null;
  const owed = stillToTell(state);
  if (owed.length === 0) return { field: 'creditorIds', rule: 'held', message: 'De terugkoppeling staat al klaar. Maak haar ongedaan om iets anders te zeggen.' };
  if (creditorIds?.some((id) => !owed.some(({ creditorId }) => creditorId === id)) === true) {
    return { field: 'creditorIds', rule: 'owed', message: 'Een van deze schuldeisers heeft zijn terugkoppeling al, of heeft in deze zaak geen signaal.' };
  }
  const untouched = owed.some((signal) => (creditorIds?.includes(signal.creditorId) ?? true) && isUntouched(state, signal));
  return untouched ? { field: 'creditorIds', rule: 'work-first', message: 'Er is na de terugkoppeling een signaal bij gekomen waar nog niets mee is gedaan. Leg een contact met de inwoner vast, of dat het signaal onder het lopende plan valt.' } : null;
}

function feedbackToCorrect(state: CaseState, { corrects, creditorIds }: DataOf<'correct-feedback'>): DataProblem | null {
  const wrong = corrects ?? state.feedbackId;
  const had = state.signals.filter((signal) => canBeCorrected(state, signal) && feedbackHad(state, signal) === wrong);
  if (had.length === 0) return { field: 'corrects', rule: 'exists', message: 'Geen schuldeiser heeft nu deze terugkoppeling. Kies een terugkoppeling die is verstuurd en waarvoor nog geen nieuwe klaarstaat of komt.' };
  if (creditorIds?.some((id) => !had.some(({ creditorId }) => creditorId === id)) !== true) return null;
  return { field: 'creditorIds', rule: 'had', message: 'Een van deze schuldeisers heeft deze terugkoppeling niet gekregen.' };
}

function pastDate(date: LocalDate, { today, hasReason }: Told): DataProblem | null {
  if (date > today) return { field: 'date', rule: 'not-future', message: 'Deze dag ligt in de toekomst; kies vandaag of eerder.' };
  if (date < addDays(today, -LATEST_RECORD_WITH_REASON_DAYS)) return { field: 'date', rule: 'not-too-old', message: 'Deze dag is langer dan twee jaar geleden; controleer de datum.' };
  if (date < addDays(today, -LATEST_RECORD_DAYS) && !hasReason) {
    return { field: 'date', rule: 'not-too-old', message: `Deze dag is langer dan ${LATEST_RECORD_DAYS} dagen geleden; controleer de datum, of zeg erbij waarom dit nu pas wordt vastgelegd.` };
  }
  return null;
}

function extension(state: CaseState, data: DataOf<'extend-deadline'>, { today }: Told): DataProblem | null {
  const deadline = state.deadlines.find((d) => d.id === data.deadlineId && isRunning(d));
  if (deadline === undefined) return { field: 'deadlineId', rule: 'running', message: 'Deze termijn loopt niet (meer) in deze zaak.' };
  if (data.dueOn <= deadline.dueOn) return { field: 'dueOn', rule: 'later', message: 'Kies een dag na de huidige laatste dag van deze termijn.' };
  if (data.dueOn < today) return { field: 'dueOn', rule: 'not-past', message: 'Deze dag is al geweest; kies vandaag of later.' };
  if (deadline.endsOn !== undefined && data.dueOn > deadline.endsOn) return { field: 'dueOn', rule: 'before-day', message: 'Kies een dag die niet na de ontruiming of het einde van de levering ligt.' };
  if (data.dueOn > addDays(today, LATEST_EXTENSION_DAYS)) return { field: 'dueOn', rule: 'not-too-far', message: 'Kies een dag binnen twee jaar.' };
  return null;
}
