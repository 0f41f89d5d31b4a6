/** What a step of a case is in Postgres' tables: for storing it, and for holding what is stored against the history. */
import type { CaseRecord } from '../domain/case/record.ts';
import { nextDue, visitsMade, type CaseState } from '../domain/case/state.ts';
import type { Deadline } from '../domain/deadline.ts';
import type { Instant } from '../domain/dates.ts';

/** What of the case's row follows from its state alone. */
export function caseColumns(state: CaseState) {
  const due = nextDue(state);
  return {
    phase: state.phase,
    pausedAt: state.pausedAt,
    teamId: state.teamId,
    caseworkerId: state.caseworkerId,
    policyVersion: state.policy.version,
    matchedAt: state.matchedAt,
    closedAt: state.closedAt,
    ending: state.ending,
    result: state.result,
    visits: visitsMade(state),
    nextDueOn: due?.dueOn ?? null,
    nextDueKind: due?.kind ?? null,
    undecided: state.undecided,
    seq: state.seq,
    state: state as never,
  };
}

/** What a step that fed back says of the case from then on; null when it did not. */
export function feedbackOf({ at, events }: CaseRecord): { feedbackAt: Instant; helpAccepted: boolean } | null {
  const feedback = events.find((event) => event.type === 'feedback-sent');
  return feedback === undefined ? null : { feedbackAt: at, helpAccepted: feedback.data['helpAccepted'] === true };
}

export function deadlineRow(state: CaseState, d: Deadline) {
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
    moot: d.moot === true,
    endedAt: d.endedAt,
    remaining: d.remaining,
    changes: d.changes as never,
    startedBy: d.startedBy,
    seq: state.seq,
  };
}

export function timelineRows({ state, commandId, events }: CaseRecord) {
  return events.map((event, n) => ({
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
}

export function outboxRows({ state, at, mails }: CaseRecord) {
  return mails.map((mail, n) => ({
    id: outboxId(state, n),
    template: mail.template,
    recipient: mail.to as never,
    data: mail.data as never,
    caseId: state.caseId,
    createdAt: at,
  }));
}

export const outboxId = (state: CaseState, n: number) => `${state.caseId}.${state.seq}.${n}`;
