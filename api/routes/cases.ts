/** Reading cases: lists, counts, one case, its timeline and the engine's history. */
import { z } from 'zod';
import type { CallingActor } from '../../src/actor.ts';
import { caseSorts, countCases, listCases, type CaseListItem, type CaseSort } from '../../src/db/queries/case-list.ts';
import { currentCalendar } from '../../src/db/queries/closed-days.ts';
import type { Calendar } from '../../src/domain/calendar.ts';
import { addDays, localDate, type LocalDate } from '../../src/domain/dates.ts';
import { phaseLabels, phases } from '../../src/domain/lifecycle.ts';
import { address, shownAddress } from '../../src/privacy/personal.ts';
import { readCaseHistory } from '../../src/usecases/read-case-history.ts';
import { readCase } from '../../src/usecases/read-case.ts';
import { readTimeline } from '../../src/usecases/read-timeline.ts';
import { dueBadge, dueGroup, dueGroups, SOON_WORKING_DAYS, type DueGroup } from '../../src/wording/due.ts';
import { deadlineLabels } from '../../src/wording/labels.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { ok, route } from '../route.ts';
import { caseCounts, caseDetail, caseListItem, history, timeline } from '../schemas/case.ts';
import { commaList, flag, idParams, instant, localDate as isoDate, pageFields, pageOf } from '../schemas/common.ts';

const openPhases = phases.filter((phase) => phase !== 'candidate' && phase !== 'closed');

const listQuery = z.strictObject({
  phase: commaList(phases).optional(),
  municipality: z.string().optional(),
  team: z.string().optional(),
  caseworker: z.string().optional(),
  creditor: z.string().optional(),
  round: z.string().optional(),
  crisis: flag.optional(),
  paused: flag.optional(),
  undecided: flag.optional(),
  due: z.enum(dueGroups).optional().describe('How near the next deadline is; soon is within 5 working days.'),
  mine: flag.optional().describe('Of my own team.'),
  sort: z.enum(caseSorts).default('nextDueOn'),
  order: z.enum(['asc', 'desc']).default('asc'),
  ...pageFields,
});

const positions = {
  nextDueOn: z.tuple([z.literal('nextDueOn'), isoDate.nullable(), z.uuid()]),
  openedAt: z.tuple([z.literal('openedAt'), instant, z.uuid()]),
  totalCents: z.tuple([z.literal('totalCents'), z.int(), z.uuid()]),
} satisfies Record<CaseSort, z.ZodType>;

const list = route({
  method: 'get',
  path: '/cases',
  tag: 'Cases',
  summary: 'List cases',
  description: 'Without `phase`: all that are running, so no candidates and no closed ones.',
  may: 'read-case',
  query: listQuery,
  responses: { 200: pageOf(caseListItem) },
  async handle({ query, actor }, { sql, keys }) {
    const { phase = openPhases, due, mine, sort, order, limit, cursor, ...filters } = query;
    const calendar = await currentCalendar(sql);
    const today = localDate(new Date().toISOString());
    const [, value, lastId] = decodeCursor<[string, string | number | null, string]>(cursor, positions[sort]) ?? [];
    const rows = await listCases(
      sql,
      actor,
      { ...filters, phases: phase, due: due === undefined ? undefined : daysOf(due, today, calendar), ...(mine === true ? ownOf(actor) : {}) },
      { sort, order, after: lastId === undefined ? null : { value: value ?? null, id: lastId }, limit: limit + 1 },
    );
    const page = pageFrom(rows, limit, (last) => [sort, last[sort], last.id]);
    const found = await keys.find(page.rows.map(({ id }) => id));
    return ok({ items: page.rows.map((row) => itemOf(row, found, today, calendar)), nextCursor: page.nextCursor });
  },
});

const ownOf = ({ teamId, id }: CallingActor) => (teamId === null ? { caseworker: id } : { team: teamId });

function daysOf(group: DueGroup, today: LocalDate, calendar: Calendar) {
  const soonUntil = calendar.addWorkingDays(today, SOON_WORKING_DAYS);
  switch (group) {
    case 'late':
      return { from: null, to: addDays(today, -1) };
    case 'today':
      return { from: today, to: today };
    case 'soon':
      return { from: addDays(today, 1), to: soonUntil };
    case 'later':
      return { from: addDays(soonUntil, 1), to: null };
  }
}

function itemOf({ address: sealed, ...row }: CaseListItem, keys: ReadonlyMap<string, Buffer>, today: LocalDate, calendar: Calendar) {
  const { nextDueOn, nextDueKind } = row;
  return {
    ...row,
    phaseLabel: phaseLabels[row.phase],
    address: shownAddress(address.open(keys, row.id, row.id, sealed)),
    nextDueLabel: nextDueKind === null ? null : deadlineLabels[nextDueKind],
    nextDueBadge: nextDueOn === null ? null : dueBadge(nextDueOn, today, calendar),
    nextDueGroup: nextDueOn === null ? null : dueGroup(nextDueOn, today, calendar),
  };
}

const counts = route({
  method: 'get',
  path: '/cases/counts',
  tag: 'Cases',
  summary: 'How many cases run, a phase and by how near their next deadline is',
  may: 'read-case',
  query: z.strictObject({ team: z.string().optional(), mine: flag.optional() }),
  responses: { 200: caseCounts },
  async handle({ query, actor }, { sql }) {
    const today = localDate(new Date().toISOString());
    const soonUntil = (await currentCalendar(sql)).addWorkingDays(today, SOON_WORKING_DAYS);
    const counted = await countCases(sql, actor, { today, soonUntil, team: query.mine === true ? (actor.teamId ?? query.team) : query.team });
    const ofPhase = new Map(counted.phases.map(({ phase, count }) => [phase, count]));
    return ok({ ...counted, phases: openPhases.map((phase) => ({ phase, label: phaseLabels[phase], count: ofPhase.get(phase) ?? 0 })) });
  },
});

const read = route({
  method: 'get',
  path: '/cases/{id}',
  tag: 'Cases',
  summary: 'Read a case: household, signals, persons, deadlines, attempts and what may be done now',
  may: 'read-case',
  params: idParams,
  responses: { 200: caseDetail },
  handle: async ({ params, actor }, { sql, keys }) => ok(await readCase({ sql, keys }, actor, params.id)),
});

const readEvents = route({
  method: 'get',
  path: '/cases/{id}/timeline',
  tag: 'Cases',
  summary: 'What happened in a case and what is still due, in plain Dutch',
  may: 'read-case',
  params: idParams,
  responses: { 200: timeline },
  handle: async ({ params, actor }, { sql, keys }) => ok(await readTimeline({ sql, keys }, actor, params.id)),
});

const readHistory = route({
  method: 'get',
  path: '/cases/{id}/history',
  tag: 'Cases',
  summary: "The workflow engine's own history of a case, a business step at a time",
  may: 'read-case',
  params: idParams,
  query: z.strictObject({ raw: flag.optional().describe("With the engine's events as they are.") }),
  responses: { 200: history },
  refuses: ['engine-unavailable'],
  handle: async ({ params, query, actor }, { sql, temporal }) => ok(await readCaseHistory({ sql, temporal }, actor, { caseId: params.id, raw: query.raw ?? false })),
});

export const caseRoutes = [list, counts, read, readEvents, readHistory];
