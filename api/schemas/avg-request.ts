/** Requests under the AVG as the API takes and gives them. */
import { z } from 'zod';
import { avgGroundCodes, avgKinds, avgStates } from '../../src/domain/rights/avg-request.ts';
import { textSchema } from '../../src/usecases/cases/case-actions.ts';
import { deadlineState, instant, localDate, supportedDate } from './common.ts';

const itemFields = {
  id: z.uuid(),
  kind: z.enum(avgKinds),
  label: z.string(),
  caseId: z.uuid().describe('Where the person, or the address, is known from.'),
  personId: z.uuid().nullable().describe('Null: it is about the address.'),
  municipalityCode: z.string(),
  receivedOn: localDate,
  recordedAt: instant,
  state: z.enum(avgStates).describe('`granted` until it is carried out; `done`, `refused` and `withdrawn` are ends.'),
  stateLabel: z.string(),
  dueOn: localDate.nullable().describe('The last day for the answer; null until its workflow has begun.'),
  dueBefore: instant.nullable(),
  deadlineState: deadlineState.nullable(),
  breachedAt: instant.nullable(),
  badge: z.string().nullable().describe('Dutch: "2 werkdagen te laat", "vandaag", "nog 3 werkdagen".'),
  extendedTo: localDate.nullable(),
  extendedOn: localDate.nullable().describe('The day on which the resident was told that it takes longer, where that was said.'),
  decidedAt: instant.nullable().describe('When the decision was recorded.'),
  decidedOn: localDate.nullable().describe('The day on which the resident was answered, where that was said.'),
  ground: z.enum(avgGroundCodes).nullable().describe('Why it was refused.'),
  carriedOutAt: instant.nullable(),
  endedAt: instant.nullable(),
};

const values = {
  lastName: z.string().trim().min(1).max(200),
  initials: z.string().trim().max(50),
  birthDate: supportedBirthDate().nullable(),
  phone: z.string().trim().min(1).max(50).nullable(),
  email: z.email().max(200).nullable(),
  street: z.string().trim().min(1).max(200),
  place: z.string().trim().min(1).max(200),
};

function supportedBirthDate() {
  return z.iso.date().refine((date) => date >= '1900-01-01' && date <= new Date().toISOString().slice(0, 10), { params: { rule: 'birth-date' }, error: 'Kies een datum van 1900 tot en met vandaag.' });
}

const correction = z.strictObject(values).partial();

export const avgRequestItem = z.object(itemFields).meta({ id: 'AvgRequestItem' });

export const avgRequestDetail = z
  .object({
    ...itemFields,
    words: z.string().nullable().describe('What was asked; null once it is erased.'),
    answer: z.string().nullable(),
    correction: z.object(values).partial().nullable(),
    extensionReason: z.string().nullable(),
    extensionLateReason: z.string().nullable().describe('Why the extension was recorded long after the resident was told.'),
    lateReason: z.string().nullable().describe('Why the decision was recorded long after its day.'),
    groundLabel: z.string().nullable(),
    decidedBy: z.string().nullable(),
    recipients: z.array(z.object({ creditorId: z.string(), creditor: z.string(), toldAt: instant.nullable().describe('Null while the mail is on its way.') })).describe('Who was told of the correction or the erasure (AVG art. 19); the resident may ask who they are.'),
    effects: z
      .object({ rows: z.int(), closedCases: z.array(z.uuid()), sharedCases: z.array(z.uuid()).describe('That go on, for somebody else at the address.'), erasedCases: z.array(z.uuid()) })
      .describe('What carrying it out did.'),
  })
  .meta({ id: 'AvgRequest' });

export const avgRequestBody = z.strictObject({
  kind: z.enum(avgKinds),
  caseId: z.uuid(),
  personId: z.uuid().optional().describe('A person of the case; only an inspection can be about the address alone.'),
  receivedOn: supportedDate.describe('The day on which it came in; the month runs from the day after.'),
  words: textSchema.describe('What was asked.'),
});

const answered = {
  on: supportedDate.optional().describe('The day on which the resident was answered; absent: the day on which it is carried out or refused. It decides whether that was in time.'),
  reason: textSchema.optional().describe('Why it is recorded only now; needed when the day is more than 31 days ago. The letter does not say it.'),
};

export const avgDecisionBody = z.discriminatedUnion('granted', [
  z.strictObject({ granted: z.literal(true), correction: correction.optional().describe('Of a correction: the values that are right.'), words: textSchema.optional().describe('For the letter.'), ...answered }),
  z.strictObject({ granted: z.literal(false), ground: z.enum(avgGroundCodes), words: textSchema.optional().describe('Why, for the letter.'), ...answered }),
]);

export const avgExtensionBody = z.strictObject({
  dueOn: supportedDate.optional().describe('At most two months later, which is also the default.'),
  words: textSchema.describe('Why; the letter says it.'),
  ...answered,
  on: supportedDate.optional().describe('The day on which the resident was told, in the first month; absent: today.'),
});
