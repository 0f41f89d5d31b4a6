/** Cases as the API gives them. */
import { z } from 'zod';
import { informedWays } from '../../src/domain/case/events.ts';
import { caseResults, codesOf, partsOfDay } from '../../src/domain/codes.ts';
import { checkCodes } from '../../src/domain/checks/check.ts';
import { attemptSchema, places } from '../../src/domain/case/commands.ts';
import { contactSources, contactWays } from '../../src/domain/case/contact-details.ts';
import { consentPurposeCodes, consentStates, consentWays } from '../../src/domain/rights/consent.ts';
import { recheckStandings } from '../../src/domain/case/state.ts';
import { feedbackDraftSchema, feedbackSchema } from '../../src/domain/case/feedback/feedback-schema.ts';
import { actions, phases, roleSchema } from '../../src/domain/case/lifecycle.ts';
import { retentionRules } from '../../src/domain/retention/retention.ts';
import { termSchema } from '../../src/domain/time/terms.ts';
import { dueGroups } from '../../src/domain/deadlines/due.ts';
import { cents, deadlineKind, deadlineState, instant, joining, localDate, mootMeaning, owner, probablySame, signalKindFields } from './common.ts';

export const caseNumber = z.string().nullable().describe('As people say it: `ENS-2026-00123`. Null once the case is anonymised.');

export const caseFields = {
  id: z.uuid(),
  number: caseNumber,
  phase: z.enum(phases),
  phaseLabel: z.string(),
  paused: z.boolean(),
  municipalityCode: z.string(),
  municipality: z.string(),
  roundId: z.string().describe('The round of its first signal.'),
  teamId: z.string().nullable(),
  team: z.string().nullable(),
  caseworkerId: z.string().nullable(),
  caseworker: z.string().nullable(),
  openedAt: instant,
  crisis: z.boolean(),
  multiple: z.boolean(),
  consecutive: z.boolean(),
  signalCount: z.int(),
  totalCents: cents,
  visits: z.int(),
  nextDueOn: localDate.nullable(),
  nextDueKind: deadlineKind.nullable(),
  nextDueBadge: z.string().nullable().describe('Dutch: "2 werkdagen te laat", "vandaag", "nog 3 werkdagen".'),
  undecided: z.boolean().describe('The project leader has to decide about the re-check.'),
};

const addressFields = { postcode: z.string(), houseNumber: z.int(), addition: z.string(), place: z.string() };
export const caseAddress = z.object(addressFields);

/** Of a case in a list. */
export const listedFields = { ...caseFields, address: caseAddress.nullable().describe('Null once the case is erased.'), nextDueLabel: z.string().nullable(), nextDueGroup: z.enum(dueGroups).nullable() };

const contactSource = z.enum(contactSources).nullable().describe('Who gave it: what the resident said goes before what a creditor delivered.');

const contactFields = { phone: z.string().nullable(), email: z.string().nullable(), preferred: z.enum(codesOf(contactWays)).nullable(), partsOfDay: z.array(z.enum(codesOf(partsOfDay))) };

/** Somebody whom a case is about. */
const resident = z
  .object({
    personIds: z.array(z.uuid()).describe('Of the signals that are about this person.'),
    lastName: z.string(),
    initials: z.string(),
    birthDate: localDate.nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    phoneSource: contactSource,
    emailSource: contactSource,
    preferred: z.enum(codesOf(contactWays)).nullable().describe('How the resident would rather be reached.'),
    goodPartsOfDay: z.array(z.enum(codesOf(partsOfDay))).describe('When the resident would rather be reached.'),
  })
  .meta({ id: 'Resident' });

export const homeFields = {
  street: z.string().nullable(),
  residents: z.array(resident).describe('Who the case is about; whose signals are of one person stands here once.'),
  householdContact: z.object(contactFields).nullable().describe('What was said of how to reach the household, of nobody in particular.'),
};

export const checkAdvice = z
  .object({
    source: z.enum(checkCodes).describe('Who said it.'),
    signalIds: z.array(z.uuid()).describe('About which signals it was asked.'),
    sentence: z.string().describe('Dutch.'),
    reason: z.string().describe('Dutch: why it is said of this person or address.'),
    at: instant,
  })
  .meta({ id: 'CheckAdvice' });
export const unansweredChecks = z
  .array(z.object({ source: z.enum(checkCodes), signalIds: z.array(z.uuid()), since: instant, sentence: z.string().describe('Dutch.') }))
  .describe('Who was asked and gave no answer yet, or could give none.');

export const nextAppointment = z
  .object({ date: localDate, time: z.string().nullable(), partOfDay: z.enum(codesOf(partsOfDay)), place: z.enum(places), placeLabel: z.string(), caseworkerId: z.string().nullable(), caseworker: z.string().nullable() })
  .meta({ id: 'NextAppointment' });

/** What tells how to reach somebody next. */
export const standingFields = {
  seq: z.int().describe('The step of the case that this shows; send it along with what is done.'),
  maxVisits: z.int().nullable(),
  appointment: nextAppointment.nullable().describe('Made for today or later, and neither kept nor missed yet.'),
  triedPartsOfDay: z.array(z.enum(codesOf(partsOfDay))).describe('Parts of the day at which somebody was looked for in this visiting phase.'),
  visitsStopped: z.boolean().describe('It was not safe there: only the desk makes an appointment at the door.'),
};

export const caseListItem = z
  .object({ ...listedFields, ...homeFields, ...standingFields })
  .meta({ id: 'CaseListItem' });

const allowedAction = z
  .object({ action: z.enum(actions), label: z.string(), by: z.array(roleSchema), reason: z.boolean().describe('A reason in words must be given.'), mine: z.boolean().describe('Whether this account may do it.') })
  .meta({ id: 'AllowedAction' });

const deadline = z
  .object({
    id: z.string(),
    kind: deadlineKind,
    label: z.string(),
    owner,
    ownerLabel: z.string(),
    creditorId: z.string().nullable(),
    state: deadlineState,
    term: termSchema,
    startedAt: instant,
    dueOn: localDate,
    dueBefore: instant.describe('The first instant after the due day.'),
    warnsAt: instant.nullable(),
    breachedAt: instant.nullable(),
    moot: z.boolean().describe(mootMeaning),
    endedAt: instant.nullable(),
    badge: z.string().nullable(),
  })
  .meta({ id: 'CaseDeadline' });

const suspension = z
  .object({ from: localDate, until: localDate.nullable().describe('The last day; null: until the feedback.') })
  .nullable()
  .describe('How long creditors suspend collection; null without a match.');

const signal = z.object({
  id: z.uuid(),
  creditorId: z.string(),
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
  receivedAt: instant,
  personId: z.uuid(),
  objectionDoubt: z.boolean().describe('It may be of somebody who objected, and nothing on file tells: somebody has to look.'),
  feedbackAt: instant.nullable().describe('When its creditor was last told what came of it.'),
  feedbackId: z.uuid().nullable().describe('Which feedback its creditor has: what `correct-feedback` corrects.'),
  feedbackOwed: z.boolean().describe('Its creditor is still to be told.'),
  needsWork: z.boolean().describe('It joined after the feedback of the others, and nobody did anything for it yet: record a contact, or that the plan covers it.'),
  proposedFeedback: feedbackSchema.nullable().describe('The feedback as the plan has it, to fill the form in with; null where none is owed.'),
  suspension,
});

const person = z.object({
  id: z.uuid(),
  lastName: z.string(),
  initials: z.string(),
  birthDate: localDate.nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  street: z.string(),
  place: z.string(),
});

export const feedbackDraft = z.object({ body: feedbackDraftSchema, authorId: z.string(), savedAt: instant }).meta({ id: 'FeedbackDraft' });

export const caseDetail = z
  .object({
    ...caseFields,
    address: z.object(addressFields).nullable().describe('Null once the case is erased.'),
    pausedAt: instant.nullable(),
    matchedAt: instant.nullable(),
    closedAt: instant.nullable(),
    anonymisedAt: instant.nullable().describe('Since when nothing says any more who it was about.'),
    onHoldSince: instant.nullable().describe('Kept because of a dispute: nothing of it goes.'),
    retention: z.object({ rule: z.enum(retentionRules), dueOn: localDate }).nullable().describe('Of a closed case: when what says who it was about goes, and by which term.'),
    feedbackAt: instant.nullable(),
    ending: z.enum(['drop-out', 'no-go', 'recovered', 'fed-back', 'not-recovered', 'closed-early']).nullable(),
    result: z.enum(codesOf(caseResults)).nullable(),
    resultLabel: z.string().nullable(),
    policyVersion: z.string(),
    suspension,
    probablySame,
    joinings: z.array(joining).describe('Signals of probably the same household that a person joined to this case.'),
    signals: z.array(signal),
    persons: z.array(person),
    deadlines: z.array(deadline),
    handOvers: z.array(z.object({ id: z.uuid(), service: z.string(), contact: z.string().nullable(), offeredAt: instant, confirmedAt: instant.nullable() })),
    feedback: z.object({ id: z.uuid(), body: feedbackSchema, createdAt: instant }).nullable(),
    feedbackDraft: feedbackDraft.nullable().describe('Feedback that is being written: `send-feedback` takes from it what it is not sent.'),
    appointment: z
      .object({ date: localDate, time: z.string().optional(), partOfDay: z.string(), place: z.string(), caseworkerId: z.string().optional(), afterDueOn: localDate.optional().describe('The last day for the visit, where the appointment lies after it.') })
      .nullable(),
    informed: z.object({ on: localDate, how: z.enum(informedWays), recordedAt: instant }).nullable().describe('When the resident was told what is held, from whom and what for (AVG art. 14).'),
    informedHint: z.string().nullable().describe('Dutch: somebody was reached, and nothing says that this was told.'),
    contactDetails: z
      .array(z.object({ id: z.uuid(), personId: z.uuid().nullable().describe('Null: of the household.'), ...contactFields, source: z.literal('resident'), recordedBy: z.string().describe('An account.'), recordedAt: instant }))
      .describe('How residents want to be reached, as they said it: of each person, and of the household, what stands. It goes before what creditors delivered (`persons`).'),
    advice: z.array(checkAdvice).describe('What others said who were asked before triage was decided.'),
    unansweredChecks,
    consents: z.array(z.object({ personId: z.uuid(), purpose: z.enum(consentPurposeCodes), state: z.enum(consentStates), on: localDate, how: z.enum(consentWays), recordedAt: instant })).describe('Every answer, in the order in which it was recorded; the last of a person and purpose counts.'),
    seq: z.int().describe('The step of the case that this shows. Send it along with an action, and hear of what was done meanwhile.'),
    maxVisits: z.int().nullable(),
    cycle: z.int().describe('0 for the first visiting phase, more after a failed re-check.'),
    attempts: z.array(attemptSchema.extend({ id: z.string(), cycle: z.int(), recordedAt: instant, by: z.string().optional().describe('The account that recorded it; not known of one before 0.3.'), during: z.enum(phases).optional().describe('The phase, where that was not the one of the visits.') })),
    triedPartsOfDay: z.array(z.string()),
    held: z.object({ decision: z.enum(['go', 'no-go']), until: instant }).nullable().describe('A triage decision that can still be undone.'),
    heldFeedback: z.array(z.object({ feedbackId: z.uuid(), until: instant, signalIds: z.array(z.uuid()), corrects: z.uuid().nullable() })).describe('Feedback that stands ready and can still be undone.'),
    visitsStopped: z.boolean(),
    planId: z.uuid().nullable(),
    problematicDebts: z.boolean(),
    urgent: z.boolean(),
    reCheckAnswers: z.array(z.object({ creditorId: z.string(), answer: z.enum(recheckStandings) })),
    actions: z.array(allowedAction).describe('What may be done now, and by whom.'),
  })
  .meta({ id: 'Case' });

export const caseStep = caseDetail.pick({ seq: true, phase: true, actions: true }).meta({ id: 'CaseStep', description: 'Where the case stands: the answer to `Prefer: return=minimal`.' });

export const caseCounts = z
  .object({
    phases: z.array(z.object({ phase: z.enum(phases), label: z.string(), count: z.int() })),
    late: z.int(),
    today: z.int(),
    soon: z.int(),
    later: z.int(),
    undecided: z.int(),
    paused: z.int(),
  })
  .meta({ id: 'CaseCounts' });
