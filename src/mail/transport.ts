import nodemailer from 'nodemailer';

export type MailTransport = ReturnType<typeof mailTransport>;

/** How many mails may be sent at once. */
export const CONNECTIONS = 4;

/**
 * Sends over SMTP, on connections that stay open until it is closed. A mail whose connection breaks is not sent again by itself:
 * whoever sends it decides. No more are sent at once than there are connections, so that none waits in a queue of its own.
 * A silent server is given up well before the activity's own time-out.
 * @param smtpUrl such as smtp://user:password@host:587
 */
export function mailTransport(smtpUrl: string) {
  return nodemailer.createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    maxRequeues: 0,
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
