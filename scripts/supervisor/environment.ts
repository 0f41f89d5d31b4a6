import { ConfigError, environmentFor, loadConfig } from '../../src/config.ts';
import type { Config } from '../../src/config.ts';
import { refuseProduction } from '../demo-issuer/refuse-production.ts';
import { demoSecrets } from '../demo-issuer/secrets.ts';
import { SetupFailure } from '../parts/failure.ts';
import type { WantedPort } from '../parts/ports.ts';
import { applicationUrl, keysUrl, postgresUrl } from '../parts/postgres.ts';
import type { DataFolder } from './data-folder.ts';
import { demoIssuerUrl } from './settings.ts';
import type { Settings } from './settings.ts';

/**
 * Removes our settings from the environment, so that programs started from here (Postgres, Temporal, pip) do not inherit them.
 * @returns the environment as it was
 */
export function takeSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = { ...env };
  const others = environmentFor('others', given);
  for (const name of Object.keys(given).filter((one) => !(one in others))) Reflect.deleteProperty(env, name);
  return given;
}

/**
 * The settings of all our own programs: those that were given, and for the rest the parts that are started here.
 * @throws SetupFailure in production without an issuer
 */
export function applicationEnvironment(settings: Settings, data: DataFolder, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ports, own } = settings;
  return {
    ...given,
    ...(own.issuer === undefined ? demoIssuer(settings, data, given) : {}),
    DATABASE_URL: own.databaseUrl ?? applicationUrl(postgresUrl(ports.POSTGRES_PORT)),
    ...(own.databaseUrl === undefined && { DATABASE_OWNER_URL: postgresUrl(ports.POSTGRES_PORT) }),
    TEMPORAL_ADDRESS: own.temporalAddress ?? `127.0.0.1:${ports.TEMPORAL_PORT}`,
    SMTP_URL: own.smtpUrl ?? `smtp://127.0.0.1:${ports.MAIL_SMTP_PORT}`,
    API_PORT: String(ports.API_PORT),
    WORKER_HEALTH_PORT: String(ports.WORKER_HEALTH_PORT),
    PUBLIC_URL: given.PUBLIC_URL ?? `http://127.0.0.1:${ports.API_PORT}`,
    ...unlessGiven(given, 'HASH_KEY', () => data.hashKey()),
    ...unlessGiven(given, 'AUDIT_KEY', () => data.auditKey()),
    ...unlessGiven(given, 'MASTER_KEYS', () => data.masterKeys()),
    ...unlessGiven(given, 'KEYS_DATABASE_URL', () => keysUrl(postgresUrl(ports.POSTGRES_PORT))),
  };
}

/** Whether a secret was given, in its variable or in a file. */
const unlessGiven = (given: NodeJS.ProcessEnv, name: string, make: () => string): NodeJS.ProcessEnv => (given[name] || given[`${name}_FILE`] ? {} : { [name]: make() });

function demoIssuer({ ports }: Settings, data: DataFolder, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  refuseProduction(given);
  return { OIDC_ISSUER: demoIssuerUrl(ports.OIDC_PORT), OIDC_CLIENT_SECRET: demoSecrets(data.issuer).secretOf('web') };
}

/** @throws SetupFailure that says what is wrong, before any program is started with these settings */
export function checkedConfig(env: NodeJS.ProcessEnv): Config {
  try {
    return loadConfig(env);
  } catch (error) {
    throw error instanceof ConfigError ? new SetupFailure(error.message) : error;
  }
}

export function wantedPorts({ ports, own }: Settings, config: Config): WantedPort[] {
  const wanted = (part: string, variable: keyof Settings['ports'], host?: string): WantedPort => ({
    part,
    variable,
    port: ports[variable],
    ...(host !== undefined && { host }),
  });
  return [
    wanted('the API', 'API_PORT', config.apiHost),
    wanted("the worker's health", 'WORKER_HEALTH_PORT'),
    ...(own.issuer === undefined ? [wanted('the issuer to sign in at', 'OIDC_PORT')] : []),
    ...(own.databaseUrl === undefined ? [wanted('Postgres', 'POSTGRES_PORT')] : []),
    ...(own.temporalAddress === undefined ? [wanted('Temporal', 'TEMPORAL_PORT'), wanted("Temporal's screens", 'TEMPORAL_UI_PORT')] : []),
    ...(own.smtpUrl === undefined ? [wanted('catching mail', 'MAIL_SMTP_PORT'), wanted('showing mail', 'MAIL_WEB_PORT')] : []),
  ];
}
