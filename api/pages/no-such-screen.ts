/** Whoever follows a link that leads nowhere gets a page; a program gets a problem. */
import type { RequestHandler } from 'express';
import { errorPage } from '../../web/shell/errors.tsx';
import { answerWith } from './send-screen.ts';

export const noSuchScreen: RequestHandler = async (request, response, next) => {
  const isForPeople = (request.get('Accept') ?? '').includes('text/html') && !request.path.startsWith('/api/');
  if (!isForPeople) return next();
  await answerWith(response, 404, errorPage({ status: 404, message: 'Het adres is verkeerd overgenomen, of de pagina bestaat niet meer.', requestId: '', path: null }));
};
