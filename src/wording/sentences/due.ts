/** How near a last day is, in words, so that it can be read without colours. */
import type { Calendar } from '../../domain/time/calendar.ts';
import { daysBetween, type LocalDate } from '../../domain/time/dates.ts';

/** 'vandaag', 'nog 3 werkdagen', '2 werkdagen te laat'; in days where no working day lies between. Dates are local. */
export function dueBadge(dueOn: LocalDate, today: LocalDate, calendar: Calendar): string {
  if (dueOn === today) return 'vandaag';
  return dueOn < today ? `${distance(dueOn, today, calendar)} te laat` : `nog ${distance(today, dueOn, calendar)}`;
}

function distance(from: LocalDate, to: LocalDate, calendar: Calendar): string {
  const workingDays = calendar.workingDaysAfter(from, to);
  if (workingDays === 0) return counted(daysBetween(from, to), 'dag', 'dagen');
  return counted(workingDays, 'werkdag', 'werkdagen');
}

const counted = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;
