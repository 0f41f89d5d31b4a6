import nodemailer from 'nodemailer';

export type MailTransport = ReturnType<typeof mailTransport>;

/**
 * Sends over SMTP, one connection a mail: an attempt that ends leaves nothing waiting that could be sent after all.
 * A silent server is given up well before the activity's own time-out.
 * @param smtpUrl such as smtp://user:password@host:587
 */
export function mailTransport(smtpUrl: string) {
  return nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
