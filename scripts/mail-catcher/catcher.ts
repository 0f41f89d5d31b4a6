import type { Server } from 'node:http';
import express from 'express';
import type { Express, Response } from 'express';
import { SMTPServer } from 'smtp-server';
import { listPage, mailPage, notFoundPage } from './pages.ts';
import { mailStore } from './store.ts';
import type { MailStore } from './store.ts';

export interface MailCatcher {
  readonly smtpUrl: string;
  readonly webUrl: string;
  stop(): Promise<void>;
}

/** A mail server that delivers nothing: every mail is kept in `folder` and shown on a page. Loopback only. */
export async function startMailCatcher(options: { smtpPort: number; webPort: number; folder: string }): Promise<MailCatcher> {
  const store = mailStore(options.folder);
  const smtp = smtpServer(store);
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(options.smtpPort, '127.0.0.1', resolve);
  });
  const web = await listen(webApp(store), options.webPort);
  return {
    smtpUrl: `smtp://127.0.0.1:${options.smtpPort}`,
    webUrl: `http://127.0.0.1:${options.webPort}`,
    async stop() {
      web.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => web.close(() => resolve())),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ]);
    },
  };
}

function smtpServer(store: MailStore): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 1_000,
    onAuth: (_credentials, _session, done) => done(null, { user: 'anybody' }),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      // The sender hears "accepted" only when the mail is on disk.
      stream.on('end', () => {
        store.save(Buffer.concat(chunks)).then(() => done(), (error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
      });
    },
  });
}

function webApp(store: MailStore): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:");
    response.set('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.get('/', async (_request, response) => {
    response.send(listPage(await store.list()));
  });
  app.get('/mail/:id.eml', async (request, response) => {
    const raw = await store.raw(request.params.id);
    if (raw === undefined) return notFound(response);
    response.attachment(`${request.params.id}.eml`).type('message/rfc822').send(raw);
  });
  app.get('/mail/:id', async (request, response) => {
    const mail = await store.find(request.params.id);
    if (mail === undefined) return notFound(response);
    response.send(mailPage(mail));
  });
  app.get('/mail/:id/html', async (request, response) => {
    const mail = await store.find(request.params.id);
    if (mail === undefined || mail.parsed.html === false) return notFound(response);
    response.set('Content-Security-Policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    response.type('html').send(mail.parsed.html);
  });
  app.get('/mail/:id/bijlage/:index', async (request, response) => {
    const mail = await store.find(request.params.id);
    const attachment = mail?.parsed.attachments[Number(request.params.index)];
    if (attachment === undefined) return notFound(response);
    response.attachment(attachment.filename ?? 'bijlage').type(attachment.contentType).send(attachment.content);
  });
  app.use((_request, response) => notFound(response));
  return app;
}

function notFound(response: Response): void {
  response.status(404).send(notFoundPage());
}

function listen(app: Express, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, '127.0.0.1', (error) => {
      if (error) reject(error);
      else resolve(server);
    });
  });
}
