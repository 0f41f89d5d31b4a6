/** What waits for triage, with all that the decision needs: who, where, which arrears, what is known. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { listCases, type CaseFilters, type CaseListItem, type CasePosition } from '../../db/queries/cases/case-list.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { listedStates } from '../../db/queries/worklists/listed.ts';
import { localDate } from '../../domain/time/dates.ts';
import { onePage, shownAs, type PageAsked } from '../../paging.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { caseInWords } from '../cases/read-cases.ts';
import { findLikelyHouseholds } from '../signals/find-likely-households.ts';
import { findCheckAdvice } from '../checks/find-advice.ts';
import { findOtherCases } from './find-other-cases.ts';
import { findListedSignals } from './listed-signals.ts';
import { openHomes, shownHome } from './open-homes.ts';

export type TriagePosition = CasePosition & { sort: 'nextDueOn' };
export type TriageWanted = Pick<CaseFilters, 'municipality' | 'team' | 'crisis' | 'held'>;

/** A page of cases in triage, the nearest last day first; whose data was read is noted with it. */
export async function readTriage({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, wanted: TriageWanted, asked: PageAsked<TriagePosition>) {
  const [calendar, today] = [await currentCalendar(sql), localDate(new Date().toISOString())];
  return sql.begin(async (tx) => {
    const stores = { sql: tx, keys };
    const page = await onePage(asked, (rows) => listCases(tx, actor, { ...wanted, phases: ['triage'] }, { sort: 'nextDueOn', order: 'asc' }, rows), ({ nextDueOn, id }) => ({ sort: 'nextDueOn' as const, value: nextDueOn, id }));
    const caseIds = page.items.map(({ id }) => id);
    await writeAudit(tx, actor, { action: 'list-triage', outcome: 'done', detail: { count: caseIds.length, caseIds } });
    const homes = await openHomes(stores, page.items);
    const [signals, states, likely, advice, checked] = await Promise.all([
      findListedSignals(tx, caseIds, today),
      listedStates(tx, caseIds),
      findLikelyHouseholds(stores, caseIds),
      findOtherCases(stores, caseIds.flatMap((id) => homes(id).rows)),
      findCheckAdvice(stores, caseIds),
    ]);
    return shownAs(page, (row: CaseListItem) => {
      const home = homes(row.id);
      const state = states.find(({ caseId }) => caseId === row.id);
      const known = home.rows.flatMap(({ personId }) => advice.get(personId) ?? []).filter(({ caseId }) => caseId !== row.id);
      return {
        ...row,
        ...shownHome(home),
        ...caseInWords(row, today, calendar),
        seq: state?.seq ?? 0,
        held: state?.held == null ? null : { decision: state.held.decision, until: state.held.until },
        signals: signals(row.id),
        probablySame: likely.get(row.id) ?? [],
        advice: [...known.filter(({ caseId }, n) => known.findIndex((other) => other.caseId === caseId) === n), ...checked(row.id).advice],
        unansweredChecks: checked(row.id).unanswered,
      };
    });
  });
}
