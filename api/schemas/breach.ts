/** Breaches of agreements as the API takes and gives them. */
import { z } from 'zod';
import { breachKinds, breachStates, recordedBreachKinds } from '../../src/domain/breaches/breach.ts';
import { textSchema } from '../../src/usecases/cases/case-actions.ts';
import { caseNumber } from './case.ts';
import { instant, localDate, month, supportedDate } from './common.ts';

const itemFields = {
  id: z.uuid(),
  kind: z.enum(breachKinds),
  label: z.string(),
  creditorId: z.string(),
  creditor: z.string(),
  roundId: z.string().nullable(),
  month: month.nullable(),
  caseId: z.uuid().nullable().describe('Null for a creditor.'),
  caseNumber,
  signalId: z.uuid().nullable(),
  reference: z.string().nullable().describe("The creditor's own, of the signal."),
  municipalityCode: z.string().nullable().describe('Null: of the whole region, as a delivery is.'),
  occurredOn: localDate.describe('The first day on which it was one; of a delivery, the day of the cut-off.'),
  foundAt: instant,
  recordedBy: z.string().nullable(),
  state: z.enum(breachStates),
  stateLabel: z.string(),
  sentence: z.string().describe('Dutch: what it was.'),
  ownerId: z.string().nullable(),
  owner: z.string().nullable(),
  raisedOn: localDate.nullable().describe('Since when the creditor sees it.'),
  deliveredAt: instant.nullable().describe('When what was missing came after all.'),
  dueOn: localDate.nullable().describe('Of a re-check: the last day to answer.'),
  answeredAt: instant.nullable().describe('Of a re-check: when waiting for the answer ended.'),
  endedOn: localDate.nullable(),
};

export const breachItem = z.object(itemFields).meta({ id: 'BreachItem' });

export const breachDetail = z
  .object({ ...itemFields, notes: z.array(z.object({ id: z.uuid(), state: z.enum(breachStates).nullable().describe('What it became.'), text: z.string().nullable(), authorId: z.string(), at: instant })).describe('The oldest first; none for a creditor.') })
  .meta({ id: 'Breach' });

export const breachBody = z.strictObject({
  kind: z.enum(recordedBreachKinds),
  creditorId: z.string().max(64).optional().describe('Absent: that of the signal.'),
  signalId: z.uuid().optional(),
  occurredOn: supportedDate,
  text: textSchema.describe('What happened; colleagues alone read it.'),
});

export const breachFollowUp = z.strictObject({
  state: z.enum(breachStates).optional().describe('What it becomes. `raised`: the creditor sees it from now on; `dismissed`, and `open` again, with a text.'),
  ownerId: z.string().max(64).optional().describe('Who sees to it.'),
  text: textSchema.optional(),
});
