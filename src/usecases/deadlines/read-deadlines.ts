/** Deadlines over all cases, rounds and requests, the nearest first. */
import { addressOf } from '../../api-addresses.ts';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { listDeadlines, type DeadlineFilters, type DeadlineListItem, type DeadlinePosition } from '../../db/queries/deadlines/deadlines.ts';
import type { Known } from '../../db/known.ts';
import { dueGroup } from '../../domain/deadlines/due.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { addDays, localDate, type LocalDate } from '../../domain/time/dates.ts';
import { onePage, shownAs, type PageAsked } from '../../paging.ts';
import { deadlineLabels, roleLabels } from '../../wording/labels/labels.ts';
import { dueBadge } from '../../wording/sentences/due.ts';

interface DeadlinesWanted extends Omit<DeadlineFilters, 'states' | 'dueTo'> {
  /** Default: all that still have to be done, the late ones included. */
  states?: DeadlineFilters['states'] | undefined;
  /** '5wd' or '7d': due within so many working or calendar days from today. */
  within?: string | undefined;
}

export async function readDeadlines({ sql, known }: { sql: Sql; known: Known }, actor: CallingActor, { states = ['open', 'breached', 'paused'], within, ...filters }: DeadlinesWanted, asked: PageAsked<DeadlinePosition>) {
  const [calendar, today] = [await known.calendar(), localDate(new Date().toISOString())];
  const chosen = { ...filters, states, dueTo: within === undefined ? undefined : lastDay(within, today, calendar) };
  const page = await onePage(asked, (rows) => listDeadlines(sql, actor, chosen, rows), ({ dueBefore, id }) => ({ dueBefore, id }));
  return shownAs(page, (row) => deadlineView(row, today, calendar));
}

function lastDay(within: string, today: LocalDate, calendar: Calendar): LocalDate {
  const n = Number.parseInt(within, 10);
  return within.endsWith('wd') ? calendar.addWorkingDays(today, n) : addDays(today, n);
}

function deadlineView(row: DeadlineListItem, today: LocalDate, calendar: Calendar) {
  const running = row.endedAt === null;
  return {
    ...row,
    link: addressOf(row),
    label: deadlineLabels[row.kind],
    ownerLabel: roleLabels[row.owner],
    badge: !running ? null : row.state === 'paused' ? 'gepauzeerd' : dueBadge(row.dueOn, today, calendar),
    group: running && row.state !== 'paused' ? dueGroup(row.dueOn, today, calendar) : null,
  };
}
