/**
 * A case's history, reduced to what its state can be computed from again: how the run started, and for each workflow
 * task the time that it saw, the messages it accepted and whether a timer woke it.
 */
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import type { Instant } from '../domain/time/dates.ts';
import type { CaseStart } from '../../workflows/contract.ts';

export type EngineEvent = NonNullable<History['events']>[number];

type Request = NonNullable<NonNullable<EngineEvent['workflowExecutionUpdateAcceptedEventAttributes']>['acceptedRequest']>;

export interface CaseMessage {
  name: string;
  message: unknown;
  /** The id of the event that accepted it. */
  eventId: number;
}

export interface CaseTask {
  /** The workflow's `now()` in this task: when the task was started. */
  at: Instant;
  messages: CaseMessage[];
  /** The event of the timer that woke the workflow; null when none did. */
  firedId: number | null;
}

export interface CaseFacts {
  /** The run, or the run that it was reset from: of runs with the same origin only the newest counts. */
  origin: string;
  start: CaseStart;
  /** The tasks in order; the first, in which a run that was carried on meets what has passed, and those in which something came in. */
  tasks: CaseTask[];
  /** The event of the last completed storing; 0 when there is none. */
  storedId: number;
}

/** The history is not that of a case, or does not follow from today's rules. */
export class Unfoldable extends Error {
  override readonly name = 'Unfoldable';
}

/** @throws Unfoldable when the history does not begin with the start of a case */
export function factsOf({ events }: History): CaseFacts {
  const [first] = events ?? [];
  const started = first?.workflowExecutionStartedEventAttributes;
  if (started == null) throw new Unfoldable('the history does not begin with the start of a run');
  if (started.workflowType?.name !== 'caseWorkflow') throw new Unfoldable(`this is the history of ${started.workflowType?.name ?? 'nothing'}, not of a case`);
  const start = payloadOf(started.input?.payloads) as CaseStart;
  return { origin: started.originalExecutionRunId ?? '', start, tasks: tasksOf(events ?? []), storedId: idOf(events?.findLast(isStoring)) };
}

/** The only activity of a case is the local activity that stores its steps; it leaves a marker when it is done. */
const isStoring = ({ markerRecordedEventAttributes: marker }: EngineEvent) => marker?.markerName === 'core_local_activity' && marker.failure == null;

export const idOf = (event: EngineEvent | undefined): number => Number(event?.eventId ?? 0);

/** An update's event comes after the completion of the task that accepted it; a timer fires before its task starts. */
function tasksOf(events: readonly EngineEvent[]): CaseTask[] {
  const tasks: CaseTask[] = [];
  const admitted = new Map<string, Request>();
  let startedAt = '';
  let firedId: number | null = null;
  for (const event of events) {
    if (event.workflowTaskStartedEventAttributes != null) startedAt = instantOf(event);
    if (event.timerFiredEventAttributes != null) firedId = idOf(event);
    if (event.workflowTaskCompletedEventAttributes != null) {
      tasks.push({ at: startedAt, messages: [], firedId });
      firedId = null;
    }
    // After a reset, an update's content is in the event that admitted it again.
    const again = event.workflowExecutionUpdateAdmittedEventAttributes?.request;
    if (again != null) admitted.set(again.meta?.updateId ?? '', again);
    const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
    if (accepted == null) continue;
    const request = (accepted.acceptedRequest ?? admitted.get(accepted.protocolInstanceId ?? ''))?.input;
    tasks.at(-1)?.messages.push({ name: request?.name ?? '', message: payloadOf(request?.args?.payloads), eventId: idOf(event) });
  }
  return tasks.filter(({ messages, firedId: woken }, n) => n === 0 || woken !== null || messages.length > 0);
}

/** Rounded down to the millisecond, as a workflow's clock does. */
export function instantOf({ eventTime }: EngineEvent): Instant {
  return new Date(Number(eventTime?.seconds ?? 0) * 1_000 + Math.floor((eventTime?.nanos ?? 0) / 1e6)).toISOString();
}

function payloadOf(payloads: readonly Payload[] | null | undefined): unknown {
  const [payload] = payloads ?? [];
  if (payload === undefined) throw new Unfoldable('a message without content');
  return defaultPayloadConverter.fromPayload(payload);
}
