/** Writes a case's rows in Postgres as its folded history says. */
import type { Db } from '../db/connect.ts';
import type { Difference } from './compare.ts';
import { expectedTables, type TableName } from './expected.ts';
import type { FoldedCase } from './fold.ts';
import { countedSignals, type StoredCase } from './stored.ts';

interface Rewriting {
  stored: StoredCase;
  folded: FoldedCase;
  differences: readonly Difference[];
}

/** Within the caller's transaction. A signal's row that is gone stays gone: its person and amount stand in no history. */
export async function rewriteCase(tx: Db, { stored, folded, differences }: Rewriting): Promise<void> {
  const { caseId } = folded.state;
  const expected = expectedTables(folded);
  const wrong = (table: TableName) => differences.filter((d) => d.table === table);
  const surplus = (table: TableName) => wrong(table).filter(({ column, fromHistory }) => column === 'row' && fromHistory === null).map(({ key }) => key);
  const wanted = (table: TableName) => [...expected[table]].filter(([key]) => wrong(table).some((d) => d.key === key)).map(([, row]) => row);

  await tx`delete from deadlines where case_id = ${caseId} and id = any(${surplus('deadlines')})`;
  await tx`delete from timeline where case_id = ${caseId} and key = any(${surplus('timeline')})`;
  await tx`delete from outbox where case_id = ${caseId} and id = any(${surplus('outbox')})`;
  await writeDeadlines(tx, wanted('deadlines'));
  await writeTimeline(tx, wanted('timeline'));
  await writeOutbox(tx, wanted('outbox'));
  await writeSignals(tx, folded, stored);
  await tx`update cases set ${tx({ ...expected.cases.get(caseId), ...(await countedSignals(tx, caseId)) })} where id = ${caseId}`;
}

type Row = Record<string, unknown>;

async function writeDeadlines(tx: Db, rows: Row[]): Promise<void> {
  for (const row of rows) await tx`insert into deadlines ${tx(row)} on conflict (id) do update set ${tx(row)}`;
}

/** When it was first recorded stays. */
async function writeTimeline(tx: Db, rows: Row[]): Promise<void> {
  for (const row of rows) await tx`insert into timeline ${tx(row)} on conflict (case_id, key) do update set ${tx(row)}`;
}

/**
 * A mail whose row was lost may have gone, or not: it is not sent by itself, months later perhaps. It counts as failed,
 * so that the desk sees it and decides.
 */
async function writeOutbox(tx: Db, rows: Row[]): Promise<void> {
  const lost = { failedAt: new Date().toISOString(), failure: 'repaired: its row was lost, so nobody knows whether it was sent' };
  for (const row of rows) await tx`insert into outbox ${tx({ ...row, ...lost })} on conflict (id) do update set ${tx(row)}`;
}

async function writeSignals(tx: Db, { state }: FoldedCase, { replaced }: StoredCase): Promise<void> {
  for (const { id, creditorId, roundId, state: signalState, reason } of state.signals) {
    if (replaced.has(id)) continue;
    await tx`
      update signals set case_id = ${state.caseId}, creditor_id = ${creditorId}, round_id = ${roundId}, state = ${signalState}, reason = ${reason}
      where id = ${id}`;
  }
}
