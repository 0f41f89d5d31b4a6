/** Lists of work as the API gives them: what waits for triage, whom to visit. */
import { z } from 'zod';
import { outcomes } from '../../src/domain/case/commands.ts';
import { actions, phases } from '../../src/domain/case/lifecycle.ts';
import { codesOf, contactKinds, partsOfDay } from '../../src/domain/codes.ts';
import { caseAddress, caseNumber, checkAdvice, homeFields, listedFields, nextAppointment, unansweredChecks } from './case.ts';
import { cents, deadlineKind, instant, localDate, probablySame, signalKindFields } from './common.ts';

const listedSignal = z.object({
  id: z.uuid(),
  creditorId: z.string(),
  creditor: z.string(),
  reference: z.string(),
  kind: z.string(),
  kindLabel: z.string(),
  ...signalKindFields,
  amountCents: cents,
  arrearsSince: localDate,
  arrearsMonths: z.int().describe('Whole months since then, today.'),
  crisis: z.boolean(),
  warm: z.boolean().describe('The creditor has spoken with the person.'),
  objectionDoubt: z.boolean().describe('It may be of somebody who objected, and nothing on file tells: look before it goes on.'),
});

export const triageItem = z
  .object({
    ...listedFields,
    ...homeFields,
    seq: z.int().describe('The step of the case that this shows; send it along with the decision.'),
    held: z.object({ decision: z.enum(['go', 'no-go']), until: instant }).nullable().describe('A decision that can still be undone.'),
    signals: z.array(listedSignal),
    probablySame,
    advice: z
      .array(z.union([z.object({ source: z.enum(['other-case']), caseId: z.uuid(), sentence: z.string().describe('Dutch.') }), checkAdvice]))
      .describe('What is known already, for a person to judge: other cases, now or before, of who has the same name and date of birth, and what others said who were asked.'),
    unansweredChecks,
  })
  .meta({ id: 'TriageItem' });

const stop = z.object({
  id: z.uuid().describe('Of the case.'),
  number: caseNumber,
  kind: z.enum(['appointment', 'visit']),
  appointment: nextAppointment.nullable().describe('Of that day.'),
  plannedOn: localDate.nullable().describe('The day that the visit was planned on; another day may do.'),
  address: caseAddress.nullable(),
  ...homeFields,
  phase: z.enum(phases),
  phaseLabel: z.string(),
  teamId: z.string().nullable(),
  team: z.string().nullable(),
  caseworkerId: z.string().nullable(),
  caseworker: z.string().nullable().describe('Null: nobody has taken the case yet.'),
  crisis: z.boolean(),
  totalCents: cents,
  signals: z.array(listedSignal),
  visitNumber: z.int().describe('Which visit of this visiting phase it is.'),
  maxVisits: z.int(),
  triedPartsOfDay: z.array(z.enum(codesOf(partsOfDay))),
  lastAttempt: z.object({ kind: z.enum(codesOf(contactKinds)), kindLabel: z.string(), date: localDate, partOfDay: z.enum(codesOf(partsOfDay)).nullable(), outcome: z.enum(outcomes), outcomeLabel: z.string() }).nullable(),
  safety: z.object({
    visitsStopped: z.boolean().describe('It was not safe: only the desk makes an appointment at the door.'),
    unsafeOn: localDate.nullable(),
    warning: z.string().nullable().describe('Dutch.'),
  }),
  nextDueOn: localDate.nullable(),
  nextDueLabel: z.string().nullable(),
  nextDueBadge: z.string().nullable(),
  seq: z.int().describe('The step of the case that this shows; send it along with what is recorded.'),
  actions: z.array(z.object({ action: z.enum(actions), label: z.string(), reason: z.boolean().describe('A reason in words must be given.') })).describe('What whoever asks may do now.'),
});

export const visitDay = z
  .object({
    date: localDate,
    stops: z.array(stop),
    visited: z.int().describe('How many were visited that day already; they stand in `stops` no more.'),
    more: z.boolean().describe('There are more than can be put in order at once: ask for a caseworker.'),
  })
  .meta({ id: 'VisitDay' });

const visitToPlan = z.object({
  id: z.uuid().describe('Of the case.'),
  number: caseNumber,
  municipalityCode: z.string(),
  teamId: z.string().nullable(),
  caseworkerId: z.string().nullable(),
  caseworker: z.string().nullable(),
  address: caseAddress.nullable(),
  street: z.string().nullable(),
  phase: z.enum(phases),
  crisis: z.boolean(),
  visitNumber: z.int().describe('Which visit of this visiting phase it is.'),
  triedPartsOfDay: z.array(z.enum(codesOf(partsOfDay))),
  visitsStopped: z.boolean(),
  appointment: z.object({ date: localDate, time: z.string().nullable() }).nullable().describe('Made with the resident; it goes before what was planned.'),
  plannedOn: localDate.nullable().describe('One that has been: it was planned, and nobody visited.'),
  nextDueOn: localDate.nullable(),
  nextDueKind: deadlineKind.nullable(),
  nextDueLabel: z.string().nullable(),
  nextDueBadge: z.string().nullable(),
  seq: z.int().describe('The step of the case that this shows; send it along.'),
});

const planningDay = z.object({
  date: localDate,
  closure: z.string().nullable().describe('Why nobody works that day (Dutch); null for a working day.'),
  capacity: z.int().nullable().describe('How many visits the team can make that day, by who is there; null: nobody recorded it.'),
  left: z.int().nullable().describe('Below zero when more are planned.'),
  people: z.int(),
  absent: z.array(z.object({ absenceId: z.uuid(), caseworkerId: z.string(), caseworker: z.string(), firstDay: localDate, lastDay: localDate })),
  visits: z.array(visitToPlan).describe('Appointments at their time, then what was planned.'),
});

export const visitPlanning = z
  .object({
    week: z.string().describe('ISO, as 2026-W49.'),
    from: localDate,
    to: localDate,
    teams: z.array(z.object({ teamId: z.string(), team: z.string(), municipalityCode: z.string(), days: z.array(planningDay) })),
    unplanned: z.array(visitToPlan).describe('To be visited, on no day yet, or on one that has been; the nearest last day first.'),
    more: z.boolean().describe('There are more than are shown: ask for a team.'),
  })
  .meta({ id: 'VisitPlanning' });
