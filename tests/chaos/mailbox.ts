import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Arrival {
  messageId: string;
  to: string;
  /** Milliseconds since the epoch: before the server says that it has it. */
  at: number;
}

/** A mail server that never dies, keeps what came in, and says so before it replies. */
export interface Mailbox {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** Called once the mail is kept and before the sender hears so: the very window in which a crash sends it again. */
  beforeReply: () => Promise<void> | void;
  stop(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
  const arrivals: Arrival[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData(stream, { envelope }, done) {
      const keep = async () => {
        const { messageId = '' } = await simpleParser(stream);
        arrivals.push({ messageId, to: envelope.rcptTo.map(({ address }) => address).sort().join(), at: Date.now() });
        await mailbox.beforeReply();
      };
      keep().then(() => done(), done);
    },
  });
  // A sender that is killed in the middle of a conversation.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${address.port}`,
    arrivals,
    beforeReply: () => undefined,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailbox;
}
