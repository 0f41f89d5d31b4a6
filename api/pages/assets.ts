/** Our own style sheet, fonts and modules: by the name of their content, so that a browser keeps them for good. */
import { Router, type Request } from 'express';
import { ASSETS, assets, type Asset } from '../../web/assets/build.ts';
import { paperStyles } from '../../web/paper/paper.ts';

const FOREVER = 'public, max-age=31536000, immutable';

export function assetFiles(): Router {
  const router = Router();
  router.get(`${ASSETS}/:name`, async (request, response, next) => {
    response.locals['route'] = `${ASSETS}/{name}`;
    const asset = (await assets()).files.get(request.path);
    if (asset === undefined) return next();
    const [content, encoding] = smallest(asset, request);
    response.set({ 'Content-Type': asset.type, 'Cache-Control': FOREVER, Vary: 'Accept-Encoding', ...(encoding === null ? {} : { 'Content-Encoding': encoding }) }).send(content);
  });
  router.get('/papier.css', (_request, response) => {
    response.locals['route'] = '/papier.css';
    response.set('Cache-Control', 'no-cache').type('css').send(paperStyles);
  });
  return router;
}

function smallest({ plain, gzip, br }: Asset, request: Request): [Buffer, string | null] {
  const taken = request.acceptsEncodings('br', 'gzip', 'identity');
  if (taken === 'br' && br !== null) return [br, 'br'];
  if (taken === 'gzip' && gzip !== null) return [gzip, 'gzip'];
  return [plain, null];
}
