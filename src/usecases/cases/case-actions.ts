/** What each action of the transition table takes from a caller, and how words among it become ids. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { insertFeedback, insertHandOver, insertNote, insertPlan, type Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { dataSchemas, type DataOf } from '../../domain/case/commands.ts';
import { dayNumber, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { feedbackFields } from '../../domain/case/feedback/feedback-schema.ts';
import { actions, rules, type Action } from '../../domain/case/lifecycle.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { handOverSchema, planCodesOf, planDraftSchema, withTotals, type HandOver, type Plan } from '../../domain/case/plan/plan.ts';

export const textSchema = z.string().trim().min(1).max(2_000);

/** What travels to the workflow, and the ids of what stays behind in Postgres. */
export interface StoredWords {
  data: Record<string, unknown>;
  noteId?: string;
  ids: string[];
}

function fieldsOf(action: Action): z.ZodRawShape {
  // What is not sent is taken from the draft, and checked then.
  if (action === 'plan-appointment') return { ...dataSchemas[action].shape, evenSo: z.boolean().optional().describe('It is meant, though nobody works on that day.') };
  if (action === 'complete-plan') return { ...planDraftSchema.shape, referred: dataSchemas[action].shape.referred };
  if (action === 'offer-hand-over') return { ...handOverSchema.shape, ...dataSchemas[action].omit({ handOverId: true }).shape };
  if (action === 'send-feedback') return { ...feedbackFields, ...dataSchemas[action].omit({ feedbackId: true }).shape, asProposed };
  if (action === 'correct-feedback') return { ...feedbackFields, ...dataSchemas[action].omit({ feedbackId: true }).shape };
  if (action === 'close') return { because: dataSchemas.close.shape.because, signalId: z.uuid().optional().describe('Of an objection: a signal of whoever objects. Only that person\'s signals end; the case closes when none of others is left.') };
  return dataSchemas[action].shape;
}

const asProposed = z.boolean().optional().describe('What is not sent here, and does not stand in the draft, is taken from what the plan says (`proposedFeedback` of a signal).');

export type ActionBody = z.ZodType<Record<string, unknown>>;

/** The body of each action; words in it are kept apart from the workflow. */
export const actionBodies = Object.fromEntries(actions.map((action) => [action, bodyOf(action)])) as Record<Action, ActionBody>;

function bodyOf(action: Action): ActionBody {
  const reason = rules[action].reason === true ? textSchema.describe('Why; kept in the timeline.') : textSchema.optional().describe('Why, where that helps later.');
  return z
    .strictObject({ ...fieldsOf(action), reason, seq: z.int().min(0).optional().describe('The step of the case (`seq`) that this was decided on: 409 says what was done since, where that matters to it.') })
    .superRefine((body: Record<string, unknown>, context) => {
      for (const field of datesOutside(body)) context.addIssue({ code: 'custom', path: [field], params: { rule: 'year' }, message: 'Kies een datum van 1990 tot en met 2100.' });
      if (body['signalId'] !== undefined && action === 'close' && body['because'] !== 'objection') {
        context.addIssue({ code: 'custom', path: ['signalId'], params: { rule: 'objection' }, message: 'Laat dit weg: alleen bij een bezwaar gaat het om de signalen van één persoon.' });
      }
    })
    .meta({ id: `${pascal(action)}Body` });
}

/** A date that no calendar answers for would stop the workflow in the middle of a step. */
function datesOutside(body: Record<string, unknown>): string[] {
  return Object.entries(body)
    .filter(([, value]) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !isSupported(value))
    .map(([field]) => field);
}

function isSupported(date: string): boolean {
  try {
    return dayNumber(date) >= 0;
  } catch {
    return false;
  }
}

function pascal(action: Action): string {
  return action.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Stores the words of a request under ids of their own. Not ids derived from the caller's key: two requests with one key
 * would share a row, and the one that is refused would take it away from under the one that is not.
 */
export function storeWords({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, request: { caseId: string; action: Action; body: Record<string, unknown>; at: Instant }): Promise<StoredWords> {
  const { reason, ...said } = request.body;
  const given = Object.fromEntries(Object.entries(said).filter(([field]) => field !== 'seq' && field !== 'evenSo'));
  // Most requests hold no words, and need no transaction.
  if (typeof reason !== 'string' && !holdWords.has(request.action)) return Promise.resolve({ data: given, ids: [] });
  return sql.begin(async (tx) => {
    const stored = await storeBody({ sql: tx, keys }, actor, request, given);
    if (typeof reason !== 'string') return stored;
    const noteId = randomUUID();
    await insertNote({ sql: tx, keys }, { id: noteId, caseId: request.caseId, authorId: actor.id, at: request.at }, 'reason', reason);
    return { ...stored, noteId, ids: [...stored.ids, noteId] };
  });
}

const holdWords: ReadonlySet<Action> = new Set(['complete-plan', 'offer-hand-over', 'send-feedback', 'correct-feedback']);

async function storeBody(stores: Stores, actor: CallingActor, { caseId, action, at }: { caseId: string; action: Action; at: Instant }, given: Record<string, unknown>): Promise<StoredWords> {
  const written = { id: randomUUID(), caseId, authorId: actor.id, at };
  if (action === 'complete-plan') {
    const { referred, ...said } = given as Plan & { referred?: boolean };
    const plan = withTotals(said) as Plan;
    const { problematicDebts, urgent, handOver, result, date } = plan;
    await insertPlan(stores, written, plan, planCodesOf(plan));
    // The workflow names the hand-over of a plan by the plan's id.
    await insertHandOver(stores, written, handOver);
    const data: DataOf<'complete-plan'> = { planId: written.id, problematicDebts, handOver: handOver.confirmed ? 'confirmed' : 'offered', ...(urgent === undefined ? {} : { urgent }), ...(result === undefined ? {} : { result }), ...(date === undefined ? {} : { date }), ...(referred === undefined ? {} : { referred }) };
    return { data, ids: [written.id] };
  }
  if (action === 'offer-hand-over') {
    const { date, ...handOver } = given as HandOver & { date?: LocalDate };
    await insertHandOver(stores, written, handOver);
    return { data: { handOverId: written.id, ...(date === undefined ? {} : { date }) } satisfies DataOf<'offer-hand-over'>, ids: [written.id] };
  }
  if (action === 'send-feedback' || action === 'correct-feedback') {
    const isCode = (field: string) => field in feedbackFields;
    await insertFeedback(stores.sql, written, Object.fromEntries(Object.entries(given).filter(([field]) => isCode(field))));
    return { data: { feedbackId: written.id, ...Object.fromEntries(Object.entries(given).filter(([field]) => !isCode(field))) }, ids: [written.id] };
  }
  return { data: given, ids: [] };
}
