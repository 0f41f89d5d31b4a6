/** One step of a case: a copy of its state being changed, and what the step says and sends. */
import { calendarOf, type Calendar } from '../time/calendar.ts';
import { systemActor, type Actor } from './commands.ts';
import type { Instant, LocalDate } from '../time/dates.ts';
import { cancel, isBefore, isRunning, meet, momentOf, pause, reopen, startDeadline, type Deadline } from '../deadlines/deadline.ts';
import type { Phase } from './lifecycle.ts';
import { deadlineRuleOf, type DeadlineKind } from '../planning/policy.ts';
import { replanned } from '../planning/replan.ts';
import { hasRules, ruledBy, type Ruled } from './rules.ts';
import type { EventFields, StepEvent, StepEventType } from './events.ts';
import { creditorsOf, runningDeadline, type CaseState, type SignalReason } from './state.ts';

/** What happened, for the timeline. */
export type TimelineEvent = StepEvent & {
  at: Instant;
  actor: Actor;
  noteId: string | null;
};

export type Recipient = { kind: 'creditor'; id: string } | { kind: 'team' } | { kind: 'desk' } | { kind: 'project-leader' } | { kind: 'privacy-officer' } | { kind: 'administrator' };

/** A mail to be sent about the case; its words are made from ids when it is sent. */
export interface Mail {
  template: MailTemplate;
  to: Recipient;
  data: Record<string, string | number | boolean | null>;
}
export type MailTemplate = 'go' | 'no-go' | 'feedback' | 'case-closed' | 're-check-question' | 're-check-reminder' | 'deadline-warning' | 'deadline-breach' | 'decision-needed' | 'visits-stopped' | 'signal-joined' | 'crisis' | 'signal-stopped' | 'moved-within' | 'debts-withdrawn' | 'feedback-corrected' | 'case-reopened' | 'day-withdrawn';

export interface SignalChange {
  id: string;
  state: 'in-case' | 'dropped';
  reason: SignalReason | null;
}

export interface Step {
  state: CaseState;
  /** The case before this step. */
  before: Readonly<CaseState>;
  at: Instant;
  /** Same as `at`, except when something recorded earlier is done again: then `at` is when that was recorded. */
  now: Instant;
  /** The command or moment that causes what this step does. */
  cause: string;
  actor: Actor;
  noteId: string | null;
  calendar: Calendar;
  events: TimelineEvent[];
  mails: Mail[];
  signals: SignalChange[];
  /** Ids of the deadlines that this step touched. */
  touched: Set<string>;
}

export function newStep(state: CaseState, cause: { id: string; at: Instant; actor?: Actor; noteId?: string | undefined; message?: Ruled }): Step {
  return {
    before: state,
    state: JSON.parse(JSON.stringify(ruledBy(state, cause.message ?? {}))) as CaseState,
    at: cause.at,
    now: cause.at,
    cause: cause.id,
    actor: cause.actor ?? systemActor,
    noteId: cause.noteId ?? null,
    calendar: calendarOf(state.closedDays),
    events: [],
    mails: [],
    signals: [],
    touched: new Set(),
  };
}

/** An event without fields is said by its type alone. */
export function say<Type extends StepEventType>(step: Step, type: Type, ...[data]: EventFields[Type] extends Record<string, never> ? [] : [EventFields[Type]]): void {
  const event = { type, data: data ?? {} } as StepEvent;
  step.events.push({ ...event, at: step.at, actor: step.actor, noteId: step.events.length === 0 ? step.noteId : null });
}

export function send(step: Step, template: MailTemplate, to: Recipient, data: Mail['data'] = {}): void {
  step.mails.push({ template, to, data });
}

export function sendToCreditors(step: Step, template: MailTemplate, data: Mail['data'] = {}): void {
  for (const id of creditorsOf(step.state)) send(step, template, { kind: 'creditor', id }, data);
}

export function enter(step: Step, phase: Phase): void {
  step.state.phase = phase;
}

/** A term that starts while the case is paused stands still too, unless it was over before the pause. */
export function start(step: Step, kind: DeadlineKind, from: Instant = step.at, creditorId: string | null = null): Deadline {
  return begin(step, kind, { from, creditorId });
}

/** One whose term counts back from a day: it runs on in a pause, which that day does not wait for. */
export function startBefore(step: Step, kind: DeadlineKind, endsOn: LocalDate, of: { from: Instant; creditorId: string }): Deadline {
  return begin(step, kind, { ...of, endsOn });
}

function begin(step: Step, kind: DeadlineKind, { from, creditorId, endsOn }: { from: Instant; creditorId: string | null; endsOn?: LocalDate }): Deadline {
  const { state, cause: by, calendar } = step;
  const { pausedAt } = state;
  const deadline = startDeadline({ id: `${state.caseId}.${state.deadlines.length + 1}`, kind, rule: deadlineRuleOf(state.policy, kind), from, by, creditorId, ...(endsOn === undefined ? {} : { endsOn }) }, calendar);
  const first = momentOf(deadline);
  if (hasRules(state, 1) && first !== null && isBefore(first.at, step.now)) deadline.knownAt = step.now;
  if (pausedAt !== null && isBefore(pausedAt, deadline.dueBefore)) pause(deadline, isBefore(pausedAt, from) ? from : pausedAt, by, calendar);
  state.deadlines.push(deadline);
  return touch(step, deadline);
}

/** Ends the running deadline of this kind as done; does nothing when none runs. */
export function done(step: Step, kind: DeadlineKind, { creditorId = null, on }: { creditorId?: string | null; on?: LocalDate | undefined } = {}): void {
  const deadline = runningDeadline(step.state, kind, creditorId);
  if (deadline !== undefined) meet(touch(step, deadline), step.at, step.cause, on);
}

/** The same for the deadlines of this kind of all creditors: a visit to the household counts for each of them. */
export function doneForAll(step: Step, kind: DeadlineKind, on?: LocalDate): void {
  for (const deadline of step.state.deadlines) if (deadline.kind === kind && isRunning(deadline)) meet(touch(step, deadline), step.at, step.cause, on);
}

export function drop(step: Step, ...kinds: DeadlineKind[]): void {
  for (const deadline of step.state.deadlines) {
    if (kinds.includes(deadline.kind) && isRunning(deadline)) cancel(touch(step, deadline), step.at, step.cause);
  }
}

/** Takes back what a cause did to the deadlines: those it started are cancelled, those it ended run again. */
export function takeBack(step: Step, cause: string): void {
  for (const deadline of step.state.deadlines) {
    if (deadline.startedBy === cause && isRunning(deadline)) cancel(touch(step, deadline), step.at, step.cause);
    else if (deadline.endedBy === cause) reopenPlanned(step, deadline);
  }
}

/** A deadline that had ended was not re-planned with the others; now that it runs again it is. */
export function reopenPlanned(step: Step, deadline: Deadline): void {
  const { state, at, cause: by, calendar } = step;
  reopen(touch(step, deadline));
  if (hasRules(state, 1)) deadline.knownAt = step.now;
  const because = state.replans?.at(-1)?.because;
  if (because === undefined) return;
  state.deadlines[state.deadlines.indexOf(deadline)] = replanned(deadline, deadlineRuleOf(state.policy, deadline.kind), calendar, { at, by, because });
}

export function touch(step: Step, deadline: Deadline): Deadline {
  step.touched.add(deadline.id);
  return deadline;
}
