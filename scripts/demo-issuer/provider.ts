/** An OpenID Connect provider like that of a municipality, with invented people. */
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';
import { messagePage, signOutPage } from './pages.ts';
import { commandLine, people, systems } from './people.ts';
import type { DemoSecrets } from './secrets.ts';

export interface DemoIssuerOptions {
  /** Its address, and the `iss` of its tokens. */
  url: string;
  /** Our web site as a client of it. */
  web: { clientId: string; clientSecret: string; publicUrl: string };
  /** The `aud` of access tokens. */
  audience: string;
  secrets: DemoSecrets;
}

const HOUR = 3600;

export function demoProvider(options: DemoIssuerOptions): Provider {
  const provider = new Provider(options.url, configurationOf(options));
  provider.on('server_error', (_ctx, error) => console.error(error));
  return provider;
}

function configurationOf({ url, web, audience, secrets }: DemoIssuerOptions): Configuration {
  return {
    jwks: { keys: [secrets.key] },
    cookies: { keys: [secrets.cookieSecret] },
    clients: clientsOf(web, secrets),
    pkce: { required: () => true },
    scopes: ['openid'],
    claims: { openid: ['sub'] },
    ttl: { AccessToken: HOUR, ClientCredentials: HOUR, IdToken: HOUR, AuthorizationCode: 60, Interaction: 600, Session: 12 * HOUR, Grant: 12 * HOUR },
    interactions: { url: (_ctx, { uid }) => `/kies/${uid}` },
    findAccount: (_ctx, subject) => (people.some((person) => person.subject === subject) ? { accountId: subject, claims: () => ({ sub: subject }) } : undefined),
    // No consent page: the only client is our own system.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client?.clientId ?? '', accountId: ctx.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid');
      grant.addResourceScope(audience, 'api');
      await grant.save();
      return grant;
    },
    // The provider's own check refuses addresses of this machine, and here the client is on this machine.
    fetch(address, options: RequestInit & { dispatcher?: unknown } = {}) {
      delete options.dispatcher;
      return fetch(address, options);
    },
    renderError(ctx, { error, error_description: description }) {
      ctx.type = 'html';
      ctx.body = messagePage('Dit is niet gelukt', `${error}: ${description ?? ''} (${url})`);
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        logoutSource(ctx, form) {
          ctx.body = signOutPage(form);
        },
        postLogoutSuccessSource(ctx) {
          ctx.body = messagePage('Afgemeld', 'U bent afgemeld bij de demo-aanmelding.');
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, client) => (client.clientId === web.clientId ? [] : audience),
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: 'api', audience, accessTokenFormat: 'jwt', accessTokenTTL: HOUR }),
      },
    },
  };
}

function clientsOf({ clientId, clientSecret, publicUrl }: DemoIssuerOptions['web'], secrets: DemoSecrets): ClientMetadata[] {
  const byPost = { token_endpoint_auth_method: 'client_secret_post' } as const;
  return [
    {
      ...byPost,
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [`${publicUrl}/aanmelden/terug`],
      post_logout_redirect_uris: [`${publicUrl}/afgemeld`],
      backchannel_logout_uri: `${publicUrl}/afmelden/kanaal`,
      backchannel_logout_session_required: true,
    },
    { client_id: commandLine.clientId, redirect_uris: [commandLine.redirectUri], token_endpoint_auth_method: 'none' },
    ...systems.map((id) => ({ ...byPost, client_id: id, client_secret: secrets.secretOf(id), grant_types: ['client_credentials'], redirect_uris: [], response_types: [] })),
  ];
}
