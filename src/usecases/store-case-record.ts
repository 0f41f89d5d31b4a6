import type { CaseRecord } from '../domain/case/record.ts';
import type { Db, Sql } from '../db/connect.ts';
import { caseColumns, deadlineRow, feedbackOf, outboxId, outboxRows, timelineRows } from './case-record-rows.ts';
import { takeBackLostSteps } from './take-back-lost-steps.ts';

/**
 * Stores one step of a case in one transaction: the row, its deadlines, signals and timeline, and the mail to be sent.
 * A step that is stored already changes nothing. Returns the ids of the outbox rows of the step, stored now or before.
 */
export async function storeCaseRecord(sql: Sql, record: CaseRecord): Promise<string[]> {
  await sql.begin(async (tx) => {
    await takeBackLostSteps(tx, record);
    if (!(await storeRow(tx, record))) return;
    await storeSignals(tx, record);
    await storeDeadlines(tx, record);
    await storeEvents(tx, record);
    await storeMails(tx, record);
  });
  return record.mails.map((_, n) => outboxId(record.state, n));
}

async function storeRow(tx: Db, record: CaseRecord): Promise<boolean> {
  const { state } = record;
  const feedback = feedbackOf(record);
  const stored = await tx`
    update cases set
      ${tx(caseColumns(state))},
      feedback_at = coalesce(${feedback?.feedbackAt ?? null}, feedback_at),
      help_accepted = coalesce(${feedback?.helpAccepted ?? null}, help_accepted)
    where id = ${state.caseId} and seq < ${state.seq}`;
  if (stored.count === 0) await mustExist(tx, state.caseId);
  return stored.count === 1;
}

/** Whoever starts a case's workflow has stored its row: a missing one would lose every step in silence. */
async function mustExist(tx: Db, caseId: string): Promise<void> {
  const rows = await tx`select 1 from cases where id = ${caseId}`;
  if (rows.length === 0) throw new Error(`no row for case ${caseId}`);
}

async function storeSignals(tx: Db, { state, at, signals }: CaseRecord): Promise<void> {
  if (signals.length === 0) return;
  await tx`
    update signals set state = change.state, reason = change.reason, decided_at = ${at}
    from jsonb_to_recordset(${tx.json(signals as never)}) as change(id uuid, state text, reason text)
    where signals.id = change.id and signals.replaced_by is null`;
  await tx`
    update cases set (signal_count, total_cents, crisis) =
      (select count(*), coalesce(sum(amount_cents), 0), coalesce(bool_or(signals.crisis), false)
       from signals where case_id = ${state.caseId} and signals.state = 'in-case')
    where id = ${state.caseId}`;
}

async function storeDeadlines(tx: Db, { state, deadlines }: CaseRecord): Promise<void> {
  if (deadlines.length === 0) return;
  const rows = deadlines.map((d) => deadlineRow(state, d));
  await tx`
    insert into deadlines ${tx(rows)}
    on conflict (id) do update set
      state = excluded.state, term = excluded.term, owner = excluded.owner, due_on = excluded.due_on, due_before = excluded.due_before, warns_at = excluded.warns_at,
      warned = deadlines.warned or excluded.warned, breached_at = excluded.breached_at, moot = excluded.moot, ended_at = excluded.ended_at,
      remaining = excluded.remaining, changes = excluded.changes, seq = excluded.seq`;
}

async function storeEvents(tx: Db, record: CaseRecord): Promise<void> {
  if (record.events.length > 0) await tx`insert into timeline ${tx(timelineRows(record))}`;
}

async function storeMails(tx: Db, record: CaseRecord): Promise<void> {
  if (record.mails.length === 0) return;
  // A step that was taken back may have sent its mail: the same one stays as it is.
  await tx`
    insert into outbox ${tx(outboxRows(record))}
    on conflict (id) do update set template = excluded.template, recipient = excluded.recipient, data = excluded.data, created_at = excluded.created_at`;
}
