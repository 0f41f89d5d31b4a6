/** A week of visits: per team and day what is planned and what there is room for, and what nobody has planned yet. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { appointmentsOf } from '../../db/queries/worklists/appointments.ts';
import { absencesOf, capacitiesOf, membersOf, plannedOf, teamsToPlan, visitsToPlan, type VisitToPlan } from '../../db/queries/worklists/planning.ts';
import { visitsMade } from '../../domain/case/state.ts';
import { capacityOn, daysFrom, mondayOf, plannedDay, weekOf } from '../../domain/planning/visits.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { addDays, localDate, type LocalDate } from '../../domain/time/dates.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { deadlineLabels } from '../../wording/labels/labels.ts';
import { dueBadge } from '../../wording/sentences/due.ts';
import { triedPartsOfDay } from './find-standings.ts';
import { openHomes } from './open-homes.ts';

/** So many cases are put on days at once; who has more asks for a team. */
const MOST_CASES = 500;

interface WeekWanted {
  /** ISO: 2026-W49. Default: this week. */
  week?: string | undefined;
  municipality?: string | undefined;
  team?: string | undefined;
}

/** Whose street was read is noted with it; names are not read. */
export async function readPlanningOfVisits({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, { week, ...of }: WeekWanted) {
  const [calendar, today] = [await currentCalendar(sql), localDate(new Date().toISOString())];
  const from = mondayOf(week ?? weekOf(today)) ?? today;
  const to = addDays(from, 6);
  return sql.begin(async (tx) => {
    const [teams, found] = [await teamsToPlan(tx, actor, of), await visitsToPlan(tx, actor, { from, to, ...of }, MOST_CASES + 1)];
    const rows = found.slice(0, MOST_CASES);
    const caseIds = rows.map(({ id }) => id);
    await writeAudit(tx, actor, { action: 'read-planning-of-visits', outcome: 'done', detail: { count: caseIds.length, caseIds } });
    const teamIds = teams.map(({ id }) => id);
    const [planned, appointments, homes, capacities, members] = await Promise.all([plannedOf(tx, caseIds), appointmentsOf(tx, caseIds), openHomes({ sql: tx, keys }, rows), capacitiesOf(tx, teamIds), membersOf(tx, teamIds)]);
    const absences = await absencesOf(tx, members.map(({ id }) => id), from, to);
    const visits = rows.map((row) => {
      const made = appointments.find(({ caseId }) => caseId === row.id);
      const last = planned.find(({ caseId }) => caseId === row.id) ?? null;
      const { address, street } = homes(row.id);
      return { ...visitOf(row, { today, calendar }), address, street, appointment: made === undefined || made.date < today ? null : { date: made.date, time: made.time }, plannedOn: plannedDay(last, row.state) };
    });
    const onDay = (teamId: string, date: LocalDate) => visits.filter((one) => one.teamId === teamId && (one.appointment?.date ?? one.plannedOn) === date).sort((a, b) => ((a.appointment?.time ?? '~') < (b.appointment?.time ?? '~') ? -1 : 1));
    const dayOf = (teamId: string, date: LocalDate) => {
      const people = members.filter((one) => one.teamId === teamId);
      const away = absences.filter(({ accountId, firstDay, lastDay }) => firstDay <= date && date <= lastDay && people.some(({ id }) => id === accountId));
      const all = onDay(teamId, date);
      const capacity = capacityOn(capacities.find((one) => one.teamId === teamId && one.validFrom <= date)?.visitsADay ?? null, people.length, new Set(away.map(({ accountId }) => accountId)).size);
      return { date, closure: calendar.closure(date), capacity, left: capacity === null ? null : capacity - all.length, people: people.length, absent: away.map(({ id, accountId, firstDay, lastDay }) => ({ absenceId: id, caseworkerId: accountId, caseworker: people.find((one) => one.id === accountId)?.name ?? accountId, firstDay, lastDay })), visits: all };
    };
    // Days off are shown when something is planned on them all the same.
    const days = daysFrom(from).filter((date) => calendar.isWorkingDay(date) || visits.some((one) => (one.appointment?.date ?? one.plannedOn) === date));
    return {
      week: weekOf(from),
      from,
      to,
      teams: teams.map((team) => ({ teamId: team.id, team: team.name, municipalityCode: team.municipalityCode, days: days.map((date) => dayOf(team.id, date)) })),
      unplanned: visits.filter((one) => one.phase === 'visiting' && !one.visitsStopped && one.appointment === null && (one.plannedOn === null || one.plannedOn < today)),
      more: found.length > MOST_CASES,
    };
  });
}

const visitOf = ({ state, ...row }: Omit<VisitToPlan, 'address'>, { today, calendar }: { today: LocalDate; calendar: Calendar }) => ({
  ...row,
  phase: state.phase,
  seq: state.seq,
  visitNumber: visitsMade(state) + 1,
  triedPartsOfDay: triedPartsOfDay(state),
  visitsStopped: state.visitsStopped,
  nextDueLabel: row.nextDueKind === null ? null : deadlineLabels[row.nextDueKind],
  nextDueBadge: row.nextDueOn === null ? null : dueBadge(row.nextDueOn, today, calendar),
});
