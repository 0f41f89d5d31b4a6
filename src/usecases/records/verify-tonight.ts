import type { Db } from '../../db/connect.ts';
import { insertMails } from '../../db/queries/outreach/outbox.ts';
import { verifyCases, type Verification } from './verify-cases.ts';

/**
 * Verifies what changed since the last night and a part of the rest; the project leader is told only when something
 * differs.
 * @returns how many differences there were, and the outbox rows to send
 */
export async function verifyTonight(deps: Parameters<typeof verifyCases>[0], onCase: () => void): Promise<{ differences: number; outboxIds: string[] }> {
  const verification = await verifyCases(deps, { scope: 'nightly', onCase });
  const differences = verification.differences.length;
  return { differences, outboxIds: differences === 0 ? [] : [await tell(deps.sql, verification)] };
}

async function tell(sql: Db, { id }: Verification): Promise<string> {
  const outboxId = `verification-${id}`;
  await insertMails(sql, [{ id: outboxId, template: 'verification-failed', recipient: { kind: 'project-leader' }, data: { verificationId: id }, createdAt: new Date().toISOString() }]);
  return outboxId;
}
