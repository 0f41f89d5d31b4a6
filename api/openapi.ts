/** The description of the API, made from the declared routes. */
import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { ACT_AS_HEADER } from './guard/caller.ts';
import { routes } from './routes/index.ts';

export function openApiDocument() {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'accessToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `An access token of the issuer, of a person or by client credentials. Whoever has several accounts names one in the header \`${ACT_AS_HEADER}\`.`,
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'sessie',
    description: 'Of a browser that signed in at /aanmelden; over TLS its name begins with `__Host-`. A change is done only for a page of this site.',
  });
  for (const { describe } of routes) describe(registry);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Vroegsignalering',
      version: '1',
      description:
        'Early signalling of debts for Dutch municipalities. Errors are RFC 9457 problems with Dutch words. ' +
        'A command under an `Idempotency-Key` is done once, however often it is sent.',
    },
    servers: [{ url: '/' }],
    tags: tagsOf(),
  });
}

function tagsOf(): { name: string }[] {
  return [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name }));
}
