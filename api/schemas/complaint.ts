/** Complaints as the API takes and gives them. */
import { z } from 'zod';
import { complaintOutcomes, complaintSources, complaintStates, complaintSubjects } from '../../src/domain/complaints/complaint.ts';
import { textSchema } from '../../src/usecases/cases/case-actions.ts';
import { caseNumber } from './case.ts';
import { deadlineState, instant, localDate, supportedDate } from './common.ts';

const itemFields = {
  id: z.uuid(),
  source: z.enum(complaintSources),
  sourceLabel: z.string(),
  subject: z.enum(complaintSubjects),
  subjectLabel: z.string(),
  caseId: z.uuid().nullable(),
  caseNumber,
  personId: z.uuid().nullable().describe('Who complains, where that is a person of the case.'),
  creditorId: z.string().nullable(),
  creditor: z.string().nullable(),
  municipalityCode: z.string(),
  municipality: z.string(),
  aboutAccountId: z.string().nullable().describe('Whom it is about; that person does not handle it.'),
  aboutAccount: z.string().nullable(),
  receivedOn: localDate,
  recordedAt: instant,
  recordedBy: z.string(),
  ownerId: z.string().nullable().describe('Who handles it; null until somebody does.'),
  owner: z.string().nullable(),
  receiptSentOn: localDate.nullable().describe('The day on which the complainant was told that it came in (Awb art. 9:6).'),
  state: z.enum(complaintStates),
  stateLabel: z.string(),
  outcome: z.enum(complaintOutcomes).nullable(),
  outcomeLabel: z.string().nullable(),
  dueOn: localDate.nullable().describe('The last day; null until its workflow has begun.'),
  dueBefore: instant.nullable(),
  deadlineState: deadlineState.nullable(),
  breachedAt: instant.nullable(),
  badge: z.string().nullable().describe('Dutch: "2 werkdagen te laat", "vandaag", "nog 3 werkdagen".'),
  extendedTo: localDate.nullable(),
  extendedAt: instant.nullable(),
  extendedWithConsent: z.boolean(),
  decidedAt: instant.nullable().describe('When the outcome was recorded.'),
  decidedOn: localDate.nullable().describe('The day on which the complainant was told, where that was said.'),
  endedAt: instant.nullable(),
};

export const complaintItem = z.object(itemFields).meta({ id: 'ComplaintItem' });

export const complaintDetail = z
  .object({
    ...itemFields,
    complainant: z.object({ name: z.string(), street: z.string().nullable(), place: z.string().nullable() }).nullable(),
    words: z.string().nullable().describe('What was said; null once it is erased.'),
    extensionReason: z.string().nullable(),
    findings: z.string().nullable(),
    decidedBy: z.string().nullable(),
  })
  .meta({ id: 'Complaint' });

export const complaintCounts = z
  .object({
    complaints: z.int(),
    late: z.int().describe('Not handled in time.'),
    parts: z.array(z.object({ municipalityCode: z.string(), source: z.enum(complaintSources), subject: z.enum(complaintSubjects), state: z.enum(complaintStates), outcome: z.enum(complaintOutcomes).nullable(), complaints: z.int(), late: z.int() })),
  })
  .meta({ id: 'ComplaintCounts' });

const told = {
  source: z.enum(complaintSources).default('resident').describe('From whom.'),
  subject: z.enum(complaintSubjects).default('other').describe('What it is about.'),
  personId: z.uuid().optional().describe('Who complains, where that is a person of the case.'),
  creditorId: z.string().max(64).optional().describe('Of a complaint from a creditor.'),
  aboutAccountId: z.string().max(64).optional().describe('Whom it is about.'),
  complainant: z.strictObject({ name: z.string().trim().min(1).max(200), street: z.string().trim().min(1).max(200).optional(), place: z.string().trim().min(1).max(200).optional() }).optional().describe('For the letter.'),
  text: textSchema.describe('What was said.'),
};

/** Of a case; without a day it came in today. */
export const caseComplaintBody = z.strictObject({ ...told, receivedOn: supportedDate.optional().describe('The day on which it came in; absent: today.') });

export const complaintBody = z.strictObject({
  ...told,
  caseId: z.uuid().optional(),
  municipality: z.string().max(10).optional().describe('Its code, where there is no case.'),
  receivedOn: supportedDate.describe('The day on which it came in; the six weeks run from the day after.'),
});

export const complaintOwnerBody = z.strictObject({ ownerId: z.string().max(64) });
export const complaintReceiptBody = z.strictObject({ on: supportedDate.optional().describe('The day on which the complainant was told; absent: today.') });
export const complaintExtensionBody = z.strictObject({
  dueOn: supportedDate.optional().describe('At most four weeks later, which is also the default; later with consent.'),
  words: textSchema.describe('Why; the letter says it.'),
  withConsent: z.boolean().optional().describe('The complainant agrees (Awb art. 9:11 paragraph 3).'),
});
export const complaintClosingBody = z.strictObject({
  outcome: z.enum(complaintOutcomes),
  words: textSchema.describe('The findings, for the letter.'),
  on: supportedDate.optional().describe('The day on which the complainant was told; absent: today. It decides whether that was in time.'),
});
