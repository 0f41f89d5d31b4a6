/** Rewrites a case's rows in Postgres from its history; the audit log says who did it, why and what changed. */
import { z } from 'zod';
import { findAccount } from '../src/db/queries/identity/accounts.ts';
import { AppError } from '../src/errors.ts';
import { inWords, type Difference } from '../src/history/compare.ts';
import { repairCase } from '../src/usecases/records/repair-case.ts';
import { verifyCase } from '../src/usecases/records/verify-case.ts';
import { SetupFailure } from './parts/failure.ts';
import { fail, say } from './parts/progress.ts';
import { argumentsOf, withSources, type Sources } from './parts/sources.ts';
import { counted } from './parts/telling.ts';

const usage = `npm run repair -- --case ID --reason "…" --by ACCOUNT

Mends what npm run verify found in a case, from the case's history, in one transaction.

  --case ID        the case
  --reason "…"     why; it is kept with the case
  --by ACCOUNT     the account of whoever decides this: an administrator or a project leader

Ends with 1 when something still differs afterwards, which then no history can mend. Which system: see npm run verify.`;

const wanted = z.object({ case: z.uuid(), reason: z.string().trim().min(1), by: z.string().min(1) });

try {
  const options = argumentsOf({ case: { type: 'string' }, reason: { type: 'string' }, by: { type: 'string' }, help: { type: 'boolean', default: false } }, usage);
  if (options.help) say(usage);
  else process.exitCode = await withSources((sources) => repair(sources, given(options)));
} catch (error) {
  fail(error instanceof AppError ? new SetupFailure(error.message) : error);
}

function given(options: unknown): z.output<typeof wanted> {
  const parsed = wanted.safeParse(options);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path }) => `--${String(path[0])}`));
  throw new SetupFailure(`Missing or not usable: ${[...wrong].join(', ')}.\n\n${usage}`);
}

async function repair(sources: Sources, { case: caseId, reason, by }: z.output<typeof wanted>): Promise<number> {
  const account = await findAccount(sources.sql, by);
  if (account === null) throw new SetupFailure(`There is no account ${by}.`);
  const mended = await repairCase(sources, account, { caseId, reason });
  const { differences: left } = await verifyCase(sources, caseId);
  say([...mended.map(inWords), outcome(mended, left)].join('\n'));
  return left.length === 0 ? 0 : 1;
}

function outcome(mended: readonly Difference[], left: readonly Difference[]): string {
  if (left.length > 0) return ['✗ What no history can mend:', ...left.map(inWords)].join('\n');
  return mended.length === 0 ? '✓ Nothing differed, so nothing was written.' : `✓ Mended: ${counted(mended.length, 'difference')}. It stands in the audit log and in the timeline of the case.`;
}
