import { readFileSync } from 'node:fs';

export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user Postgres runs as. Postgres refuses to run as root, so root lends it the account `postgres`, or `nobody`,
 * which every Unix has. Anybody else runs it under their own name: undefined.
 */
export function databaseOsUser(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (account === undefined) throw new Error('As root, Postgres needs an account named "postgres" or "nobody".');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}
