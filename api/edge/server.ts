/** The HTTP server around the app, with limits on connections that have not sent a whole request yet. */
import { createServer as createHttpServer, STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Express } from 'express';
import type { EdgeConfig } from '../../src/config.ts';
import { AppError } from '../../src/errors.ts';
import { problemText } from '../problem.ts';

type Times = Pick<EdgeConfig, 'headersTimeoutMs' | 'exchangeTimeoutMs' | 'keepAliveMs'>;

/** How many times late clients are looked for within the time that they get. */
const LOOKS = 4;

export function createServer(app: Express, { headersTimeoutMs, exchangeTimeoutMs, keepAliveMs }: Times): Server {
  const server = createHttpServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: Math.max(headersTimeoutMs, exchangeTimeoutMs),
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: Math.ceil(headersTimeoutMs / LOOKS),
    },
    app,
  );
  const answering = new WeakSet<Socket>();
  server.on('request', ({ socket }, response) => {
    answering.add(socket);
    response.on('close', () => answering.delete(socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || answering.has(socket)) socket.destroy();
    else socket.end(rawAnswer(problemWith(error.code)), () => socket.destroy());
  });
  return server;
}

/** Answers bytes that Node could not parse as a request. */
function problemWith(code: string | undefined): AppError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new AppError('too-slow', 'De aanvraag kwam te langzaam binnen en is afgebroken. Controleer de verbinding en stuur haar opnieuw.');
  if (code === 'HPE_HEADER_OVERFLOW') return new AppError('headers-too-large', 'De headers zijn samen te groot; ze mogen 16 kB zijn.');
  return new AppError('invalid-input', 'Dit is geen geldige HTTP-aanvraag.');
}

function rawAnswer(error: AppError): string {
  const { status, text } = problemText(error, 'urn:request:none');
  const headers = ['Content-Type: application/problem+json; charset=utf-8', `Content-Length: ${Buffer.byteLength(text)}`, 'Cache-Control: no-store', 'X-Content-Type-Options: nosniff', 'Connection: close'];
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...headers, '', text].join('\r\n');
}
