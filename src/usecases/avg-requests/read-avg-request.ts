import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { avgWordsOf, findAvgRequest, listAvgRequests, type AvgPosition, type AvgRequestRow } from '../../db/queries/avg-requests/avg-requests.ts';
import { recipientsOf } from '../../db/queries/avg-requests/recipients.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { groundOf, type AvgState } from '../../domain/rights/avg-request.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { onePage, shownAs, type PageAsked } from '../../paging.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { avgKindLabels, avgStateLabels } from '../../wording/labels/avg.ts';
import { dueBadge } from '../../wording/sentences/due.ts';

/** As lists show it: without a word that was said. */
function avgRequestItem(row: AvgRequestRow, today: LocalDate, calendar: Calendar) {
  const { id, kind, caseId, personId, municipalityCode, receivedOn, recordedAt, state, dueOn, dueBefore, deadlineState, breachedAt, extendedTo, extendedOn, decidedAt, decidedOn, ground, carriedOutAt, endedAt } = row;
  return {
    ...{ id, kind, caseId, personId, municipalityCode, receivedOn, recordedAt, state, dueOn, dueBefore, deadlineState, breachedAt, extendedTo, extendedOn, decidedAt, decidedOn, ground, carriedOutAt, endedAt },
    label: avgKindLabels[kind],
    stateLabel: avgStateLabels[state],
    badge: dueOn === null || endedAt !== null ? null : dueBadge(dueOn, today, calendar),
  };
}

const unanswered: readonly AvgState[] = ['received', 'granted'];

/** The nearest deadline first; without states, all that are not answered yet. */
export async function readAvgRequests(sql: Sql, states: readonly AvgState[] = unanswered, asked: PageAsked<AvgPosition>) {
  const page = await onePage(asked, (rows) => listAvgRequests(sql, states, rows), ({ dueBefore, id }) => ({ dueBefore: dueBefore ?? 'infinity', id }));
  const [calendar, today] = [await currentCalendar(sql), localDate(new Date().toISOString())];
  return shownAs(page, (row) => avgRequestItem(row, today, calendar));
}

/** A request with what was said in it; none of that once it is erased. @throws AppError not-found */
export async function readAvgRequest({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, id: string) {
  const row = await findAvgRequest(sql, id);
  if (row === null) throw new AppError('not-found', 'Dit verzoek bestaat niet, of is niet van u.');
  const [words, calendar] = await Promise.all([
    avgWordsOf({ sql, keys }, [id]),
    currentCalendar(sql),
    writeAudit(sql, actor, { action: 'read-avg-request', outcome: 'done', caseId: row.caseId, detail: { requestId: id } }),
  ]);
  const recipients = await recipientsOf(sql, row);
  const said = (wordsId: string | null) => words.get(wordsId ?? '') ?? {};
  return {
    ...avgRequestItem(row, localDate(new Date().toISOString()), calendar),
    words: said(row.wordsId).words ?? null,
    answer: said(row.answerId).words ?? null,
    correction: said(row.answerId).correction ?? null,
    lateReason: said(row.answerId).reason ?? null,
    extensionLateReason: said(row.extensionId).reason ?? null,
    extensionReason: said(row.extensionId).words ?? null,
    groundLabel: row.ground === null ? null : groundOf(row.ground).label,
    decidedBy: row.decidedBy,
    recipients,
    effects: { rows: row.effects.rows ?? 0, closedCases: row.effects.closedCases ?? [], sharedCases: row.effects.sharedCases ?? [], erasedCases: row.effects.erasedCases ?? [] },
  };
}
