/** What happened, over the histories of all cases: "in which cases was a visit corrected this quarter?" */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { countEvents, findEvents, type EventPosition, type EventsWanted, type FoundEventRow } from '../../db/queries/histories/event-search.ts';
import { namesFor } from '../../db/queries/cases/timeline.ts';
import { inPages } from '../../db/pages.ts';
import { eventTypes, readEvent, type EventType } from '../../domain/case/events.ts';
import { phaseLabels } from '../../domain/case/lifecycle.ts';
import { addDays, daysBetween, endOfDay, localDate, startOfDay, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { onePage, type PageAsked } from '../../paging.ts';
import { eventKindLabels } from '../../wording/labels/events.ts';
import { roleLabels } from '../../wording/labels/labels.ts';
import { eventSentence, referredTo, type Names } from '../../wording/sentences/timeline.ts';

export interface EventSearch extends Pick<EventsWanted, 'municipality' | 'team' | 'creditor' | 'actorId' | 'contact'> {
  /** Absent: every kind. */
  kinds?: readonly EventType[] | undefined;
  /** Local days, both included; absent: the last three months. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
}

const USUAL_DAYS = 92;
const MOST_DAYS = 731;

/** @throws AppError invalid-input for a period that is turned round, or of more than two years */
function wantedOf({ kinds = eventTypes, from, to = localDate(new Date().toISOString()), ...filters }: EventSearch): EventsWanted {
  const first = from ?? addDays(to, -USUAL_DAYS);
  const wrong = (rule: string, message: string) => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field: 'query.from', rule, message }] });
  if (first > to) throw wrong('order', 'De eerste dag ligt na de laatste; draai ze om.');
  if (daysBetween(first, to) > MOST_DAYS) throw wrong('range', 'Kies een periode van ten hoogste twee jaar.');
  return { ...filters, kinds, since: startOfDay(first), before: endOfDay(to) };
}

/** The newest first. Which cases were shown is noted. @throws AppError invalid-input */
export async function searchEvents(sql: Sql, actor: CallingActor, search: EventSearch, asked: PageAsked<EventPosition>) {
  const wanted = wantedOf(search);
  return sql.begin(async (tx) => {
    const { items, next } = await onePage(asked, (rows) => findEvents(tx, wanted, rows), ({ at, id }) => ({ at, id }));
    await writeAudit(tx, actor, { action: 'search-histories', outcome: 'done', detail: { count: items.length, caseIds: [...new Set(items.map(({ caseId }) => caseId))] } });
    const names = await namesFor(tx, referredTo(items.map(({ data }) => data)));
    return { items: items.map((row) => eventView(row, names)), next };
  });
}

/** One of a later release is named by its code. */
const labelOfKind = (type: string): string => (eventKindLabels as Readonly<Record<string, string>>)[type] ?? type;

export type FoundEvent = ReturnType<typeof eventView>;

function eventView({ id, type, at, actorId, actorRole, actorName, data, phase, ...found }: FoundEventRow, names: Names) {
  return {
    id,
    type: type as EventType,
    label: labelOfKind(type),
    at,
    sentence: eventSentence(readEvent({ type, data }), names, at),
    ...found,
    phase,
    phaseLabel: phaseLabels[phase],
    actor: { id: actorId, role: actorRole, name: actorName ?? roleLabels[actorRole] },
  };
}

/** How many there are of each kind, and in how many cases. @throws AppError invalid-input */
export async function countedEvents(sql: Sql, search: EventSearch) {
  const counts = await countEvents(sql, wantedOf(search));
  return { kinds: counts.map((count) => ({ ...count, label: labelOfKind(count.type) })) };
}

const PAGE = 500;

/** All of them, a page at a time, for a file. @throws AppError invalid-input */
export async function exportEvents(sql: Sql, actor: CallingActor, search: EventSearch): Promise<AsyncIterable<FoundEvent>> {
  const wanted = wantedOf(search);
  const { kinds, municipality = null, team = null, creditor = null, actorId = null, contact = null } = wanted;
  await writeAudit(sql, actor, { action: 'export-histories', outcome: 'done', detail: { kinds: search.kinds === undefined ? 'all' : kinds, since: wanted.since, before: wanted.before, municipality, team, creditor, actorId, contact } });
  return viewed(sql, wanted);
}

async function* viewed(sql: Sql, wanted: EventsWanted): AsyncGenerator<FoundEvent> {
  for await (const row of inPages<FoundEventRow>(PAGE, (last, limit) => findEvents(sql, wanted, { after: last, limit }))) yield eventView(row, await namesFor(sql, referredTo([row.data])));
}
