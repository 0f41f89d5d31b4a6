import { once } from 'node:events';
import type { Server } from 'node:http';
import express from 'express';
import { choicePage } from './pages.ts';
import { people } from './people.ts';
import { demoProvider, type DemoIssuerOptions } from './provider.ts';
import { refuseProduction } from './refuse-production.ts';

/**
 * An identity provider at which everybody chooses an account to sign in as. Loopback only.
 * @throws SetupFailure in production
 */
export async function serveDemoIssuer(options: DemoIssuerOptions): Promise<Server> {
  refuseProduction(process.env);
  const provider = demoProvider(options);
  const app = express();
  app.disable('x-powered-by');
  app.use('/kies', (_request, response, next) => {
    // Without form-action: the choice is redirected to the client that asked for it.
    response.set({ 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'", 'Cache-Control': 'no-store' });
    next();
  });
  app.get('/kies/:uid', async (request, response) => {
    await provider.interactionDetails(request, response);
    response.send(choicePage(people, `/kies/${request.params.uid}`));
  });
  app.post('/kies/:uid', express.urlencoded({ extended: false }), async (request, response) => {
    const { subject } = request.body as { subject?: string };
    await provider.interactionFinished(request, response, { login: { accountId: subject ?? '' } });
  });
  app.use(provider.callback());
  const server = app.listen(Number(new URL(options.url).port), '127.0.0.1');
  await once(server, 'listening');
  return server;
}
