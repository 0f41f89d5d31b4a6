/** Lists of cases, and how many there are. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { countCases, listCases, type CaseFilters, type CaseListItem, type CaseOrder, type CasePosition } from '../../db/queries/cases/case-list.ts';
import type { Known } from '../../db/known.ts';
import { phaseLabels, runningPhases, type Phase } from '../../domain/case/lifecycle.ts';
import { daysOf, dueGroup, soonUntil, type DueGroup } from '../../domain/deadlines/due.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { onePage, shownAs, type PageAsked } from '../../paging.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { deadlineLabels } from '../../wording/labels/labels.ts';
import { findStandings } from '../worklists/find-standings.ts';
import { openHomes, shownHome } from '../worklists/open-homes.ts';
import { dueBadge } from '../../wording/sentences/due.ts';

export type { CasePosition };

export interface CasesWanted extends Omit<CaseFilters, 'phases' | 'due'> {
  /** Default: all that are running. */
  phase?: readonly Phase[] | undefined;
  due?: DueGroup | undefined;
  /** Of the team of who asks; of who asks, when that is in no team. */
  mine?: boolean | undefined;
}

/** A page of cases with who lives where and what is known for choosing the next one; whose data was read is noted with it. */
export async function readCases({ sql, known, keys }: { sql: Sql; known: Known; keys: KeyStore }, actor: CallingActor, { phase = runningPhases, due, mine, ...filters }: CasesWanted, order: CaseOrder, asked: PageAsked<CasePosition>) {
  const [calendar, today] = [await known.calendar(), localDate(new Date().toISOString())];
  const chosen: CaseFilters = { ...filters, phases: phase, due: due === undefined ? undefined : daysOf(due, today, calendar), ...(mine === true ? ownOf(actor) : {}) };
  return sql.begin(async (tx) => {
    const page = await onePage(asked, (rows) => listCases(tx, actor, chosen, order, rows), (last) => ({ sort: order.sort, value: last[order.sort], id: last.id }));
    const caseIds = page.items.map(({ id }) => id);
    await writeAudit(tx, actor, { action: 'list-cases', outcome: 'done', detail: { count: caseIds.length, caseIds } });
    const [homes, standings] = await Promise.all([openHomes({ sql: tx, keys }, page.items), findStandings(tx, caseIds, today)]);
    return shownAs(page, (row) => ({ ...row, ...shownHome(homes(row.id)), ...standings(row.id), ...caseInWords(row, today, calendar) }));
  });
}

const ownOf = ({ teamId, id }: CallingActor) => (teamId === null ? { caseworker: id } : { team: teamId });

/** The phase and the next deadline of a case, as lists say them. */
export function caseInWords({ phase, nextDueOn, nextDueKind }: Pick<CaseListItem, 'phase' | 'nextDueOn' | 'nextDueKind'>, today: LocalDate, calendar: Calendar) {
  return {
    phaseLabel: phaseLabels[phase],
    nextDueLabel: nextDueKind === null ? null : deadlineLabels[nextDueKind],
    nextDueBadge: nextDueOn === null ? null : dueBadge(nextDueOn, today, calendar),
    nextDueGroup: nextDueOn === null ? null : dueGroup(nextDueOn, today, calendar),
  };
}

/** How many cases run, a phase and by how near their next deadline is. */
export async function readCaseCounts({ sql, known }: { sql: Sql; known: Known }, actor: CallingActor, { team, mine }: { team?: string | undefined; mine?: boolean | undefined }) {
  const today = localDate(new Date().toISOString());
  const soon = soonUntil(today, await known.calendar());
  const counted = await countCases(sql, actor, { today, soonUntil: soon, team: mine === true ? (actor.teamId ?? team) : team });
  const ofPhase = new Map(counted.phases.map(({ phase, count }) => [phase, count]));
  return { ...counted, phases: runningPhases.map((phase) => ({ phase, label: phaseLabels[phase], count: ofPhase.get(phase) ?? 0 })) };
}
