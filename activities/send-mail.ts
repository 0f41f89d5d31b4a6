import { randomUUID } from 'node:crypto';
import { cancellationSignal, log } from '@temporalio/activity';
import { claimMail, releaseMails } from '../src/db/queries/outreach/mail-claims.ts';
import { outboxRow } from '../src/db/queries/outreach/outbox.ts';
import { secondsToNextMessage } from '../src/db/queries/outreach/webhooks.ts';
import { wakeWebhookSender } from '../src/engine/webhook-sender.ts';
import { drainOutbox, type Drained } from '../src/mail/drain.ts';
import { sendOutboxMail } from '../src/mail/send.ts';
import { mailTransport, type MailTransport } from '../src/mail/transport.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

/** Longer than one mail takes to be given up. */
const CLAIM_SECONDS = 120;

/** Sends mail, once as far as can be promised: see `sendOutboxMail` for the crash window. */
export function mailActivities({ sql, keys, config, temporal }: Pick<Dependencies, 'sql' | 'keys' | 'config' | 'temporal'>) {
  const withServer = async <Result>(work: (transport: MailTransport) => Promise<Result>): Promise<Result> => {
    const transport = mailTransport(config.smtpUrl);
    try {
      return await withPulse(() => work(transport));
    } finally {
      transport.close();
    }
  };
  return {
    /** Sends a batch of what waits. The log tells of a mail that is tried later by its id and the kind of failure only. */
    drainMail: async (): Promise<Drained> => {
      const drained = await withServer((transport) =>
        drainOutbox(
          { sql, keys, config, transport },
          { signal: cancellationSignal(), onFailure: ({ id, tries }, error) => void log.warn('a mail is tried later', { outboxId: id, tries, failure: error instanceof Error ? error.name : 'unknown' }) },
        ),
      );
      // What a mail tells people at a creditor is told their own system too, by a sender of its own, which a slow one does not hold up.
      if ((await secondsToNextMessage(sql, new Date().toISOString())) === 0) await wakeWebhookSender(temporal, config.taskQueue);
      return drained;
    },
    /** Of a workflow that an earlier release started for one mail. */
    sendMail: (outboxId: string): Promise<'sent' | 'failed'> =>
      withServer(async (transport) => {
        const by = randomUUID();
        if (!(await claimMail(sql, { by, at: new Date().toISOString(), seconds: CLAIM_SECONDS }, outboxId))) {
          const { sentAt, failedAt } = await outboxRow(sql, outboxId);
          if (sentAt === null && failedAt === null) throw new Error('another sender has this mail for now');
        }
        try {
          // Without the digest: that workflow ends when its mail has left.
          return (await sendOutboxMail({ sql, keys, config: { ...config, digestAt: undefined }, transport }, outboxId)) === 'failed' ? 'failed' : 'sent';
        } finally {
          await releaseMails(sql, by);
        }
      }),
  };
}
