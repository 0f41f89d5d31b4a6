/** How near a last day is, in words first: nobody should have to read a colour. */
import type { Calendar } from '../domain/calendar.ts';
import { daysBetween, type LocalDate } from '../domain/dates.ts';

export const dueGroups = ['late', 'today', 'soon', 'later'] as const;
export type DueGroup = (typeof dueGroups)[number];

/** Within this many working days is soon. */
export const SOON_WORKING_DAYS = 5;

/** 'vandaag', 'nog 3 werkdagen', '2 werkdagen te laat'; in days where no working day lies between. Dates are local. */
export function dueBadge(dueOn: LocalDate, today: LocalDate, calendar: Calendar): string {
  if (dueOn === today) return 'vandaag';
  return dueOn < today ? `${distance(dueOn, today, calendar)} te laat` : `nog ${distance(today, dueOn, calendar)}`;
}

export function dueGroup(dueOn: LocalDate, today: LocalDate, calendar: Calendar): DueGroup {
  if (dueOn < today) return 'late';
  if (dueOn === today) return 'today';
  return dueOn <= calendar.addWorkingDays(today, SOON_WORKING_DAYS) ? 'soon' : 'later';
}

function distance(from: LocalDate, to: LocalDate, calendar: Calendar): string {
  const workingDays = calendar.workingDaysAfter(from, to);
  if (workingDays === 0) return counted(daysBetween(from, to), 'dag', 'dagen');
  return counted(workingDays, 'werkdag', 'werkdagen');
}

const counted = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;
