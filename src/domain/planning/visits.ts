/** On which day a visit is planned, and how many a team can make on a day. */
import { DateTime } from 'luxon';
import { isVisit, type CaseState } from '../case/state.ts';
import { addDays, type Instant, type LocalDate } from '../time/dates.ts';

/** As it was planned last and not undone. */
export interface PlannedVisit {
  /** Null: taken off the planning. */
  day: LocalDate | null;
  teamId: string;
  plannedAt: Instant;
}

/** The day that still holds: nobody has visited since it was planned, and the case is that team's. */
export function plannedDay(planned: PlannedVisit | null, { attempts, teamId }: Pick<CaseState, 'attempts' | 'teamId'>): LocalDate | null {
  if (planned === null || planned.teamId !== teamId) return null;
  return attempts.some((attempt) => isVisit(attempt) && attempt.recordedAt > planned.plannedAt) ? null : planned.day;
}

/** What is left of a team's visits a day by how many of its people are there, rounded down; null when nobody said how many it makes. */
export function capacityOn(visitsADay: number | null, people: number, absent: number): number | null {
  if (visitsADay === null || people === 0) return visitsADay;
  return Math.floor((visitsADay * (people - absent)) / people);
}

/** '2026-W49' → its Monday; null for a week that the year does not have. */
export function mondayOf(week: string): LocalDate | null {
  const monday = DateTime.fromISO(week, { zone: 'utc' });
  return monday.isValid && monday.toFormat("kkkk-'W'WW") === week ? monday.toISODate() : null;
}

/** The ISO week of a day: '2026-W49'. */
export const weekOf = (date: LocalDate): string => DateTime.fromISO(date, { zone: 'utc' }).toFormat("kkkk-'W'WW");

export const daysFrom = (monday: LocalDate): LocalDate[] => Array.from({ length: 7 }, (_, n) => addDays(monday, n));
