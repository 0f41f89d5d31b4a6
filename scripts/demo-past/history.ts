/**
 * The history that the engine would have of a life that was lived before it started, in its own JSON, event by event as a worker
 * leaves it: so that the self-check folds it, a release replays it, and people read it like any other. `npm run replay` holds these too.
 */
import type { CaseRecord } from '../../src/domain/case/record.ts';
import type { Instant } from '../../src/domain/time/dates.ts';
import type { CaseOutcome, CaseStart, Stored } from '../../workflows/contract.ts';

const later = (at: Instant, ms: number): Instant => new Date(Date.parse(at) + ms).toISOString();
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const json = (value: unknown) => ({ payloads: [{ metadata: { encoding: base64('json/plain') }, data: base64(JSON.stringify(value)) }] });
const nothing = { payloads: [{ metadata: { encoding: base64('binary/null') } }] };
const protoTime = (at: Instant) => ({ seconds: Math.floor(Date.parse(at) / 1000), nanos: (Date.parse(at) % 1000) * 1_000_000 });

const IDENTITY = 'demo';
/** How long a worker is busy with one task. */
const TASK_MS = 9;

export interface Update {
  id: string;
  name: 'addSignal' | 'applyMatch' | 'act';
  message: unknown;
}

interface Task {
  at: Instant;
  /** The timer woke the workflow; else a message came in. */
  update: Update | null;
  /** What the step left. A message can bring a moment that has passed already: that is a second step in its task. */
  records: readonly CaseRecord[];
  /** The moment that the workflow waits for from now on; null: for people alone. */
  next: Instant | null;
}

interface Timer {
  id: string;
  eventId: number;
  for: Instant;
}

export class HistoryWriter {
  readonly #events: object[] = [];
  readonly #queue: object;
  #timer: Timer | null = null;
  #timers = 0;
  #stores = 0;

  constructor(run: { runId: string; taskQueue: string; start: CaseStart; at: Instant }) {
    this.#queue = { name: run.taskQueue, kind: 'TASK_QUEUE_KIND_NORMAL' };
    this.#add(run.at, 'WORKFLOW_EXECUTION_STARTED', 'workflowExecutionStarted', {
      workflowType: { name: 'caseWorkflow' },
      taskQueue: this.#queue,
      input: json(run.start),
      workflowTaskTimeout: '10s',
      originalExecutionRunId: run.runId,
      firstExecutionRunId: run.runId,
      identity: IDENTITY,
      attempt: 1,
    });
  }

  get events(): readonly object[] {
    return this.#events;
  }

  /** A step: a message or a timer, the task that it woke, the storing of the step, and the timer for the next moment. */
  step({ at, update, records, next }: Task): void {
    if (update === null) this.#fire(at);
    const completedId = this.#task(at);
    const done = later(at, TASK_MS);
    const accepted = update === null ? null : this.#accept(done, update, completedId - 2);
    if (next !== (this.#timer?.for ?? null)) this.#wait(done, next, completedId, at);
    for (const [n, { state: { seq, phase } }] of records.entries()) {
      this.#stored(at, completedId);
      if (n === 0 && update !== null && accepted !== null) this.#answer(done, update, accepted, { seq, phase });
    }
  }

  /** The case closed in its last step, so the run is over. */
  end(at: Instant, outcome: CaseOutcome): void {
    this.#add(later(at, TASK_MS), 'WORKFLOW_EXECUTION_COMPLETED', 'workflowExecutionCompleted', { result: json(outcome), workflowTaskCompletedEventId: this.#lastTask() });
  }

  #fire(at: Instant): void {
    if (this.#timer === null) throw new Error('no timer to fire');
    this.#add(at, 'TIMER_FIRED', 'timerFired', { timerId: this.#timer.id, startedEventId: String(this.#timer.eventId) });
    this.#timer = null;
  }

  #task(at: Instant): number {
    const scheduledId = this.#add(at, 'WORKFLOW_TASK_SCHEDULED', 'workflowTaskScheduled', { taskQueue: this.#queue, startToCloseTimeout: '10s', attempt: 1 });
    const startedId = this.#add(at, 'WORKFLOW_TASK_STARTED', 'workflowTaskStarted', { scheduledEventId: String(scheduledId), identity: IDENTITY });
    const isFirst = scheduledId === 2;
    return this.#add(later(at, TASK_MS), 'WORKFLOW_TASK_COMPLETED', 'workflowTaskCompleted', {
      scheduledEventId: String(scheduledId),
      startedEventId: String(startedId),
      identity: IDENTITY,
      sdkMetadata: isFirst ? { coreUsedFlags: [3, 2, 1], sdkName: 'temporal-typescript', sdkVersion: '1.24.0' } : {},
      meteringMetadata: {},
    });
  }

  #accept(at: Instant, { id, name, message }: Update, scheduledId: number): number {
    return this.#add(at, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED', 'workflowExecutionUpdateAccepted', {
      protocolInstanceId: id,
      acceptedRequestMessageId: `${id}/request`,
      acceptedRequestSequencingEventId: String(scheduledId),
      acceptedRequest: { meta: { updateId: id, identity: IDENTITY }, input: { header: {}, name, args: json(message) } },
    });
  }

  #answer(at: Instant, { id }: Update, acceptedId: number, stored: Stored): void {
    this.#add(at, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED', 'workflowExecutionUpdateCompleted', {
      meta: { updateId: id, identity: IDENTITY },
      acceptedEventId: String(acceptedId),
      outcome: { success: json(stored) },
    });
  }

  /** The timer for the moment of before makes way for the next. */
  #wait(at: Instant, next: Instant | null, completedId: number, from: Instant): void {
    const by = { workflowTaskCompletedEventId: String(completedId) };
    if (this.#timer !== null) this.#add(at, 'TIMER_CANCELED', 'timerCanceled', { timerId: this.#timer.id, startedEventId: String(this.#timer.eventId), identity: IDENTITY, ...by });
    this.#timer = null;
    if (next === null) return;
    const id = String((this.#timers += 1));
    const startToFireTimeout = `${(Math.max(1, Date.parse(next) - Date.parse(from)) / 1000).toFixed(3)}s`;
    this.#timer = { id, for: next, eventId: this.#add(at, 'TIMER_STARTED', 'timerStarted', { timerId: id, startToFireTimeout, ...by }) };
  }

  #stored(at: Instant, completedId: number): void {
    const seq = (this.#stores += 1);
    const data = { seq, attempt: 1, activity_id: String(seq), activity_type: 'recordCase', complete_time: protoTime(later(at, TASK_MS - 2)), backoff: null, original_schedule_time: protoTime(later(at, 2)) };
    this.#add(later(at, TASK_MS), 'MARKER_RECORDED', 'markerRecorded', { markerName: 'core_local_activity', details: { data: json(data), result: nothing }, workflowTaskCompletedEventId: String(completedId) });
  }

  #lastTask(): string {
    return String(this.#events.findLastIndex((event) => 'workflowTaskCompletedEventAttributes' in event) + 1);
  }

  #add(at: Instant, type: string, attributes: string, values: object): number {
    const eventId = this.#events.length + 1;
    this.#events.push({ eventId: String(eventId), eventTime: at, eventType: `EVENT_TYPE_${type}`, taskId: String(1_048_576 + eventId), [`${attributes}EventAttributes`]: values });
    return eventId;
  }
}
