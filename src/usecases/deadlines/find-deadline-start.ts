/** The start of a deadline, in the case's timeline and in the engine's history. */
import { apiAddress } from '../../api-addresses.ts';
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import type { TimelineRow } from '../../db/queries/cases/timeline.ts';
import type { StepEventType } from '../../domain/case/events.ts';
import type { Instant } from '../../domain/time/dates.ts';
import type { Deadline } from '../../domain/deadlines/deadline.ts';
import { AppError } from '../../errors.ts';
import { readCaseHistory, type CaseHistory } from '../records/read-case-history.ts';

/** For commands with several events, the one that starts a deadline of each kind. */
const startingTypes: Partial<Record<Deadline['kind'], readonly StepEventType[]>> = {
  referral: ['problematic-debts'],
  'first-talk-urgent': ['problematic-debts', 'referred'],
  'hand-over': ['hand-over-offered'],
  're-check-answer': ['re-check-asked', 're-check-decided'],
  're-check-reminder': ['re-check-reminded'],
  're-check-decision': ['re-check-silent', 're-check-answered'],
};

/** The event that started it; null when the timeline has none. */
export function startingEvent({ kind, creditorId, startedBy }: Deadline, timeline: readonly TimelineRow[]): TimelineRow | null {
  // What happened by itself at several moments at once is stored under the last of them.
  const moment = startedBy.startsWith('moment-') ? Date.parse(startedBy.slice('moment-'.length)) : NaN;
  const said = timeline.filter(({ commandId, at, actorRole }) => commandId === startedBy || (actorRole === 'system' && Date.parse(at) === moment));
  const fitting = said.filter(({ type, data }) => startingTypes[kind]?.some((starts) => starts === type) === true && (data['creditorId'] === undefined || data['creditorId'] === creditorId));
  return fitting[0] ?? said[0] ?? null;
}

/** The engine's time of an event differs a little from that of the step. */
const SAME_STEP_MS = 60_000;

/** The run and events in which it started; null while the engine is away, or when it has deleted them. */
export async function startedInHistory(deps: { sql: Sql; temporal: Client }, actor: CallingActor, caseId: string, { startedBy }: Deadline, event: TimelineRow | null) {
  const runs = await runsOf(deps, actor, caseId);
  const steps = runs.flatMap(({ runId, steps: its }) => its.map((step) => ({ runId, ...step })));
  const known = steps.find(({ commandId }) => commandId === startedBy);
  const found = known ?? nearest(steps.filter((step) => step.name === nameOf(startedBy)), event?.at ?? null);
  return found === undefined ? null : { runId: found.runId, eventIds: found.eventIds, link: apiAddress.history(caseId) };
}

async function runsOf(deps: { sql: Sql; temporal: Client }, actor: CallingActor, caseId: string): Promise<CaseHistory['runs']> {
  try {
    return (await readCaseHistory(deps, actor, { caseId, raw: false })).runs;
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-unavailable') return [];
    throw error;
  }
}

function nameOf(startedBy: string): string {
  if (startedBy.startsWith('signal-')) return 'addSignal';
  return startedBy.startsWith('match-') ? 'applyMatch' : 'timer';
}

function nearest<Step extends { at: Instant }>(steps: readonly Step[], at: Instant | null): Step | undefined {
  if (at === null) return undefined;
  const distance = (step: Step) => Math.abs(Date.parse(step.at) - Date.parse(at));
  return steps.filter((step) => distance(step) <= SAME_STEP_MS).sort((a, b) => distance(a) - distance(b))[0];
}
