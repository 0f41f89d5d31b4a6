/** Errors around signing in are shown as a page. */
import type { Response } from 'express';
import type { AppError } from '../../src/errors.ts';
import { refusedPage } from '../../web/everyone/account.tsx';
import { RETRY_AFTER_SECONDS, statusOf } from '../problem.ts';
import { answerWith } from './send-screen.ts';

export function sendRefusal(response: Response, { code, message }: AppError, status = statusOf(code)): Promise<void> {
  if (status !== 503) return answerWith(response, status, refusedPage(message));
  response.set('Retry-After', String(RETRY_AFTER_SECONDS));
  // A link cannot repeat a POST, so it leads elsewhere.
  const { method, originalUrl } = response.req;
  return answerWith(response, status, method === 'GET' ? refusedPage(message, { href: originalUrl, label: 'Opnieuw proberen' }) : refusedPage(message));
}
