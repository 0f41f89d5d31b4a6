/** The match list of a round, as it is looked at; each look is noted before anything is sent. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { matchDropOuts, matchedCases, matchRows, type DropOutPosition, type MatchDropOut, type MatchedCase, type MatchedPosition, type MatchRow } from '../../db/queries/rounds/match-list.ts';
import { onePage, type Page, type PageAsked } from '../../paging.ts';
import { signalKindInWords } from '../../wording/sentences/signal-kind.ts';
import type { KeyStore } from '../../privacy/key-store.ts';

/** With its signals' kinds in words. */
const shown = ({ signals, ...found }: MatchedCase) => ({ ...found, signals: signals.map((signal) => ({ ...signal, signalKindLabel: signalKindInWords(signal) })) });

/** Cases with their addresses. */
export function readMatches({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, roundId: string, asked: PageAsked<MatchedPosition>): Promise<Page<ReturnType<typeof shown>, MatchedPosition>> {
  return sql.begin(async (tx) => {
    const page = await onePage(asked, (rows) => matchedCases({ sql: tx, keys }, roundId, rows), ({ municipalityCode, caseId }) => ({ municipalityCode, caseId }));
    const caseIds = page.items.map(({ caseId }) => caseId);
    await writeAudit(tx, actor, { action: 'read-matches', outcome: 'done', detail: { roundId, count: caseIds.length, caseIds } });
    return { ...page, items: page.items.map(shown) };
  });
}

export function readDropOuts(sql: Sql, actor: CallingActor, roundId: string, asked: PageAsked<DropOutPosition>): Promise<Page<MatchDropOut, DropOutPosition>> {
  return sql.begin(async (tx) => {
    const page = await onePage(asked, (rows) => matchDropOuts(tx, roundId, rows), ({ creditorId, reference }) => ({ creditorId, reference }));
    await writeAudit(tx, actor, { action: 'read-matches', outcome: 'done', detail: { roundId, count: page.items.length } });
    return page;
  });
}

/** Every signal on the list, without an address. */
export async function exportMatches(sql: Sql, actor: CallingActor, roundId: string): Promise<AsyncIterable<MatchRow>> {
  await writeAudit(sql, actor, { action: 'export-matches', outcome: 'done', detail: { roundId } });
  return matchRows(sql, roundId);
}
