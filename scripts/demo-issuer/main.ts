/** The demo's identity provider as a process, with the settings of the API. */
import { loadConfig } from '../../src/config.ts';
import { fail } from '../parts/progress.ts';
import { demoSecrets, issuerFolder } from './secrets.ts';
import { serveDemoIssuer } from './serve.ts';

try {
  const { oidcIssuer: url = '', oidcClientId: clientId, oidcClientSecret: clientSecret = '', publicUrl, apiAudience: audience } = loadConfig();
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
