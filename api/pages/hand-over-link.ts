/** The page where a service without an account confirms a hand-over by a link. */
import { Router, type Response } from 'express';
import { AppError } from '../../src/errors.ts';
import { confirmByLink, readHandOverLink } from '../../src/usecases/hand-overs/confirm-link.ts';
import { handOverConfirmedPage, handOverOverPage, handOverPage } from '../../web/paper/hand-over.ts';
import { paperHeaders } from '../../web/paper/paper.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { sendRefusal } from './refused-page.ts';

const path = '/overdracht/:token';
/** As a letter, but for its one button; kept nowhere, and its address told to nobody. */
const headers = { 'Content-Security-Policy': paperHeaders['Content-Security-Policy'].replace("form-action 'none'", "form-action 'self'"), 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };

const send = (response: Response, status: number, html: string) => void response.status(status).set(headers).type('html').send(html);

/** Whoever opens it has no account: the system answers, and only about the hand-over that the link is signed for. */
export function handOverLinkPages({ database, keys, temporal, config }: ApiDependencies): Router {
  const router = Router();
  const deps = { sql: database.system, keys, temporal, config };
  const asPage = async (response: Response, answer: () => Promise<void>) => {
    response.locals['route'] = path;
    try {
      await answer();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await sendRefusal(response, error);
    }
  };
  router.get(path, ({ params }, response) =>
    asPage(response, async () => {
      const shown = await readHandOverLink(deps, params.token);
      send(response, shown.state === 'over' ? 410 : 200, shown.state === 'over' ? handOverOverPage() : handOverPage(shown));
    }),
  );
  router.post(path, ({ params }, response) =>
    asPage(response, async () => {
      const isConfirmed = await confirmByLink(deps, params.token);
      send(response, isConfirmed ? 200 : 410, isConfirmed ? handOverConfirmedPage() : handOverOverPage());
    }),
  );
  return router;
}
