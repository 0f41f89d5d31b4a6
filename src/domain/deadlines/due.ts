/** The groups of lists: how near a last day is. */
import type { Calendar } from '../time/calendar.ts';
import { addDays, type LocalDate } from '../time/dates.ts';

export const dueGroups = ['late', 'today', 'soon', 'later'] as const;
export type DueGroup = (typeof dueGroups)[number];

/** Up to this many working days ahead counts as soon. */
const SOON_WORKING_DAYS = 5;

/** The last day that counts as soon on `today`; both are local days. */
export const soonUntil = (today: LocalDate, calendar: Calendar): LocalDate => calendar.addWorkingDays(today, SOON_WORKING_DAYS);

export function dueGroup(dueOn: LocalDate, today: LocalDate, calendar: Calendar): DueGroup {
  if (dueOn < today) return 'late';
  if (dueOn === today) return 'today';
  return dueOn <= soonUntil(today, calendar) ? 'soon' : 'later';
}

/** The first and last day of a group, both included; null: no limit. */
export function daysOf(group: DueGroup, today: LocalDate, calendar: Calendar): { from: LocalDate | null; to: LocalDate | null } {
  switch (group) {
    case 'late':
      return { from: null, to: addDays(today, -1) };
    case 'today':
      return { from: today, to: today };
    case 'soon':
      return { from: addDays(today, 1), to: soonUntil(today, calendar) };
    case 'later':
      return { from: addDays(soonUntil(today, calendar), 1), to: null };
  }
}
