/** The report of an inspection as the API gives it. */
import { z } from 'zod';
import { auditActions } from '../../src/domain/audit/audit.ts';
import { avgKinds, avgStates } from '../../src/domain/rights/avg-request.ts';
import { consentPurposeCodes, consentStates, consentWays } from '../../src/domain/rights/consent.ts';
import { feedbackSchema } from '../../src/domain/case/feedback/feedback-schema.ts';
import { roleSchema } from '../../src/domain/case/lifecycle.ts';
import { cents, signalKindFields, deadlineKind, deadlineState, instant, localDate } from './common.ts';
import { caseNumber } from './case.ts';

const person = z.object({
  signalId: z.uuid(),
  creditor: z.string(),
  lastName: z.string(),
  initials: z.string(),
  birthDate: localDate.nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  street: z.string(),
  place: z.string(),
});

const signal = z.object({
  creditor: z.string(),
  roundId: z.string(),
  reference: z.string(),
  amountCents: cents,
  arrearsSince: localDate,
  kind: z.string(),
  crisis: z.boolean(),
  ...signalKindFields,
  warm: z.boolean(),
  state: z.enum(['pending', 'in-case', 'dropped']),
  reason: z.string().nullable(),
  receivedOn: localDate,
});

const reportedCase = z.object({
  id: z.uuid(),
  number: caseNumber,
  municipality: z.string(),
  address: z.object({ postcode: z.string(), houseNumber: z.int(), addition: z.string(), place: z.string() }).nullable(),
  openedOn: localDate,
  matchedOn: localDate.nullable(),
  closedOn: localDate.nullable(),
  phase: z.string().nullable().describe('Dutch; null in what is held about an address alone.'),
  result: z.string().nullable().describe('Dutch.'),
  keptUntil: z.string().describe('Dutch: how long it is kept.'),
  isShared: z.boolean().describe('There are signals of somebody else in it, which are left out.'),
  signals: z.array(signal),
  timeline: z.array(z.object({ at: instant, role: roleSchema, sentence: z.string(), note: z.string().nullable() })),
  notes: z.array(z.string()).describe('Words that no event of the timeline quotes.'),
  plans: z.array(z.object({ createdOn: localDate, body: z.record(z.string(), z.unknown()) })).describe('Every one that was kept, drafts included.'),
  handOvers: z.array(z.object({ service: z.string(), contact: z.string().nullable(), offeredOn: localDate, confirmedOn: localDate.nullable() })),
  contactDetails: z
    .array(z.object({ about: z.enum(['person', 'household']), phone: z.string().nullable(), email: z.string().nullable(), preferred: z.string().nullable(), partsOfDay: z.array(z.string()), recordedOn: localDate }))
    .describe('What the resident said of how to be reached, the newest first; preference and moments in Dutch.'),
  checks: z.array(z.object({ source: z.string(), askedOn: localDate, answeredOn: localDate.nullable(), said: z.array(z.string()) })).describe('What others were asked about the own signals before it was decided to go on, and what they said.'),
  complaints: z.array(z.object({ subject: z.string(), receivedOn: localDate, state: z.string(), words: z.string().nullable(), findings: z.string().nullable() })).describe('Of the person, or of nobody in particular; Dutch.'),
  feedback: z.array(z.object({ sentOn: localDate, body: feedbackSchema })),
  mails: z.array(z.object({ creditor: z.string(), template: z.string(), on: localDate })).describe('To the creditors of the own signals.'),
  deadlines: z.array(z.object({ kind: deadlineKind, startedOn: localDate, dueOn: localDate, state: deadlineState })),
  consents: z.array(z.object({ purpose: z.enum(consentPurposeCodes), state: z.enum(consentStates), on: localDate, how: z.enum(consentWays) })),
  readings: z.array(z.object({ role: roleSchema, on: localDate, action: z.enum(auditActions), times: z.int() })).describe('Who read it, by role and day.'),
});

export const avgReport = z
  .object({
    requestId: z.uuid(),
    about: z.enum(['person', 'address']),
    receivedOn: localDate,
    madeOn: localDate,
    municipality: z.string(),
    information: z.array(z.object({ topic: z.string(), text: z.string() })).describe('What AVG art. 15(1) wants told: purpose, basis, source, recipients, how long, rights.'),
    persons: z.array(person).describe('As each creditor delivered it.'),
    cases: z.array(reportedCase),
    objections: z.array(z.object({ filedOn: localDate, withdrawnOn: localDate.nullable() })),
    requests: z.array(z.object({ id: z.uuid(), kind: z.enum(avgKinds), receivedOn: localDate, state: z.enum(avgStates), decidedOn: localDate.nullable(), words: z.string().nullable(), answer: z.string().nullable() })),
    mustBeRead: z.boolean().describe('Somebody reads it before it is sent: others are in a case too.'),
  })
  .meta({ id: 'AvgReport' });
