/** Errors of pages are shown as a page. */
import type { ErrorRequestHandler, Response } from 'express';
import { AppError } from '../src/errors.ts';
import { refusedPage } from '../web/pages/signing-in.ts';
import { fromParts } from './parts-away.ts';
import { RETRY_AFTER_SECONDS, statusOf } from './problem.ts';

/** Signing out redirects to the issuer, and browsers apply `form-action` to the redirect too. */
export function sendPage(response: Response, status: number, html: string, formsMayEndAt: URL | null = null): void {
  const forms = ["'self'", ...(formsMayEndAt === null ? [] : [formsMayEndAt.origin])].join(' ');
  const policy = `default-src 'none'; style-src 'self'; base-uri 'none'; form-action ${forms}; frame-ancestors 'none'`;
  response.status(status).set({ 'Content-Security-Policy': policy, 'Cache-Control': 'no-store' }).type('html').send(html);
}

export function sendRefusal(response: Response, { code, message }: AppError, status = statusOf(code)): void {
  if (status !== 503) return sendPage(response, status, refusedPage(message));
  response.set('Retry-After', String(RETRY_AFTER_SECONDS));
  // A link cannot repeat a POST, so it leads elsewhere.
  const { method, originalUrl } = response.req;
  sendPage(response, status, method === 'GET' ? refusedPage(message, { href: originalUrl, label: 'Opnieuw proberen' }) : refusedPage(message));
}

/** For pages whose refusals are not logged in the audit log. */
export const refusedAsPage: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const known = error instanceof AppError ? error : fromParts(error);
  if (known === null || response.headersSent) next(error);
  else sendRefusal(response, known);
};
