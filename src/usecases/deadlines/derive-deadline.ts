import { addressOf } from '../../api-addresses.ts';
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { avgWordsOf } from '../../db/queries/avg-requests/avg-requests.ts';
import { complaintWordsOf } from '../../db/queries/complaints/complaints.ts';
import { changeEvents } from '../../db/queries/planning/change-events.ts';
import { findDeadline, type DerivableRow } from '../../db/queries/deadlines/derivation.ts';
import { closedDays, policiesOn, policyVersionOf } from '../../db/queries/planning/policies.ts';
import { namesFor, timelineOf, withEvents, wordsOf, type TimelineRow } from '../../db/queries/cases/timeline.ts';
import { calendarOf } from '../../domain/time/calendar.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';
import { becauseSchema, isBefore, type Deadline } from '../../domain/deadlines/deadline.ts';
import { closedDaysFor, derivationOf, type CalendarChange, type DerivationStep } from '../../domain/deadlines/derivation.ts';
import type { Policy } from '../../domain/planning/policy.ts';
import { AppError } from '../../errors.ts';
import { basisOf } from '../../wording/sentences/basis.ts';
import { breachSentence, derivationSentence, startInWords, stepSentence } from '../../wording/sentences/derivation.ts';
import { deadlineLabels, roleLabels } from '../../wording/labels/labels.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { eventSentence, type Names } from '../../wording/sentences/timeline.ts';
import { startedInHistory, startingEvent } from './find-deadline-start.ts';

/** A deadline, and everything its date depends on. */
interface Given {
  deadline: Deadline;
  policyVersion: string | null;
  closedDays: Parameters<typeof calendarOf>[0];
  /** Since when its current calendar and term are in force. */
  since: Instant;
  timeline: TimelineRow[];
}

/**
 * Why a deadline falls on its day: the event that started it, each step to its date with who did it and why, what it
 * rests on, and whether the date that is kept is the one that follows.
 * @throws AppError not-found
 */
export async function deriveDeadline({ sql, keys, temporal }: { sql: Sql; keys: KeyStore; temporal: Client }, actor: CallingActor, id: string) {
  const row = await findDeadline(sql, actor, id);
  if (row === null) throw new AppError('not-found', 'Deze termijn bestaat niet, of is niet van u.');
  await writeAudit(sql, actor, { action: 'derive-deadline', outcome: 'done', caseId: row.caseId, detail: { deadlineId: id } });
  const { deadline, policyVersion, closedDays: days, since, timeline } = await givenFor(sql, row);
  const starting = startingEvent(deadline, timeline);
  const [names, words, history] = await Promise.all([
    namesFor(sql, idsIn(starting)),
    reasonsIn({ sql, keys }, row),
    row.caseId === null ? null : startedInHistory({ sql, temporal }, actor, row.caseId, deadline, starting),
  ]);
  const reasonOf = ({ noteId, changeReason }: TimelineRow) => words.get(noteId ?? '') ?? changeReason;
  const derivation = derivationOf(deadline, calendarOf(days), since);
  const named = { kind: deadline.kind, term: deadline.term, start: startInWords(deadline.kind, starting?.type ?? null) };
  return {
    id,
    caseId: row.caseId,
    roundId: row.roundId,
    avgRequestId: row.avgRequestId,
    complaintId: row.complaintId,
    link: addressOf(row),
    kind: deadline.kind,
    label: deadlineLabels[deadline.kind],
    state: deadline.state,
    term: deadline.term,
    sentence: derivationSentence(derivation, named),
    dueOn: deadline.dueOn,
    dueBefore: deadline.dueBefore,
    agrees: derivation.agrees,
    breach: deadline.breachedAt === null ? null : { at: deadline.breachedAt, moot: deadline.moot === true, sentence: breachSentence(deadline.breachedAt, deadline.moot === true) },
    derived: { dueOn: derivation.dueOn, dueBefore: derivation.dueBefore, warnsAt: derivation.warnsAt, remaining: derivation.remaining },
    policyVersion,
    basis: basisOf({ kind: deadline.kind, term: deadline.term, policyVersion, skipped: derivation.steps.flatMap((step) => ('skipped' in step ? step.skipped : [])) }),
    startedBy: { id: deadline.startedBy, at: deadline.startedAt, event: starting === null ? null : eventView(starting, names, reasonOf), history },
    steps: derivation.steps.map((step) => ({ ...stepView(step), sentence: stepSentence(step, named), ...byWhom(step, timeline, reasonOf) })),
  };
}

function givenFor(sql: Sql, row: DerivableRow): Promise<Given> {
  if (row.caseId !== null) return ofCase(sql, row, row.caseId);
  return row.roundId === null ? ofRequest(sql, row) : ofRound(sql, row);
}

/** Reasons, by their id. */
async function reasonsIn(stores: { sql: Sql; keys: KeyStore }, { caseId, avgRequestId, complaintId }: DerivableRow): Promise<ReadonlyMap<string, string>> {
  if (caseId !== null) return wordsOf(stores, caseId);
  if (avgRequestId === null && complaintId === null) return new Map();
  const said = avgRequestId === null ? await complaintWordsOf(stores, [complaintId ?? '']) : await avgWordsOf(stores, [avgRequestId]);
  return new Map([...said].flatMap(([id, { words }]) => (words === undefined ? [] : [[id, words]])));
}

async function ofCase(sql: Sql, row: DerivableRow, caseId: string): Promise<Given> {
  const timeline = await timelineOf(sql, caseId);
  const state = row.caseState;
  const deadline = state?.deadlines.find(({ id }) => id === row.id) ?? fromRow(row, null);
  const changes = calendarChanges(timeline);
  const heard = changes.filter(({ at }) => deadline.endedAt === null || isBefore(at, deadline.endedAt));
  return {
    deadline,
    policyVersion: state?.policy.version ?? null,
    closedDays: closedDaysFor(deadline, state?.closedDays ?? (await closedDays(sql)), changes),
    since: heard.at(-1)?.at ?? deadline.startedAt,
    timeline,
  };
}

/** For a round the policy of its cut-off day counts, or the one that it was moved to. It has no timeline, so its changes are listed instead. */
async function ofRound(sql: Sql, row: DerivableRow): Promise<Given> {
  const region = row.regionId === null || row.cutOff === null ? null : (await policiesOn(sql, row.regionId, localDate(row.cutOff))).region;
  return withoutTimeline(sql, row, region);
}

/** For a request or a complaint the policy of its day of receipt counts, or the one that it was moved to; an extension is stored with it. */
async function ofRequest(sql: Sql, row: DerivableRow): Promise<Given> {
  const given = await withoutTimeline(sql, row, row.ownPolicyVersion === null ? null : await policyVersionOf(sql, row.ownPolicyVersion));
  const { extendedBy: actorId, extendedByName: actorName, extensionId: noteId } = row;
  const extended = given.deadline.changes.filter(({ kind }) => kind === 'extended');
  const events = actorId === null ? [] : withEvents(extended.map(({ at, by, dueOn }) => ({ id: by, type: 'deadline-extended', at, actorId, actorRole: row.complaintId === null ? ('privacy-officer' as const) : ('project-leader' as const), actorName, noteId, changeReason: null, commandId: by, data: { kind: row.kind, to: dueOn } })));
  return { ...given, timeline: [...given.timeline, ...events] };
}

async function withoutTimeline(sql: Sql, row: DerivableRow, policy: Policy | null): Promise<Given> {
  const deadline = fromRow(row, policy?.deadlines[row.kind].warnWorkingDays ?? null);
  const replans = deadline.changes.filter(({ kind }) => kind === 're-planned');
  const moved = replans.findLast(({ because }) => because?.because === 'policy')?.because;
  const timeline = await changeEvents(sql);
  return {
    deadline,
    policyVersion: moved?.because === 'policy' ? moved.version : (policy?.version ?? null),
    closedDays: closedDaysFor(deadline, await closedDays(sql), calendarChanges(timeline)),
    since: replans.at(-1)?.at ?? deadline.startedAt,
    timeline,
  };
}

const calendarChanges = (timeline: readonly TimelineRow[]): CalendarChange[] => timeline.filter(({ type }) => type === 'replanned').map(({ at, data }) => ({ at, because: becauseSchema.parse(data) }));

function fromRow({ id, kind, owner, creditorId, state, term, startedAt, startedBy, dueOn, dueBefore, warnsAt, breachedAt, moot, endedAt, remaining, changes }: DerivableRow, warnWorkingDays: number | null): Deadline {
  return { id, kind, owner, creditorId, state, term, startedAt, startedBy, dueOn, dueBefore, warnsAt, breachedAt, moot, endedAt, remaining, changes, warnWorkingDays, endedBy: null, endedFrom: null };
}

const idsIn = (event: TimelineRow | null): string[] => [event?.data['creditorId'], event?.data['teamId']].filter((id) => typeof id === 'string');

function eventView(event: TimelineRow, names: Names, reasonOf: (row: TimelineRow) => string | null) {
  const { id, type, at, actorId, actorRole, actorName } = event;
  return { id, type, at, sentence: eventSentence(event.event, names, at), actor: { id: actorId, role: actorRole, name: actorName ?? roleLabels[actorRole] }, reason: reasonOf(event) };
}

function stepView(step: DerivationStep) {
  return {
    kind: step.kind,
    at: 'at' in step ? step.at : null,
    dueOn: 'dueOn' in step ? step.dueOn : null,
    remaining: 'remaining' in step ? step.remaining : null,
    skipped: 'skipped' in step ? step.skipped : [],
    because: step.kind === 're-planned' ? step.because : null,
  };
}

/** Who paused, resumed, extended or re-planned it, and the reason. */
function byWhom(step: DerivationStep, timeline: readonly TimelineRow[], reasonOf: (row: TimelineRow) => string | null) {
  const said = 'by' in step ? timeline.filter(({ commandId }) => commandId === step.by) : [];
  const [event] = said;
  if (event === undefined) return { actor: null, reason: null };
  return { actor: { id: event.actorId, role: event.actorRole, name: event.actorName ?? roleLabels[event.actorRole] }, reason: said.map(reasonOf).find((reason) => reason !== null) ?? null };
}
