import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly url: string;
  /** What came in, in its order. */
  readonly mails: readonly ParsedMail[];
  /** The same as it came over the wire, after whom it was for. */
  readonly raws: readonly string[];
  /** Recipients named in any conversation, taken or not. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

interface Conversation {
  /** 0, the default, takes any free port. */
  port?: number;
  /** The reply to a recipient that is not taken, by address. */
  refuse?: (address: string) => number | null;
  /** The reply to our own address as a sender. */
  refuseSender?: number;
}

const reply = (responseCode: number) => Object.assign(new Error('no, secret@somewhere.test'), { responseCode });

/** A real mail server on the loopback address that keeps what it gets. */
export async function mailServer({ port = 0, refuse, refuseSender }: Conversation = {}): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  const raws: string[] = [];
  const asked: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onMailFrom: (_address, _session, done) => done(refuseSender === undefined ? null : reply(refuseSender)),
    onRcptTo({ address }, _session, done) {
      asked.push(address);
      const code = refuse?.(address) ?? null;
      done(code === null ? null : reply(code));
    },
    onData(stream, { envelope }, done) {
      const bytes: Buffer[] = [];
      stream.on('data', (some: Buffer) => bytes.push(some));
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail);
          raws.push(`${envelope.rcptTo.map((one) => one.address).join(' ')}\n${Buffer.concat(bytes).toString()}`);
          done();
        },
        (error: unknown) => done(error as Error),
      );
    },
  });
  // A client that is killed in the middle of a mail is no failure of the server.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
  return { url: `smtp://127.0.0.1:${address.port}`, mails, raws, asked, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
