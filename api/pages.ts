/**
 * Pages for people. Each says whose it is and what draws it: who comes in is asked as of a route that answers JSON, and what is
 * refused is a page too.
 */
import { Router } from 'express';
import type { Permission } from '../src/domain/identity/access.ts';
import { describeProcess } from '../src/process/document.ts';
import { policyOfToday } from '../src/usecases/planning/read-process.ts';
import { paperStyles } from '../web/pages/paper.ts';
import { processHeaders, processPageOf, processStyles } from '../web/pages/process.ts';
import type { ApiDependencies } from './dependencies.ts';
import { admit, asRefusal, type Visitor } from './guard/admit.ts';
import { refusedAsPage } from './refused-page.ts';

interface Page {
  path: `/${string}`;
  may: Permission | 'anyone';
  headers: Readonly<Record<string, string>>;
  draw: (visitor: Visitor) => Promise<string>;
}

const pages: readonly Page[] = [
  { path: '/proces', may: 'anyone', headers: processHeaders, draw: async ({ sql }) => processPageOf(describeProcess(await policyOfToday(sql))) },
];

const styleSheets: Readonly<Record<string, string>> = { '/proces/style.css': processStyles, '/papier.css': paperStyles };

export function pagesFor(deps: ApiDependencies): Router {
  const router = Router();
  for (const { path, may, headers, draw } of pages) {
    router.get(path, async (request, response) => {
      response.locals['route'] = path;
      try {
        const html = await draw(await admit(request, response, deps, { may }));
        response.set(headers).type('html').send(html);
      } catch (error) {
        throw asRefusal(error);
      }
    });
    router.use(path, refusedAsPage);
  }
  for (const [path, styles] of Object.entries(styleSheets)) {
    router.get(path, (_request, response) => {
      response.locals['route'] = path;
      response.set('Cache-Control', 'no-cache').type('css').send(styles);
    });
  }
  return router;
}
