/** What an account must and may be of, by its role. */
import { z } from 'zod';
import type { FieldError } from '../field-error.ts';
import { people } from './access.ts';

export const accountRoles = people;
export type AccountRole = (typeof people)[number];

/** Lower-case letters, digits and hyphens: it stands in the audit log and in histories, and names nobody by itself. */
export const accountIdPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const text = (max: number) => z.string().trim().min(1).max(max);

/** What is written of an account. */
export const accountFieldsSchema = z.strictObject({
  name: text(120),
  email: z.email().max(254),
  role: z.enum(accountRoles),
  municipalityCode: z.string().max(10).nullable().describe('Null: for the whole region. A caseworker has one, a creditor none.'),
  teamId: z.string().max(100).nullable().describe('Of a caseworker alone.'),
  creditorId: z.string().max(100).nullable().describe('Of a creditor, and of nobody else.'),
});
export type AccountFields = z.output<typeof accountFieldsSchema>;

/** What does not fit the role. Whether team, municipality and creditor exist is for Postgres to say. */
export function accountProblems({ role, municipalityCode, teamId, creditorId }: AccountFields): FieldError[] {
  const wrong: FieldError[] = [];
  const add = (field: string, rule: string, message: string): number => wrong.push({ field, rule, message });
  if (role === 'creditor') {
    if (creditorId === null) add('creditorId', 'required', 'Noem de schuldeiser waarvoor dit account is.');
    if (municipalityCode !== null) add('municipalityCode', 'role', 'Een schuldeiser werkt niet voor een gemeente; laat de gemeente weg.');
  } else if (creditorId !== null) add('creditorId', 'role', 'Alleen een account met de rol schuldeiser hoort bij een schuldeiser; laat de schuldeiser weg.');
  if (role === 'caseworker' && municipalityCode === null) add('municipalityCode', 'required', 'Noem de gemeente waarvoor deze medewerker werkt.');
  if (role !== 'caseworker' && teamId !== null) add('teamId', 'role', 'Alleen een medewerker zit in een team; laat het team weg.');
  return wrong;
}

export type AccountStanding = 'active' | 'blocked' | 'left';
export const accountStandings = ['active', 'blocked', 'left'] as const satisfies AccountStanding[];

export const standingOfAccount = ({ blockedAt, leftAt }: { blockedAt: string | null; leftAt: string | null }): AccountStanding => (leftAt !== null ? 'left' : blockedAt !== null ? 'blocked' : 'active');
