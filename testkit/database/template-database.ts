import postgres from 'postgres';
import { applicationUrl } from '../../scripts/parts/postgres.ts';
import { prepareDatabase } from '../../src/db/admit.ts';
import { hashKey } from '../data/keys.ts';

/** Every test database is a copy of this one: copying takes milliseconds, migrating does not. */
export const templateName = 'template_vroegsignalering';

export async function createTemplate(adminUrl: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin`create database ${admin(templateName)}`;
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = templateName;
  await prepareDatabase({ databaseUrl: applicationUrl(url.href), databaseOwnerUrl: url.href, keysDatabaseUrl: applicationUrl(url.href), hashKey });
}
