/** Mail that could not be sent: who looks at it sees why, and has it sent again when that has been put right. */
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { countUnsentMails, knownMails, sendAgain, unsentMails, type UnsentState } from '../../db/queries/outreach/failed-mails.ts';
import type { MailRecipient } from '../../db/queries/outreach/outbox.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { answerOf } from '../../engine/answers.ts';
import { mailDispatch } from '../../engine/mail-sender.ts';
import { AppError } from '../../errors.ts';
import { mailFailure, mailLabels, recipientLabels } from '../../wording/labels/mail.ts';

/** Ids and codes: no address, and nothing of what the mail says. */
export async function readUnsentMail(sql: Sql, { state, limit }: { state: UnsentState; limit: number }) {
  const [mails, total] = await Promise.all([unsentMails(sql, state, limit), countUnsentMails(sql, state)]);
  const items = mails.map(({ recipient, recipientName, failure, ...mail }) => ({
    ...mail,
    about: mailLabels[mail.template],
    to: { ...recipient, name: recipientName ?? recipientLabels[recipient.kind] },
    failure: mailFailure(failure),
  }));
  return { items, total };
}

/**
 * Those that are named, or all that failed to one recipient. One that was sent, or waits to be sent, is left alone.
 * @returns how many are sent again
 * @throws AppError not-found for one that is not there, or not theirs; engine-unavailable: they are sent with the next mail
 */
export async function resendMail({ sql, temporal, config }: { sql: Sql; temporal: Client; config: { taskQueue: string } }, actor: CallingActor, which: { ids: string[] } | { to: MailRecipient }, at: Instant): Promise<number> {
  const ids = await sql.begin(async (tx) => {
    if ('ids' in which && (await knownMails(tx, which.ids)).length < new Set(which.ids).size) throw new AppError('not-found', 'Een van deze berichten bestaat niet, of is niet van u.');
    const again = await sendAgain(tx, which);
    if (again.length > 0) await writeAudit(tx, actor, { action: 'resend-mail', outcome: 'done', at, detail: { mails: again.length, ...('ids' in which ? { mailIds: again } : { to: { ...which.to } }) } });
    return again;
  });
  await answerOf(temporal, () => mailDispatch(temporal, config.taskQueue).dispatch(ids));
  return ids.length;
}
