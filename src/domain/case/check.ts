/** What a command must satisfy beyond its shape: dates that can be true, things that exist. */
import type { Command } from '../commands.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../dates.ts';
import { isRunning } from '../deadline.ts';
import type { CaseState } from './state.ts';

/** The field of the command's data that is wrong, the rule it breaks, and what to do (Dutch). */
export interface DataProblem {
  field: string;
  rule: string;
  message: string;
}

/** What is done at the door is recorded within this many days. */
const LATEST_RECORD_DAYS = 31;

export function problemWith(state: CaseState, command: Command, at: Instant): DataProblem | null {
  const today = localDate(at);
  switch (command.action) {
    case 'record-attempt':
    case 'correct-attempt':
    case 'record-callback':
    case 'record-first-talk':
      return pastDate(command.data.date, today);
    case 'plan-appointment':
      return command.data.date < today ? { field: 'date', rule: 'not-past', message: `${command.data.date} is al geweest; kies vandaag of later.` } : null;
    case 'extend-deadline':
      return extension(state, command.data);
    case 'answer-re-check':
      return state.answers[command.data.creditorId] === undefined
        ? { field: 'creditorId', rule: 'asked', message: 'Aan deze schuldeiser is in deze zaak niets gevraagd.' }
        : null;
    default:
      return null;
  }
}

function pastDate(date: LocalDate, today: LocalDate): DataProblem | null {
  if (date > today) return { field: 'date', rule: 'not-future', message: `${date} ligt in de toekomst; vandaag is ${today}.` };
  if (date < addDays(today, -LATEST_RECORD_DAYS)) {
    return { field: 'date', rule: 'not-too-old', message: `${date} is langer dan ${LATEST_RECORD_DAYS} dagen geleden; controleer de datum.` };
  }
  return null;
}

function extension(state: CaseState, data: { deadlineId: string; dueOn: LocalDate }): DataProblem | null {
  const deadline = state.deadlines.find((d) => d.id === data.deadlineId && isRunning(d));
  if (deadline === undefined) return { field: 'deadlineId', rule: 'running', message: 'Deze termijn loopt niet (meer) in deze zaak.' };
  if (data.dueOn <= deadline.dueOn) return { field: 'dueOn', rule: 'later', message: `Kies een dag na ${deadline.dueOn}, de huidige laatste dag.` };
  return null;
}
