/** Makes rows of a step of a case: for storing it, and for comparing what is stored with the history. */
import type { CaseRecord } from '../../domain/case/record.ts';
import { nextDue, visitsMade, type CaseState } from '../../domain/case/state.ts';
import type { Deadline } from '../../domain/deadlines/deadline.ts';
import { deadlineColumns } from './deadline.ts';
import type { Instant } from '../../domain/time/dates.ts';

/** The columns of the case's row that follow from its state alone. */
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

/** The columns that a step with feedback sets on the case; null for another step. */
export function feedbackOf({ events }: CaseRecord): { feedbackAt: Instant; helpAccepted: boolean } | null {
  const feedback = events.findLast((event) => event.type === 'feedback-sent');
  return feedback === undefined ? null : { feedbackAt: feedback.at, helpAccepted: feedback.data.helpAccepted };
}

/** A correction changes what was said, and not when: the suspension runs from the first. */
interface SignalFeedback {
  feedbackId: string;
  feedbackAt?: Instant;
  helpAccepted?: boolean;
}

/** The feedback of these steps to creditors of single signals, by the signal's id. */
export function feedbackBySignal(records: readonly Pick<CaseRecord, 'state' | 'events'>[]): ReadonlyMap<string, SignalFeedback> {
  const told = new Map<string, SignalFeedback>();
  for (const { state, events } of records) {
    for (const { type, data, at } of events) {
      if (type === 'feedback-corrected') for (const id of data.signalIds) told.set(id, { ...told.get(id), feedbackId: data.feedbackId });
      if (type !== 'feedback-sent') continue;
      const { feedbackId, helpAccepted, signalIds = inCase(state) } = data;
      for (const id of signalIds) told.set(id, { feedbackId, feedbackAt: at, helpAccepted });
    }
  }
  return told;
}

const inCase = ({ signals }: CaseState): string[] => signals.filter(({ state }) => state === 'in-case').map(({ id }) => id);

/** A deadline's row, without the moment of its warning, which comes from the timeline: `warningsIn`. */
export function deadlineRow(state: CaseState, d: Deadline) {
  return { ...deadlineColumns(d), caseId: state.caseId, municipalityCode: state.gemeentecode, creditorId: d.creditorId, startedBy: d.startedBy, seq: state.seq };
}

/** When the owners of deadlines were warned in this step, by the deadline's id. */
export function warningsIn({ events }: Pick<CaseRecord, 'events'>): ReadonlyMap<string, Instant> {
  return new Map(events.flatMap(({ type, data, at }) => (type === 'deadline-warned' ? [[data.deadlineId, at]] : [])));
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

/** How long what is decided together is waited for. */
const TOGETHER_MS = 15 * 60_000;

/** That the team has a new case: a mail of several, made of what was decided together. */
export function newCaseRows({ state, at, mails }: CaseRecord) {
  const isNew = state.phase === 'visiting' && mails.some(({ template, data }) => template === 'go' && data['joined'] === undefined) && !mails.some(({ template }) => template === 'signal-joined');
  const heldUntil = new Date(Date.parse(at) + TOGETHER_MS).toISOString();
  return isNew ? [{ id: `new-case.${state.caseId}.${state.seq}`, template: 'new-cases', recipient: { kind: 'team' } as never, data: {} as never, caseId: state.caseId, createdAt: at, heldUntil }] : [];
}

export const outboxId = (state: CaseState, n: number) => `${state.caseId}.${state.seq}.${n}`;
