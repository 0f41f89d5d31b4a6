/** Every deadline of every case and round, the nearest first. */
import { z } from 'zod';
import { currentCalendar } from '../../src/db/queries/closed-days.ts';
import { listDeadlines, type DeadlineListItem } from '../../src/db/queries/deadlines.ts';
import type { Calendar } from '../../src/domain/calendar.ts';
import { addDays, localDate, type LocalDate } from '../../src/domain/dates.ts';
import { dueBadge, dueGroup, dueGroups } from '../../src/wording/due.ts';
import { deadlineLabels, ownerLabels } from '../../src/wording/labels.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { ok, route } from '../route.ts';
import { commaList, deadlineKind, deadlineState, deadlineStates, instant, localDate as localDateSchema, mootMeaning, owner, pageFields, pageOf } from '../schemas/common.ts';

const deadline = z
  .object({
    id: z.string(),
    caseId: z.uuid().nullable(),
    roundId: z.string().nullable(),
    avgRequestId: z.uuid().nullable(),
    link: z.string().describe('Where what it belongs to is read.'),
    municipalityCode: z.string().nullable(),
    kind: deadlineKind,
    label: z.string(),
    owner,
    ownerLabel: z.string(),
    creditorId: z.string().nullable(),
    teamId: z.string().nullable(),
    caseworkerId: z.string().nullable(),
    state: deadlineState,
    startedAt: instant,
    dueOn: localDateSchema,
    dueBefore: instant,
    breachedAt: instant.nullable(),
    moot: z.boolean().describe(mootMeaning),
    endedAt: instant.nullable(),
    badge: z.string().nullable().describe('Dutch: "2 werkdagen te laat", "vandaag", "nog 3 werkdagen".'),
    group: z.enum(dueGroups).nullable(),
  })
  .meta({ id: 'Deadline' });

const within = z
  .string()
  .regex(/^\d{1,3}(wd|d)$/)
  .optional()
  .describe('Due within so many working days (5wd) or calendar days (7d) from today; what is late already counts.');

const position = z.tuple([z.literal('dueBefore'), instant, z.string()]);

const list = route({
  method: 'get',
  path: '/deadlines',
  tag: 'Deadlines',
  summary: 'List deadlines, the nearest first',
  description: 'Without `state`: all that still have to be done, the late ones included.',
  may: 'read-case',
  query: z.strictObject({
    state: commaList(deadlineStates).optional(),
    within,
    owner: owner.optional(),
    kind: deadlineKind.optional(),
    municipality: z.string().optional(),
    case: z.uuid().optional(),
    ...pageFields,
  }),
  responses: { 200: pageOf(deadline) },
  async handle({ query, actor }, { sql }) {
    const calendar = await currentCalendar(sql);
    const today = localDate(new Date().toISOString());
    const [, dueBefore, id] = decodeCursor(query.cursor, position) ?? [];
    const rows = await listDeadlines(
      sql,
      actor,
      {
        states: query.state ?? ['open', 'breached', 'paused'],
        dueTo: query.within === undefined ? undefined : lastDay(query.within, today, calendar),
        owner: query.owner,
        kind: query.kind,
        municipality: query.municipality,
        caseId: query.case,
      },
      { after: dueBefore === undefined || id === undefined ? null : { dueBefore, id }, limit: query.limit + 1 },
    );
    const page = pageFrom(rows, query.limit, (last) => ['dueBefore', last.dueBefore, last.id]);
    return ok({ items: page.rows.map((row) => viewOf(row, today, calendar)), nextCursor: page.nextCursor });
  },
});

function lastDay(text: string, today: LocalDate, calendar: Calendar): LocalDate {
  const n = Number.parseInt(text, 10);
  return text.endsWith('wd') ? calendar.addWorkingDays(today, n) : addDays(today, n);
}

function viewOf(row: DeadlineListItem, today: LocalDate, calendar: Calendar): z.infer<typeof deadline> {
  const running = row.endedAt === null;
  return {
    ...row,
    link: linkOf(row),
    label: deadlineLabels[row.kind],
    ownerLabel: ownerLabels[row.owner],
    badge: !running ? null : row.state === 'paused' ? 'gepauzeerd' : dueBadge(row.dueOn, today, calendar),
    group: running && row.state !== 'paused' ? dueGroup(row.dueOn, today, calendar) : null,
  };
}

function linkOf({ caseId, roundId, avgRequestId }: DeadlineListItem): string {
  if (caseId !== null) return `/api/v1/cases/${caseId}`;
  return avgRequestId === null ? `/api/v1/rounds/${String(roundId)}` : `/api/v1/avg-requests/${avgRequestId}`;
}

export const deadlineRoutes = [list];
