import { SetupFailure } from '../parts/failure.ts';

/** @throws SetupFailure in production: at this issuer everybody can sign in as anybody */
export function refuseProduction(env: NodeJS.ProcessEnv): void {
  if (env.NODE_ENV !== 'production') return;
  throw new SetupFailure('The demo issuer lets anybody be anybody, and does not run with NODE_ENV=production: set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET to an identity provider of your own.');
}
