/** The API's description as JSON, and a page to try it; everything comes from this server. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { pageOf, styleSheet } from '../src/render/page.ts';
import { openApiDocument } from './openapi.ts';

const swaggerUi = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

/** The page calls this API only; its icons are images inside its style sheet. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** No inline script: the content security policy allows files of our own only. */
const page = pageOf({
  title: 'Vroegsignalering: de API',
  head: styleSheet('/api/docs/files/swagger-ui.css'),
  body: `<body>
<div id="swagger-ui"></div>
<script src="/api/docs/files/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>`,
});

const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true, tryItOutEnabled: true, docExpansion: 'none' });
`;

export function documentation(): Router {
  const router = Router();
  let document: string | undefined;
  router.get('/openapi.json', (_request, response) => {
    document ??= JSON.stringify(openApiDocument());
    response.type('application/json').send(document);
  });
  router.get('/docs', (_request, response) => response.set('Content-Security-Policy', CONTENT_SECURITY_POLICY).type('html').send(page));
  router.get('/docs/start.js', (_request, response) => response.type('text/javascript').send(start));
  router.use('/docs/files', express.static(swaggerUi, { index: false, maxAge: '1d' }));
  return router;
}
