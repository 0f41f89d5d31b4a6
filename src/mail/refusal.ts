import { Unsendable } from './outbox.ts';

/** The fields of nodemailer's error about a mail server's answer. */
interface SmtpError {
  code?: string;
  responseCode?: number;
  command?: string;
}

/** The server does not accept this recipient now, but may accept others. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/** No mail would leave by this server now: it does not answer, or does not take our log-in or our sender. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';
}

/** Parts of the conversation in which a 5xx is about this recipient or message; elsewhere it is about our own settings. */
const ofThisMail: readonly (string | undefined)[] = ['RCPT TO', 'DATA'];

/**
 * Translates a failed sending: Unsendable when the server will never accept this mail, else an Error, since trying again can
 * help. A 5xx about our log-in or sender is our own mistake to correct, so it is retried. Only codes are passed on: the server's
 * words may repeat an address, and errors are kept in workflow histories.
 * Source: RFC 5321, 4.2.1 (5yz is permanent, 4yz transient).
 */
export function sendingError(error: unknown): Error {
  const { code, responseCode, command } = (error instanceof Error ? error : {}) as SmtpError;
  if (code === 'EENVELOPE' && command === 'API') return new Unsendable('address-unusable');
  if (responseCode !== undefined && responseCode >= 500 && ofThisMail.includes(command)) return new Unsendable(`smtp-${responseCode}`);
  const Kind = responseCode === undefined || !ofThisMail.includes(command) ? ServerAway : command === 'RCPT TO' ? NotNow : Error;
  return new Kind(`the mail server did not take it: ${code ?? 'unknown'} ${responseCode ?? ''}`.trim());
}
