import { mailTransport } from '../src/mail/transport.ts';
import { sendOutboxMail } from '../src/mail/send.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

/** Sends the mail of an outbox row, once as far as can be promised: see `sendOutboxMail` for the crash window. */
export const sendMail = ({ sql, config }: Pick<Dependencies, 'sql' | 'config'>) => {
  const transport = mailTransport(config.smtpUrl);
  return (outboxId: string) => withPulse(() => sendOutboxMail({ sql, config, transport }, outboxId));
};
