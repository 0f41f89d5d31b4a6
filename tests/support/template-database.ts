import postgres from 'postgres';
import { migrate } from '../../src/db/migrate.ts';

/** Every test database is a copy of this one: copying takes milliseconds, migrating does not. */
export const templateName = 'template_vroegsignalering';

export async function createTemplate(adminUrl: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin`create database ${admin(templateName)}`;
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = templateName;
  await migrate(url.href);
}
