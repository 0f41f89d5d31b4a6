/**
 * What reports count of a life, counted again by plain code: from the states before and after each step, the model's attempts
 * and what was said, without the rules that make facts.
 */
import assert from 'node:assert/strict';
import { factsOf, type CaseFact, type NumberedEvent, type Written } from '../../src/domain/case/facts.ts';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import type { Attempt, CaseState } from '../../src/domain/case/state.ts';
import type { TimelineEvent } from '../../src/domain/case/step.ts';
import { eventsOf } from './compare.ts';
import { dayAt } from './model/days.ts';
import type { Life } from './model/life.ts';
import type { Taken } from './pure-run.ts';

/** Any plan, and any feedback, says the same. */
const plan = { causes: ['income-drop', 'dispute'], lifeAreas: ['health'], directPayment: true, helpWithArrangements: false, allowancesChecked: true, currentPaymentsFrom: '2041-01-01' } as const;
const feedback = { cause: 'dispute', currentPayments: { state: 'resumes-on', date: '2041-02-01' }, outlook: 'arrears-only', approach: ['arrangement', 'direct-payment'] } as const;

type Counted = Pick<CaseFact, 'kind' | 'cycle' | 'happenedOn'> & Partial<CaseFact>;
const inWords = ({ kind, code, contact, partOfDay, creditorId, cycle, happenedOn, agreedFor }: Counted) =>
  [kind, code ?? '-', contact ?? '-', partOfDay ?? '-', creditorId ?? '-', cycle, happenedOn, agreedFor ?? '-'].join(' ');

export function checkFacts(taken: readonly Taken[], life: Life): void {
  const records = taken.map(({ record }) => record);
  assert.deepEqual(factsOfRecords(records).map(inWords).sort(), recount(taken, life).map(inWords).sort());
}

function factsOfRecords(records: readonly CaseRecord[]): CaseFact[] {
  const events = records.flatMap(({ state, commandId, events: said }) => said.map((event, n): NumberedEvent => ({ ...event, key: `${state.seq}.${n}`, seq: state.seq, commandId })));
  const written: Written = { plans: everyId(eventsOf(records, 'plan-completed').map(({ data }) => data.planId), plan), feedbacks: everyId([...eventsOf(records, 'feedback-sent'), ...eventsOf(records, 'feedback-corrected')].map(({ data }) => data.feedbackId), feedback) };
  const facts = factsOf(events, records.at(-1)?.state.attempts ?? [], written);
  assert.equal(new Set(facts.map(({ key }) => key)).size, facts.length);
  return facts;
}

const everyId = (ids: readonly string[], value: object) => new Map(ids.map((id) => [id, value])) as never;

function recount(taken: readonly Taken[], life: Life): Counted[] {
  const attempts = life.attempts.map(({ kind, outcome, date, partOfDay = null, round }): Counted => ({ kind: 'attempt', code: outcome, contact: kind, partOfDay, cycle: round, happenedOn: date }));
  return [...attempts, ...decisions(taken), ...debts(taken), ...answers(taken), ...feedbacks(taken), ...taken.flatMap(plain)];
}

const cycleOf = ({ by, before, record }: Taken) => (by === 'reopen' ? record.state.cycle : before.cycle);

/** A decision that was undone was none. */
function decisions(taken: readonly Taken[]): Counted[] {
  const found: Counted[] = [];
  for (const step of taken) {
    const [said] = [...eventsOf([step.record], 'go'), ...eventsOf([step.record], 'no-go')];
    if (said !== undefined) found.push({ kind: 'triage', code: said.type === 'go' ? 'go' : said.data.because, cycle: cycleOf(step), happenedOn: dayAt(Date.parse(said.at)) });
    if (eventsOf([step.record], 'triage-undone').length > 0) found.pop();
  }
  return found;
}

/** Those that were found in a talk which, as was said at once, never took place, were not found. */
function debts(taken: readonly Taken[]): Counted[] {
  let found: Counted[] = [];
  let opened = 0;
  const before = new Map<string, Counted[]>();
  for (const step of taken) {
    const changed = step.by === 'correct-attempt' || step.by === 'take-back-attempt' ? changedAttempt(step) : undefined;
    if (step.by === 'record-attempt') before.set(step.record.commandId, [...found]);
    if (changed !== undefined) found = [...(before.get(changed) ?? found)];
    // Said of a file that was no more, they never were: all that was found since there was none.
    if (step.by === 'withdraw-problematic-debts') found = found.slice(0, opened);
    for (const { data, at } of eventsOf([step.record], 'problematic-debts')) {
      if (!hasFile(step.before)) opened = found.length;
      found.push({ kind: 'problematic-debts', code: data.urgent ? 'urgent' : 'not-urgent', cycle: cycleOf(step), happenedOn: data.date ?? dayAt(Date.parse(at)) });
    }
  }
  return found;
}

/** Debts are known, or debt services wait for somebody. */
const hasFile = ({ problematicDebts, deadlines }: CaseState) => problematicDebts || deadlines.some(({ kind, endedAt }) => endedAt === null && ['referral', 'first-talk', 'first-talk-urgent'].includes(kind));

/** The attempt that leads elsewhere now, where nobody had gone on from it. */
function changedAttempt({ before, record }: Taken): string | undefined {
  const led = ({ kind, outcome, date }: Attempt) => `${kind === 'visit' || kind === 'appointment'} ${outcome} ${date}`;
  const n = before.attempts.findIndex((was, k) => {
    const now = record.state.attempts[k];
    return now?.id !== was.id || led(now) !== led(was);
  });
  const since = before.attempts.slice(n);
  const isFresh = n >= 0 && since[0]?.cycle === before.cycle && since.at(-1)?.id === before.correctableId && since.every(({ during, settled }) => during === undefined && settled !== true);
  return isFresh && (since.length === 1 || since.every(({ outcome }) => outcome === 'nobody-home')) ? since[0]?.id : undefined;
}

/** What a feedback said, unless everybody who had it was told otherwise. */
function feedbacks(taken: readonly Taken[]): Counted[] {
  const said: { id: string; of: string[]; counted: Counted[] }[] = [];
  for (const step of taken) {
    for (const event of step.record.events) {
      if (event.type !== 'feedback-sent' && event.type !== 'feedback-corrected') continue;
      const { feedbackId: id, signalIds: of = [] } = event.data;
      for (const wrong of said) if (event.type === 'feedback-corrected' && wrong.id === event.data.corrects) wrong.of = wrong.of.filter((signal) => !of.includes(signal));
      said.push({ id, of, counted: aFeedback.map((one) => ({ ...one, cycle: cycleOf(step), happenedOn: dayAt(Date.parse(event.at)) })) });
    }
  }
  return said.flatMap(({ of, counted }) => (of.length === 0 ? [] : counted));
}

/** The last answer of each creditor to each re-check. */
function answers(taken: readonly Taken[]): Counted[] {
  const all: Map<string, Counted>[] = [];
  for (const step of taken) {
    for (const event of step.record.events) {
      if (event.type === 're-check-asked') all.push(new Map());
      if (event.type !== 're-check-answered' && event.type !== 're-check-silent') continue;
      const { creditorId } = event.data;
      const code = event.type === 're-check-silent' ? 'silent' : event.data.answer ?? (event.data.paying ? 'paying' : 'not-paying');
      all.at(-1)?.set(creditorId, { kind: 're-check', code, creditorId, cycle: cycleOf(step), happenedOn: dayAt(Date.parse(event.at)) });
    }
  }
  return all.flatMap((asked) => [...asked.values()]);
}

/** What is said once, and stands. */
function plain(step: Taken): Counted[] {
  return step.record.events.flatMap((event) => {
    const on = { cycle: cycleOf(step), happenedOn: dayAt(Date.parse(event.at)) };
    return said(event).map((one) => ({ ...on, ...one }));
  });
}

function said({ type, data }: TimelineEvent): (Pick<CaseFact, 'kind'> & Partial<CaseFact>)[] {
  if (type === 'appointment') return [{ kind: 'appointment', code: data.place, partOfDay: data.partOfDay, agreedFor: data.date }];
  if (type === 'callback') return [{ kind: 'callback', happenedOn: data.date }];
  if (type === 'planning-ended') return [{ kind: 'no-plan', code: data.because, ...(data.date === undefined ? {} : { happenedOn: data.date }) }];
  if (type === 'plan-completed') return data.date === undefined ? aPlan : aPlan.map((one) => ({ ...one, happenedOn: data.date ?? '' }));
  if (type === 'referred') return [{ kind: 'referral', ...(data.date === undefined ? {} : { happenedOn: data.date }) }];
  if (type === 'first-talk') return [{ kind: 'first-talk', happenedOn: data.date }];
  if (type === 'hand-over-offered') return [{ kind: 'hand-over', code: 'offered', ...(data.date === undefined ? {} : { happenedOn: data.date }) }];
  if (type === 'hand-over-confirmed') return [{ kind: 'hand-over', code: 'confirmed', ...(data.date === undefined ? {} : { happenedOn: data.date }) }];
  if (type === 'feedback-sent') return [{ kind: 'feedback', code: data.helpAccepted ? 'help-accepted' : 'no-help' }];
  if (type === 're-check-asked') return [{ kind: 're-check-asked' }];
  if (type === 're-check-decided') return [{ kind: 're-check-decision', code: data.decision }];
  if (type === 'close') return [{ kind: 'closed-early', code: data.because }];
  if (type === 'closed' && data.ending !== 'drop-out') return [{ kind: 'closed', code: data.ending }, ...(data.result === null ? [] : [{ kind: 'result', code: data.result } as const])];
  if (type === 'reopened') return [{ kind: 'reopened', code: data.to }];
  return [];
}

const aPlan: ReturnType<typeof said> = [
  { kind: 'plan' },
  { kind: 'cause', code: 'income-drop' },
  { kind: 'cause', code: 'dispute' },
  { kind: 'life-area', code: 'health' },
  { kind: 'arrangement', code: 'direct-payment' },
  { kind: 'arrangement', code: 'current-payments', agreedFor: '2041-01-01' },
  { kind: 'allowances-checked' },
];
const aFeedback: ReturnType<typeof said> = [
  { kind: 'feedback-cause', code: 'dispute' },
  { kind: 'current-payments', code: 'resumes-on', agreedFor: '2041-02-01' },
  { kind: 'outlook', code: 'arrears-only' },
  { kind: 'approach', code: 'arrangement' },
  { kind: 'approach', code: 'direct-payment' },
];
