/**
 * Everything that can happen in a case, as its timeline keeps it: each event with fields of its own, ids, codes, dates and
 * counts only. What a step of the case's workflow says stands in `stepEvents`, what is noted beside the workflow in
 * `notedEvents`. A stored row is read by `readEvent`; fields that came later are optional or have a default, so that older
 * rows read as well.
 */
import { z } from 'zod';
import { caseResults, codesOf, partsOfDay, signalKinds } from '../codes.ts';
import { attemptSchema, dataSchemas, localDateSchema, outcomes, recheckAnswers } from './commands.ts';
import { consentPurposeCodes, consentStates, consentWays } from '../rights/consent.ts';
import { phases } from './lifecycle.ts';
import { becauseSchema } from '../deadlines/deadline.ts';
import { deadlineKinds } from '../planning/policy.ts';
import { likenessCodes } from '../matching/likely-household.ts';
import { effects } from '../planning/replan.ts';
import { endings, signalReasons } from './state.ts';

const nothing = z.object({});
const ofSignal = { signalId: z.string(), creditorId: z.string() };
const ofCreditor = { creditorId: z.string() };
const ofDeadline = { deadlineId: z.string(), kind: z.enum(deadlineKinds) };
const undoable = { undoable: z.boolean() };

export const stepEvents = {
  'signal-received': z.object({ ...ofSignal, crisis: z.boolean(), kind: z.enum(codesOf(signalKinds)).optional(), endsOn: localDateSchema.optional() }),
  /** It took the place of what its creditor told of the contract before. */
  'signal-updated': z.object(ofSignal),
  /** A creditor names another day on which the supply ends, or the home must be left. */
  'day-moved': z.object({ ...ofSignal, kind: z.enum(['end-of-supply', 'eviction']), from: localDateSchema, to: localDateSchema }),
  /** That day is off. */
  'day-withdrawn': z.object({ ...ofSignal, kind: z.enum(['end-of-supply', 'eviction']), endsOn: localDateSchema }),
  /** `anew`: a crisis begins a new visiting phase; not said by releases before 0.3. */
  'signal-joined': z.object({ ...ofSignal, because: z.enum(signalReasons).nullable(), crisis: z.boolean().default(false), anew: z.literal(true).optional() }),
  'signal-repeated': z.object(ofSignal),
  matched: z.object({ signals: z.int() }),
  go: z.object(undoable),
  'no-go': z.object({ ...undoable, because: dataSchemas['no-go'].shape.because }),
  'triage-undone': z.object({ decision: z.enum(['go', 'no-go']) }),
  /** `afterDueOn`: the last day for the visit that it lies after. */
  appointment: z.object({ ...dataSchemas['plan-appointment'].shape, partOfDay: z.enum(codesOf(partsOfDay)), afterDueOn: localDateSchema.optional() }),
  /** `visit`: which visit of the visiting phase it was; null for another kind of contact. */
  attempt: z.object({ ...attemptSchema.shape, partOfDay: z.enum(codesOf(partsOfDay)).nullable(), visit: z.int().nullable() }),
  /** `attemptId`: the command that recorded it; absent before 0.3, when only the last could be corrected. `undid`: so was what had followed from it. */
  'attempt-corrected': z.object({ from: z.enum(outcomes), to: z.enum(outcomes), kind: attemptSchema.shape.kind.optional(), date: localDateSchema.optional(), attemptId: z.string().optional(), undid: z.literal(true).optional() }),
  'attempt-taken-back': z.object({ kind: attemptSchema.shape.kind, date: localDateSchema, outcome: z.enum(outcomes), attemptId: z.string(), undid: z.literal(true).optional() }),
  /** How many visits of this visiting phase were made in one part of the day. */
  'same-part-of-day': z.object({ partOfDay: z.enum(codesOf(partsOfDay)), visits: z.int() }),
  'flyer-left': z.object({ date: localDateSchema }),
  callback: z.object(dataSchemas['record-callback'].shape),
  'visits-resumed': nothing,
  'visits-ended': nothing,
  'plan-completed': z.object({ planId: z.string(), problematicDebts: z.boolean(), date: localDateSchema.optional() }),
  'planning-ended': z.object(dataSchemas['end-planning'].shape),
  /** `known`: the debts were known, or a file was open: it is the same file, now perhaps urgent. Not said before 0.3. */
  'problematic-debts': z.object({ urgent: z.boolean(), known: z.literal(true).optional(), date: localDateSchema.optional() }),
  /** They were recorded by mistake: the file that they opened ends. `calledIn`: debt services had been called in. */
  'problematic-debts-withdrawn': z.object({ calledIn: z.boolean() }),
  /** `date`: where it was done on another day than it is recorded. */
  referred: z.object({ date: localDateSchema.optional() }),
  'first-talk': z.object(dataSchemas['record-first-talk'].shape),
  'hand-over-offered': z.object({ handOverId: z.string(), date: localDateSchema.optional() }),
  'hand-over-confirmed': z.object({ date: localDateSchema.optional() }),
  /** `signalIds`: the signals that the feedback is about; absent before 0.3, when it was about every signal in the case. */
  'feedback-sent': z.object({ feedbackId: z.string(), helpAccepted: z.boolean(), signalIds: z.array(z.string()).optional() }),
  /** It stands ready; `feedback-sent` or `feedback-corrected` follows when it has not been undone. */
  'feedback-held': z.object({ feedbackId: z.string(), signalIds: z.array(z.string()), corrects: z.string().optional() }),
  'feedback-undone': nothing,
  /** `signalIds`: whose creditors had the wrong one. */
  'feedback-corrected': z.object({ feedbackId: z.string(), corrects: z.string(), signalIds: z.array(z.string()) }),
  /** Arrears that joined after the feedback need no work of their own. */
  'signal-covered': z.object(ofSignal),
  're-check-asked': z.object({ creditors: z.int() }),
  /** `answer`: where it was neither yes nor no. */
  're-check-answered': z.object({ ...ofCreditor, paying: z.boolean(), answer: z.enum(recheckAnswers).optional() }),
  /** A creditor took back a mistaken "no": the visits that it led to are cancelled. */
  're-check-taken-back': z.object(ofCreditor),
  're-check-reminded': z.object(ofCreditor),
  're-check-silent': z.object(ofCreditor),
  're-check-decided': z.object(dataSchemas['decide-re-check'].shape),
  /** The number of the visiting phase after a failed re-check; it was called `cycle` before a reopening counted as one too. */
  revisit: z.union([z.object({ number: z.int() }), z.object({ cycle: z.int() }).transform(({ cycle }) => ({ number: cycle }))]),
  paused: nothing,
  /** `because`: it resumed by itself. */
  resumed: z.object({ because: z.literal('crisis').optional() }),
  'deadline-extended': z.object({ ...ofDeadline, from: localDateSchema, to: localDateSchema }),
  'deadline-warned': z.object({ ...ofDeadline, dueOn: localDateSchema }),
  'deadline-breached': z.object({ ...ofDeadline, dueOn: localDateSchema }),
  /** How many deadlines moved, how many are late by it, and how many have room again. */
  replanned: becauseSchema.and(z.object({ changeId: z.string(), moved: z.int(), late: z.int(), room: z.int() })),
  'deadline-replanned': becauseSchema.and(z.object({ ...ofDeadline, from: localDateSchema, to: localDateSchema, effect: z.enum(effects) })),
  reassigned: z.object({ teamId: z.string(), caseworkerId: z.string().nullable() }),
  /** A caseworker put the case in the own name. */
  'taken-on': z.object({ caseworkerId: z.string() }),
  /** A person joined them to the case of an address that is probably the same, or put them back. */
  'signals-moved': z.object({ signalIds: z.array(z.string()) }),
  /** Somebody objected; the case goes on with the signals of others. */
  'signals-stopped': z.object({ signalIds: z.array(z.string()) }),
  /** Somebody closes the case early; `closed` follows. */
  close: z.object({ because: dataSchemas.close.shape.because }),
  closed: z.object({ ending: z.enum(endings), result: z.enum(codesOf(caseResults)).nullable() }),
  /** `phase`: in which it stood when it closed. */
  reopened: z.object({ to: z.enum(['as-it-stood', 'triage', 'visiting', 'planning']), phase: z.enum(phases).optional() }),
} satisfies Record<string, z.ZodType>;

/** How a resident was told what is held, from whom and what for (AVG art. 14). */
export const informedWays = ['leaflet', 'spoken', 'letter', 'e-mail'] as const;
export type InformedWay = (typeof informedWays)[number];

const ofDetails = z.object({ detailsId: z.string(), personId: z.string().nullable() });
const ofRequest = z.object({ requestId: z.string() });

export const notedEvents = {
  'note-added': nothing,
  /** Of before there was a register: a note. */
  'complaint-filed': z.object({ complaintId: z.string().optional(), personId: z.string().optional() }),
  informed: z.object({ on: localDateSchema, how: z.enum(informedWays) }),
  consent: z.object({ purpose: z.enum(consentPurposeCodes), state: z.enum(consentStates), on: localDateSchema, how: z.enum(consentWays), personId: z.string() }),
  /** What a resident said of how to be reached; `personId` null: of the household. */
  'contact-details-recorded': ofDetails,
  'contact-details-withdrawn': ofDetails,
  'person-corrected': ofRequest,
  'person-objected': ofRequest,
  'person-erased': ofRequest,
  /** Signals of another case at what is probably the same address came here, or left again. */
  'household-joined': z.object({ joiningId: z.string(), likeness: z.enum(likenessCodes), signals: z.int() }),
  'household-parted': z.object({ joiningId: z.string(), signals: z.int() }),
  /** Whoever was to be there has left or hands over; `appointment`: the key of its event. */
  'appointment-handed-over': z.object({ appointment: z.string(), date: localDateSchema, from: z.string(), caseworkerId: z.string() }),
  /** On which day, and with whom; null: it was taken off the planning. */
  'visit-planned': z.object({ date: localDateSchema.nullable(), caseworkerId: z.string().nullable() }),
  'visit-plan-undone': z.object({ date: localDateSchema.nullable() }),
  'hold-placed': nothing,
  'hold-released': nothing,
  repaired: nothing,
} satisfies Record<string, z.ZodType>;

type StepEvents = { [Type in keyof typeof stepEvents]: z.infer<(typeof stepEvents)[Type]> };
type NotedEvents = { [Type in keyof typeof notedEvents]: z.infer<(typeof notedEvents)[Type]> };

/** What the timeline holds of an event, by its type. */
export type EventFields = StepEvents & NotedEvents;
export type EventType = keyof EventFields;
export type StepEventType = keyof StepEvents;
export type NotedEventType = keyof NotedEvents;

/** Every type, in the order of the lists above. */
export const eventTypes = [...Object.keys(stepEvents), ...Object.keys(notedEvents)] as [EventType, ...EventType[]];

export type EventOf<Type extends EventType> = { [One in Type]: { type: One; data: EventFields[One] } }[Type];
export type StepEvent = EventOf<StepEventType>;
export type NotedEvent = EventOf<NotedEventType>;

/** A row of a later release, or one that cannot be read: its type is shown, its fields are not. */
export interface UnknownEvent {
  type: 'unknown';
  data: { type: string };
}
export type CaseEvent = StepEvent | NotedEvent | UnknownEvent;

const schemas: Readonly<Record<string, z.ZodType>> = { ...stepEvents, ...notedEvents };

/** An event as it is stored. */
export function readEvent({ type, data }: { type: string; data: unknown }): CaseEvent {
  const read = schemas[type]?.safeParse(data);
  return read?.success === true ? ({ type, data: read.data } as CaseEvent) : { type: 'unknown', data: { type } };
}
