import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SetupFailure } from '../parts/failure.ts';

export const usage = `npm start -- [--fresh] [--no-demo]

Runs the whole system on this machine: Postgres, Temporal, a mail catcher, an issuer to sign in at, the worker and the
API, with demo data.

  --fresh     throw away what earlier starts kept in the data folder, and begin anew
  --no-demo   leave the demo data out
  --help      show this

Variables: DATABASE_URL, TEMPORAL_ADDRESS, SMTP_URL or OIDC_ISSUER use one of your own instead of starting one.
API_PORT, WORKER_HEALTH_PORT, OIDC_PORT, POSTGRES_PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT, MAIL_SMTP_PORT and
MAIL_WEB_PORT move a part to another port; DATA_FOLDER keeps the data elsewhere than in ./data.`;

const port = (byDefault: number): z.ZodDefault<z.ZodCoercedNumber> => z.coerce.number().int().min(1).max(65_535).default(byDefault);

const ports = z.object({
  API_PORT: port(3000),
  WORKER_HEALTH_PORT: port(3001),
  OIDC_PORT: port(3002),
  POSTGRES_PORT: port(54329),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  MAIL_SMTP_PORT: port(1025),
  MAIL_WEB_PORT: port(8025),
});

export type PortVariable = keyof z.output<typeof ports>;

export interface Settings {
  readonly help: boolean;
  readonly fresh: boolean;
  readonly demo: boolean;
  readonly dataFolder: string;
  readonly ports: Readonly<Record<PortVariable, number>>;
  /** Parts that somebody else runs: they are used, but neither started nor stopped. */
  readonly own: { readonly databaseUrl?: string; readonly temporalAddress?: string; readonly smtpUrl?: string; readonly issuer?: string };
}

/** @throws SetupFailure for an unknown flag or a port that is no port number */
export function readSettings(args: string[], env: NodeJS.ProcessEnv): Settings {
  const flags = readFlags(args);
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = ports.safeParse(given);
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
    throw new SetupFailure(wrong.map((name) => `${name} is "${given[name] ?? ''}": set it to a number from 1 to 65535.`).join('\n'));
  }
  return {
    help: flags.help,
    fresh: flags.fresh,
    demo: !flags['no-demo'],
    dataFolder: resolve(given.DATA_FOLDER ?? 'data'),
    ports: parsed.data,
    own: {
      ...(given.DATABASE_URL && { databaseUrl: given.DATABASE_URL }),
      ...(given.TEMPORAL_ADDRESS && { temporalAddress: given.TEMPORAL_ADDRESS }),
      ...(given.SMTP_URL && { smtpUrl: given.SMTP_URL }),
      ...(given.OIDC_ISSUER && { issuer: given.OIDC_ISSUER }),
    },
  };
}

/** The address of the demo's issuer, and the names in its tokens. */
export const demoIssuerUrl = (port: number): string => `http://127.0.0.1:${port}`;

function readFlags(args: string[]): { help: boolean; fresh: boolean; 'no-demo': boolean } {
  const off = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args, options: { help: off, fresh: off, 'no-demo': off } }).values;
  } catch (error) {
    throw new SetupFailure(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
