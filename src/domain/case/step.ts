/** One step of a case: a copy of its state being changed, and what the step says and sends. */
import { calendarOf, type Calendar } from '../calendar.ts';
import { systemActor, type Actor } from '../commands.ts';
import type { Instant, LocalDate } from '../dates.ts';
import { cancel, isRunning, meet, reopen, startDeadline, type Deadline } from '../deadline.ts';
import type { Phase } from '../lifecycle.ts';
import type { DeadlineKind } from '../policy.ts';
import { replanned } from '../replan.ts';
import { creditorsOf, runningDeadline, type CaseState, type DropOutReason } from './state.ts';

/** What happened, for the timeline: a code and the ids and codes that its sentence needs. */
export interface TimelineEvent {
  type: string;
  at: Instant;
  actor: Actor;
  noteId: string | null;
  data: Record<string, string | number | boolean | null>;
}

export type Recipient = { kind: 'creditor'; id: string } | { kind: 'team' } | { kind: 'desk' } | { kind: 'project-leader' } | { kind: 'privacy-officer' };

/** A mail to be sent about the case; its words are made from ids when it is sent. */
export interface Mail {
  template: MailTemplate;
  to: Recipient;
  data: Record<string, string | number | boolean | null>;
}
export type MailTemplate = 'go' | 'no-go' | 'feedback' | 'case-closed' | 're-check-question' | 're-check-reminder' | 'deadline-warning' | 'deadline-breach' | 'decision-needed' | 'visits-stopped' | 'signal-joined';

export interface SignalChange {
  id: string;
  state: 'in-case' | 'dropped';
  reason: DropOutReason | 'higher' | 'other' | 'crisis' | null;
}

export interface Step {
  state: CaseState;
  at: Instant;
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

export function newStep(state: CaseState, cause: { id: string; at: Instant; actor?: Actor; noteId?: string | undefined }): Step {
  return {
    state: JSON.parse(JSON.stringify(state)) as CaseState,
    at: cause.at,
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

export function say(step: Step, type: string, data: TimelineEvent['data'] = {}): void {
  step.events.push({ type, at: step.at, actor: step.actor, noteId: step.events.length === 0 ? step.noteId : null, data });
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

export function start(step: Step, kind: DeadlineKind, from: Instant = step.at, creditorId: string | null = null): Deadline {
  const { state } = step;
  const deadline = startDeadline(
    { id: `${state.caseId}.${state.deadlines.length + 1}`, kind, rule: state.policy.deadlines[kind], from, by: step.cause, creditorId },
    step.calendar,
  );
  state.deadlines.push(deadline);
  return touch(step, deadline);
}

/** Ends the running deadline of this kind as done; none running is no error: then there is nothing to keep. */
export function done(step: Step, kind: DeadlineKind, { creditorId = null, on }: { creditorId?: string | null; on?: LocalDate } = {}): void {
  const deadline = runningDeadline(step.state, kind, creditorId);
  if (deadline !== undefined) meet(touch(step, deadline), step.at, step.cause, on);
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

/** One that had ended was left alone when the others were planned anew; running again, it follows. */
function reopenPlanned(step: Step, deadline: Deadline): void {
  const { state, at, cause: by, calendar } = step;
  reopen(touch(step, deadline));
  const because = state.replans?.at(-1)?.because;
  if (because === undefined) return;
  state.deadlines[state.deadlines.indexOf(deadline)] = replanned(deadline, state.policy.deadlines[deadline.kind], calendar, { at, by, because });
}

export function touch(step: Step, deadline: Deadline): Deadline {
  step.touched.add(deadline.id);
  return deadline;
}
