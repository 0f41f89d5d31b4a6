import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly url: string;
  /** The received mails, in order. */
  readonly mails: readonly ParsedMail[];
  /** The same mails as raw text, each after its recipients. */
  readonly raws: readonly string[];
  /** Every recipient that a client named, accepted or not. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

interface Conversation {
  /** 0, the default, takes any free port. */
  port?: number;
  /** For each address that is refused, the reply. */
  refuse?: (address: string) => number | null;
  /** The reply to our sender's address, when it is refused. */
  refuseSender?: number;
  /** A mail to an address that holds this breaks the connection. */
  breaksFor?: string;
}

const reply = (responseCode: number) => Object.assign(new Error('no, secret@somewhere.test'), { responseCode });

function breakOff(server: SMTPServer, sessionId: string): void {
  for (const connection of server.connections as Set<{ session: { id: string }; close(): void }>) if (connection.session.id === sessionId) connection.close();
}

/** A real mail server on the loopback address that keeps what it gets. */
export async function mailServer({ port = 0, refuse, refuseSender, breaksFor }: Conversation = {}): Promise<MailServer> {
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
    onData(stream, session, done) {
      const { envelope } = session;
      if (breaksFor !== undefined && envelope.rcptTo.some(({ address }) => address.includes(breaksFor))) return breakOff(server, session.id);
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
