import express, { type Express } from 'express';
import { assetFiles } from './pages/assets.ts';
import type { ApiDependencies } from './dependencies.ts';
import { documentation } from './documentation.ts';
import { rateLimits } from './edge/rate-limits.ts';
import { routerOf } from './edge/router.ts';
import { securityHeaders } from './edge/security-headers.ts';
import { cutOffSlowClients } from './edge/slow-clients.ts';
import { handOverLinkPages } from './pages/hand-over-link.ts';
import { health } from './health.ts';
import { logRequest, requestId } from './middleware.ts';
import { noSuchPath, problemHandler } from './problem.ts';
import { routes } from './routes/index.ts';
import { screensFor } from './pages/screens.ts';
import { noSuchScreen } from './pages/no-such-screen.ts';
import { signingIn } from './signing-in.ts';

/** The API as an ordered list; each route reads its own body, so that deliveries can stream. */
export function createApp(deps: ApiDependencies): Express {
  const app = express();
  const limits = rateLimits(deps.config.edge);
  app.disable('x-powered-by').set('trust proxy', deps.config.edge.trustProxy);
  app.locals['rateLimits'] = limits;
  app.use(requestId);
  app.use(securityHeaders(deps.config));
  app.use(cutOffSlowClients(deps.config.edge));
  app.use('/health', health(deps));
  app.use(logRequest(deps));
  app.use(limits.address);
  app.use('/aanmelden', limits.signIns);
  app.use('/overdracht', limits.signIns);
  app.use('/api', documentation());
  app.use('/api/v1', routerOf(routes, deps));
  app.use(signingIn(deps));
  app.use(handOverLinkPages(deps));
  app.use(assetFiles());
  app.use(screensFor(deps));
  app.use(noSuchScreen);
  app.use(noSuchPath);
  app.use(problemHandler(deps));
  return app;
}
