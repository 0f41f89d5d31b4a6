/** A run's events, grouped by the business step that they belong to. Pure. */
import type { History } from '@temporalio/common/lib/proto-utils.js';
import type { Instant } from '../domain/time/dates.ts';
import { idOf, instantOf, type CaseFacts, type CaseMessage, type EngineEvent } from './events.ts';

/** The start of a step: of the case itself, a message, a moment that came, or the end of the run. */
export type Beginning =
  | { kind: 'start'; as: 'new' | 'reopened' | 'carried-on' }
  | { kind: 'update'; name: string; message: Readonly<Record<string, unknown>> }
  | { kind: 'timer' }
  | { kind: 'end'; status: 'completed' | 'terminated' | 'failed' };

export interface EventGroup {
  began: Beginning;
  at: Instant;
  /** The event that began it. */
  eventId: number;
  /** In order, that one included. */
  eventIds: number[];
}

/**
 * What leads up to a step (a task being scheduled and started) belongs to it, and so does all that follows until the next.
 * @param isMoment whether this timer caused something; a timer between two attempts does not
 */
export function groupsOf({ events }: History, facts: CaseFacts, isMoment: (timerEventId: number) => boolean): EventGroup[] {
  const messages = new Map(facts.tasks.flatMap((task) => task.messages.map((message) => [message.eventId, message])));
  const groups: EventGroup[] = [];
  let leading: number[] = [];
  for (const event of events ?? []) {
    const eventId = idOf(event);
    const began = beginningOf(event, facts, messages.get(eventId));
    if (began !== null && (began.kind !== 'timer' || isMoment(eventId))) {
      groups.push({ began, at: instantOf(event), eventId, eventIds: [...leading, eventId] });
      leading = [];
    } else if (isLeading(event)) {
      leading.push(eventId);
    } else {
      groupOf(groups, event)?.eventIds.push(...leading, eventId);
      leading = [];
    }
  }
  groups.at(-1)?.eventIds.push(...leading);
  return groups;
}

/** The answer to a message belongs to that message, also when another came in between. */
function groupOf(groups: readonly EventGroup[], { workflowExecutionUpdateCompletedEventAttributes: completed }: EngineEvent): EventGroup | undefined {
  const acceptedId = Number(completed?.acceptedEventId ?? 0);
  return groups.find(({ eventId }) => eventId === acceptedId) ?? groups.at(-1);
}

const isLeading = (event: EngineEvent): boolean =>
  event.workflowTaskScheduledEventAttributes != null || event.workflowTaskStartedEventAttributes != null || event.workflowTaskCompletedEventAttributes != null;

const startOf = (start: CaseFacts['start']) => (!('carried' in start) ? 'new' : start.carried.phase === 'closed' ? 'reopened' : 'carried-on');

function beginningOf(event: EngineEvent, { start }: CaseFacts, message: CaseMessage | undefined): Beginning | null {
  if (event.workflowExecutionStartedEventAttributes != null) return { kind: 'start', as: startOf(start) };
  if (event.timerFiredEventAttributes != null) return { kind: 'timer' };
  if (message !== undefined) return { kind: 'update', name: message.name, message: message.message as Record<string, unknown> };
  if (event.workflowExecutionCompletedEventAttributes != null) return { kind: 'end', status: 'completed' };
  if (event.workflowExecutionTerminatedEventAttributes != null) return { kind: 'end', status: 'terminated' };
  return event.workflowExecutionFailedEventAttributes != null ? { kind: 'end', status: 'failed' } : null;
}
