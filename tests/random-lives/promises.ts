/** What holds for every step of every case, whatever the model says. */
import assert from 'node:assert/strict';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { Deadline } from '../../src/domain/deadline.ts';
import { rules, type Phase } from '../../src/domain/lifecycle.ts';
import { after, dayAt, daysLeft, type Closed } from './model/days.ts';
import type { Taken } from './pure-run.ts';

/** Where time, a signal or a match may lead; staying is always possible. */
const leadsTo: Record<'time' | 'signal' | 'match', Partial<Record<Phase, Phase[]>>> = {
  time: { triage: ['visiting', 'closed'], monitoring: ['re-check'] },
  signal: { candidate: ['triage', 'closed'], monitoring: ['triage'], 're-check': ['triage'] },
  match: { candidate: ['triage', 'closed'] },
};

export function checkStep({ before, record, by, now }: Taken): void {
  const { state } = record;
  assert.equal(state.seq, before.seq + 1);
  if (by === 'time' || by === 'signal' || by === 'match') assert.ok(state.phase === before.phase || leadsTo[by][before.phase]?.includes(state.phase), `${by} led from ${before.phase} to ${state.phase}`);
  else assert.ok(rules[by].to.includes(state.phase), `${by} led to ${state.phase}`);
  const closings = record.events.filter(({ type }) => type === 'closed').length;
  assert.equal(closings, state.phase === 'closed' && before.phase !== 'closed' ? 1 : 0);
  if (before.phase === 'closed') assert.equal(by, 'reopen');
  checkAttempts(state);
  checkDeadlines(before, record, by === 'correct-attempt' || by === 'undo-triage');
  checkMoments(before, record, now);
}

function checkAttempts({ attempts, policy }: CaseState): void {
  const visits = new Map<number, number>();
  for (const { kind, cycle } of attempts) if (kind === 'visit' || kind === 'appointment') visits.set(cycle, (visits.get(cycle) ?? 0) + 1);
  for (const made of visits.values()) assert.ok(made <= policy.maxVisits, `${made} visits`);
}

const running = (d: Deadline) => d.endedAt === null;

function checkDeadlines(before: CaseState, { state, deadlines }: CaseRecord, takesBack: boolean): void {
  const stored = new Set(deadlines.map(({ id }) => id));
  for (const [n, d] of state.deadlines.entries()) {
    const was = before.deadlines[n];
    if (was !== undefined && same(was, d)) continue;
    // What changed is stored; what has ended changes only when it is taken back.
    assert.ok(stored.has(d.id), `${d.id} changed unstored`);
    if (was !== undefined && !running(was)) assert.equal(takesBack, true);
  }
  const kinds = state.deadlines.filter(running).map(({ kind, creditorId }) => `${kind} ${creditorId ?? ''}`);
  assert.equal(new Set(kinds).size, kinds.length);
  if (state.phase === 'closed') assert.deepEqual(kinds, []);
}

const same = (a: Deadline, b: Deadline) => JSON.stringify(a) === JSON.stringify(b);

function checkMoments(before: CaseState, { events, state }: CaseRecord, now: number): void {
  for (const { type, at, data } of events) {
    if (type !== 'deadline-breached' && type !== 'deadline-warned') continue;
    const d = (before.deadlines.find(({ id }) => id === data['deadlineId']) ?? state.deadlines.find(({ id }) => id === data['deadlineId'])) as Deadline;
    assert.ok(Date.parse(at) <= now, 'early');
    if (type === 'deadline-breached') assert.equal(Date.parse(at), Date.parse(d.dueBefore));
    else assert.ok(Date.parse(at) < Date.parse(d.dueBefore), 'warned late');
  }
}

/** Of the whole life: each breach once a due date, each warning once a moment. */
export function checkOnce(records: readonly CaseRecord[]): void {
  for (const kind of ['deadline-breached', 'deadline-warned']) {
    const moments = records.flatMap(({ events }) => events).filter(({ type }) => type === kind).map(({ data, at }) => `${String(data['deadlineId'])} ${at}`);
    assert.equal(new Set(moments).size, moments.length);
  }
}

/** Days used while time ran, and those still to go, are together the term and what it was extended by. */
export function checkAllowance(d: Deadline, closed: Closed): void {
  const unit = d.term.unit === 'workingDays' ? 'workingDays' : 'calendarDays';
  const days = (from: string, until: string) => daysLeft(from, until, unit, closed);
  const start = dayAt(Date.parse(d.startedAt));
  let due = after(start, d.term.amount, d.term.unit, closed);
  let given = days(start, due);
  let stoodStill = 0;
  let pausedOn: string | null = null;
  for (const change of d.changes) {
    const on = dayAt(Date.parse(change.at));
    if (change.kind === 'extended') given += days(due, change.dueOn);
    if (change.kind === 'paused') pausedOn = on;
    if (change.kind === 'resumed') stoodStill += days(pausedOn ?? on, on);
    if (change.kind === 'resumed') pausedOn = null;
    due = change.dueOn;
  }
  if (d.state === 'paused') assert.equal(days(start, pausedOn ?? start) - stoodStill + (d.remaining ?? 0), given);
  else assert.equal(days(start, d.dueOn) - stoodStill, given);
}
