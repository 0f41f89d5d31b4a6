/** What holds for every step of every case, whatever the model says. */
import assert from 'node:assert/strict';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { unitAt, type Deadline } from '../../src/domain/deadlines/deadline.ts';
import { rules, type Phase } from '../../src/domain/case/lifecycle.ts';
import { eventsOf } from './compare.ts';
import { after, dayAt, daysLeft, plus, type Closed } from './model/days.ts';
import type { Taken } from './pure-run.ts';

/** Where what nobody commands may lead; staying is always possible. */
const leadsTo: Record<'time' | 'signal' | 'match' | 'objection' | 'replan', Partial<Record<Phase, Phase[]>>> = {
  time: { triage: ['visiting', 'closed'], feedback: ['monitoring', 're-check', 'closed'], monitoring: ['re-check', 'closed'], 're-check': ['monitoring', 'closed'] },
  signal: { candidate: ['triage', 'closed'], feedback: ['triage'], monitoring: ['triage'], 're-check': ['triage'] },
  match: { candidate: ['triage', 'closed'] },
  objection: { triage: ['closed'], visiting: ['closed'], planning: ['closed'], feedback: ['monitoring', 'closed'], monitoring: ['closed'], 're-check': ['monitoring', 'closed'] },
  replan: { monitoring: ['re-check'] },
};

const isUncommanded = (by: Taken['by']): by is keyof typeof leadsTo => by in leadsTo;

export function checkStep({ before, record, by, now, maxVisits }: Taken): void {
  const { state } = record;
  assert.equal(state.seq, before.seq + 1);
  if (isUncommanded(by)) assert.ok(state.phase === before.phase || leadsTo[by][before.phase]?.includes(state.phase), `${by} led from ${before.phase} to ${state.phase}`);
  else assert.ok(rules[by].to.includes(state.phase), `${by} led to ${state.phase}`);
  const closings = record.events.filter(({ type }) => type === 'closed').length;
  assert.equal(closings, state.phase === 'closed' && before.phase !== 'closed' ? 1 : 0);
  if (before.phase === 'closed') assert.equal(by, 'reopen');
  checkAttempts(state, maxVisits);
  checkDeadlines(before, record, by === 'correct-attempt' || by === 'take-back-attempt' || by === 'undo-triage' || by === 'reopen' || record.events.some(({ type }) => type === 'triage-undone' || type === 'feedback-undone'));
  checkMoments(before, record, now);
  if (by === 'replan') checkMoved(before, record);
}

/** Within the policy: that of now, or where it was changed meanwhile the most that the case was ever allowed. */
function checkAttempts({ attempts }: CaseState, maxVisits: number): void {
  const visits = new Map<number, number>();
  for (const { kind, cycle, during } of attempts) if (during === undefined && (kind === 'visit' || kind === 'appointment')) visits.set(cycle, (visits.get(cycle) ?? 0) + 1);
  for (const made of visits.values()) assert.ok(made <= maxVisits, `${made} visits`);
}

/** The timeline tells of each deadline that a re-plan moved, and of no other. */
function checkMoved(before: CaseState, record: CaseRecord): void {
  const { state } = record;
  const told = eventsOf([record], 'deadline-replanned').map(({ data }) => `${data.deadlineId} ${data.to}`);
  const moved = before.deadlines.flatMap((was, n) => {
    const d = state.deadlines[n] as Deadline;
    return d.dueOn !== was.dueOn || (was.state === 'breached') !== (d.state === 'breached') ? [`${d.id} ${d.dueOn}`] : [];
  });
  assert.deepEqual(told.sort(), moved.sort());
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
  // Of two contracts the supply may end at once.
  const kinds = state.deadlines.filter((d) => running(d) && (d.endsOn === undefined || state.phase === 'closed')).map(({ kind, creditorId }) => `${kind} ${creditorId ?? ''}`);
  assert.equal(new Set(kinds).size, kinds.length);
  if (state.phase === 'closed') assert.deepEqual(kinds, []);
}

const same = (a: Deadline, b: Deadline) => JSON.stringify(a) === JSON.stringify(b);

function checkMoments(before: CaseState, { events, state }: CaseRecord, now: number): void {
  for (const event of events) {
    if (event.type !== 'deadline-breached' && event.type !== 'deadline-warned') continue;
    const { type, at, data } = event;
    const d = state.deadlines.find(({ id }) => id === data.deadlineId) as Deadline;
    const was = before.deadlines.find(({ id }) => id === data.deadlineId);
    assert.ok(Date.parse(at) <= now, 'early');
    assert.equal(data.dueOn, d.dueOn);
    // A re-plan can put a day in the past; nobody was late by it before.
    const planned = d.changes.at(-1)?.kind === 're-planned' ? Date.parse(String(d.changes.at(-1)?.at)) : 0;
    if (type === 'deadline-warned') assert.ok(Date.parse(at) < Date.parse(d.dueBefore), 'warned late');
    else assert.equal(Date.parse(at), Math.max(Date.parse(d.dueBefore), planned, Date.parse(d.knownAt ?? d.startedAt)));
    assert.ok(Date.parse(at) >= Date.parse(d.knownAt ?? at), 'told before anybody could know');
    if (was?.state === 'breached' && type === 'deadline-breached') assert.notEqual(was.dueOn, d.dueOn);
  }
}

/** Of the whole life: each breach once a due date, each warning once a moment, and a breach on record is one that was told. */
export function checkOnce(records: readonly CaseRecord[]): void {
  const warned = eventsOf(records, 'deadline-warned').map(({ data, at }) => `${data.deadlineId} ${at}`);
  const breaches = eventsOf(records, 'deadline-breached');
  const breached = breaches.map(({ data }) => `${data.deadlineId} ${data.dueOn}`);
  assert.equal(new Set(warned).size, warned.length);
  assert.equal(new Set(breached).size, breached.length);
  for (const { id, breachedAt } of records.at(-1)?.state.deadlines ?? []) assert.equal(breaches.findLast(({ data }) => data.deadlineId === id)?.at ?? null, breachedAt);
}

/** Days used while time ran, and those still to go, are together what was allowed, counted by the term and calendar in force. */
export function checkAllowance(d: Deadline, closed: Closed): void {
  if (d.endsOn !== undefined) return assert.ok(d.dueOn <= d.endsOn && d.state !== 'paused', 'an offer after the day that it is for');
  const unit = d.term.unit === 'workingDays' ? 'workingDays' : 'calendarDays';
  const days = (from: string, until: string) => daysLeft(from, until, unit, closed);
  const start = dayAt(Date.parse(d.startedAt));
  let allowed = days(start, after(start, d.term.amount, d.term.unit, closed));
  let stoodStill = 0;
  let pausedOn: string | null = null;
  let given: string | null = null;
  const used = () => days(start, pausedOn ?? d.dueOn) - stoodStill;
  // A day that a person gave, and the room it left at a pause, no re-plan takes away.
  const allow = (much: number) => (allowed = Math.max(allowed, much));
  for (const change of d.changes.filter(({ kind }) => kind !== 're-planned')) {
    const on = dayAt(Date.parse(change.at));
    if (change.kind === 'extended') allow(days(start, change.dueOn) - stoodStill);
    if (change.kind === 'extended') given = change.dueOn;
    if (change.kind === 'paused') pausedOn = on;
    if (pausedOn !== null) allow(used() + (given === change.dueOn && unitAt(d, change) === d.term.unit ? (change.remaining ?? 0) : 0));
    if (change.kind !== 'resumed') continue;
    // A term in working days whose last day was over ends on the next one.
    if (unit === 'workingDays' && used() >= allowed && days(plus(on, -1), on) === 0) allow(used() + 1);
    stoodStill += days(pausedOn ?? on, on);
    pausedOn = null;
  }
  if (d.state === 'paused') assert.equal(used() + (d.remaining ?? 0), allowed);
  else if (pausedOn === null) assert.equal(used(), allowed);
}
