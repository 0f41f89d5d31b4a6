/** A day of visits: where to go in which order, with what is needed at the door and what may be recorded there. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { appointmentsOf, type ListedAppointment } from '../../db/queries/worklists/appointments.ts';
import { casesPlannedOn, plannedOf } from '../../db/queries/worklists/planning.ts';
import { casesToVisit, type VisitRow, type VisitsOf } from '../../db/queries/worklists/visits.ts';
import { allowedActions, phaseLabels, refusalOf, type Role } from '../../domain/case/lifecycle.ts';
import { isVisit, standingOf, visitsMade, type Attempt, type CaseState } from '../../domain/case/state.ts';
import { contactKinds, labelOf } from '../../domain/codes.ts';
import { plannedDay, type PlannedVisit } from '../../domain/planning/visits.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { deadlineLabels, outcomeLabels } from '../../wording/labels/labels.ts';
import { dueBadge } from '../../wording/sentences/due.ts';
import { safetyInWords } from '../../wording/sentences/safety.ts';
import { shownAppointment, triedPartsOfDay } from './find-standings.ts';
import { findListedSignals } from './listed-signals.ts';
import { openHomes, shownHome } from './open-homes.ts';

/** So many are read: they are put in order after opening, so all at once. */
const MOST_STOPS = 300;

interface DayWanted {
  /** Default: today. */
  date?: LocalDate | undefined;
  caseworker?: string | undefined;
  team?: string | undefined;
}

/** Appointments at their time, then what was planned for that day, what nobody planned, and what is planned for another day, by postcode and number; an address stands there once. Whose data was read is noted with it. */
export async function readVisits({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, wanted: DayWanted) {
  const [calendar, today, of] = [await currentCalendar(sql), localDate(new Date().toISOString()), whose(actor, wanted)];
  const date = wanted.date ?? today;
  return sql.begin(async (tx) => {
    // What was planned for the day comes before what may be visited: it is not cut off behind it.
    const chosen = await casesToVisit(tx, actor, date, of, MOST_STOPS + 1, await casesPlannedOn(tx, date, MOST_STOPS));
    const others = await casesToVisit(tx, actor, date, of, MOST_STOPS + 1);
    const rows = [...chosen, ...others.filter(({ id }) => !chosen.some((row) => row.id === id))].slice(0, MOST_STOPS + 1);
    const caseIds = rows.map(({ id }) => id);
    const planned = new Map((await plannedOf(tx, caseIds)).map((one) => [one.caseId, one]));
    await writeAudit(tx, actor, { action: 'read-visits', outcome: 'done', detail: { count: caseIds.length, caseIds } });
    const [appointments, homes, signals] = await Promise.all([appointmentsOf(tx, caseIds), openHomes({ sql: tx, keys }, rows), findListedSignals(tx, caseIds, today)]);
    const stops = rows.slice(0, MOST_STOPS).flatMap((row) => {
      const made = appointments.find((one) => one.caseId === row.id && one.date === date);
      if (made !== undefined && !isTheirs(made, row, of)) return [];
      if (made === undefined && row.state.attempts.some((attempt) => isVisit(attempt) && attempt.date === date)) return [];
      return [{ ...stopOf(row, made, { actor, today, calendar }), plannedOn: plannedAhead(planned.get(row.id) ?? null, row.state, today), ...shownHome(homes(row.id)), signals: signals(row.id) }];
    });
    return { date, stops: stops.sort(inOrderOf(date)), visited: rows.filter(({ state }) => state.attempts.some((attempt) => isVisit(attempt) && attempt.date === date)).length, more: rows.length > MOST_STOPS };
  });
}

/** Of whoever asks, when that is a caseworker and nobody else is named; of everybody for others. */
function whose(actor: CallingActor, { caseworker, team }: DayWanted): VisitsOf {
  if (caseworker === undefined && team === undefined && actor.role === 'caseworker') return { caseworkerId: actor.id, teamId: actor.teamId };
  return { caseworkerId: caseworker ?? null, teamId: team ?? null };
}

/** An appointment is kept by whom it was made with. */
const isTheirs = (made: ListedAppointment, row: VisitRow, { caseworkerId }: VisitsOf): boolean => caseworkerId === null || (made.caseworkerId ?? row.caseworkerId ?? caseworkerId) === caseworkerId;

function stopOf({ state, nextDueOn, nextDueKind, ...row }: VisitRow, made: ListedAppointment | undefined, { actor, today, calendar }: { actor: CallingActor; today: LocalDate; calendar: Calendar }) {
  const last = state.attempts.at(-1);
  return {
    ...row,
    kind: made === undefined ? ('visit' as const) : ('appointment' as const),
    appointment: made === undefined ? null : shownAppointment(made),
    phase: state.phase,
    phaseLabel: phaseLabels[state.phase],
    visitNumber: visitsMade(state) + 1,
    maxVisits: state.policy.maxVisits,
    triedPartsOfDay: triedPartsOfDay(state),
    lastAttempt: last === undefined ? null : attemptInWords(last),
    safety: safetyOf(state),
    nextDueOn,
    nextDueLabel: nextDueKind === null ? null : deadlineLabels[nextDueKind],
    nextDueBadge: nextDueOn === null ? null : dueBadge(nextDueOn, today, calendar),
    seq: state.seq,
    actions: actionsOf(state, actor.role),
  };
}

const attemptInWords = ({ kind, date, partOfDay, outcome }: Attempt) => ({ kind, kindLabel: labelOf(contactKinds, kind), date, partOfDay: partOfDay ?? null, outcome, outcomeLabel: outcomeLabels[outcome] });

function safetyOf(state: CaseState) {
  const unsafeOn = state.attempts.findLast(({ outcome }) => outcome === 'unsafe')?.date ?? null;
  return { visitsStopped: state.visitsStopped, unsafeOn, warning: safetyInWords(state.visitsStopped, unsafeOn) };
}

/** What may be recorded by whoever asks. */
function actionsOf(state: CaseState, role: Role) {
  const now = standingOf(state);
  return allowedActions(now).filter(({ action }) => refusalOf(now, action, role) === null).map(({ action, label, reason }) => ({ action, label, reason }));
}

/** A day that has been says nothing any more. */
function plannedAhead(planned: PlannedVisit | null, state: CaseState, today: LocalDate): LocalDate | null {
  const day = plannedDay(planned, state);
  return day === null || day < today ? null : day;
}

type Placed = { kind: 'visit' | 'appointment'; id: string; appointment: { time: string | null } | null; plannedOn: LocalDate | null } & Pick<ReturnType<typeof shownHome>, 'address'>;

const inOrderOf = (date: LocalDate) => (one: Placed, other: Placed): number => rankOn(date, one) - rankOn(date, other) || inOrder(one, other);

const rankOn = (date: LocalDate, { kind, plannedOn }: Placed): number => (kind === 'appointment' ? 0 : plannedOn === date ? 1 : plannedOn === null ? 2 : 3);

function inOrder(one: Placed, other: Placed): number {
  const [a, b] = [one.address, other.address];
  return compare(one.appointment?.time ?? '', other.appointment?.time ?? '') || compare(a?.postcode ?? '', b?.postcode ?? '') || (a?.houseNumber ?? 0) - (b?.houseNumber ?? 0) || compare(a?.addition ?? '', b?.addition ?? '') || compare(one.id, other.id);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
