/** The match list of a round, as it is looked at; each look is noted before anything is sent. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { matchDropOuts, matchedCases, matchRowsAfter, type DropOutPosition, type MatchDropOut, type MatchedCase, type MatchedPosition, type MatchRow } from '../../db/queries/rounds/match-list.ts';
import { inPages } from '../../db/pages.ts';
import { address, shownAddress } from '../../privacy/personal.ts';
import { onePage, shownAs, type Page, type PageAsked } from '../../paging.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { findLikelyHouseholds, type LikelySame } from '../signals/find-likely-households.ts';
import { signalKindInWords } from '../../wording/sentences/signal-kind.ts';
import type { KeyStore } from '../../privacy/key-store.ts';

/** With its signals' kinds in words. */
const shown = ({ signals, ...found }: MatchedCase) => ({ ...found, signals: signals.map((signal) => ({ ...signal, signalKindLabel: signalKindInWords(signal) })) });

type WithLikely<Row> = Row & { probablySame: LikelySame[] };

/** Beside each row the cases that are probably of the same household. */
async function withLikely<Row extends { caseId: string }, Position>(stores: Stores, page: Page<Row, Position>): Promise<Page<WithLikely<Row>, Position>> {
  const found = await findLikelyHouseholds(stores, [...new Set(page.items.map(({ caseId }) => caseId))]);
  return shownAs(page, (row) => ({ ...row, probablySame: found.get(row.caseId) ?? [] }));
}

/** Cases with their addresses. */
export function readMatches({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, roundId: string, asked: PageAsked<MatchedPosition>): Promise<Page<WithLikely<ReturnType<typeof shown>>, MatchedPosition>> {
  return sql.begin(async (tx) => {
    const page = await onePage(asked, (rows) => matchedCases({ sql: tx, keys }, roundId, rows), ({ municipalityCode, caseId }) => ({ municipalityCode, caseId }));
    const caseIds = page.items.map(({ caseId }) => caseId);
    await writeAudit(tx, actor, { action: 'read-matches', outcome: 'done', detail: { roundId, count: caseIds.length, caseIds } });
    return withLikely({ sql: tx, keys }, shownAs(page, shown));
  });
}

export function readDropOuts({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, roundId: string, asked: PageAsked<DropOutPosition>): Promise<Page<WithLikely<MatchDropOut>, DropOutPosition>> {
  return sql.begin(async (tx) => {
    const page = await onePage(asked, (rows) => matchDropOuts(tx, roundId, rows), ({ creditorId, reference }) => ({ creditorId, reference }));
    await writeAudit(tx, actor, { action: 'read-matches', outcome: 'done', detail: { roundId, count: page.items.length } });
    return withLikely({ sql: tx, keys }, page);
  });
}

/** As many are read, and noted, at once. */
const ROWS_A_PAGE = 500;

export interface ExportedMatch extends Omit<MatchRow, 'address'> {
  /** Null for a drop-out, and once the case is erased. */
  address: ReturnType<typeof shownAddress>;
}

/** Every signal on the list, cases with their address; whose address was read is noted with each page, before it is sent. */
export function exportMatches({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, roundId: string): AsyncIterable<ExportedMatch> {
  return inPages(ROWS_A_PAGE, async (last: ExportedMatch | null, limit) => {
    const rows = await matchRowsAfter(sql, roundId, last, limit);
    const caseIds = [...new Set(rows.flatMap(({ caseId, address: sealed }) => (sealed === null ? [] : [caseId])))];
    await writeAudit(sql, actor, { action: 'export-matches', outcome: 'done', detail: { roundId, count: rows.length, caseIds } });
    const found = await keys.find(caseIds);
    return rows.map((row) => ({ ...row, address: shownAddress(address.open(found, row.caseId, row.caseId, row.address)) }));
  });
}
