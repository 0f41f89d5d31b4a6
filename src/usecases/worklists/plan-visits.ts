/**
 * Puts visits on days, for a team and a caseworker. The day is noted beside the workflow: it moves no phase and no term, and who
 * visits on another day did nothing wrong. An appointment is made with the resident, and therefore is the workflow's. Whose the case is,
 * is the workflow's too: where that changes, it is reassigned by that action.
 */
import type { CallingActor } from '../../actor.ts';
import type { Db } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findActableCase, worksFor, type CaseRow } from '../../db/queries/cases/case-rows.ts';
import { insertEvent } from '../../db/queries/cases/timeline.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { absencesOf, capacitiesOf, countOnDay, insertPlanned, isUndoneBy, lockTeamDay, membersOf, plannedOf, removePlanned, undoPlanned, type PlannedRow } from '../../db/queries/worklists/planning.ts';
import type { CaseState } from '../../domain/case/state.ts';
import { capacityOn, plannedDay } from '../../domain/planning/visits.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { visitDayProblem } from '../../domain/time/future-day.ts';
import { AppError } from '../../errors.ts';
import { pooled } from '../../pooled.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';
import { invalidField } from '../administration/guards.ts';
import { auditRefusal } from '../audit/audit-refusal.ts';
import { actOnCase, type ActDependencies } from '../cases/act-on-case.ts';
import type { ActOutcome } from '../cases/act-on-cases.ts';
import { idFrom } from '../cases/add-note.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';

const AT_ONCE = 8;

export interface VisitPlanned {
  caseId: string;
  /** Null: taken off the planning. */
  date: LocalDate | null;
  /** Absent: that of the case. */
  teamId?: string | undefined;
  /** Absent: the caseworker of the case, unless it goes to another team. */
  caseworkerId?: string | undefined;
  seq?: number | undefined;
}

interface Asked {
  key: string;
  /** Though a day is full, closed, or the caseworker is away. */
  evenSo: boolean;
}

/** Each with an outcome of its own; the same key twice plans once. */
export async function planVisits(deps: ActDependencies, actor: CallingActor, wanted: readonly VisitPlanned[], asked: Asked): Promise<ActOutcome[]> {
  const calendar = await currentCalendar(deps.sql);
  return each(deps, actor, 'plan-visits', wanted, (one) => planOne(deps, actor, one, { ...asked, calendar }));
}

/** What was planned last in each case is undone: day, team and caseworker are as they were. */
export async function undoPlannedVisits(deps: ActDependencies, actor: CallingActor, caseIds: readonly string[], { key }: Pick<Asked, 'key'>): Promise<ActOutcome[]> {
  return each(deps, actor, 'undo-planned-visits', caseIds.map((caseId) => ({ caseId })), ({ caseId }) => undoOne(deps, actor, caseId, key));
}

async function each<One extends { caseId: string }>(deps: ActDependencies, actor: CallingActor, action: 'plan-visits' | 'undo-planned-visits', all: readonly One[], act: (one: One) => Promise<void>): Promise<ActOutcome[]> {
  const outcomes: ActOutcome[] = [];
  await pooled(AT_ONCE, all.entries(), async ([n, one]) => {
    try {
      await act(one);
      outcomes[n] = { caseId: one.caseId, done: true, problem: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await auditRefusal(deps.sql, actor, { action, caseId: one.caseId, detail: {} }, error);
      outcomes[n] = { caseId: one.caseId, done: false, problem: { code: error.code, detail: error.message } };
    }
  });
  return outcomes;
}

type Planning = Asked & { calendar: Calendar };

async function planOne(deps: ActDependencies, actor: CallingActor, one: VisitPlanned, asked: Planning): Promise<void> {
  const { sql } = deps;
  const { caseId, date } = one;
  const found = await findActableCase(sql, actor, caseId, asked.key);
  if (found === null || found.state === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const id = idFrom(`planned ${caseId} ${asked.key}`);
  const { teamId, caseworkerId } = await ownersOf(sql, found, found.state, one);
  mustBeVisited(found.state, date);
  const at = new Date().toISOString();
  const row: PlannedRow = { id, caseId, day: date, teamId, caseworkerId, plannedBy: actor.id, plannedAt: at, beforeTeamId: found.state.teamId, beforeCaseworkerId: found.state.caseworkerId };
  await sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    if (date !== null) await mustFit(tx, row, date, { ...asked, today: localDate(at) });
    await insertPlanned(tx, row);
  });
  try {
    await assign(deps, actor, found.state, row, { key: idFrom(`assigned ${caseId} ${asked.key}`), seq: one.seq });
  } catch (error) {
    // Without the engine's answer it may still be done: the same request goes on.
    if (error instanceof AppError && error.code !== 'engine-unavailable') await removePlanned(sql, id);
    throw error;
  }
  await sql.begin(async (tx) => {
    if (!(await insertEvent(tx, { caseId, key: `planned-${id}`, type: 'visit-planned', at, actorId: actor.id, actorRole: actor.role, data: { date, caseworkerId } }))) return;
    await writeAudit(tx, actor, { action: 'plan-visits', outcome: 'done', at, caseId, detail: { plannedId: id, date, teamId } });
  });
}

/** @throws AppError invalid-input */
async function ownersOf(sql: Db, found: CaseRow, state: CaseState, { teamId, caseworkerId }: VisitPlanned): Promise<{ teamId: string; caseworkerId: string | null }> {
  const team = teamId ?? state.teamId;
  if (team === null) throw invalidField('teamId', 'required', 'Noem het team: deze zaak heeft er nog geen.');
  const works = await worksFor(sql, found.municipalityCode, { teamId: team, caseworkerId });
  if (!works.team) throw invalidField('teamId', 'exists', 'Dit team werkt niet voor de gemeente van deze zaak.');
  if (!works.caseworker) throw invalidField('caseworkerId', 'exists', 'Deze medewerker werkt niet voor de gemeente van deze zaak.');
  return { teamId: team, caseworkerId: caseworkerId ?? (team === state.teamId ? state.caseworkerId : null) };
}

function mustBeVisited({ phase, pausedAt, visitsStopped, appointment }: CaseState, date: LocalDate | null): void {
  if (date === null) return;
  const today = localDate(new Date().toISOString());
  const why =
    phase !== 'visiting' ? 'Deze zaak is niet in de fase van het bezoek.'
    : pausedAt !== null ? 'Deze zaak is gepauzeerd.'
    : visitsStopped ? 'De bezoeken zijn gestopt omdat het onveilig was. Maak een afspraak, of beslis eerst hoe het verder gaat.'
    : appointment != null && appointment.date >= today ? `Er is al een afspraak op ${dateInWords(appointment.date)}.`
    : null;
  if (why !== null) throw new AppError('action-refused', why, { extra: { reason: 'not-now', phase } });
}

/** @throws AppError invalid-input for a day that cannot be, or that somebody must mean */
async function mustFit(tx: Db, { caseId, teamId, caseworkerId }: PlannedRow, date: LocalDate, { evenSo, calendar, today }: Planning & { today: LocalDate }): Promise<void> {
  const problem = visitDayProblem('date', date, { today, calendar, evenSo });
  if (problem !== null) throw invalidField(problem.field, problem.rule, problem.message);
  if (evenSo) return;
  await lockTeamDay(tx, teamId, date);
  const [capacities, members] = await Promise.all([capacitiesOf(tx, [teamId]), membersOf(tx, [teamId])]);
  const away = await absencesOf(tx, [...members.map(({ id }) => id), ...(caseworkerId === null ? [] : [caseworkerId])], date, date);
  if (away.some(({ accountId }) => accountId === caseworkerId)) throw mustBeMeant('Deze medewerker is die dag afwezig');
  const absent = new Set(away.map(({ accountId }) => accountId).filter((id) => members.some((member) => member.id === id))).size;
  const capacity = capacityOn(capacities.find(({ validFrom }) => validFrom <= date)?.visitsADay ?? null, members.length, absent);
  if (capacity === null) return;
  if ((await countOnDay(tx, teamId, date, { without: caseId })) >= capacity) throw mustBeMeant(`Op ${dateInWords(date)} is er voor dit team plaats voor ${capacity} ${capacity === 1 ? 'bezoek' : 'bezoeken'}, en die dag is vol`);
}

const mustBeMeant = (why: string): AppError => invalidField('evenSo', 'even-so', `${why}. Kies een andere dag, of stuur evenSo: true mee om het toch zo te plannen.`);

async function assign(deps: ActDependencies, actor: CallingActor, { teamId, caseworkerId }: Pick<CaseState, 'teamId' | 'caseworkerId'>, to: Pick<PlannedRow, 'caseId' | 'teamId' | 'caseworkerId'>, { key, seq }: { key: string; seq?: number | undefined }): Promise<void> {
  if (teamId === to.teamId && caseworkerId === to.caseworkerId) return;
  const body = { teamId: to.teamId, ...(to.caseworkerId === null ? {} : { caseworkerId: to.caseworkerId }), reason: 'Bij het plannen van de bezoeken.', ...(seq === undefined ? {} : { seq }) };
  await actOnCase(deps, actor, { caseId: to.caseId, action: 'reassign', key, body });
}

/** @throws AppError not-found, action-refused */
async function undoOne(deps: ActDependencies, actor: CallingActor, caseId: string, key: string): Promise<void> {
  const { sql } = deps;
  const unassigning = idFrom(`unassigned ${caseId} ${key}`);
  const found = await findActableCase(sql, actor, caseId, unassigning);
  if (found === null || found.state === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  if (await isUndoneBy(sql, caseId, key)) return;
  const [last] = await plannedOf(sql, [caseId]);
  // A request that died half-way has the case back already.
  if (last === undefined || (!found.isDone && isFollowed(last, found.state))) throw new AppError('action-refused', 'Er is niets gepland dat nog ongedaan kan worden gemaakt: er is intussen bezocht, of de zaak is van een ander.', { extra: { reason: 'followed', phase: found.phase } });
  if (last.beforeTeamId !== null) await assign(deps, actor, found.state, { caseId, teamId: last.beforeTeamId, caseworkerId: last.beforeCaseworkerId }, { key: unassigning });
  const at = new Date().toISOString();
  await sql.begin(async (tx) => {
    if (!(await undoPlanned(tx, last.id, { at, key }))) return;
    await insertEvent(tx, { caseId, key: `unplanned-${last.id}`, type: 'visit-plan-undone', at, actorId: actor.id, actorRole: actor.role, data: { date: last.day } });
    await writeAudit(tx, actor, { action: 'undo-planned-visits', outcome: 'done', at, caseId, detail: { plannedId: last.id } });
  });
}

const isFollowed = (last: PlannedRow, state: CaseState): boolean => state.teamId !== last.teamId || state.caseworkerId !== last.caseworkerId || (last.day !== null && plannedDay(last, state) === null);
