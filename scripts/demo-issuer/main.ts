/** The process of the demo's identity provider; it reads the API's settings that concern signing in. */
import { loadConfig } from '../../src/config.ts';
import { fail } from '../parts/progress.ts';
import { demoSecrets, issuerFolder } from './secrets.ts';
import { serveDemoIssuer } from './serve.ts';

try {
  // First, so that in production this refusal is shown and no other error of the settings.
  const { oidcIssuer: url = '', oidcClientId: clientId, oidcClientSecret: clientSecret = '', publicUrl, apiAudience: audience } = loadConfig({ ...process.env, NODE_ENV: undefined }, 'issuer');
  const server = await serveDemoIssuer({ url, web: { clientId, clientSecret, publicUrl }, audience, secrets: demoSecrets(issuerFolder(process.env)) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
} catch (error) {
  fail(error);
}
