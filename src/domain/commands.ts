/**
 * What each action of the transition table must be given. Ids, codes and dates only: these travel through the
 * workflow's history, where nothing personal may stand. Words (reasons, notes, plan text) are stored first and
 * referred to by `noteId` or `planId`.
 */
import { z } from 'zod';
import { caseResults, codesOf, contactKinds, partsOfDay } from './codes.ts';
import { roleSchema, type Action } from './lifecycle.ts';

export const localDateSchema = z.iso.date();
const noData = z.strictObject({});

export const noGoReasons = ['known', 'other-programme', 'deceased', 'moved', 'wrong-signal', 'other'] as const;
export const outcomes = ['nobody-home', 'reached', 'refused', 'wants-no-help', 'moved', 'deceased', 'unsafe'] as const;
export type Outcome = (typeof outcomes)[number];
export const endingsOfPlanning = ['declined', 'no-response', 'paid'] as const;
export const closeReasons = ['paid', 'moved', 'deceased', 'objection', 'other'] as const;

const decisionData = { undoable: z.boolean().optional().describe('The decision can be undone for a while; its mail waits as long.') };

/** One try to reach the resident. Only visits count towards the maximum and the first-visit term. */
export const attemptSchema = z.strictObject({
  kind: z.enum(codesOf(contactKinds)),
  outcome: z.enum(outcomes),
  date: localDateSchema.describe('The day of the attempt, Europe/Amsterdam.'),
  partOfDay: z.enum(codesOf(partsOfDay)).optional(),
});
export type AttemptData = z.infer<typeof attemptSchema>;

export const dataSchemas = {
  go: z.strictObject(decisionData),
  'no-go': z.strictObject({ ...decisionData, because: z.enum(noGoReasons) }),
  'undo-triage': noData,
  'plan-appointment': z.strictObject({
    date: localDateSchema,
    partOfDay: z.enum(codesOf(partsOfDay)),
    place: z.enum(['door', 'neighbourhood-team', 'town-hall']),
  }),
  'record-attempt': attemptSchema,
  'record-callback': z.strictObject({ date: localDateSchema }),
  'correct-attempt': attemptSchema,
  'resume-visits': noData,
  'end-visits': noData,
  'record-problematic-debts': z.strictObject({ urgent: z.boolean().describe('The home, gas, power, heat or water is about to be lost.') }),
  'complete-plan': z.strictObject({
    planId: z.uuid(),
    problematicDebts: z.boolean(),
    urgent: z.boolean().optional(),
    handOver: z.enum(['offered', 'confirmed']).describe('Every plan ends in a warm hand-over to a named service, which confirms it there and then or later.'),
    result: z.enum(codesOf(caseResults)).optional(),
  }),
  'end-planning': z.strictObject({ because: z.enum(endingsOfPlanning) }),
  refer: noData,
  'record-first-talk': z.strictObject({ date: localDateSchema }),
  'offer-hand-over': z.strictObject({ handOverId: z.uuid() }),
  'confirm-hand-over': noData,
  'send-feedback': z.strictObject({ feedbackId: z.uuid() }),
  'answer-re-check': z.strictObject({ creditorId: z.string(), paying: z.boolean() }),
  'decide-re-check': z.strictObject({ decision: z.enum(['close', 'revisit', 'ask-again']) }),
  pause: noData,
  resume: noData,
  'extend-deadline': z.strictObject({ deadlineId: z.string(), dueOn: localDateSchema }),
  reassign: z.strictObject({ teamId: z.string(), caseworkerId: z.string().optional() }),
  close: z.strictObject({ because: z.enum(closeReasons) }),
  reopen: z.strictObject({ to: z.enum(['triage', 'visiting', 'planning']) }),
} satisfies Record<Action, z.ZodType>;

export type DataOf<A extends Action> = z.infer<(typeof dataSchemas)[A]>;

/** Who did something. The id is an account's, never a name. */
export const actorSchema = z.object({ id: z.string(), role: roleSchema });
export type Actor = z.infer<typeof actorSchema>;
export const systemActor: Actor = { id: 'system', role: 'system' };

/** A command on a case. `id` is the caller's Idempotency-Key: the same command twice is done once. */
export type Command = { [A in Action]: { id: string; action: A; actor: Actor; noteId?: string; data: DataOf<A> } }[Action];
export type CommandOf<A extends Action> = Extract<Command, { action: A }>;
