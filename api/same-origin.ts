import type { Request } from 'express';
import type { Config } from '../src/config.ts';
import { AppError } from '../src/errors.ts';

const safe = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A browser sends our cookie with whatever another site makes it send; a change is done only when the browser says
 * that a page of ours asked for it. Every browser of today says so, by one header or both.
 * @throws AppError forbidden
 */
export function requireSameOrigin(request: Request, { publicUrl }: Pick<Config, 'publicUrl'>): void {
  if (safe.includes(request.method)) return;
  const [site, origin] = [request.get('Sec-Fetch-Site'), request.get('Origin')];
  const isSaid = site !== undefined || origin !== undefined;
  const isOurs = (site === undefined || site === 'same-origin') && (origin === undefined || origin === new URL(publicUrl).origin);
  if (!isSaid || !isOurs) throw new AppError('forbidden', 'Deze aanvraag komt niet van een pagina van dit systeem.', { extra: { reason: 'cross-site' } });
}
