import type { CaseRecord } from '../domain/case/record.ts';
import { nextDue, visitsMade, type CaseState } from '../domain/case/state.ts';
import type { Deadline } from '../domain/deadline.ts';
import type { Db, Sql } from '../db/connect.ts';

/**
 * Stores one step of a case in one transaction: the row, its deadlines, signals and timeline, and the mail to be sent.
 * A step that is stored already changes nothing. Returns the ids of the outbox rows of the step, stored now or before.
 */
export async function storeCaseRecord(sql: Sql, record: CaseRecord): Promise<string[]> {
  await sql.begin(async (tx) => {
    if (!(await storeRow(tx, record))) return;
    await storeSignals(tx, record);
    await storeDeadlines(tx, record);
    await storeEvents(tx, record);
    await storeMails(tx, record);
  });
  return record.mails.map((_, n) => outboxId(record.state, n));
}

const outboxId = (state: CaseState, n: number) => `${state.caseId}.${state.seq}.${n}`;

async function storeRow(tx: Db, { state, at, events }: CaseRecord): Promise<boolean> {
  const due = nextDue(state);
  const feedback = events.find((event) => event.type === 'feedback-sent');
  const stored = await tx`
    update cases set
      phase = ${state.phase}, paused_at = ${state.pausedAt}, team_id = ${state.teamId}, caseworker_id = ${state.caseworkerId},
      matched_at = ${state.matchedAt}, closed_at = ${state.closedAt}, ending = ${state.ending}, result = ${state.result},
      visits = ${visitsMade(state)}, next_due_on = ${due?.dueOn ?? null}, next_due_kind = ${due?.kind ?? null},
      undecided = ${state.undecided}, seq = ${state.seq}, state = ${tx.json(state as never)},
      feedback_at = case when ${feedback !== undefined} then ${at} else feedback_at end,
      help_accepted = case when ${feedback !== undefined} then ${feedback?.data['helpAccepted'] === true} else help_accepted end
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
      state = excluded.state, due_on = excluded.due_on, due_before = excluded.due_before, warns_at = excluded.warns_at,
      warned = deadlines.warned or excluded.warned, breached_at = excluded.breached_at, ended_at = excluded.ended_at,
      remaining = excluded.remaining, changes = excluded.changes, seq = excluded.seq`;
}

function deadlineRow(state: CaseState, d: Deadline) {
  return {
    id: d.id,
    caseId: state.caseId,
    municipalityCode: state.gemeentecode,
    kind: d.kind,
    owner: d.owner,
    creditorId: d.creditorId,
    state: d.state,
    term: d.term as never,
    startedAt: d.startedAt,
    dueOn: d.dueOn,
    dueBefore: d.dueBefore,
    warnsAt: d.warnsAt,
    warned: d.warnWorkingDays !== null && d.warnsAt === null,
    breachedAt: d.breachedAt,
    endedAt: d.endedAt,
    remaining: d.remaining,
    changes: d.changes as never,
    startedBy: d.startedBy,
    seq: state.seq,
  };
}

async function storeEvents(tx: Db, { state, commandId, events }: CaseRecord): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event, n) => ({
    caseId: state.caseId,
    key: `${state.seq}.${n}`,
    seq: state.seq,
    type: event.type,
    at: event.at,
    actorId: event.actor.id,
    actorRole: event.actor.role,
    noteId: event.noteId,
    commandId,
    data: event.data as never,
  }));
  await tx`insert into timeline ${tx(rows)}`;
}

async function storeMails(tx: Db, { state, at, mails }: CaseRecord): Promise<void> {
  if (mails.length === 0) return;
  const rows = mails.map((mail, n) => ({
    id: outboxId(state, n),
    template: mail.template,
    recipient: mail.to as never,
    data: mail.data as never,
    caseId: state.caseId,
    createdAt: at,
  }));
  await tx`insert into outbox ${tx(rows)}`;
}
