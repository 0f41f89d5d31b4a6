/** Days to come that people type: what is usual, what must be meant, and what can only be a mistake. */
import type { FieldError } from '../field-error.ts';
import type { Calendar } from './calendar.ts';
import { addDays, type LocalDate } from './dates.ts';

/**
 * A visit or an appointment is at most so many days ahead: thirteen weeks. The longest term that it serves, the feedback, is 28 working days;
 * the rest is room for a pause. What lies further away is a mistyped year.
 */
export const FURTHEST_VISIT_DAYS = 91;

/** What was agreed for later, such as the day from which current costs are paid again, lies at most two years ahead. */
export const FURTHEST_AGREED_DAYS = 731;

/** A day that was agreed, before or after today. */
export const agreedDayProblem = (field: string, date: LocalDate, today: LocalDate): FieldError | null =>
  date > addDays(today, FURTHEST_AGREED_DAYS) ? { field, rule: 'not-too-far', message: 'Dit is meer dan twee jaar vooruit. Kijk het jaar na.' } : null;

/** A day on which somebody is to be visited. Saturdays are usual. @param evenSo it is meant, though nobody works that day */
export function visitDayProblem(field: string, date: LocalDate, { today, calendar, evenSo = false }: { today: LocalDate; calendar: Pick<Calendar, 'closure'>; evenSo?: boolean | undefined }): FieldError | null {
  if (date < today) return { field, rule: 'not-past', message: 'Deze dag is al geweest; kies vandaag of later.' };
  if (date > addDays(today, FURTHEST_VISIT_DAYS)) return { field, rule: 'not-too-far', message: 'Dit is meer dan dertien weken vooruit. Kijk het jaar na, of kies een dag die dichterbij is.' };
  const closure = calendar.closure(date);
  if (evenSo || closure === null || closure === 'zaterdag') return null;
  return { field, rule: 'closed-day', message: `Op deze dag wordt niet gewerkt (${closure}). Kies een andere dag, of stuur evenSo: true mee als het toch zo is afgesproken.` };
}
