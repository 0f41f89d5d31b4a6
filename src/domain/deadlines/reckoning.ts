/**
 * Computes a deadline's last day from its start and each change since; shared by planning anew and deriving. The code that moves
 * a running deadline (`deadline.ts`) does not use it. Pure.
 */
import type { Calendar } from '../time/calendar.ts';
import { localDate, type LocalDate } from '../time/dates.ts';
import { dueAfterPause, dueBackFrom, dueOf, remainingAfterPause, type Term } from '../time/terms.ts';
import { unitAt, type Change, type Deadline } from './deadline.ts';

/** The result after some of the changes. */
export interface Reckoning {
  dueOn: LocalDate;
  pausedOn: LocalDate | null;
  remaining: number | null;
  /** The day that somebody set by an extension: another calendar or term never shortens it, nor the days that were left at a pause. */
  given: LocalDate | null;
}

export function reckoned({ startedAt, endsOn }: Deadline, term: Term, calendar: Calendar): Reckoning {
  const { dueOn } = endsOn === undefined ? dueOf(startedAt, term, calendar) : dueBackFrom(endsOn, startedAt, term, calendar);
  return { dueOn, pausedOn: null, remaining: null, given: null };
}

/** @param term the current term, which can differ from the deadline's term at the time of the change */
export function reckonOn(now: Reckoning, change: Change, { deadline, term, calendar }: { deadline: Deadline; term: Term; calendar: Calendar }): Reckoning {
  const { unit } = term;
  const on = localDate(change.at);
  // Remaining days in another unit (working days, calendar days) cannot be compared.
  const room = unitAt(deadline, change) === unit ? (change.remaining ?? 0) : 0;
  switch (change.kind) {
    case 'paused':
      return standing({ ...now, pausedOn: on }, now.given === change.dueOn ? room : 0, unit, calendar);
    case 'extended':
      return standing({ ...now, dueOn: change.dueOn > now.dueOn ? change.dueOn : now.dueOn, given: change.dueOn }, room, unit, calendar);
    case 'resumed':
      return now.remaining === null ? now : { ...now, dueOn: dueAfterPause(on, now.remaining, term, calendar, change.endsOpen !== true).dueOn, pausedOn: null, remaining: null };
    case 're-planned':
      // The whole computation uses the newest calendar and term from the start, so a re-plan moves nothing more.
      return now;
  }
}

/** The days that remain while it is paused. */
function standing(now: Reckoning, room: number, unit: Term['unit'], calendar: Calendar): Reckoning {
  if (now.pausedOn === null) return now;
  return { ...now, remaining: Math.max(remainingAfterPause(now.pausedOn, now.dueOn, unit, calendar), room) };
}
