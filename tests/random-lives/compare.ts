/** The system's state and the model's, told in the same words. */
import type { StepEventType } from '../../src/domain/case/events.ts';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import { owedSignals } from '../../src/domain/case/feedback/owing.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { TimelineEvent } from '../../src/domain/case/step.ts';
import { overAt } from './model/deadline.ts';
import { creditors, visits, waiting, type Life } from './model/life.ts';

const instant = (at: string | null) => (at === null ? null : Date.parse(at));

export function storyOf(state: CaseState): unknown {
  const ofThisPhase = state.attempts.filter(({ cycle, kind, during }) => cycle === state.cycle && during === undefined && (kind === 'visit' || kind === 'appointment'));
  const taking = state.signals.filter((signal) => signal.state === 'in-case').map(({ creditorId }) => creditorId);
  return {
    phase: state.phase,
    paused: instant(state.pausedAt),
    held: state.held === null ? null : Date.parse(state.held.until),
    signals: state.signals.map((signal) => `${signal.id} ${signal.state}`),
    creditors: [...new Set(taking)],
    owed: owedSignals(state).map(({ id }) => id),
    late: state.signals.filter(({ late }) => late !== undefined).map(({ id, late }) => `${id} ${late?.underPlan === true}`),
    told: state.signals.map(({ id, told = null }) => `${id} ${told}`),
    ready: (state.heldFeedback ?? []).map(({ until, feedbackId }) => `${feedbackId} ${Date.parse(until)}`),
    feedback: state.feedbackId,
    visits: ofThisPhase.length,
    visitingPhase: state.cycle,
    revisits: state.revisits,
    stopped: state.visitsStopped,
    planned: state.planId !== null,
    debts: [state.problematicDebts, state.urgent],
    answers: state.answers,
    undecided: state.undecided,
    result: state.result,
    ending: state.ending,
    maxVisits: state.policy.maxVisits,
    closedDays: state.closedDays.map(({ date }) => date).sort(),
    changes: (state.replans ?? []).map(({ changeId }) => changeId),
    deadlines: state.deadlines.map((d) => ({
      is: `${d.kind} ${d.creditorId ?? ''} ${d.state} ${d.dueOn}`,
      over: Date.parse(d.dueBefore),
      breached: instant(d.breachedAt),
      ended: instant(d.endedAt),
      left: d.remaining,
      moot: d.moot === true,
      ends: d.endsOn ?? null,
      term: d.term,
    })),
  };
}

export function storyOfModel(life: Life): unknown {
  return {
    phase: life.phase,
    paused: life.paused,
    held: life.held?.until ?? null,
    signals: life.signals.map(({ id, state }) => `${id} ${state}`),
    creditors: creditors(life),
    owed: waiting(life).map(({ id }) => id),
    late: life.signals.filter(({ late }) => late !== null).map(({ id, late }) => `${id} ${late?.covered === true}`),
    told: life.signals.map(({ id, told }) => `${id} ${told}`),
    ready: life.ready.map(({ until, id }) => `${id} ${until}`),
    feedback: life.lastFeedback,
    visits: visits(life),
    visitingPhase: life.round,
    revisits: life.revisits,
    stopped: life.visitsStopped,
    planned: life.planned,
    debts: [life.debts, life.urgent],
    answers: Object.fromEntries(life.answers),
    undecided: life.undecided,
    result: life.result,
    ending: life.ending,
    maxVisits: life.policy.maxVisits,
    closedDays: [...life.closed].sort(),
    changes: life.changes,
    deadlines: life.deadlines.map((d) => ({
      is: `${d.kind} ${d.creditor ?? ''} ${d.state} ${d.due}`,
      over: overAt(d),
      breached: d.breached,
      ended: d.ended,
      left: d.left,
      moot: d.moot,
      ends: d.ends,
      term: d.rule.term,
    })),
  };
}

/** All that was said of one type, in order. */
export function eventsOf<Type extends StepEventType>(records: readonly CaseRecord[], type: Type): Extract<TimelineEvent, { type: Type }>[] {
  return records.flatMap(({ events }) => events.filter((event) => event.type === type) as Extract<TimelineEvent, { type: Type }>[]);
}

/** What time brought, 'n kind at', as the timeline has it. */
export function broughtByTime(records: readonly CaseRecord[], type: 'deadline-warned' | 'deadline-breached'): string[] {
  return eventsOf(records, type).map(({ data, at }) => `${Number(data.deadlineId.split('.').at(-1)) - 1} ${data.kind} ${Date.parse(at)}`).sort();
}
