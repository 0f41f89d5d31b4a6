/** Who the demo's issuer knows: a person for each account of the demo, and each creditor's system. */
import { readFileSync } from 'node:fs';
import type { Role } from '../../src/domain/lifecycle.ts';
import { personOfTwo, systemOf } from '../../src/usecases/seed-identities.ts';
import { demoAccounts, demoCreditors } from '../../src/usecases/seed-twente.ts';
import { roleLabels } from '../../src/wording/labels.ts';

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

/** The client of `npm run token`: it signs in as whoever is named, and holds no secret. */
export const commandLine = { clientId: 'opdrachtregel', redirectUri: 'http://127.0.0.1/klaar' };
