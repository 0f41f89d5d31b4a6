import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import postgres from 'postgres';

/** Every test database is a copy of this one: copying takes milliseconds, migrating does not. */
export const templateName = 'template_vroegsignalering';

const migrations = fileURLToPath(new URL('../../src/db/migrate.ts', import.meta.url));

export async function createTemplate(adminUrl: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin`create database ${admin(templateName)}`;
  await admin.end();
  if (!existsSync(migrations)) return;
  const { migrate } = (await import(pathToFileURL(migrations).href)) as { migrate: (databaseUrl: string) => Promise<void> };
  const url = new URL(adminUrl);
  url.pathname = templateName;
  await migrate(url.href);
}
