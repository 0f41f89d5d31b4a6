/**
 * What each action of the transition table must be given. Ids, codes and dates only: these travel through the
 * workflow's history, where nothing personal may stand. Words (reasons, notes, plan text) are stored first and
 * referred to by `noteId` or `planId`.
 */
import { z } from 'zod';
import { caseResults, codesOf, contactKinds, partsOfDay } from '../codes.ts';
import { supportedYears, yearOf, type LocalDate } from '../time/dates.ts';
import { roleSchema, type Action } from './lifecycle.ts';
import type { Ruled } from './rules.ts';

const isSupported = (date: LocalDate): boolean => yearOf(date) >= supportedYears.first && yearOf(date) <= supportedYears.last;
/** A day that the calendar knows. */
export const localDateSchema = z.iso.date({ abort: true }).refine(isSupported, { params: { rule: 'year' }, error: `Kies een datum van ${supportedYears.first} tot en met ${supportedYears.last}.` });
const noData = z.strictObject({});

export const noGoReasons = ['known', 'other-programme', 'deceased', 'moved', 'moved-within', 'wrong-signal', 'other'] as const;
/** `moved`: out of the municipality; `moved-within`: to another address in it, where the help is offered anew. */
export const outcomes = ['nobody-home', 'reached', 'refused', 'wants-no-help', 'moved', 'moved-within', 'deceased', 'unsafe'] as const;
export type Outcome = (typeof outcomes)[number];
export const endingsOfPlanning = ['declined', 'no-response', 'paid'] as const;
export const closeReasons = ['paid', 'moved', 'moved-within', 'deceased', 'objection', 'other'] as const;

/** What a creditor can say at the re-check: who has left or died is neither a yes nor a no. */
export const recheckAnswers = ['paying', 'not-paying', 'contract-ended', 'moved', 'deceased'] as const;
export type RecheckAnswer = (typeof recheckAnswers)[number];
export const recheckAnswerFields = {
  paying: z.boolean().optional().describe('Whether current costs are paid: for an answer of yes or no.'),
  answer: z.enum(recheckAnswers).optional().describe('The same and more: also that the contract ended, or that the client moved or died. Give this or `paying`.'),
};
/** Null: neither was given, or both and they differ. */
export function recheckAnswerOf({ paying, answer }: { paying?: boolean | undefined; answer?: RecheckAnswer | undefined }): RecheckAnswer | null {
  if (paying === undefined) return answer ?? null;
  const said = paying ? 'paying' : 'not-paying';
  return answer === undefined || answer === said ? said : null;
}

const decisionData = { undoable: z.boolean().optional().describe('The decision can be undone for a while; its mail waits as long.') };

/** Where people meet by appointment. */
export const places = ['door', 'neighbourhood-team', 'town-hall'] as const;
export type Place = (typeof places)[number];
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Geef de tijd als uur en minuten, bijvoorbeeld 14:30.');

/** One try to reach the resident. Only visits count towards the maximum and the first-visit term. */
export const attemptSchema = z.strictObject({
  kind: z.enum(codesOf(contactKinds)),
  outcome: z.enum(outcomes),
  date: localDateSchema.describe('The day of the attempt, Europe/Amsterdam.'),
  partOfDay: z.enum(codesOf(partsOfDay)).optional(),
  place: z.enum(places).optional().describe('Of an appointment; absent: where the appointment of that day was to be.'),
});
export type AttemptData = z.infer<typeof attemptSchema>;

const attemptId = z.string().min(1).max(200);

export const dataSchemas = {
  go: z.strictObject(decisionData),
  'no-go': z.strictObject({ ...decisionData, because: z.enum(noGoReasons) }),
  'undo-triage': noData,
  'plan-appointment': z.strictObject({
    date: localDateSchema,
    time: timeOfDay.optional().describe('Local time, HH:MM. Always needed; an appointment of before 0.3 has a part of the day alone.'),
    partOfDay: z.enum(codesOf(partsOfDay)).optional().describe('That of the time, where it is given too.'),
    place: z.enum(places),
    caseworkerId: z.string().optional().describe('With whom; absent: the caseworker of the case, or the one who makes the appointment.'),
  }),
  'record-attempt': attemptSchema.extend({
    another: z.boolean().optional().describe('Another attempt than the one of the same kind, day and part of day that is recorded already.'),
  }),
  'record-callback': z.strictObject({ date: localDateSchema }),
  'correct-attempt': attemptSchema.extend({ attemptId: attemptId.optional().describe('Absent: the last attempt.') }),
  'take-back-attempt': z.strictObject({ attemptId: attemptId.optional().describe('Absent: the last attempt.') }),
  'resume-visits': noData,
  'end-visits': noData,
  'record-problematic-debts': z.strictObject({ urgent: z.boolean().describe('The home, gas, power, heat or water is about to be lost.'), date: localDateSchema.optional().describe('The day on which they were found; absent: today.') }),
  'withdraw-problematic-debts': z.strictObject({ result: z.enum(codesOf(caseResults)).optional().describe('The result of the plan without them; absent: that of a plan for arrears alone, where the debts had decided it.') }),
  'complete-plan': z.strictObject({
    planId: z.uuid(),
    problematicDebts: z.boolean(),
    urgent: z.boolean().optional(),
    handOver: z.enum(['offered', 'confirmed']).describe('Every plan ends in a warm hand-over to a named service, which confirms it there and then or later.'),
    result: z.enum(codesOf(caseResults)).optional(),
    date: localDateSchema.optional().describe('The day on which the plan was made; absent: today.'),
    referred: z.boolean().optional().describe('Debt services were called in there and then, as `refer` does afterwards. With problematic debts alone.'),
  }),
  'end-planning': z.strictObject({ because: z.enum(endingsOfPlanning), date: localDateSchema.optional().describe('The day on which that was decided; absent: today.') }),
  refer: z.strictObject({ date: localDateSchema.optional().describe('The day on which debt services were called in; absent: today.') }),
  'record-first-talk': z.strictObject({ date: localDateSchema }),
  'offer-hand-over': z.strictObject({ handOverId: z.uuid(), date: localDateSchema.optional().describe('The day on which it was offered; absent: today.') }),
  'confirm-hand-over': z.strictObject({ date: localDateSchema.optional().describe('The day on which the service confirmed; absent: today.') }),
  'mark-covered': z.strictObject({ signalId: z.string().describe('Arrears that joined after the feedback, which the plan that stands covers.') }),
  'send-feedback': z.strictObject({
    feedbackId: z.uuid(),
    creditorIds: z.array(z.string()).min(1).max(50).optional().describe('For these creditors; absent: for all to whom feedback is owed.'),
    undoable: z.boolean().optional().describe('It can be undone for a while (`undo-feedback`); its mail waits as long.'),
  }),
  'undo-feedback': noData,
  'correct-feedback': z.strictObject({
    feedbackId: z.uuid(),
    corrects: z.uuid().optional().describe('The feedback that was wrong (`feedbackId` of a signal); absent: the last one. Only creditors that have it are told.'),
    creditorIds: z.array(z.string()).min(1).max(50).optional().describe('For these creditors; absent: for all that have it.'),
    undoable: z.boolean().optional().describe('It can be undone for a while (`undo-feedback`); its mail waits as long.'),
  }),
  'answer-re-check': z.strictObject({ creditorId: z.string(), ...recheckAnswerFields }),
  'decide-re-check': z.strictObject({ decision: z.enum(['close', 'revisit', 'ask-again']) }),
  pause: noData,
  resume: noData,
  'extend-deadline': z.strictObject({ deadlineId: z.string(), dueOn: localDateSchema }),
  'withdraw-day': z.strictObject({ signalId: z.string().describe('The signal whose eviction or end of supply is off. Its arrears stay in the case.') }),
  reassign: z.strictObject({ teamId: z.string(), caseworkerId: z.string().optional() }),
  'take-on': noData,
  close: z.strictObject({
    because: z.enum(closeReasons),
    signalIds: z.array(z.string()).max(1_000).optional().describe('Of an objection: the signals of whoever objects, of whom alone the case must be; absent before 0.3.'),
  }),
  reopen: z.strictObject({
    to: z.enum(['as-it-stood', 'triage', 'visiting', 'planning']).default('as-it-stood').describe('As the case stood when it closed, with the time left then; or anew, from this phase. A case that closed before 0.3, or as a candidate, only anew.'),
  }),
} satisfies Record<Action, z.ZodType>;

export type DataOf<A extends Action> = z.infer<(typeof dataSchemas)[A]>;

/** Who did something. The id is an account's, never a name. */
export const actorSchema = z.object({ id: z.string(), role: roleSchema });
export type Actor = z.infer<typeof actorSchema>;
export const systemActor: Actor = { id: 'system', role: 'system' };

/**
 * A command on a case. `id` is the caller's Idempotency-Key: the same command twice is done once. `seq` is the step of the case
 * that it was decided on.
 */
export type Command = { [A in Action]: Ruled & { id: string; action: A; actor: Actor; noteId?: string; seq?: number; data: DataOf<A> } }[Action];
export type CommandOf<A extends Action> = Extract<Command, { action: A }>;
