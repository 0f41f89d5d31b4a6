/** Writes the rows of a case that follow from its folded history. */
import type { Db } from '../db/connect.ts';
import { storeFacts } from '../db/queries/records/case-facts.ts';
import { removeRows, writeCase, writeDeadlines, writeLostMails, writeSignal, writeTimeline } from '../db/queries/records/rewriting.ts';
import { countedSignals } from '../db/queries/records/stored-case.ts';
import type { Difference } from './compare.ts';
import { expectedTables, type TableName } from './expected.ts';
import type { FoldedCase } from './fold.ts';
import type { StoredCase } from './stored.ts';

interface Rewriting {
  stored: StoredCase;
  folded: FoldedCase;
  differences: readonly Difference[];
}

/** In the caller's transaction. A missing signal's row is not made again: its person and amount are in no history. */
export async function rewriteCase(tx: Db, { stored, folded, differences }: Rewriting): Promise<void> {
  const { caseId } = folded.state;
  const expected = expectedTables(folded, { timeline: stored.tables.timeline, written: stored.written });
  const wrong = (table: TableName) => differences.filter((d) => d.table === table);
  const surplus = (table: TableName) => wrong(table).filter(({ column, fromHistory }) => column === 'row' && fromHistory === null).map(({ key }) => key);
  const wanted = (table: TableName) => [...expected[table]].filter(([key]) => wrong(table).some((d) => d.key === key)).map(([, row]) => row);

  await removeRows(tx, caseId, { deadlines: surplus('deadlines'), timeline: surplus('timeline'), outbox: surplus('outbox') });
  await writeDeadlines(tx, wanted('deadlines'));
  await writeTimeline(tx, wanted('timeline'));
  await writeLostMails(tx, wanted('outbox'), new Date().toISOString());
  for (const [id, row] of expected.signals) if (!stored.replaced.has(id)) await writeSignal(tx, id, row);
  await writeCase(tx, caseId, { ...expected.cases.get(caseId), ...(await countedSignals(tx, caseId)) });
  await storeFacts(tx, folded.state);
}
