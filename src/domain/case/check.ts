/** What a command must satisfy beyond its shape: dates that can be true, things that exist. */
import type { AttemptData, Command, DataOf } from '../commands.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../dates.ts';
import { isRunning } from '../deadline.ts';
import type { Action } from '../lifecycle.ts';
import { canBeTakenUp, isVisit, visitsMade, type CaseState } from './state.ts';

/** The field of the command's data that is wrong, the rule it breaks, and what to do (Dutch). */
export interface DataProblem {
  field: string;
  rule: string;
  message: string;
}

/** What is done at the door is recorded within this many days. */
const LATEST_RECORD_DAYS = 31;
const LATEST_EXTENSION_DAYS = 731;

type Check<A extends Action> = (state: CaseState, data: DataOf<A>, today: LocalDate) => DataProblem | null;

const checks: { [A in Action]?: Check<A> } = {
  'record-attempt': (_, data, today) => attempted(data, today),
  'correct-attempt': (state, data, today) => attempted(data, today) ?? sameOutcome(state, data),
  'record-callback': (_, { date }, today) => pastDate(date, today),
  'record-first-talk': (_, { date }, today) => pastDate(date, today),
  'plan-appointment': (_, { date }, today) => (date < today ? { field: 'date', rule: 'not-past', message: `${date} is al geweest; kies vandaag of later.` } : null),
  'resume-visits': (state) =>
    visitsMade(state) >= state.policy.maxVisits ? { field: 'action', rule: 'max-visits', message: `Er is al ${visitsMade(state)} keer bezocht; meer mag niet. Beëindig de bezoeken.` } : null,
  'extend-deadline': extension,
  'answer-re-check': ({ answers }, { creditorId }) =>
    answers[creditorId] === undefined ? { field: 'creditorId', rule: 'asked', message: 'Aan deze schuldeiser is in deze zaak niets gevraagd.' } : null,
  'decide-re-check': ({ revisits, policy }, { decision }) =>
    decision === 'revisit' && revisits >= policy.maxRevisits
      ? { field: 'decision', rule: 'max-revisits', message: `Er is al ${revisits} keer opnieuw bezocht; meer mag niet.` }
      : null,
  reopen: ({ ending, signals }) =>
    ending === 'drop-out' && !signals.some(canBeTakenUp) ? { field: 'to', rule: 'signals', message: 'In deze zaak is geen signaal dat alsnog kan worden opgepakt.' } : null,
};

export function problemWith(state: CaseState, { action, data }: Command, at: Instant): DataProblem | null {
  const check = checks[action] as Check<Action> | undefined;
  return check?.(state, data, localDate(at)) ?? null;
}

function attempted(data: AttemptData, today: LocalDate): DataProblem | null {
  if (isVisit(data) && data.partOfDay === undefined) {
    return { field: 'partOfDay', rule: 'required', message: 'Geef bij een bezoek het dagdeel: een volgend bezoek komt op een ander dagdeel.' };
  }
  return pastDate(data.date, today);
}

/** Once something followed from it, another outcome would undo what others have done and said. */
function sameOutcome(state: CaseState, data: AttemptData): DataProblem | null {
  const last = state.attempts.at(-1);
  if (last === undefined || last.id === state.correctableId) return null;
  if (isVisit(last) !== isVisit(data)) return { field: 'kind', rule: 'followed', message: 'Op deze poging is al verder gewerkt; een bezoek blijft een bezoek, want het telt mee voor het maximum.' };
  if (last.outcome === data.outcome) return null;
  return { field: 'outcome', rule: 'followed', message: `Op deze poging is al verder gewerkt; de uitkomst blijft "${last.outcome}". Voeg een notitie toe, of sluit en heropen de zaak.` };
}

function pastDate(date: LocalDate, today: LocalDate): DataProblem | null {
  if (date > today) return { field: 'date', rule: 'not-future', message: `${date} ligt in de toekomst; vandaag is ${today}.` };
  if (date < addDays(today, -LATEST_RECORD_DAYS)) {
    return { field: 'date', rule: 'not-too-old', message: `${date} is langer dan ${LATEST_RECORD_DAYS} dagen geleden; controleer de datum.` };
  }
  return null;
}

function extension(state: CaseState, data: DataOf<'extend-deadline'>, today: LocalDate): DataProblem | null {
  const deadline = state.deadlines.find((d) => d.id === data.deadlineId && isRunning(d));
  if (deadline === undefined) return { field: 'deadlineId', rule: 'running', message: 'Deze termijn loopt niet (meer) in deze zaak.' };
  if (data.dueOn <= deadline.dueOn) return { field: 'dueOn', rule: 'later', message: `Kies een dag na ${deadline.dueOn}, de huidige laatste dag.` };
  if (data.dueOn > addDays(today, LATEST_EXTENSION_DAYS)) return { field: 'dueOn', rule: 'not-too-far', message: 'Kies een dag binnen twee jaar.' };
  return null;
}
