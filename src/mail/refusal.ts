import { Unsendable } from './outbox.ts';

/** What nodemailer tells of a mail server's answer. */
interface SmtpError {
  code?: string;
  responseCode?: number;
  command?: string;
}

/** Parts of the conversation in which a 5xx is about this recipient or message; elsewhere it is about our own settings. */
const ofThisMail: readonly (string | undefined)[] = ['RCPT TO', 'DATA'];

/**
 * What a failed sending means: Unsendable when the server will never take this mail, else an Error: trying again can
 * help. A 5xx to our log-in or our sender is ours to mend, so it is tried again. Only codes are told on: the server's
 * words may repeat an address, and errors are kept in workflow histories.
 * Source: RFC 5321, 4.2.1 (5yz is permanent, 4yz transient).
 */
export function sendingError(error: unknown): Error {
  const { code, responseCode, command } = (error instanceof Error ? error : {}) as SmtpError;
  if (code === 'EENVELOPE' && command === 'API') return new Unsendable('address-unusable');
  if (responseCode !== undefined && responseCode >= 500 && ofThisMail.includes(command)) return new Unsendable(`smtp-${responseCode}`);
  return new Error(`the mail server did not take it: ${code ?? 'unknown'} ${responseCode ?? ''}`.trim());
}
