import type { Request } from 'express';
import type { Config } from '../../src/config.ts';
import { AppError } from '../../src/errors.ts';

const safe = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A browser also sends our cookie with requests that another site caused. So a change is accepted only when a header (`Sec-Fetch-Site` or
 * `Origin`) says that the request came from our own page; every current browser sends at least one of them.
 * @throws AppError forbidden
 */
export function requireSameOrigin(request: Request, { publicUrl }: Pick<Config, 'publicUrl'>): void {
  if (safe.includes(request.method)) return;
  const [site, origin] = [request.get('Sec-Fetch-Site'), request.get('Origin')];
  const isSaid = site !== undefined || origin !== undefined;
  const isOurs = (site === undefined || site === 'same-origin') && (origin === undefined || origin === new URL(publicUrl).origin);
  if (!isSaid || !isOurs) throw new AppError('forbidden', 'Deze aanvraag komt niet van een pagina van dit systeem.', { extra: { reason: 'cross-site' } });
}
