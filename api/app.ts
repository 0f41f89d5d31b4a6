import express, { Router, type Express } from 'express';
import helmet from 'helmet';
import type { ApiDependencies } from './dependencies.ts';
import { documentation } from './documentation.ts';
import { health } from './health.ts';
import { logRequest, requestId } from './middleware.ts';
import { noSuchPath, problemHandler } from './problem.ts';
import type { Route } from './route.ts';
import { routes } from './routes/index.ts';
import { processPage } from '../web/pages/process.ts';

/** The API as an ordered list; each route reads its own body, so that deliveries can stream. */
export function createApp(deps: ApiDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(requestId);
  app.use('/health', health(deps));
  app.use(logRequest(deps));
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.use('/api', documentation());
  app.use('/api/v1', routerOf(routes, deps));
  app.use(processPage(deps));
  app.use(noSuchPath);
  app.use(problemHandler(deps));
  return app;
}

function routerOf(declared: readonly Route[], deps: ApiDependencies): Router {
  const router = Router();
  for (const { method, path, respond } of declared) {
    router[method](path.replace(/\{(\w+)\}/g, ':$1'), (request, response) => respond(request, response, deps));
  }
  return router;
}
