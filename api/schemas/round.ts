import { z } from 'zod';
import { roundStates } from '../../src/domain/rounds/round.ts';
import { cents, deadlineState, instant, localDate, month, pageOf, probablySame, signalKindFields } from './common.ts';

/** A round by its month, or by its id when several regions have a round of that month. */
export const roundParams = z.strictObject({
  month: z.string().regex(/^(?:[a-z][a-z0-9-]*-)?\d{4}-(0[1-9]|1[0-2])$/, 'Schrijf de maand als JJJJ-MM, bijvoorbeeld 2026-11.').describe("The round's month, YYYY-MM, or its id."),
});

export const round = z
  .object({
    id: z.string(),
    regionId: z.string(),
    month,
    cutOff: instant,
    byHand: z.boolean().describe('Closes only when somebody closes it.'),
    state: z.enum(roundStates),
    openedAt: instant,
    closedAt: instant.nullable().describe('When it was really closed: its terms run from there.'),
    proposedAt: instant.nullable(),
    confirmedAt: instant.nullable(),
    confirmedBy: z.string().nullable(),
    listVersion: z.int().describe('Of the match list; to confirm it, name the one you saw.'),
    toApply: z.int().describe('Cases to be told of the confirmed match.'),
    applied: z.int().describe('Cases that have been told.'),
  })
  .meta({ id: 'Round' });

const byReason = z.record(z.string(), z.int()).describe('Drop-outs by reason.');

export const roundDetail = round
  .extend({
    creditors: z.array(z.object({ creditorId: z.string(), accepted: z.int(), duplicates: z.int(), refused: z.int(), pending: z.int(), inCase: z.int(), dropped: z.int(), dropOuts: byReason })),
    cases: z.object({ new: z.int(), crisis: z.int(), multiple: z.int(), consecutive: z.int(), joined: z.int().describe('Signals that went into a case of an earlier round.') }),
    deadline: z.object({ id: z.string(), state: deadlineState, dueOn: localDate, dueBefore: instant, warned: z.boolean(), endedAt: instant.nullable() }).nullable().describe('For the match result.'),
  })
  .meta({ id: 'RoundDetail' });

const matchedCase = z
  .object({
    caseId: z.uuid(),
    municipalityCode: z.string(),
    address: z.string(),
    newCase: z.boolean().describe('False: the signals join a case that ran already.'),
    crisis: z.boolean(),
    multiple: z.boolean(),
    consecutive: z.boolean(),
    totalCents: cents,
    probablySame,
    signals: z.array(z.object({ signalId: z.uuid(), creditorId: z.string(), reference: z.string(), amountCents: cents, ...signalKindFields, because: z.enum(['higher', 'updated', 'other', 'crisis']).nullable(), objectionDoubt: z.boolean().describe('It may be of somebody who objected, and nothing on file tells: look before it goes on.') })),
  })
  .meta({ id: 'MatchedCase' });

const matchDropOut = z
  .object({ signalId: z.uuid(), caseId: z.uuid(), creditorId: z.string(), reference: z.string(), amountCents: cents, municipalityCode: z.string(), reason: z.string(), probablySame })
  .meta({ id: 'MatchDropOut' });

export const matchPage = z.union([pageOf(matchedCase), pageOf(matchDropOut)]);
