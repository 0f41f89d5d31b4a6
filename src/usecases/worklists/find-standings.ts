/** What tells how to reach the residents of the cases in a list next: appointment, tried parts of the day, safety. */
import type { Db } from '../../db/connect.ts';
import { appointmentsOf, type ListedAppointment } from '../../db/queries/worklists/appointments.ts';
import { listedStates, type ListedState } from '../../db/queries/worklists/listed.ts';
import type { PartOfDay } from '../../domain/codes.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import { placeLabels } from '../../wording/labels/labels.ts';

/** By case. */
export async function findStandings(sql: Db, caseIds: readonly string[], today: LocalDate) {
  const [states, appointments] = await Promise.all([listedStates(sql, caseIds), appointmentsOf(sql, caseIds)]);
  const [stateOf, madeOf] = [new Map(states.map((state) => [state.caseId, state])), new Map(appointments.map((made) => [made.caseId, made]))];
  return (caseId: string) => standingOf(stateOf.get(caseId), madeOf.get(caseId), today);
}

function standingOf(state: ListedState | undefined, made: ListedAppointment | undefined, today: LocalDate) {
  return {
    seq: state?.seq ?? 0,
    maxVisits: state?.maxVisits ?? null,
    appointment: made === undefined || made.date < today ? null : shownAppointment(made),
    triedPartsOfDay: state === undefined ? [] : triedPartsOfDay(state),
    visitsStopped: state?.visitsStopped ?? false,
  };
}

export const shownAppointment = ({ date, time, partOfDay, place, caseworkerId, caseworker }: ListedAppointment) => ({ date, time, partOfDay, place, placeLabel: placeLabels[place], caseworkerId, caseworker });

/** Of the visiting phase that runs. */
export const triedPartsOfDay = ({ attempts, cycle }: Pick<ListedState, 'attempts' | 'cycle'>): PartOfDay[] => [...new Set(attempts.filter((attempt) => attempt.cycle === cycle).flatMap(({ partOfDay }) => partOfDay ?? []))];
