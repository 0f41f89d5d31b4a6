/** Writes a step of a case in the caller's transaction: its row, deadlines, signals, timeline and mail. */
import type { CaseRecord } from '../../../domain/case/record.ts';
import type { Db } from '../../connect.ts';
import { caseColumns, deadlineRow, feedbackBySignal, feedbackOf, newCaseRows, outboxRows, timelineRows, warningsIn } from '../../rows/case-record.ts';

/** False when this step, or a later one, is stored already. @throws Error when the case has no row */
export async function storeCaseRow(tx: Db, record: CaseRecord): Promise<boolean> {
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

/** A case's row is stored before its workflow starts. Without a row the update would silently store nothing, so this throws. */
async function mustExist(tx: Db, caseId: string): Promise<void> {
  const rows = await tx`select 1 from cases where id = ${caseId}`;
  if (rows.length === 0) throw new Error(`no row for case ${caseId}`);
}

/** The status of the signals, and the totals of the case. One that was replaced before the match stays dropped; one in a case leaves it by a step. */
export async function storeSignalStates(tx: Db, { state, at, signals }: CaseRecord): Promise<void> {
  if (signals.length === 0) return;
  await tx`
    update signals set state = change.state, reason = change.reason, decided_at = ${at}
    from jsonb_to_recordset(${tx.json(signals as never)}) as change(id uuid, state text, reason text)
    where signals.id = change.id and (signals.replaced_by is null or signals.state <> 'dropped')`;
  await tx`
    update cases set (signal_count, total_cents, crisis) =
      (select count(*), coalesce(sum(amount_cents), 0), coalesce(bool_or(signals.crisis), false)
       from signals where case_id = ${state.caseId} and signals.state = 'in-case')
    where id = ${state.caseId}`;
}

/** Sets what the creditors of these signals are told. */
export async function storeSignalFeedback(tx: Db, record: CaseRecord): Promise<void> {
  const told = [...feedbackBySignal([record])].map(([id, { feedbackId, feedbackAt, helpAccepted }]) => ({ id, feedback_id: feedbackId, feedback_at: feedbackAt, help_accepted: helpAccepted }));
  if (told.length === 0) return;
  await tx`
    update signals set feedback_id = told.feedback_id, feedback_at = coalesce(told.feedback_at, signals.feedback_at), help_accepted = coalesce(told.help_accepted, signals.help_accepted)
    from jsonb_to_recordset(${tx.json(told)}) as told(id uuid, feedback_id uuid, feedback_at timestamptz, help_accepted boolean)
    where signals.id = told.id`;
}

export async function storeDeadlines(tx: Db, { state, deadlines, events }: CaseRecord): Promise<void> {
  if (deadlines.length === 0) return;
  const warnings = warningsIn({ events });
  const rows = deadlines.map((d) => ({ ...deadlineRow(state, d), warnedAt: warnings.get(d.id) ?? null }));
  await tx`
    insert into deadlines ${tx(rows)}
    on conflict (id) do update set
      state = excluded.state, term = excluded.term, owner = excluded.owner, due_on = excluded.due_on, due_before = excluded.due_before, warns_at = excluded.warns_at,
      warned_at = coalesce(excluded.warned_at, deadlines.warned_at), breached_at = excluded.breached_at, moot = excluded.moot, ended_at = excluded.ended_at,
      remaining = excluded.remaining, changes = excluded.changes, seq = excluded.seq`;
}

export async function storeEvents(tx: Db, record: CaseRecord): Promise<void> {
  if (record.events.length > 0) await tx`insert into timeline ${tx(timelineRows(record))}`;
}

export async function storeMails(tx: Db, record: CaseRecord): Promise<void> {
  if (record.mails.length === 0) return;
  // A step that was taken back may have sent its mail already; an existing row is not changed.
  await tx`
    insert into outbox ${tx(outboxRows(record))}
    on conflict (id) do update set template = excluded.template, recipient = excluded.recipient, data = excluded.data, created_at = excluded.created_at`;
  const fresh = newCaseRows(record);
  if (fresh.length > 0) await tx`insert into outbox ${tx(fresh)} on conflict (id) do nothing`;
}
