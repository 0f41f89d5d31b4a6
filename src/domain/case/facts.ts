/**
 * What reports count of a case: codes and days, worked out from the events of its timeline. Nothing here says who the case is
 * about. What was taken back or corrected counts as it stands in the end; what happened and was followed by something else
 * (a closing before a reopening) stays a fact of its own day.
 */
import { localDate, type Instant, type LocalDate } from '../time/dates.ts';
import type { CaseEvent, EventFields, StepEventType } from './events.ts';
import type { Feedback } from './feedback/feedback-schema.ts';
import type { PlanCodes } from './plan/plan.ts';
import type { Attempt } from './state.ts';

/** Facts of a plan lose their link to the case when the case is anonymised. */
export const planFactKinds = ['cause', 'life-area', 'arrangement', 'allowances-checked'] as const;
export const factKinds = [
  'triage', 'attempt', 'appointment', 'callback', 'plan', 'no-plan', ...planFactKinds, 'problematic-debts', 'referral', 'first-talk', 'hand-over',
  'feedback', 'feedback-cause', 'current-payments', 'outlook', 'approach', 're-check-asked', 're-check', 're-check-decision', 'closed-early', 'closed', 'result', 'reopened',
] as const;
export type FactKind = (typeof factKinds)[number];

export interface CaseFact {
  /** The timeline's key of the event, and which of its facts this is: '12.0.1'. */
  key: string;
  /** The step of the case's workflow. */
  seq: number;
  kind: FactKind;
  /** What it was, from the list that its kind has; null where the kind says all. */
  code: string | null;
  /** Of an attempt: how contact was sought. */
  contact: string | null;
  partOfDay: string | null;
  /** The creditor that gave the answer. */
  creditorId: string | null;
  /** 0 for the first visiting phase of the case, then one more for each new one. */
  cycle: number;
  /** The local day on which it happened, which may be before the day of recording. */
  happenedOn: LocalDate;
  /** The local day that was agreed: of an appointment, or from which current costs are paid. */
  agreedFor: LocalDate | null;
}

/** An event as the timeline numbers it. */
export type NumberedEvent = CaseEvent & { key: string; seq: number; at: Instant; commandId: string | null };

/** What stands beside the timeline, by its id. */
export interface Written {
  plans: ReadonlyMap<string, PlanCodes>;
  feedbacks: ReadonlyMap<string, Feedback>;
}

type Made = Pick<CaseFact, 'kind'> & Partial<Pick<CaseFact, 'code' | 'contact' | 'partOfDay' | 'creditorId' | 'happenedOn' | 'agreedFor'>>;
type Makers = { [Type in StepEventType]?: (data: EventFields[Type], written: Written) => Made[] };

const makers: Makers = {
  go: () => [{ kind: 'triage', code: 'go' }],
  'no-go': ({ because }) => [{ kind: 'triage', code: because }],
  attempt: ({ kind, outcome, date, partOfDay }) => [{ kind: 'attempt', code: outcome, contact: kind, partOfDay, happenedOn: date }],
  appointment: ({ place, partOfDay, date }) => [{ kind: 'appointment', code: place, partOfDay, agreedFor: date }],
  callback: ({ date }) => [{ kind: 'callback', happenedOn: date }],
  'plan-completed': ({ planId, date }, { plans }) => [{ kind: 'plan' } satisfies Made, ...ofPlan(plans.get(planId))].map((fact): Made => ({ ...fact, ...happened(date) })),
  'planning-ended': ({ because, date }) => [{ kind: 'no-plan', code: because, ...happened(date) }],
  'problematic-debts': ({ urgent, date }) => [{ kind: 'problematic-debts', code: urgent ? 'urgent' : 'not-urgent', ...happened(date) }],
  referred: ({ date }) => [{ kind: 'referral', ...happened(date) }],
  'first-talk': ({ date }) => [{ kind: 'first-talk', happenedOn: date }],
  'hand-over-offered': ({ date }) => [{ kind: 'hand-over', code: 'offered', ...happened(date) }],
  'hand-over-confirmed': ({ date }) => [{ kind: 'hand-over', code: 'confirmed', ...happened(date) }],
  'feedback-sent': ({ feedbackId, helpAccepted }, { feedbacks }) => [{ kind: 'feedback', code: helpAccepted ? 'help-accepted' : 'no-help' }, ...ofFeedback(feedbacks.get(feedbackId))],
  'feedback-corrected': ({ feedbackId }, { feedbacks }) => ofFeedback(feedbacks.get(feedbackId)),
  're-check-asked': () => [{ kind: 're-check-asked' }],
  're-check-answered': ({ creditorId, paying, answer }) => [{ kind: 're-check', code: answer ?? (paying ? 'paying' : 'not-paying'), creditorId }],
  're-check-silent': ({ creditorId }) => [{ kind: 're-check', code: 'silent', creditorId }],
  're-check-decided': ({ decision }) => [{ kind: 're-check-decision', code: decision }],
  close: ({ because }) => [{ kind: 'closed-early', code: because }],
  // A candidate that drops out was never a case: its signals are what is counted.
  closed: ({ ending, result }) => (ending === 'drop-out' ? [] : [{ kind: 'closed', code: ending }, ...(result === null ? [] : [{ kind: 'result', code: result } as const])]),
  reopened: ({ to }) => [{ kind: 'reopened', code: to }],
};

const happened = (date: LocalDate | undefined) => (date === undefined ? {} : { happenedOn: date });

function ofPlan(plan: PlanCodes | undefined): Made[] {
  if (plan === undefined) return [];
  const { causes = [], lifeAreas = [], directPayment, helpWithArrangements, allowancesChecked, currentPaymentsFrom } = plan;
  return [
    ...codes('cause', causes),
    ...codes('life-area', lifeAreas),
    ...(directPayment === true ? [{ kind: 'arrangement', code: 'direct-payment' } as const] : []),
    ...(helpWithArrangements === true ? [{ kind: 'arrangement', code: 'payment-arrangement' } as const] : []),
    ...(currentPaymentsFrom == null ? [] : [{ kind: 'arrangement', code: 'current-payments', agreedFor: currentPaymentsFrom } as const]),
    ...(allowancesChecked === true ? [{ kind: 'allowances-checked' } as const] : []),
  ];
}

function ofFeedback(feedback: Feedback | undefined): Made[] {
  if (feedback === undefined) return [];
  const { cause, currentPayments, outlook, approach = [] } = feedback;
  return [
    ...codes('feedback-cause', cause === undefined ? [] : [cause]),
    ...(currentPayments === undefined ? [] : [{ kind: 'current-payments', code: currentPayments.state, agreedFor: currentPayments.state === 'resumes-on' ? currentPayments.date : null } as const]),
    ...codes('outlook', outlook === undefined ? [] : [outlook]),
    ...codes('approach', approach),
  ];
}

const codes = (kind: FactKind, list: readonly string[]): Made[] => [...new Set(list)].map((code) => ({ kind, code }));

/** After these, correcting the attempt took back nothing that it led to; since 0.3 the event says whether it does. */
const goesOn: ReadonlySet<CaseEvent['type']> = new Set([
  'callback', 'visits-resumed', 'visits-ended', 'plan-completed', 'planning-ended', 'referred', 'first-talk', 'hand-over-offered', 'hand-over-confirmed', 'feedback-sent', 'paused', 'resumed', 'close', 'reopened',
] satisfies StepEventType[]);

function madeOf({ type, data }: CaseEvent, written: Written): Made[] {
  const make = makers[type as StepEventType] as ((data: unknown, written: Written) => Made[]) | undefined;
  return make?.(data, written) ?? [];
}

/** Whether this event makes, corrects or takes back a fact. */
export const changesFacts = (event: CaseEvent): boolean =>
  ['triage-undone', 'attempt-corrected', 'attempt-taken-back', 'problematic-debts-withdrawn', 'feedback-corrected', 're-check-taken-back'].includes(event.type) || madeOf(event, { plans: new Map(), feedbacks: new Map() }).length > 0;

/** What is known so far, while the events are read one by one. */
interface Told {
  facts: CaseFact[];
  cycle: number;
  /** Where the facts begin that correcting the last attempt takes back; null once somebody has gone on from it. */
  sinceAttempt: number | null;
  /** The step that recorded each attempt. */
  seqs: Map<string, number>;
  /** The step since which the debts are known that were recorded last. */
  debtsSince: number;
  /** Each feedback, by the key of its event, and the signals whose creditors still have it. */
  feedbacks: { id: string; key: string; had: Set<string> }[];
  /** Keys of the answers to earlier re-checks: places in the list move when facts are taken back. */
  answeredBefore: ReadonlySet<string>;
  /** Only the re-check is waited for: a crisis that joins begins a new visiting phase, also where its event does not say so. */
  isFedBack: boolean;
}

/**
 * @param events all events of the case's workflow, in their order
 * @param attempts those that the case's state holds: as they stand after corrections
 */
export function factsOf(events: readonly NumberedEvent[], attempts: readonly Attempt[], written: Written): CaseFact[] {
  const known = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const told: Told = { facts: [], cycle: 0, sinceAttempt: null, seqs: new Map(), debtsSince: 0, feedbacks: [], answeredBefore: new Set(), isFedBack: false };
  for (const event of events) {
    countPhases(told, event);
    takeBack(told, event);
    const made = event.type === 'attempt' ? madeOf(asItStands(event, known.get(event.commandId ?? '')), written) : madeOf(event, written);
    const { key, seq, at } = event;
    told.facts.push(...made.map((one, place) => ({ ...blank, happenedOn: localDate(at), ...one, key: `${key}.${place}`, seq, cycle: told.cycle })));
    follow(told, event);
  }
  return told.facts;
}

const blank = { code: null, contact: null, partOfDay: null, creditorId: null, agreedFor: null };

function asItStands(event: NumberedEvent & { type: 'attempt' }, attempt: Attempt | undefined): CaseEvent {
  if (attempt === undefined) return event;
  const { kind, outcome, date, partOfDay = null } = attempt;
  return { ...event, data: { ...event.data, kind, outcome, date, partOfDay } };
}

function countPhases(told: Told, event: NumberedEvent): void {
  const isAnew = event.type === 'signal-joined' && (event.data.anew === true || (event.data.crisis && told.isFedBack));
  if (isAnew || event.type === 'revisit' || beginsAgain(event)) told.cycle += 1;
  if (event.type === 're-check-taken-back') told.cycle -= 1;
  if (event.type === 'feedback-sent' || event.type === 're-check-taken-back') told.isFedBack = true;
  else if (isAnew || event.type === 'revisit' || beginsAgain(event) || event.type === 'callback') told.isFedBack = false;
  if (event.type === 'reopened' && event.data.phase !== undefined) told.isFedBack = event.data.phase === 'monitoring' || event.data.phase === 're-check';
}

/** Reopened as it stood, the visits go on that were being made. */
const beginsAgain = (event: NumberedEvent): boolean => event.type === 'reopened' && event.data.to !== 'as-it-stood';

function takeBack(told: Told, event: NumberedEvent): void {
  const { facts, sinceAttempt, answeredBefore } = told;
  if (event.type === 'triage-undone') {
    const decision = facts.findLastIndex(({ kind }) => kind === 'triage');
    told.facts = facts.filter((_, n) => n !== decision);
  } else if (event.type === 'attempt-corrected' || event.type === 'attempt-taken-back') {
    const { attemptId } = event.data;
    if (attemptId === undefined && sinceAttempt !== null) told.facts = facts.filter(({ kind }, n) => n < sinceAttempt || kind !== 'problematic-debts');
    if (attemptId !== undefined) takeBackAttempt(told, attemptId, event);
  } else if (event.type === 'problematic-debts-withdrawn') {
    told.facts = facts.filter(({ kind, seq }) => kind !== 'problematic-debts' || seq < told.debtsSince);
  } else if (event.type === 'feedback-corrected') {
    takeBackFeedback(told, event.data);
  } else if (event.type === 're-check-answered' || event.type === 're-check-silent') {
    const { creditorId } = event.data;
    told.facts = facts.filter((fact) => fact.kind !== 're-check' || fact.creditorId !== creditorId || answeredBefore.has(fact.key));
  }
}

function takeBackAttempt(told: Told, attemptId: string, { type, data }: NumberedEvent & { type: 'attempt-corrected' | 'attempt-taken-back' }): void {
  const since = told.seqs.get(attemptId) ?? Infinity;
  told.facts = told.facts.filter(({ kind, seq }) => seq < since || !((kind === 'attempt' && seq === since && type === 'attempt-taken-back') || (kind === 'problematic-debts' && data.undid === true)));
}

const feedbackCodes: readonly FactKind[] = ['feedback-cause', 'current-payments', 'outlook', 'approach'];

/** That it was sent stays; what it said goes when nobody has it any more. */
function takeBackFeedback(told: Told, { corrects, signalIds }: EventFields['feedback-corrected']): void {
  for (const { id, key, had } of told.feedbacks) {
    if (id !== corrects) continue;
    for (const signalId of signalIds) had.delete(signalId);
    if (had.size === 0) told.facts = told.facts.filter((fact) => !(feedbackCodes.includes(fact.kind) && fact.key.startsWith(`${key}.`)));
  }
}

function follow(told: Told, { type, data, key, seq, commandId }: NumberedEvent): void {
  if (type === 'feedback-sent' || type === 'feedback-corrected') told.feedbacks.push({ id: data.feedbackId, key, had: new Set(data.signalIds ?? []) });
  if (type === 'problematic-debts' && data.known !== true) told.debtsSince = seq;
  if (type === 'attempt') {
    told.sinceAttempt = told.facts.length;
    told.seqs.set(commandId ?? '', seq);
  }
  else if (goesOn.has(type)) told.sinceAttempt = null;
  if (type === 're-check-asked') told.answeredBefore = new Set(told.facts.filter(({ kind }) => kind === 're-check').map((fact) => fact.key));
}
