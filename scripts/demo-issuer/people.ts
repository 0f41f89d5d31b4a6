/** The users of the demo's issuer: a person for each account of the demo, and the system of each creditor. */
import { readFileSync } from 'node:fs';
import type { Role } from '../../src/domain/case/lifecycle.ts';
import { personOfTwo, systemOf } from '../../src/usecases/identity/seed-identities.ts';
import { demoAccounts, demoCreditors } from '../../src/usecases/identity/seed-twente.ts';
import { roleLabels } from '../../src/wording/labels/labels.ts';

export interface Person {
  subject: string;
  name: string;
  /** Dutch: which role, or roles. */
  role: string;
}

type Places = Parameters<typeof demoAccounts>[0];
const places = JSON.parse(readFileSync(new URL('../../samples/municipalities.json', import.meta.url), 'utf8')) as Places;

export const people: readonly Person[] = [
  ...demoAccounts(places).map(({ id, name, role }) => ({ subject: id, name, role: roleLabels[role as Role] })),
  { subject: personOfTwo.subject, name: personOfTwo.name, role: 'Meer dan een rol' },
];

/** The ids of the clients that get a token without anybody signing in. */
export const systems: readonly string[] = demoCreditors.map(({ id }) => systemOf(id));

/** The client of `npm run token`: it signs in as the named person, without a secret. */
export const commandLine = { clientId: 'opdrachtregel', redirectUri: 'http://127.0.0.1/klaar' };
